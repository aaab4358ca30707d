/** Tests the doors of publishing: what is expected to go wrong is a value with a code, and nothing is written then. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  carryOut,
  findWayBack,
  goBack,
  type Notice,
  openProject,
  openTarget,
  type Planned,
  planFor,
  planJson,
  toggle,
  type Voice,
  validOf,
} from '../../src/publishing/index.js';
import { LOCK_FILE } from '../../src/publishing/lock.js';
import { experiment } from '../cli/fx.js';
import { hashOf, type Project, project, reweighted } from '../cli/target.js';

const quiet: Voice = { say: () => undefined, busy: (_, work) => work() };
const options = { say: quiet.say };

async function planned({ root, target }: Project): Promise<Planned> {
  const attempt = await planFor(quiet, join(root, 'experiments'), { directory: target, isNamed: false });
  if (!attempt.ok) throw new Error(attempt.obstacle.code);
  return attempt.value;
}

test('what was planned is published once, and then there is nothing to do', async () => {
  const one = project();
  expect(await carryOut(await planned(one), options)).toEqual({ ok: true, value: true });
  expect(one.manifest().experiments.map(({ id }) => id)).toEqual(['cta']);
  const before = one.names().map((name) => hashOf(join(one.target, name)));
  expect(await carryOut(await planned(one), options)).toEqual({ ok: true, value: false });
  expect(one.names().map((name) => hashOf(join(one.target, name)))).toEqual(before);
});

test('changes that move visitors are not carried out unless that is allowed', async () => {
  const one = project();
  await one.publish();
  one.write('cta.yaml', reweighted);
  const plan = await planned(one);
  const { revision } = one.manifest();
  expect(await carryOut(plan, options)).toEqual({
    ok: false,
    obstacle: { code: 'breaking', risks: expect.any(Number) },
  });
  expect(one.manifest().revision).toBe(revision);
  expect(await carryOut(plan, { ...options, isBreakingAllowed: true })).toEqual({ ok: true, value: true });
  expect(one.manifest().revision).not.toBe(revision);
});

test('a plan of before somebody else published is refused, and their publication stays', async () => {
  const one = project();
  const plan = await planned(one);
  await one.publish();
  const { revision } = one.manifest();
  one.write('other.yaml', experiment('other'));
  expect(await carryOut(plan, options)).toEqual({ ok: false, obstacle: { code: 'moved', directory: one.target } });
  expect(one.manifest().revision).toBe(revision);
});

test('a target that another process holds is refused by name, and waited for where that is asked', async () => {
  const one = project();
  await one.publish();
  one.write('other.yaml', experiment('other'));
  const plan = await planned(one);
  const lock = join(one.target, LOCK_FILE);
  writeFileSync(lock, JSON.stringify({ host: 'elsewhere', pid: 7 }));
  expect(await carryOut(plan, options)).toEqual({
    ok: false,
    obstacle: { code: 'locked', path: lock, holder: { host: 'elsewhere', pid: '7' } },
  });
  const waiting = carryOut(plan, { ...options, waitMs: 60_000 });
  rmSync(lock);
  expect(await waiting).toEqual({ ok: true, value: true });
});

test('experiments with errors are an obstacle with their files and problems', async () => {
  const { root, target } = project({ 'cta.yaml': 'id: cta\nname: cta\nvariants: 7\n' });
  const directory = join(root, 'experiments');
  const obstacle = { code: 'invalid', directory, problems: [expect.objectContaining({ severity: 'error' })] };
  expect(await planFor(quiet, directory, { directory: target, isNamed: true })).toMatchObject({ ok: false, obstacle });
  const opened = await openProject(quiet, directory);
  expect(opened.ok && validOf(opened.value)).toMatchObject({ ok: false, obstacle });
});

test('a directory that is not there is an obstacle of files, with their sentence', async () => {
  expect(await openProject(quiet, '/nowhere/at/all')).toMatchObject({
    ok: false,
    obstacle: { code: 'files', refusal: { message: expect.stringContaining('nowhere') } },
  });
});

test('a way back is to the last revision, or to one by name; what is not there is named', async () => {
  const one = project();
  expect(await findWayBack(one.target)).toEqual({ ok: false, obstacle: { code: 'no-target', directory: one.target } });
  await one.publish();
  const first = one.manifest().revision;
  expect(await findWayBack(one.target)).toEqual({
    ok: false,
    obstacle: { code: 'no-history', directory: one.target, current: first, wanted: null, known: [] },
  });
  one.write('other.yaml', experiment('other'));
  await one.publish();
  const second = one.manifest().revision;
  expect(await findWayBack(one.target, 'feedfeedfeedfeed')).toMatchObject({
    ok: false,
    obstacle: { code: 'no-history', wanted: 'feedfeedfeedfeed', known: [first], current: second },
  });
  const way = await findWayBack(one.target, first);
  if (!way.ok) throw new Error(way.obstacle.code);
  expect(way.value).toMatchObject({ from: second, to: { revision: first } });
  expect(await goBack(way.value, options)).toEqual({ ok: true, value: undefined });
  expect(one.manifest().revision).toBe(first);
  expect(await goBack(way.value, options)).toMatchObject({ ok: false, obstacle: { code: 'moved' } });
});

test.each([
  ['state.json', 'state', { path: expect.stringContaining('state.json') }],
  ['manifest.json', 'damaged', { path: expect.stringContaining('manifest.json') }],
])(
  'a broken %s is an obstacle where the target is opened, and no hindrance to switch it off',
  async (name, code, more) => {
    const one = project();
    await one.publish();
    const file = join(one.target, name);
    if (name === 'manifest.json') rmSync(join(one.target, 'state.json'));
    writeFileSync(file, '{"version":1,"revision":"00","enabled":true');
    expect(await openTarget(one.target)).toMatchObject({ ok: false, obstacle: { code, ...more } });
    const said: Notice[] = [];
    expect((await toggle(one.target, false, (notice) => said.push(notice))).ok).toBe(true);
    expect(said).toMatchObject([{ code: 'off-anyway', obstacle: { code } }]);
    expect(one.read('container.js')).toContain('"enabled":false');
    expect((await toggle(one.target, true, () => undefined)).ok).toBe(false);
  },
);

test('a file of the current release that is lost everywhere is named with its revision', async () => {
  const one = project();
  await one.publish();
  for (const name of one.names().filter((name) => name.startsWith('manifest'))) rmSync(join(one.target, name));
  expect(await openTarget(one.target)).toMatchObject({
    ok: false,
    obstacle: { code: 'damaged', role: 'manifest.json', revision: one.state().current.revision },
  });
});

test('a plan for a folder that the configuration does not name says so, and what else should be known', async () => {
  const one = project();
  rmSync(join(one.root, 'fx.config.yaml'));
  expect((await planned(one)).notes).toEqual([{ code: 'new', directory: one.target }, { code: 'no-token' }]);
});

test('a folder that fx did not remember is taken over, and that is known before and gone after', async () => {
  const one = project();
  await one.publish();
  rmSync(join(one.target, 'state.json'));
  const plan = await planned(one);
  expect(plan.notes).toEqual([{ code: 'adopted', directory: one.target }]);
  expect(await carryOut(plan, { ...options, isBreakingAllowed: true })).toEqual({ ok: true, value: true });
  expect((await planned(one)).notes).toEqual([]);
});

test('a plan as JSON says what there was, also where there was nothing', async () => {
  const one = project();
  expect(planJson(await planned(one))).toMatchObject({ revision: { before: null }, enabled: true, noop: false });
  await one.publish();
  await toggle(one.target, false, options.say);
  const { revision } = one.manifest();
  expect(planJson(await planned(one))).toMatchObject({
    revision: { before: revision, after: revision },
    enabled: false,
  });
});
