/** Tests that what was planned is carried out once, and not where its risks, or somebody else, forbid it. */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carryOut } from '../../src/publishing/index.js';
import { experiment } from '../cli/fx.js';
import { hashOf, project, reweighted } from '../cli/target.js';
import { options, planned } from './doing.js';

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

test('a folder that fx did not remember is taken over, and that is known before and gone after', async () => {
  const one = project();
  await one.publish();
  rmSync(join(one.target, 'state.json'));
  const plan = await planned(one);
  expect(plan.notes).toEqual([{ code: 'adopted', directory: one.target }]);
  expect(await carryOut(plan, { ...options, isBreakingAllowed: true })).toEqual({ ok: true, value: true });
  expect((await planned(one)).notes).toEqual([]);
});

test('an archived experiment is said to end, and is not published', async () => {
  const site = project();
  await site.publish();
  site.write('cta.yaml', experiment('cta', 'status: archived\n'));
  expect((await site.fx('plan', '--to', 'public/fx')).out).toContain('cta');
  await site.publish('--allow-breaking');
  expect(site.manifest().experiments).toEqual([]);
});
