/**
 * Breaks the code in fifty places, one at a time, and says which break no unit test notices:
 * `node scripts/mutate.mjs [--count 50] [--seed 1] [--own] [room…]`.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ownFolder } from './copies.mjs';
import { seeded } from './seeded.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Rooms that unit tests hold alone. */
const ROOMS = ['core', 'tag', 'results', 'publishing', 'collector', 'authoring'];

/** What is found in a line, and what takes its place. */
const SWAPS = [
  [/ === /g, ' !== '],
  [/ !== /g, ' === '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/ < /g, ' <= '],
  [/ > /g, ' >= '],
  [/ <= /g, ' < '],
  [/ >= /g, ' > '],
  [/ \+ (?=\d)/g, ' - '],
  [/ - (?=\d)/g, ' + '],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/ \? \[\] : /g, ' ? ["mutant"] : '],
  [/\breturn null;/g, 'return undefined;'],
  [/\bcontinue;/g, 'break;'],
];

/** Lines in which a swap changes no behaviour: comments, imports, types. */
const IDLE = /^\s*(\/\/|\/?\*|\): |import\b|export (type|interface)\b|type\b|interface\b|readonly\b|\| )/;

const { values, positionals } = parseArgs({
  options: {
    count: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    /** Ends with exit code 1 where fewer are noticed, in percent. */
    atLeast: { type: 'string', default: '0' },
    /** Asks the tests of the broken file's own room alone: quicker, and stricter. */
    own: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

/** Every place where a swap may be made. */
function placesIn(file) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, row) =>
    IDLE.test(line)
      ? []
      : SWAPS.flatMap(([from, to]) =>
          [...line.matchAll(from)]
            .filter(({ index }) => !isInText(line, index))
            .map(({ 0: found, index }) => ({ file, row, index, found: found, to })),
        ),
  );
}

/** Whether a place of a line is inside of quotes, a pattern or a comment. */
function isInText(line, index) {
  const before = line.slice(0, index);
  return (
    before.includes('//') ||
    ["'", '"', '`'].some((quote) => (before.split(quote).length - 1) % 2 === 1) ||
    /\/[^/ ]*$/.test(before)
  );
}

function sources(room) {
  const folder = join('src', room);
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
    .sort();
}

/** A copy with everything that unit tests read. */
function makeCopy() {
  const copy = ownFolder(join(root, '.cache/mutants'));
  const isKept = (path) => !/(^|\/)(node_modules|\.git|\.cache|test-results|coverage)(\/|$)/.test(relative(root, path));
  for (const name of readdirSync(root)) {
    if (isKept(join(root, name))) cpSync(join(root, name), join(copy, name), { recursive: true, filter: isKept });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/**
 * Whether the tests that name a file pass, then those of its room, and then all others that load it: most breaks end
 * with the first, which takes seconds.
 */
function pass(file) {
  const near = testsOf(file);
  return (
    (!near.length || passes('run', ...near)) &&
    passes('run', `test/${roomOf(file)}/`) &&
    (values.own || passes('related', file, '--run'))
  );
}

/** The tests of a file's room that import it by its name. */
function testsOf(file) {
  const imported = `/${file.slice(0, -'.ts'.length).split(sep).join('/')}.js'`;
  const folder = join('test', roomOf(file));
  return readdirSync(join(copy, folder), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .filter((name) => readFileSync(join(copy, name), 'utf8').includes(imported));
}

const roomOf = (file) => file.split(sep)[1];

function passes(...what) {
  const { error, signal, status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', ...what, '--bail', '1', '--silent', '--reporter=dot'],
    { cwd: copy, stdio: 'ignore', timeout: 600_000 },
  );
  // A run that takes too long has noticed the break. One that somebody else ended says nothing of it.
  if (signal && error?.code !== 'ETIMEDOUT') throw new Error(`the tests of a broken file were ended by ${signal}`);
  return status === 0;
}

function pick(places, count, random) {
  const left = [...places];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(Math.floor(random() * left.length), 1)[0],
  );
}

if (!existsSync(join(root, 'dist/esm'))) throw new Error('dist/ is missing: run npm run build first');
const rooms = positionals.length ? positionals : ROOMS;
const random = seeded(Number(values.seed));
const chosen = pick(rooms.flatMap(sources).flatMap(placesIn), Number(values.count), random);
/** The copy that is broken: the checkout itself is never touched. */
const copy = makeCopy();
// Tests that fail by themselves, or run out of time, would notice every break.
for (const room of new Set(chosen.map(({ file }) => roomOf(file))))
  if (!passes('run', `test/${room}/`)) throw new Error(`the tests of ${room} do not pass where nothing is broken`);
const survivors = [];
for (const [at, { file, row, index, found, to }] of chosen.entries()) {
  const text = readFileSync(join(copy, file), 'utf8');
  const lines = text.split('\n');
  const line = lines[row];
  lines[row] = line.slice(0, index) + to + line.slice(index + found.length);
  writeFileSync(join(copy, file), lines.join('\n'));
  const isNoticed = !pass(file);
  writeFileSync(join(copy, file), text);
  const place = `${file}:${row + 1} ${found.trim()} → ${to.trim()}`;
  process.stdout.write(`${at + 1}/${chosen.length} ${isNoticed ? 'noticed ' : 'SURVIVED'} ${place}\n`);
  if (!isNoticed) survivors.push({ place, line: line.trim() });
}
rmSync(copy, { recursive: true, force: true });
const noticed = chosen.length - survivors.length;
process.stdout.write(`\n${noticed} of ${chosen.length} were noticed, seed ${values.seed}.\n`);
for (const { place, line } of survivors) process.stdout.write(`  ${place}\n    ${line}\n`);
if ((noticed / chosen.length) * 100 < Number(values.atLeast)) process.exitCode = 1;
