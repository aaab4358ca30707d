/** Finds what this package ships beside the command line: the tag, as a file and as a template. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Parts } from '../authoring/index.js';
import { codeOf, Refusal } from '../files/index.js';

/** The folder of this package: the nearest above this file that has a package.json. */
function root(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

const dist = (): string => join(root(), 'dist');

/**
 * The bytes of a file in dist/.
 *
 * @throws Refusal where the package is not built
 */
export function readDist(name: string): Buffer {
  try {
    return readFileSync(join(dist(), name));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new Refusal(`The tag is not built, ${name} is missing: run npm run build in the fx package.`, 'not-built');
  }
}

/** What containers are composed of. */
export const readParts = (): Parts => JSON.parse(readDist('fx.parts.json').toString('utf8')) as Parts;

/**
 * The names of the bundles that are published as they are: the tag, and those that it fetches when they are needed.
 *
 * @param isEdited whether Studio opens pages of this site to be edited
 */
export function listDist({ isEdited = false } = {}): string[] {
  readDist('fx.js');
  return readdirSync(dist())
    .filter(
      (name) => /^fx(\.[a-z]+)?\.js$/.test(name) && name !== 'fx.container.js' && (isEdited || name !== 'fx.editor.js'),
    )
    .sort();
}

/** The version of this package. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(root(), 'package.json'), 'utf8')) as { version: string };
  return version;
}
