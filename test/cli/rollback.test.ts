/**
 * Tests `fx rollback`, `fx off` and `fx on`: what they change, what they leave, and what they need no experiments for.
 */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experiment } from './fx.js';
import { findFaults, type Project, project, TOKEN } from './target.js';

const SWITCHED = ['manifest.json', 'container.js', `preview.${TOKEN}.json`, `preview.${TOKEN}.js`];

/** What the files that a page may load say about `enabled`. */
const enabledIn = ({ read }: Project): boolean[] =>
  SWITCHED.map((name) => /"revision":"[0-9a-f]+","enabled":(true|false)/.exec(read(name))?.[1] === 'true');

const twice = async (): Promise<Project> => {
  const made = project();
  await made.publish();
  made.write('more.yaml', experiment('more'));
  await made.publish();
  return made;
};

describe('fx rollback', () => {
  test('publishes the revision before, byte for byte, in all of its files', async () => {
    const made = project();
    await made.publish();
    const before = SWITCHED.map(made.read);
    made.write('more.yaml', experiment('more'));
    await made.publish();
    const { code, out } = await made.fx('rollback', '--to', 'public/fx', '--yes');
    expect(code).toBe(0);
    expect(out.trim()).toBe(made.manifest().revision);
    expect(SWITCHED.map(made.read)).toEqual(before);
    expect(findFaults(made)).toEqual([]);
  });

  test('goes one further each time, and refuses where nothing is before', async () => {
    const made = await twice();
    made.write('third.yaml', experiment('third'));
    await made.publish();
    await made.fx('rollback', '--to', 'public/fx', '--yes');
    await made.fx('rollback', '--to', 'public/fx', '--yes');
    expect(made.manifest().experiments.map(({ id }) => id)).toEqual(['cta']);
    const { code, err } = await made.fx('rollback', '--to', 'public/fx', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('there is nothing to go back to');
  });

  test('goes to a revision that is named', async () => {
    const made = await twice();
    const wanted = made.state().history[0]?.revision ?? '';
    made.write('third.yaml', experiment('third'));
    await made.publish();
    const { code, err } = await made.fx('rollback', '--to', 'public/fx', '--revision', 'x', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('holds no revision x: it holds ');
    await made.fx('rollback', '--to', 'public/fx', '--revision', wanted, '--yes');
    expect(made.manifest().revision).toBe(wanted);
  });

  test('needs no experiments, and a yes', async () => {
    const made = await twice();
    rmSync(join(made.root, 'experiments'), { recursive: true });
    const refused = await made.fx('rollback', '--to', 'public/fx');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('run fx rollback --to public/fx --yes.');
    expect((await made.fx('rollback', '--to', 'public/fx', '--yes')).code).toBe(0);
  });

  test('lets what it took back come again as it was', async () => {
    const made = await twice();
    await made.fx('rollback', '--to', 'public/fx', '--yes');
    const { code, err } = await made.fx('apply', '--to', 'public/fx', '--yes');
    expect(code).toBe(0);
    expect(err).toContain('It comes back as it was before the rollback.');
  });

  test('names a file that was lost, and changes nothing', async () => {
    const made = await twice();
    const [before] = made.state().history;
    rmSync(join(made.target, `container.${before?.files['container.js']}.js`));
    const { revision } = made.manifest();
    const { code, err } = await made.fx('rollback', '--to', 'public/fx', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('has lost container.js of revision');
    expect(made.manifest().revision).toBe(revision);
  });

  test('of a target that is not there says what to do', async () => {
    const { code, err } = await project().fx('rollback', '--to', 'nowhere', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('Nothing was published to nowhere yet');
  });
});

describe('fx off and on', () => {
  test('change enabled in all files under fixed names, and nothing else', async () => {
    const made = project();
    await made.publish();
    const before = SWITCHED.map(made.read);
    expect((await made.fx('off', '--to', 'public/fx')).code).toBe(0);
    expect(enabledIn(made)).toEqual([false, false, false, false]);
    expect(SWITCHED.map(made.read).map((text) => text.replace('"enabled":false', '"enabled":true'))).toEqual(before);
    expect(findFaults(made)).toEqual([]);
    expect((await made.fx('on', '--to', 'public/fx')).code).toBe(0);
    expect(SWITCHED.map(made.read)).toEqual(before);
  });

  test('off stays off through an apply and a rollback, until on', async () => {
    const made = await twice();
    await made.fx('off', '--to', 'public/fx');
    made.write('third.yaml', experiment('third'));
    expect((await made.publish()).err).toContain(
      'public/fx is off and stays off: fx on --to public/fx switches it on.',
    );
    expect(enabledIn(made)).toEqual([false, false, false, false]);
    await made.fx('rollback', '--to', 'public/fx', '--yes');
    expect(enabledIn(made)).toEqual([false, false, false, false]);
    await made.fx('on', '--to', 'public/fx');
    expect(enabledIn(made)).toEqual([true, true, true, true]);
  });

  test('need no experiments that are right, and no yes', async () => {
    const made = project();
    await made.publish();
    made.write('cta.yaml', 'id: [');
    expect((await made.fx('off', '--to', 'public/fx')).code).toBe(0);
    rmSync(join(made.root, 'experiments'), { recursive: true });
    expect((await made.fx('on', '--to', 'public/fx')).code).toBe(0);
    expect(enabledIn(made)).toEqual([true, true, true, true]);
  });

  test('twice is as good as once', async () => {
    const made = project();
    await made.publish();
    await made.fx('off', '--to', 'public/fx');
    const before = made.read('state.json');
    expect((await made.fx('off', '--to', 'public/fx')).code).toBe(0);
    expect(made.read('state.json')).toBe(before);
  });

  test('off works where the records are damaged, and on does not', async () => {
    const made = project();
    await made.publish();
    writeFileSync(join(made.target, 'state.json'), '{');
    const { code, err } = await made.fx('off', '--to', 'public/fx');
    expect(code).toBe(0);
    expect(err).toContain('Its files are off all the same.');
    expect(enabledIn(made)).toEqual([false, false, false, false]);
    expect((await made.fx('on', '--to', 'public/fx')).code).toBe(1);
    rmSync(join(made.target, 'state.json'));
    await made.publish();
    expect(enabledIn(made)).toEqual([false, false, false, false]);
  });

  test('of what fx build made switch it, too', async () => {
    const made = project();
    await made.fx('build', '--out', 'public/fx');
    expect((await made.fx('off', '--to', 'public/fx')).code).toBe(0);
    expect(enabledIn(made)).toEqual([false, false, false, false]);
  });

  test.each(['off', 'on'])('%s of a target that is not there says what to do', async (command) => {
    const { code, err } = await project().fx(command, '--to', 'nowhere');
    expect(code).toBe(1);
    expect(err).toContain('Nothing was published to nowhere yet: run fx apply --to nowhere.');
  });
});
