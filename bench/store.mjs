/** Keeps what a suite has measured, so that a run that was interrupted goes on where it was. */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFile, CACHE } from './publish.mjs';

const BUILT = ['fx.js', 'fx.container.js', 'core.js', 'index.js'];

/**
 * A store for measurements of this build, taken with these arguments by these contenders.
 *
 * @param {object} args
 */
export function openStore({ runs, isQuick, contenders }) {
  const hash = createHash('sha256').update(JSON.stringify([runs, isQuick, contenders]));
  for (const name of BUILT) hash.update(builtFile(name));
  const key = hash.digest('hex').slice(0, 16);
  const pathOf = (suite) => join(CACHE, 'results', `${suite}-${key}.json`);
  return {
    /** What a suite measured before, null where it did not. */
    read(suite) {
      try {
        return JSON.parse(readFileSync(pathOf(suite), 'utf8'));
      } catch {
        // never measured, or cut off while it was written: it is measured
        return null;
      }
    },
    write(suite, result) {
      mkdirSync(join(CACHE, 'results'), { recursive: true });
      writeFileSync(pathOf(suite), JSON.stringify(result));
    },
  };
}
