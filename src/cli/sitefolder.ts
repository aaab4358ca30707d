/** Finds the folder of a project that holds the pages of its site. */

import { join } from 'node:path';
import { exists } from '../files/index.js';

/** How such a folder is usually named. */
const NAMES = ['public', 'static', 'www', 'site', 'htdocs'] as const;

/** The first usual folder that is there, the root itself where the home page lies in it, null where there is neither. */
export async function findPages(root: string): Promise<string | null> {
  for (const name of NAMES) if (await exists(join(root, name))) return name;
  return (await exists(join(root, 'index.html'))) ? '.' : null;
}

/** The folder that `fx dev` serves here: a home page at hand wins, as beside it `public` may hold pictures only. */
export const pagesHere = async (): Promise<string> =>
  (await exists('index.html')) ? '.' : ((await findPages('.')) ?? '.');
