/** Loads what lies beside the tag, where somebody asks for it: the badge of a preview, the story of a page. */

import { addScript } from './dom.js';
import { attempt } from './guard.js';

/** @param tagUrl where the tag came from; without it nothing is known to lie beside it */
export const addBeside = (file: string, tagUrl: string | undefined, dataset: object): void => {
  const url = attempt(() => new URL(file, tagUrl));
  if (url) addScript(url, dataset);
};
