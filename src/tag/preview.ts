/** Remembers which variants this tab is to show, whoever looks: kept for the tab. */

import { PREVIEW, writeCookie, writeItem } from './storage.js';

/**
 * `<id>:<key>,<id>:<key> <token>`, imported experiments as `mojito_<id>`; the first of an id counts. The token names
 * the preview manifest. '' for none.
 */
export type Preview = string;

/** Remembers a preview until the tab is closed, or forgets it. */
export const keepPreview = (preview: Preview): Preview => {
  writeCookie(PREVIEW, preview && '1');
  writeItem(PREVIEW, preview);
  return preview;
};
