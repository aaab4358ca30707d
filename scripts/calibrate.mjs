/**
 * Plays the calibration of docs/statistics.md after a build, writes its table there, and says which promises are not
 * kept.
 *
 *     node scripts/calibrate.mjs [--long] [--part kinds] [--seeds 1]
 *
 * `--long` has a finer grid and more runs, which take an hour of a processor. Each case is kept in
 * .cache/calibration.ndjson once it has been played, so that a run goes on where it stopped, and plays anew what has
 * changed. `--part` plays one part alone, `--seeds` plays with other numbers and leaves the page as it is.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NO_METRIC } from '../dist/esm/results/counts.js';
import * as inference from '../dist/esm/results/inference/index.js';
import { measure } from '../dist/esm/results/measures.js';
import { grown, push, startPairs } from '../dist/esm/results/pairs.js';
import { calibrate, keeps, PARTS } from './calibration/index.mjs';
import { openLedger } from './calibration/ledger.mjs';

const PAGE = new URL('../docs/statistics.md', import.meta.url);
const LEDGER = fileURLToPath(new URL('../.cache/calibration.ndjson', import.meta.url));
const { values: asked } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    part: { type: 'string', multiple: true, default: Object.keys(PARTS) },
    seeds: { type: 'string', default: '0' },
  },
});
const unknown = asked.part.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length)
  throw new Error(`no part is called ${unknown.join(', ')}: take one of ${Object.keys(PARTS).join(', ')}`);
const otherSeeds = Number(asked.seeds);
if (!Number.isInteger(otherSeeds) || otherSeeds < 0) throw new Error(`--seeds takes 0, 1, 2 …, not ${asked.seeds}`);

const percent = (share) => `${Number((share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1))}%`;
const signed = (points) => `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;
const NOT_PLAYED = 'Not played to their end with the code of today:';
const say = (line) => process.stderr.write(`${line}\n`);

const tested = { ...inference, measure, NO_METRIC, grown, push, startPairs };
const { gameOf, missingOf } = openLedger(LEDGER, { isLong: asked.long, otherSeeds }, (part, rows) => {
  for (const row of rows) say(`${keeps(row) ? '✓' : '✗'} ${part}: ${row.name}`);
});
const rows = calibrate(tested, asked.long, asked.part, gameOf);
const broken = rows.filter((row) => !keeps(row));
for (const row of broken) say(`✗ ${JSON.stringify(row)}`);
say(`${rows.length - broken.length} of ${rows.length} promises are kept`);
process.exitCode = broken.length ? 1 : 0;

if (otherSeeds === 0) await writePage();
else process.stdout.write(`${tableOf(rows)}\n`);

/**
 * The table of all parts that have been played to their end with the code of today, and which ones have not. Where the
 * page has a part that was played elsewhere, it stays as it is.
 */
async function writePage() {
  const missing = (part) => missingOf(part, (game) => PARTS[part](tested, asked.long, game));
  const parts = Object.keys(PARTS).filter((part) => missing(part) === 0);
  const others = Object.keys(PARTS).filter((part) => !parts.includes(part));
  const table = tableOf(calibrate(tested, asked.long, parts, gameOf));
  const note = others.length ? `\n\n${NOT_PLAYED} ${others.join(', ')}.` : '';
  const name = asked.long ? 'calibration: long' : 'calibration';
  const page = await readFile(PAGE, 'utf8');
  const place = new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*?)(\\n<!-- end -->)`);
  const [, , before = ''] = place.exec(page) ?? [];
  const [, unplayed = ''] = before.split(NOT_PLAYED);
  const lost = others.filter((part) => !unplayed.split(/[\s,.]+/).includes(part));
  if (lost.length) {
    process.stdout.write(`${table}\n`);
    return say(`docs/statistics.md keeps its table: it has ${lost.join(', ')}, not played here with the code of today`);
  }
  await writeFile(
    PAGE,
    page.replace(place, (_, start, _before, end) => `${start}\n${table}${note}\n${end}`),
  );
  say('docs/statistics.md has its table');
}

/** One line for what belongs together: the promise, and the worst and the best that was seen. */
function tableOf(all) {
  const groups = new Map();
  for (const row of all) {
    const held = groups.get(row.group) ?? [];
    groups.set(row.group, [...held, row]);
  }
  const lines = [...groups].map(([group, some]) => {
    const seen = some.flatMap((row) => (row.seen === null ? [] : [row]));
    const told = some.map((row) => row.told);
    return [group, some.length, range(told), promiseOf(some), seen.length ? rangeOf(seen) : '–', runsOf(seen)];
  });
  const head = ['what', 'cases', 'runs with a verdict', 'promised', 'seen', 'runs'];
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function promiseOf([row]) {
  if (row.bound === 'within 3 points') return 'what `fx power` says, within 3 points';
  return `${row.bound} ${percent(row.promise)}`;
}

/** Of a power the distance from what was promised. */
function rangeOf(rows) {
  if (rows[0].bound !== 'within 3 points') return range(rows.map(({ seen }) => seen));
  const gaps = rows.map(({ seen, promise }) => (seen - promise) * 100);
  return `${signed(Math.min(...gaps))} to ${signed(Math.max(...gaps))} points`;
}

function runsOf(rows) {
  if (rows.some(({ runs }) => runs === 'all')) return 'all outcomes';
  return rows.reduce((sum, { runs }) => sum + runs, 0).toLocaleString('en');
}

function range(numbers) {
  const [low, high] = [percent(Math.min(...numbers)), percent(Math.max(...numbers))];
  return low === high ? low : `${low} to ${high}`;
}
