/** Tests how a publication is written: by one at a time, with the token of now, and over what was lost. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carryOut } from '../../src/publishing/index.js';
import { LOCK_FILE } from '../../src/publishing/lock.js';
import { experiment } from '../cli/fx.js';
import { findFaults, project, reweighted, TOKEN } from '../cli/target.js';
import { options, planned } from './doing.js';

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

test('a new preview token opens the drafts of now and, after a rollback, of before; the old one opens nothing', async () => {
  const site = project();
  await site.publish();
  const drafts = (): string[] => site.names().filter((name) => name.startsWith('preview.'));
  expect(drafts().every((name) => name.startsWith(`preview.${TOKEN}.`))).toBe(true);
  const fresh = 'fedcba9876543210';
  writeFileSync(join(site.root, 'fx.config.yaml'), `previewToken: '${fresh}'\n`);
  site.write('cta.yaml', reweighted);
  await site.publish('--allow-breaking');
  expect(drafts().length).toBeGreaterThan(0);
  expect(drafts().every((name) => name.startsWith(`preview.${fresh}.`))).toBe(true);
  expect((await site.fx('rollback', '--to', 'public/fx', '--yes')).code).toBe(0);
  expect(drafts().every((name) => name.startsWith(`preview.${fresh}.`))).toBe(true);
});

test('a script of the current revision that is lost everywhere does not keep the next one from being published', async () => {
  const site = project();
  await site.publish();
  for (const name of site.names().filter((one) => one.startsWith('container.'))) rmSync(join(site.target, name));
  site.write('cta.yaml', reweighted);
  await site.publish('--allow-breaking');
  expect(findFaults(site)).toEqual([]);
});
