/** Tests publishing that is killed, or done twice at once: the target is whole, and the next command goes on. */

import { spawn } from 'node:child_process';
import { rmSync, watch, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { experiment, type Outcome } from './fx.js';
import { findFaults, type Project, project } from './target.js';

// each round is a process or two
vi.setConfig({ testTimeout: 120_000 });

const MAIN = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));

interface Running {
  readonly pid: number;
  kill(): void;
  readonly ended: Promise<Outcome>;
}

/** Starts the built `fx` in a process of its own. */
function start({ root }: Project, ...args: readonly string[]): Running {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: root });
  let out = '';
  let err = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const ended = new Promise<Outcome>((resolve) => child.on('close', (code) => resolve({ code: code ?? -1, out, err })));
  return { pid: child.pid ?? 0, kill: () => child.kill('SIGKILL'), ended };
}

/** Kills a process after so many changes of a directory: each file makes a few, so every step has its turn. */
async function killAfter(changes: number, directory: string, { kill, ended }: Running): Promise<Outcome> {
  let seen = 0;
  const watcher = watch(directory, () => {
    if (++seen === changes) kill();
  });
  const outcome = await ended;
  watcher.close();
  return outcome;
}

const APPLY = ['apply', 'experiments', '--to', 'public/fx', '--yes', '--allow-breaking'] as const;
const ROUNDS = process.env.FX_LONG ? 100 : 16;

/** Every third change of some 48, then those between. */
const momentOf = (round: number): number => 1 + (((round % 16) * 3 + Math.floor(round / 16)) % 48);

test('killed at any moment of writing, the target is whole, and what comes after finishes or begins anew', async () => {
  const made = project();
  await made.publish();
  let killedInside = 0;
  for (let round = 0; round < ROUNDS; round++) {
    made.write('cta.yaml', experiment('cta', `sampleRate: ${(round + 1) / 200}\n`));
    const { code } = await killAfter(momentOf(round), made.target, start(made, ...APPLY));
    if (code !== 0) killedInside++;
    expect(findFaults(made)).toEqual([]);
    // an off and an on find it as the next apply does
    if (round % 3 === 0) expect((await made.fx(round % 2 ? 'on' : 'off', '--to', 'public/fx')).code).toBe(0);
    expect(findFaults(made)).toEqual([]);
  }
  expect(killedInside).toBeGreaterThan(ROUNDS / 4);
  await made.fx('on', '--to', 'public/fx');
  await made.publish('--allow-breaking');
  expect(made.state().next).toBeUndefined();
  expect(made.manifest().revision).toBe(made.state().current.revision);
  expect(made.names().filter((name) => /^\.fx-|lock/.test(name))).toEqual([]);
});

test('a publication that stopped between its files is finished by the next apply of the same', async () => {
  const made = project();
  await made.publish();
  const before = made.read('state.json');
  made.write('more.yaml', experiment('more'));
  const old = made.read('manifest.json');
  await made.publish();
  const after = made.read('state.json');
  // as if it had been killed after the record and before the last rename
  writeFileSync(join(made.target, 'state.json'), JSON.stringify({ ...JSON.parse(before), next: JSON.parse(after) }));
  writeFileSync(join(made.target, 'manifest.json'), old);
  expect(findFaults(made)).toEqual([]);
  const plan = await made.fx('plan', '--to', 'public/fx');
  expect(plan.out).toContain('was interrupted');
  const { err } = await made.publish();
  expect(err).toContain('was interrupted: it is finished now.');
  expect(made.manifest().experiments.map(({ id }) => id)).toEqual(['cta', 'more']);
  expect(made.state().history).toHaveLength(1);
});

describe('the lock', () => {
  const lock = (made: Project, holder: object | string) =>
    writeFileSync(join(made.target, 'fx.lock'), typeof holder === 'string' ? holder : JSON.stringify(holder));
  const locked = async () => {
    const made = project();
    await made.publish();
    made.write('more.yaml', experiment('more'));
    return made;
  };

  test('of a process that lives refuses an apply in one sentence', async () => {
    const made = await locked();
    const living = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const { pid } = living;
    lock(made, { host: hostname(), pid });
    const { code, err } = await made.fx('apply', '--to', 'public/fx', '--yes');
    living.kill();
    expect(code).toBe(1);
    expect(err).toContain(`Another fx is publishing there (process ${pid} on ${hostname()})`);
    expect(made.manifest().experiments).toHaveLength(1);
  });

  test('of a process that is gone is taken over, with a word', async () => {
    const made = await locked();
    const { pid, ended, kill } = start(made, '--version');
    kill();
    await ended;
    lock(made, { host: hostname(), pid });
    const { code, err } = await made.fx('apply', '--to', 'public/fx', '--yes');
    expect(code).toBe(0);
    expect(err).toContain('was left by a process that is gone: it is taken over.');
  });

  test.each([
    ['of another machine', { host: 'elsewhere', pid: 1 }],
    ['that is just being written', ''],
  ])('%s is respected', async (_, holder) => {
    const made = await locked();
    lock(made, holder);
    const { code, err } = await made.fx('apply', '--to', 'public/fx', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('delete public/fx/fx.lock if it is gone');
    rmSync(join(made.target, 'fx.lock'));
  });
});

test('of two applies at once, one wins and the other is refused, or finds it done', async () => {
  const made = project();
  await made.publish();
  for (let round = 0; round < 2; round++) {
    made.write('cta.yaml', experiment('cta', `sampleRate: ${0.9 - round / 10}\n`));
    const applies = [start(made, ...APPLY), start(made, ...APPLY)];
    const outcomes = await Promise.all(applies.map(({ ended }) => ended));
    const refused = outcomes.filter(({ code }) => code !== 0);
    // The second may have come so late that there was nothing left to do, or between two files, which it then finished.
    const late = outcomes.filter(({ err }) => err.includes('Nothing to do'));
    expect(refused.length + late.length).toBeLessThan(2);
    for (const { err } of refused)
      expect(err).toMatch(/Another fx is publishing there|was published to since it was compared/);
    expect(findFaults(made)).toEqual([]);
    expect(made.state().history).toHaveLength(round + 1);
  }
});
