/** Tests the terminal: colour, JSON, progress, tables. */

import { expect, test } from 'vitest';
import { toJson } from '../../src/authoring/canonical.js';
import { table } from '../../src/cli/table.js';
import { createTerminal } from '../../src/cli/terminal.js';
import { shellWord } from '../../src/pages/words.js';

const ESCAPE = '\u001b';

const terminal = (
  isTTY: boolean,
  env: Record<string, string> = {},
  options: { json?: boolean; color?: boolean } = {},
) => {
  const written = { out: '', err: '' };
  const stdout = { isTTY, write: (text: string) => (written.out += text) };
  const stderr = { isTTY, write: (text: string) => (written.err += text) };
  return { written, terminal: createTerminal({ stdin: { isTTY }, stdout, stderr, env }, options) };
};

test.each([
  ['on a terminal', true, {}, {}, true],
  ['elsewhere', false, {}, {}, false],
  ['under NO_COLOR', true, { NO_COLOR: '1' }, {}, false],
  ['under an empty NO_COLOR, which counts for nothing', true, { NO_COLOR: '' }, {}, true],
  ['under --no-color', true, {}, { color: false }, false],
  ['on a dumb terminal', true, { TERM: 'dumb' }, {}, false],
])('colour is decided %s', (_, isTTY, env, options, isColoured) => {
  const { paint, hint } = terminal(isTTY, env, options).terminal;
  expect(paint.red('x').includes(ESCAPE)).toBe(isColoured);
  expect(hint.red('x').includes(ESCAPE)).toBe(isColoured);
});

test('somebody can be asked on a terminal, and not under --json', () => {
  expect(terminal(true).terminal.isInteractive).toBe(true);
  expect(terminal(false).terminal.isInteractive).toBe(false);
  expect(terminal(true, {}, { json: true }).terminal.isInteractive).toBe(false);
});

test('no text of others moves the cursor of a terminal, names its window, or turns text round', () => {
  const foreign = `a${ESCAPE}[2Jb${ESCAPE}]0;title\u0007c\u009b1Ad\u202ee\rf`;
  const { terminal: it, written } = terminal(true);
  it.data(`${it.paint.red('red')}\tand\n${foreign}`);
  it.say(foreign);
  expect(written.out).toBe(
    `${ESCAPE}[31mred${ESCAPE}[39m\tand\na\ufffd[2Jb\ufffd]0;title\ufffdc\ufffd1Ad\ufffde\ufffdf\n`,
  );
  expect(written.err).toBe('a\ufffd[2Jb\ufffd]0;title\ufffdc\ufffd1Ad\ufffde\ufffdf\n');
  const { terminal: pipe, written: piped } = terminal(false);
  pipe.data(foreign);
  expect(piped.out).toBe('a\ufffd[2Jb\ufffd]0;title\ufffdc\ufffd1Ad\ufffde\ufffdf\n');
  pipe.json('x', { foreign });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: They are looked for.
  expect(piped.out.slice(40)).not.toMatch(/[\u0000-\u0009\u007f-\u009f\u202a-\u202e]/);
  expect(JSON.parse(piped.out.slice(piped.out.indexOf('{')))).toMatchObject({ foreign });
});

test('JSON has a schema and sorted keys, all the way down', () => {
  const { terminal: it, written } = terminal(false);
  it.json('list', { b: [{ z: 1, a: 2 }], a: null });
  expect(written.out).toBe(
    '{\n  "a": null,\n  "b": [\n    {\n      "a": 2,\n      "z": 1\n    }\n  ],\n  "schema": "fx.list/1"\n}\n',
  );
  expect(toJson({ b: 1, a: 2 })).toBe(toJson({ a: 2, b: 1 }));
});

test('what fails is not hidden by its progress', async () => {
  const { terminal: it } = terminal(true);
  await expect(it.busy('Reading', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('columns line up, whatever is coloured', () => {
  const red = `${ESCAPE}[31mab${ESCAPE}[39m`;
  expect(
    table(
      [
        [red, '1'],
        ['abc', '10'],
      ],
      [1],
    ),
  ).toBe(`${red}    1\nabc  10`);
});

test.each([
  ['experiments', 'experiments'],
  ['my tests', "'my tests'"],
  ["it's", `'it'\\''s'`],
  ['', "''"],
])('%j is typed as %s', (text, typed) => {
  expect(shellWord(text)).toBe(typed);
});
