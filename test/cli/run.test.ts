/** Tests what a failure leaves to whoever looks for its reason: the sentence, the stack, and each cause. */

import { describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/run.js';
import { Refusal } from '../../src/files/index.js';
import { folder } from './fx.js';

const thrown = vi.hoisted(() => ({ error: null as unknown }));
vi.mock('../../src/cli/commands/keygen.js', () => ({
  setup: (command: { action: (run: () => void) => void }) =>
    command.action(() => {
      throw thrown.error;
    }),
}));
vi.mock('../../src/dev/index.js', async (original) => {
  const real = await original<typeof import('../../src/dev/index.js')>();
  return { ...real, startDev: (...args: Parameters<typeof real.startDev>) => startDev(real.startDev, ...args) };
});
let startDev = <T extends (...args: never[]) => unknown>(real: T, ...args: Parameters<T>) => real(...args);

async function said(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, {
    stdin: {},
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env,
  });
  return { code, out: out.join(''), err: err.join('') };
}

describe('an error that nobody foresaw', () => {
  const unforeseen = new TypeError('it broke', { cause: new Error('the disk is gone') });

  test('is told with its stack and with the stack of its cause', async () => {
    thrown.error = unforeseen;
    const { code, err } = await said(['keygen']);
    expect(code).toBe(1);
    expect(err).toMatch(/^✗ fx failed: TypeError: it broke\n {4}at .*run\.test\.ts/);
    expect(err).toMatch(/\[cause\]: Error: the disk is gone\n +at .*run\.test\.ts/);
  });

  test('is data under --json, and its stack is on stderr all the same', async () => {
    thrown.error = unforeseen;
    const { out, err } = await said(['keygen', '--json']);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'unexpected', message: 'it broke' } });
    expect(err).toContain('the disk is gone');
  });

  test('is told as it is where it is no error', async () => {
    thrown.error = 'just a word';
    expect((await said(['keygen'])).err).toBe("✗ fx failed: 'just a word'\n");
  });
});

test('a refusal is one sentence, and FX_DEBUG shows its stack and what the system said', async () => {
  thrown.error = new Refusal('The file cannot be read.', 'file', {}, new Error('EACCES'));
  expect(await said(['keygen'])).toMatchObject({ code: 1, err: '✗ The file cannot be read.\n' });
  const { err } = await said(['keygen'], { FX_DEBUG: '1' });
  expect(err).toMatch(/^✗ The file cannot be read\.\nRefusal: The file cannot be read\.\n {4}at /);
  expect(err).toMatch(/\[cause\]: Error: EACCES\n +at /);
});

test('a disk without space for what a command keeps for itself is no fault of fx, and another one may be named', async () => {
  thrown.error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const { code, err } = await said(['keygen']);
  expect(code).toBe(1);
  expect(err).toMatch(
    /^✗ The disk of \S+ is full, .*: free some space, or set TMPDIR to a folder of another disk\.\n$/,
  );
});

describe('fx dev', () => {
  const site = () => folder({ 'public/index.html': '<h1>Shop</h1>' });

  test('says where it cannot listen, and keeps what the system said of it', async () => {
    const args = ['dev', `${site()}/public`, '--host', '203.0.113.1', '--port', '0'];
    const { code, err } = await said(args, { FX_DEBUG: '1' });
    expect(code).toBe(1);
    expect(err).toMatch(/^✗ .*203\.0\.113\.1/m);
    expect(err).toMatch(/\[cause\]: Error: listen EADDRNOTAVAIL.*\n +at /);
  });

  test('tells a fault of its own with its stack, and calls it no refusal', async () => {
    startDev = () => Promise.reject(new TypeError('a fault of fx'));
    const { code, err } = await said(['dev', `${site()}/public`, '--port', '0']);
    expect(code).toBe(1);
    expect(err).toMatch(/✗ fx failed: TypeError: a fault of fx\n {4}at .*run\.test\.ts/);
  });
});

test('an option without its value is told with how it is written', async () => {
  const { code, err } = await said(['results', '--csv']);
  expect(code).toBe(1);
  expect(err).toContain('✗ --csv takes a value, which is missing: write --csv <file>.\n');
});
