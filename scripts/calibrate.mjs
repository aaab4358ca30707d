/**
 * Writes the table of docs/statistics.md: run it after a build when src/results/inference has changed. `--long` takes
 * over half an hour.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { NO_METRIC } from '../dist/esm/results/counts.js';
import * as inference from '../dist/esm/results/inference/index.js';
import { measure } from '../dist/esm/results/measures.js';
import { grown, push, startPairs } from '../dist/esm/results/pairs.js';
import { calibrate, keeps } from './calibration/index.mjs';

const PAGE = new URL('../docs/statistics.md', import.meta.url);
const isLong = process.argv.includes('--long');
const startedAt = performance.now();

const percent = (share) => `${Number((share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1))}%`;
const signed = (points) => `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;

const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`;
const rows = calibrate({ ...inference, measure, NO_METRIC, grown, push, startPairs }, isLong, (part) =>
  process.stderr.write(`${seconds()}: ${part}\n`),
);
const broken = rows.filter((row) => !keeps(row));
for (const row of broken) process.stderr.write(`✗ ${JSON.stringify(row)}\n`);
process.exitCode = broken.length ? 1 : 0;

const page = await readFile(PAGE, 'utf8');
const table = tableOf(rows);
await writeFile(
  PAGE,
  page.replace(/(<!-- calibration -->\n)[\s\S]*?(\n<!-- end -->)/, (_, start, end) => `${start}\n${table}\n${end}`),
);
process.stderr.write(`${seconds()}: docs/statistics.md\n`);

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
