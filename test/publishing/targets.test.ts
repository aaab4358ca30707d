/** Tests what is read of a target, and which damage keeps it from being read. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTarget } from '../../src/publishing/index.js';
import { experiment } from '../cli/fx.js';
import { project, reweighted } from '../cli/target.js';

test('a file of the current release that is lost everywhere is named with its revision', async () => {
  const one = project();
  await one.publish();
  for (const name of one.names().filter((name) => name.startsWith('manifest'))) rmSync(join(one.target, name));
  expect(await openTarget(one.target)).toMatchObject({
    ok: false,
    obstacle: { code: 'damaged', role: 'manifest.json', revision: one.state().current.revision },
  });
});

test('drafts and live experiments are listed together, in the order of their ids', async () => {
  const site = project({ 'cta.yaml': experiment('cta'), 'a.yaml': experiment('a-sketch', 'status: draft\n') });
  await site.publish();
  const target = await openTarget(site.target);
  expect(target.ok && [...target.value.published.keys()]).toEqual(['a-sketch', 'cta']);
});

test('a record that names no manifest is a damaged target', async () => {
  const site = project();
  await site.publish();
  const state = site.state();
  const { 'manifest.json': _, ...files } = state.current.files;
  writeFileSync(join(site.target, 'state.json'), JSON.stringify({ ...state, current: { ...state.current, files } }));
  expect(await openTarget(site.target)).toMatchObject({
    ok: false,
    obstacle: { code: 'damaged', role: 'manifest.json' },
  });
});

test('a target without preview files has its live experiments alone, and goes back to the revision before', async () => {
  const one = project();
  rmSync(join(one.root, 'fx.config.yaml'));
  await one.publish();
  one.write('cta.yaml', reweighted);
  one.write('other.yaml', experiment('other'));
  await one.publish('--allow-breaking');
  const target = await openTarget(one.target);
  expect(target.ok && [...target.value.published.keys()]).toEqual(['cta', 'other']);
  expect(target.ok && target.value.token).toBe(null);
  expect((await one.fx('rollback', '--to', 'public/fx', '--yes')).code).toBe(0);
  expect(one.manifest().experiments.map(({ id }) => id)).toEqual(['cta']);
});
