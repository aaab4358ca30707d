/** Finds the folder of a project that holds the pages of its site, and the one from which its files are served. */

import { join } from 'node:path';
import { exists, listNames, readText } from '../files/index.js';

/** How such a folder is usually named. */
const NAMES = ['public', 'static', 'www', 'site', 'htdocs'] as const;

/**
 * What builds a site and serves it while one works: where its files lie that are served as they are, and at which port.
 */
const BUILDERS: Readonly<Record<string, readonly [folder: string, port: number]>> = {
  '@sveltejs/kit': ['static', 5173],
  gatsby: ['static', 8000],
  next: ['public', 3000],
  nuxt: ['public', 3000],
  astro: ['public', 4321],
  'react-scripts': ['public', 3000],
  vite: ['public', 5173],
};

/** Where a project has its site. */
export interface SiteFolders {
  /** The folder of pages that `fx dev` can serve; null where pages are built from other files. */
  readonly pages: string | null;
  /** The directory to publish to, so that the site has it at `/fx/`. */
  readonly target: string;
  /** Where the pages are seen while one works; null where `fx dev` serves them. */
  readonly address: string | null;
}

/** Looks at what a project has. */
export async function findSite(root: string): Promise<SiteFolders> {
  const builder = await findBuilder(root);
  if (builder) {
    const [folder, port] = builder;
    return { pages: null, target: `${folder}/fx`, address: `http://localhost:${port}` };
  }
  const pages = (await findPages(root)) ?? 'public';
  return { pages, target: pages === '.' ? 'fx' : `${pages}/fx`, address: null };
}

/**
 * The root where pages lie in it, as beside them `public` may hold pictures only; else the first usual folder, or null.
 */
async function findPages(root: string): Promise<string | null> {
  if (await exists(join(root, 'index.html'))) return '.';
  for (const name of NAMES) if (await exists(join(root, name))) return name;
  return (await listNames(root)).some((name) => /\.html?$/i.test(name)) ? '.' : null;
}

/** The folder that `fx dev` serves here. */
export const pagesHere = async (): Promise<string> => (await findPages('.')) ?? '.';

/** What the project's package.json names. */
async function findBuilder(root: string): Promise<readonly [folder: string, port: number] | undefined> {
  const text = await readText(join(root, 'package.json'));
  const named = text === null ? [] : namesIn(text);
  return Object.entries(BUILDERS).find(([name]) => named.includes(name))?.[1];
}

function namesIn(text: string): readonly string[] {
  try {
    const { dependencies = {}, devDependencies = {} } = Object(JSON.parse(text));
    return Object.keys({ ...dependencies, ...devDependencies });
  } catch {
    return []; // A package.json that npm cannot read either names nothing.
  }
}
