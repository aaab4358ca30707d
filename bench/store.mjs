/** Keeps what a suite has measured, so that a run that was interrupted goes on where it was. */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtFile, CACHE } from './publish.mjs';

/** What was measured longer ago was measured on another machine, as far as one can know. */
const LONGEST_MS = 2 * 60 * 60 * 1000;
const BUILT = ['fx.js', 'fx.container.js', 'fx.parts.json', 'core.js', 'index.js'];

/**
 * A store for measurements of this build, taken with these arguments by these contenders.
 *
 * @param {object} args
 */
export function openStore({ runs, isQuick, contenders }) {
  const hash = createHash('sha256').update(JSON.stringify([runs, isQuick, contenders]));
  for (const name of BUILT) hash.update(builtFile(name));
  for (const path of ownFiles()) hash.update(readFileSync(path));
  const key = hash.digest('hex').slice(0, 16);
  const pathOf = (suite) => join(CACHE, 'results', `${suite}-${key}.json`);
  return {
    /** What a suite measured before, null where it did not. */
    read(suite) {
      try {
        const isRecent = Date.now() - statSync(pathOf(suite)).mtimeMs < LONGEST_MS;
        return isRecent ? JSON.parse(readFileSync(pathOf(suite), 'utf8')) : null;
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

/** What measures: changed, it measures something else. */
function ownFiles() {
  const here = fileURLToPath(new URL('.', import.meta.url));
  return ['.', 'suites', 'contenders', 'node', 'node/engines'].flatMap((folder) =>
    readdirSync(join(here, folder))
      .filter((name) => /\.[cm]js$/.test(name))
      .map((name) => join(here, folder, name)),
  );
}
