/**
 * Breaks the code in fifty places, one at a time, and says which break no unit test notices:
 * `node scripts/mutate.mjs [--count 50] [--seed 1] [--own] [room…]`.
 */

import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ownFolder } from './copies.mjs';
import { createNearest } from './mutants/nearest.mjs';
import { brokenAt, placesIn, shuffled, sources } from './mutants/places.mjs';
import { seeded } from './seeded.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Rooms that unit tests hold alone. */
const ROOMS = ['core', 'tag', 'results', 'publishing', 'collector', 'authoring', 'stores'];
/** Milliseconds that a test file may take. A loop without end notices its break so. */
const LONGEST = 600_000;

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

/** A copy with everything that unit tests read. */
function makeCopy() {
  const made = ownFolder(join(root, '.cache/mutants'));
  const isKept = (path) => !/(^|\/)(node_modules|\.git|\.cache|test-results|coverage)(\/|$)/.test(relative(root, path));
  for (const name of readdirSync(root)) {
    if (isKept(join(root, name))) cpSync(join(root, name), join(made, name), { recursive: true, filter: isKept });
  }
  symlinkSync(join(root, 'node_modules'), join(made, 'node_modules'));
  return made;
}

/** The process that runs tests, and what changed since it read it. */
let asker;
let changed = [];

async function startAsker() {
  const child = fork(fileURLToPath(new URL('mutants/asker.mjs', import.meta.url)), {
    cwd: copy,
    // Tests of commands take them from their sources: what is built is not broken.
    env: { ...process.env, FX_SOURCES: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A group, so that a worker with an endless loop ends with it.
    detached: true,
  });
  changed = [];
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('Vitest does not start'))),
  ]);
  return child;
}

function endAsker() {
  if (asker?.exitCode === null) process.kill(-asker.pid, 'SIGKILL');
  asker = undefined;
}

/** Whether a test file passes within its time. */
async function passes(file) {
  asker ??= await startAsker();
  const isSilent = new AbortController();
  const timer = setTimeout(() => isSilent.abort(), LONGEST);
  const ended = once(asker, 'exit', { signal: isSilent.signal });
  asker.send({ file, changed });
  changed = [];
  try {
    const [answer] = await Promise.race([
      once(asker, 'message', { signal: isSilent.signal }),
      ended.then(() => [undefined]),
    ]);
    if (!answer) throw new Error(`the process that ran ${file} was ended by somebody else`);
    return answer.isPassed;
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
    endAsker();
    return false;
  } finally {
    clearTimeout(timer);
    ended.catch(() => undefined);
    isSilent.abort();
  }
}

/** Test files that fail, or run out of time, where nothing is broken: they would notice every break. */
const unfit = new Set();
const fit = new Set();

/** The test file that notices a break; none is undefined. */
async function noticing(place) {
  const { file } = place;
  const whole = readFileSync(join(copy, file), 'utf8');
  const write = (text) => {
    writeFileSync(join(copy, file), text);
    changed.push(file);
  };
  try {
    for (const test of nearest(file)) {
      if (unfit.has(test)) continue;
      write(brokenAt(whole, place));
      if (await passes(test)) continue;
      write(whole);
      if (fit.has(test) || (await passes(test))) {
        fit.add(test);
        return test;
      }
      unfit.add(test);
      process.stdout.write(`not asked, since it fails where nothing is broken: ${test}\n`);
    }
  } finally {
    write(whole);
  }
}

/** Whether the type checker takes a broken file: one that it refuses is no file that somebody could commit. */
function compiles(place) {
  const path = join(copy, place.file);
  const whole = readFileSync(path, 'utf8');
  const [, room] = place.file.split('/');
  writeFileSync(path, brokenAt(whole, place));
  const { status, error } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', `src/${room}/tsconfig.json`, '--noEmit'],
    { cwd: copy, stdio: 'ignore' },
  );
  writeFileSync(path, whole);
  if (error) throw error;
  return status === 0;
}

if (!existsSync(join(root, 'dist/esm'))) throw new Error('dist/ is missing: run npm run build first');
const rooms = positionals.length ? positionals : ROOMS;
const count = Number(values.count);
const places = rooms.flatMap((room) => sources(root, room)).flatMap((file) => placesIn(root, file));
/** The copy that is broken: the checkout itself is never touched. */
const copy = makeCopy();
const nearest = createNearest(copy, values.own);
const survivors = [];
let broken = 0;
try {
  for (const place of shuffled(places, seeded(Number(values.seed)))) {
    if (broken === count) break;
    if (!compiles(place)) continue;
    const noticed = await noticing(place);
    broken += 1;
    const where = `${place.file}:${place.row + 1} ${place.found.trim()} → ${place.to.trim()}`;
    process.stdout.write(`${broken}/${count} ${noticed ? `noticed by ${noticed}:` : 'SURVIVED'} ${where}\n`);
    if (!noticed) survivors.push({ where, line: place.line });
  }
} finally {
  endAsker();
  rmSync(copy, { recursive: true, force: true });
}
const noticed = broken - survivors.length;
process.stdout.write(`\n${noticed} of ${broken} were noticed, seed ${values.seed}.\n`);
for (const { where, line } of survivors) process.stdout.write(`  ${where}\n    ${line}\n`);
if ((noticed / broken) * 100 < Number(values.atLeast)) process.exitCode = 1;
