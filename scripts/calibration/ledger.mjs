/** Keeps the rows of cases that were played, so that a long calibration goes on where it stopped. */

import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const CODE = fileURLToPath(new URL('../../dist/esm/results/', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What each part plays through, and the file that plays it: when one of these changes, its rows are of no use. */
const USED = {
  shares: ['inference/compare.js', 'shares.mjs'],
  guards: ['inference/guard.js', 'shares.mjs'],
  revenue: ['inference/compare.js', 'inference/family.js', 'inference/moments.js', 'revenue.mjs'],
  kinds: [
    'inference/compare.js',
    'inference/family.js',
    'inference/quantiles.js',
    'measures.js',
    'pairs.js',
    'kinds.mjs',
  ],
  kindGuards: ['inference/guard.js', 'inference/quantiles.js', 'measures.js', 'pairs.js', 'kinds.mjs'],
  family: ['inference/compare.js', 'inference/family.js', 'family.mjs'],
  shareLooks: ['inference/compare.js', 'looks.mjs'],
  revenueLooks: ['inference/compare.js', 'inference/moments.js', 'looks.mjs'],
  splits: ['inference/split.js', 'looks.mjs'],
  power: ['inference/power.js', 'inference/rehearsal.js', 'power.mjs'],
};

/**
 * A ledger of one case a line.
 *
 * @param path of the ledger; lines of other code, other seeds or another grid are left alone
 * @param onCase is told of every case that was played now
 * @returns `gameOf` a part, which plays the cases that are not in the ledger, and `missingOf` a part: how many these
 *   are
 */
export function openLedger(path, { isLong, otherSeeds }, onCase) {
  mkdirSync(dirname(path), { recursive: true });
  const kept = new Map(linesOf(path).map(({ key, rows }) => [key, rows]));
  const keysOf = (part) => {
    const code = codeOf(USED[part]);
    return (at) => `${part} ${at} ${isLong ? 'long' : 'short'} ${otherSeeds} ${code}`;
  };
  return {
    gameOf(part) {
      const keyOf = keysOf(part);
      const rowsOf = (at, play) => {
        const held = kept.get(keyOf(at));
        if (held) return held;
        const startedAt = process.cpuUsage().user;
        const rows = play();
        const seconds = (process.cpuUsage().user - startedAt) / 1e6;
        appendFileSync(path, `${JSON.stringify({ key: keyOf(at), seconds, rows })}\n`);
        kept.set(keyOf(at), rows);
        onCase?.(part, rows);
        return rows;
      };
      return { otherSeeds, rowsOf };
    },
    missingOf(part, run) {
      const keyOf = keysOf(part);
      let missing = 0;
      run({
        otherSeeds,
        rowsOf(at) {
          if (!kept.has(keyOf(at))) missing++;
          return [];
        },
      });
      return missing;
    },
  };
}

/** A run that was ended while it wrote leaves half a line, which is cut off: the next one would be glued to it. */
function linesOf(path) {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) writeFileSync(path, whole);
  return whole
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** A hash of files and of all that they import, without their comments. */
function codeOf(files) {
  const all = new Set(files.map((file) => join(file.endsWith('.mjs') ? HERE : CODE, file)));
  const hash = createHash('sha256');
  // A set goes on to what is added while it is walked.
  for (const file of all) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { minifyWhitespace: true, legalComments: 'none' });
    hash.update(code);
    for (const [, name] of code.matchAll(/from"(\.[^"]+)"/g)) all.add(join(dirname(file), name));
  }
  return hash.digest('hex').slice(0, 12);
}
