/** Checks what hardly ever comes to publishing: damage, other tokens, missing builds, processes of the same machine. */

import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { caught } from '../../src/publishing/attempt.js';
import { type Notice, openTarget, toggle } from '../../src/publishing/index.js';
import { LOCK_FILE } from '../../src/publishing/lock.js';
import { readDist } from '../../src/publishing/package.js';
import { byPublishing, switched } from '../../src/publishing/release.js';
import { nowUsed } from '../../src/publishing/state.js';
import { experiment } from '../cli/fx.js';
import { findFaults, project, reweighted, TOKEN } from '../cli/target.js';

test('a fault of fx itself stays an exception, and is no obstacle', async () => {
  const fault = new TypeError('not a function');
  const failing = caught(() => {
    throw fault;
  });
  await expect(failing).rejects.toBe(fault);
});

test('a file that was not built says how it is built, and one that cannot be read stays an exception', () => {
  expect(() => readDist('fx.nothing.js')).toThrow('fx.nothing.js is missing: run npm run build');
  expect(() => readDist('')).toThrow(/EISDIR/);
});

test('roles are written in one order, in whichever they come', () => {
  const order = ['fx.js', 'fx.panel.js', 'preview.js', 'container.js', 'manifest.json'];
  expect([...order].sort(byPublishing)).toEqual(order);
  expect([...order].reverse().sort(byPublishing)).toEqual(order);
});

test('a file without a manifest stays as it is, whatever is switched', () => {
  const bytes = Buffer.from('// a script of somebody');
  expect(switched(bytes, false)).toBe(bytes);
});

test('used ids are remembered in their order, in whichever they were used', () => {
  const one = (id: string, salt: string) => ({ id, salt, phase: '1' });
  const used = [one('b', 'b'), one('c', 'z'), one('a', 'a'), one('c', 'y')];
  const kept = nowUsed(used, new Map(), new Map(), false);
  expect(kept.map(({ id, salt }) => id + salt)).toEqual(['aa', 'bb', 'cy', 'cz']);
});

test('the lock of a process that ended is taken over, and that of one that runs is not', async () => {
  const site = project();
  await site.publish();
  const { hostname } = await import('node:os');
  const lock = join(site.target, LOCK_FILE);
  const lockOf = (pid: number): void => writeFileSync(lock, JSON.stringify({ host: hostname(), pid }));
  site.write('other.yaml', experiment('other'));
  lockOf(process.ppid);
  expect((await site.fx('apply', '--to', 'public/fx', '--yes')).err).toContain(String(process.ppid));
  lockOf(spawnSync(process.execPath, ['-e', '']).pid);
  expect((await site.fx('apply', '--to', 'public/fx', '--yes')).code).toBe(0);
});

test('drafts and live experiments are listed together, in the order of their ids', async () => {
  const site = project({ 'cta.yaml': experiment('cta'), 'a.yaml': experiment('a-sketch', 'status: draft\n') });
  await site.publish();
  const target = await openTarget(site.target);
  expect(target.ok && [...target.value.published.keys()]).toEqual(['a-sketch', 'cta']);
});

test('an archived experiment is said to end, and is not published', async () => {
  const site = project();
  await site.publish();
  site.write('cta.yaml', experiment('cta', 'status: archived\n'));
  expect((await site.fx('plan', '--to', 'public/fx')).out).toContain('cta');
  await site.publish('--allow-breaking');
  expect(site.manifest().experiments).toEqual([]);
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

test('where nothing lies that could be switched off, off says what is wrong', async () => {
  const site = project();
  await site.publish();
  for (const name of readdirSync(site.target)) rmSync(join(site.target, name));
  writeFileSync(join(site.target, 'state.json'), '{');
  const said: Notice[] = [];
  expect(await toggle(site.target, false, (notice) => said.push(notice))).toMatchObject({
    ok: false,
    obstacle: { code: 'state' },
  });
  expect(said).toEqual([]);
});
