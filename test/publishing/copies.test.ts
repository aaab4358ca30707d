/** Tests published files that somebody else changed, moved or linked: named, repaired, written through. */

import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFaults, project, reweighted } from '../cli/target.js';

const lastingOf = (names: readonly string[], role: string): string =>
  names.find((name) => new RegExp(`^${role}\\.[0-9a-f]{16}\\.js$`).test(name)) ?? '';

test('a lasting copy whose bytes changed is named by plan and repaired by apply, and rollback works', async () => {
  const site = project();
  await site.publish();
  const copy = lastingOf(site.names(), 'container');
  appendFileSync(join(site.target, copy), '\r\n');
  const plan = await site.fx('plan', '--to', 'public/fx');
  expect(plan.out).toContain(copy);
  expect(plan.out).not.toContain('Nothing to do');
  await site.publish();
  expect(findFaults(site)).toEqual([]);
  expect((await site.fx('plan', '--to', 'public/fx')).out).toContain('Nothing to do');

  appendFileSync(join(site.target, copy), '\r\n');
  site.write('cta.yaml', reweighted);
  await site.publish('--allow-breaking');
  const back = await site.fx('rollback', '--to', 'public/fx', '--yes');
  expect(back.code, back.err).toBe(0);
  expect(findFaults(site)).toEqual([]);
});

test('a checkout with other ends of lines is repaired, for earlier revisions too', async () => {
  const site = project();
  await site.publish();
  const first = site.names();
  site.write('cta.yaml', reweighted);
  await site.publish('--allow-breaking');
  for (const name of site.names().filter((one) => /\.[0-9a-f]{16}\.js(on)?$/.test(one))) {
    const path = join(site.target, name);
    writeFileSync(path, readFileSync(path, 'latin1').replaceAll('\n', '\r\n'), 'latin1');
  }
  await site.publish();
  expect(findFaults(site)).toEqual([]);
  expect((await site.fx('rollback', '--to', 'public/fx', '--yes')).code).toBe(0);
  expect(first.every((name) => site.names().includes(name))).toBe(true);
});

test('a file that is lost for good is said once, and leads nobody round in a circle', async () => {
  const site = project();
  await site.publish();
  const copy = lastingOf(site.names(), 'container');
  const { revision } = site.manifest();
  site.write('cta.yaml', reweighted);
  await site.publish('--allow-breaking');
  writeFileSync(join(site.target, copy), 'something else');
  const plan = await site.fx('plan', '--to', 'public/fx');
  expect(plan.out).toContain('Nothing to do');
  expect(plan.out).toContain(`fx rollback cannot go back to ${revision}`);
  const back = await site.fx('rollback', '--to', 'public/fx', '--yes');
  expect(back.err).toContain('put that file back from git or a backup');
});

test('a published file that is a link stays one, and what it leads to is written', async () => {
  const site = project();
  await site.publish();
  const served = join(site.root, 'cdn');
  mkdirSync(served);
  renameSync(join(site.target, 'container.js'), join(served, 'container.js'));
  symlinkSync('../../cdn/container.js', join(site.target, 'container.js'));
  site.write('cta.yaml', reweighted);
  await site.publish('--allow-breaking');
  expect(lstatSync(join(site.target, 'container.js')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(served, 'container.js'), 'utf8')).toContain(site.manifest().revision);
  expect(findFaults(site)).toEqual([]);

  rmSync(join(served, 'container.js'));
  const { code, err } = await site.fx('apply', '--to', 'public/fx', '--yes');
  expect(code).toBe(1);
  expect(err).toContain('public/fx/container.js is a link that leads nowhere');
});
