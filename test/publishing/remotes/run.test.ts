/** Tests how a program that was run ended, and what is told of it. */

import { expect, test } from 'vitest';
import { runProgram } from '../../../src/publishing/remotes/run.js';

test.each([
  ['exit 3', 3, 'it ended with 3'],
  ['echo first >&2; echo last >&2; exit 1', 1, 'it ended with 1: last'],
  ['echo fatal: not here >&2; echo hint >&2; exit 128', 128, 'it ended with 128: fatal: not here'],
  ['kill -9 $$', null, 'it was ended by SIGKILL'],
])('a program that fails is told by its last words, or by how it ended: %s', async (command, code, why) => {
  expect(await runProgram(command, [], { isShell: true, timeoutMs: 60_000 })).toMatchObject({ code, why });
});

test('of a secret that is longer than a reason may be, nothing is repeated', async () => {
  const line = `echo "fatal: https://ci:${'T'.repeat(400)}@host/x is away" >&2; exit 1`;
  const { why } = await runProgram(line, [], { isShell: true, timeoutMs: 60_000 });
  expect(why).toBe('it ended with 1: fatal: https://…@host/x is away');
});

test('a program that is not there, or does not read what it is given, ends all the same', async () => {
  const none = await runProgram('fx-no-such-program', [], { timeoutMs: 60_000 });
  expect(none).toMatchObject({ code: null, why: expect.stringContaining('ENOENT') });
  const input = Buffer.alloc(1_000_000, 'x');
  expect(await runProgram('exit 0', [], { isShell: true, input, timeoutMs: 60_000 })).toMatchObject({ code: 0 });
});

test('a program that takes too long is ended', async () => {
  const ran = await runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 50 });
  expect(ran).toMatchObject({ code: null, why: 'it was ended by SIGKILL' });
});

test('what a program writes is given back as bytes, with the folder, the words and the input that it was given', async () => {
  const line = 'printf "$WORD:"; cat; pwd >&2; exit 3';
  const ran = await runProgram(line, [], {
    cwd: '/',
    env: { WORD: 'a' },
    input: Buffer.of(0xff, 0x00),
    isShell: true,
    timeoutMs: 60_000,
  });
  expect([ran.out, ran.code, ran.why]).toEqual([Buffer.from([0x61, 0x3a, 0xff, 0x00]), 3, 'it ended with 3: /']);
});
