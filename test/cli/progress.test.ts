/** Tests progress on a terminal, as the built command line draws it: it goes on while the work holds its own thread. */

import { openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTerminal } from '../../dist/esm/cli/terminal.js';
import { folder } from './fx.js';

const ESCAPE = '\u001b';
/** Longer than any machine needs. */
const LIMIT_MS = 30_000;

/** A terminal that writes to a file. */
function watched(env: Readonly<Record<string, string>>, isTTY = true) {
  const path = join(folder({ screen: '' }), 'screen');
  const fd = openSync(path, 'r+');
  const stderr = { isTTY, fd, columns: 60, write: (text: string) => writeSync(fd, text) };
  const terminal = createTerminal({ stdin: {}, stdout: stderr, stderr, env }, {});
  return { terminal, screen: () => readFileSync(path, 'utf8') };
}

/** Works without a pause until something is on the screen. */
function holdUntil(isThere: () => boolean): void {
  const end = Date.now() + LIMIT_MS;
  while (!isThere() && Date.now() < end);
}

test('work that never pauses is said to go on, and its line is taken away at the end', async () => {
  const { terminal, screen } = watched({ NO_COLOR: '1' });
  await terminal.busy('Reading', async () => holdUntil(() => /⠙ Reading/.test(screen())));
  const [first, ...rest] = screen().split('\r');
  expect([first, rest.at(-1)]).toEqual(['', `${ESCAPE}[2K`]);
  expect(rest.slice(0, -1).filter((line) => !/^\S Reading $/.test(line))).toEqual([]);
});

test('work that pauses is said as well', async () => {
  const { terminal, screen } = watched({});
  await terminal.busy('Reading', () => expect.poll(screen, { timeout: LIMIT_MS }).toContain('⠙'));
  expect(screen()).toContain(`⠋ ${ESCAPE}[2mReading${ESCAPE}[22m `);
});

test('work says how far it is in place of what it said before, within its line', async () => {
  const { terminal, screen } = watched({ NO_COLOR: '1' });
  await terminal.busy('Listing a long name', async (relabel) => {
    await expect.poll(screen, { timeout: LIMIT_MS }).toContain('Listing a long name');
    relabel(`1 of 2${ESCAPE}[2J`);
    await expect.poll(screen, { timeout: LIMIT_MS }).toContain(`1 of 2\ufffd[2J${ESCAPE}[K `);
  });
  expect(screen().split('\r').at(-1)).toBe(`${ESCAPE}[2K`);
});

test('what is said meanwhile has a line of its own', async () => {
  const { terminal, screen } = watched({ NO_COLOR: '1' });
  await terminal.busy('Reading', async () => {
    holdUntil(() => screen().includes('⠙'));
    terminal.say('One is done');
    terminal.data('Two are done');
    holdUntil(() => /done[\s\S]*⠹/.test(screen()));
  });
  const lines = screen().split('\n');
  expect(lines.slice(0, 2).map((line) => line.split(`\r${ESCAPE}[2K`).at(-1))).toEqual(['One is done', 'Two are done']);
});

test('a terminal that cannot take a line back gets one that stays', async () => {
  const { terminal, screen } = watched({ TERM: 'dumb' });
  await terminal.busy('Reading', async () => holdUntil(() => screen() !== ''));
  expect(screen()).toBe('Reading …\n');
});

test('progress stays within its line, and what it names moves nothing', async () => {
  const { terminal, screen } = watched({ NO_COLOR: '1' });
  await terminal.busy(`Reading ${ESCAPE}[2J${'x'.repeat(200)}`, async () => holdUntil(() => screen() !== ''));
  const lines = screen().split('\r');
  expect(lines.filter((line) => line.length >= 60)).toEqual([]);
  expect(screen()).not.toContain(`${ESCAPE}[2J`);
});

test.each([
  ['what is quick', {}, true, async () => undefined],
  ['in a pipe', {}, false, () => patience()],
  ['in CI, whatever it pretends to be', { CI: 'true' }, true, () => patience()],
])('nothing is said: %s', async (_, env, isTTY, work) => {
  const { terminal, screen } = watched(env, isTTY);
  await terminal.busy('Reading', work);
  expect(screen()).toBe('');
});

/** As long as a terminal would have been told, twice. */
async function patience(): Promise<void> {
  const { terminal, screen } = watched({});
  await terminal.busy('Reading', () => expect.poll(screen, { timeout: LIMIT_MS }).toContain('⠙'));
}
