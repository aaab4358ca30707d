/** Checks a folder with several targets: what is looked at, what is switched off, and where the guard stops. */

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sendCrowd } from './events.js';
import { DRAFT, makeFolder, RUNNING, startStudio } from './studio.js';

const GUARDED = RUNNING.replace('name: Price\n', 'name: Price\nguard: true\n');
const CONFIG =
  "previewToken: '0123456789abcdef'\ntargets:\n  staging: staging/fx\n  live: public/fx\n  beta: beta/fx\n";
const FOLDERS = { staging: 'staging/fx', live: 'public/fx', beta: 'beta/fx' } as const;
const until = (fact: () => void | Promise<void>): Promise<void> => vi.waitFor(fact, { timeout: 60_000, interval: 100 });

interface Manifest {
  readonly enabled: boolean;
  readonly experiments: readonly { readonly id: string; readonly status?: string; readonly phase?: string }[];
}

/** A Studio with three targets, of which two were published to. */
async function start(config: string, files: Record<string, string> = {}, guardMs = 86_400_000) {
  const root = makeFolder({ 'experiments/price.yaml': GUARDED, 'fx.config.yaml': config, ...files });
  const studio = await startStudio(root, { guardMs });
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  for (const to of ['staging', 'live']) expect((await owner.post('/api/publish', { to })).status).toBe(200);
  const path = (name: keyof typeof FOLDERS): string => join(root, FOLDERS[name], 'manifest.json');
  const manifest = (name: keyof typeof FOLDERS): Manifest => JSON.parse(readFileSync(path(name), 'utf8')) as Manifest;
  const page = async (address: string): Promise<string> => (await owner.get(address)).text();
  return { root, studio, owner, path, manifest, page };
}

test('of several targets the first is looked at, or the one that the configuration names', async () => {
  const first = await start(CONFIG);
  expect(await first.page('/publish')).toContain('<option selected>staging</option>');
  expect(await (await first.owner.get('/api/plan')).json()).toMatchObject({
    target: expect.stringContaining(FOLDERS.staging) as string,
  });
  const named = await start(`${CONFIG}serve: {target: live}\n`);
  expect(await named.page('/publish')).toContain('<option selected>live</option>');
  expect(await named.page('/publish?to=beta')).toContain('<option selected>beta</option>');
  for (const address of ['/', '/experiments', '/experiments/price', '/results']) {
    const response = await named.owner.get(address);
    expect([response.status, (await response.text()).includes('Name one of the targets')]).toEqual([200, false]);
  }
  // Whoever publishes by a program says where to.
  expect(await (await named.owner.post('/api/publish', {})).json()).toMatchObject({ code: 'NO_TARGET' });
  await expect(start(`${CONFIG}serve: {target: lives}\n`)).rejects.toThrow(
    'serve.target must be one of the targets staging, live, beta.',
  );
});

test('Switch off switches off every target, also where one of them is broken, and says which', async () => {
  const { root, owner, manifest, path, page } = await start(CONFIG);
  const enabled = (): boolean[] => [manifest('staging').enabled, manifest('live').enabled];
  expect((await owner.submit('/off', {})).status).toBe(303);
  expect(enabled()).toEqual([false, false]);
  expect(await page('/')).toContain('action="/on"');
  expect((await owner.submit('/on', {})).status).toBe(303);
  expect(enabled()).toEqual([true, true]);
  // What nobody published to is not made by that.
  expect(existsSync(path('beta'))).toBe(false);
  writeFileSync(join(root, 'beta'), 'a file where a folder belongs');
  const refusal = await (await owner.post('/api/off', {})).json();
  expect(refusal).toMatchObject({
    message: expect.stringMatching(/^beta could not be switched off: .*staging, live$/),
  });
  expect(enabled()).toEqual([false, false]);
  rmSync(join(root, 'beta'));
  expect(await (await owner.post('/api/on', { to: 'live' })).json()).toMatchObject({ enabled: true });
  expect(enabled()).toEqual([false, true]);
});

test('what changed since the plan was shown is not published with it', async () => {
  const { root, owner, page, manifest } = await start(CONFIG);
  const cta = DRAFT.replace('status: draft\n', '');
  writeFileSync(join(root, 'experiments/cta.yaml'), cta);
  const shown = await page('/publish');
  const hidden = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(shown)?.[1] ?? '';
  writeFileSync(join(root, 'experiments/sneak.yaml'), cta.replace('id: cta', 'id: sneak'));
  const form = {
    base: hidden('base'),
    proposed: hidden('proposed'),
    to: 'staging',
    allow: 'yes',
    reason: 'percentages',
  };
  expect(form.proposed).not.toBe('');
  const refusal = await owner.submit('/publish', form);
  expect([refusal.status, await refusal.text()]).toEqual([
    409,
    expect.stringContaining('changed since the plan was shown'),
  ]);
  const { proposed } = (await (await owner.get('/api/plan?to=staging')).json()) as { proposed: string };
  expect(await (await owner.post('/api/publish', { to: 'staging', proposed: form.proposed })).json()).toMatchObject({
    code: 'MOVED',
  });
  expect(manifest('staging').experiments.map(({ id }) => id)).toEqual(['price']);
  expect((await owner.post('/api/publish', { to: 'staging', proposed })).status).toBe(200);
  expect(manifest('staging').experiments.map(({ id }) => id)).toContain('sneak');
});

const failing = (id: string, phase: string) => ({
  ...{ experiment: id, variants: ['control', 'low'] as const, subjects: 400, failsEach: 2, phase },
  called: id,
});

test('the guard stops an experiment in each target where it runs', async () => {
  const { root, studio, manifest, page } = await start(CONFIG, {}, 100);
  await sendCrowd(studio.collectUrl, failing('price', manifest('live').experiments[0]?.phase ?? ''));
  await until(() => {
    expect(manifest('staging').experiments).toMatchObject([{ status: 'paused' }]);
    expect(manifest('live').experiments).toMatchObject([{ status: 'paused' }]);
    expect(readFileSync(join(root, 'experiments/price.yaml'), 'utf8')).toContain('status: paused');
  });
  expect(studio.said.join()).not.toContain('could not');
  expect((await page('/history')).match(/stopped, as it did harm/g)?.length).toBeGreaterThanOrEqual(2);
});

test('a file that the guard cannot edit keeps nobody in another experiment, and is taken down once', async () => {
  const halves = { first: 'from: 0', second: 'from: 0.5' };
  const first = GUARDED.replace('id: price', 'id: alias').replace(
    'guard: true\n',
    'x-state: &state running\nstatus: *state\nguard: true\n',
  );
  const other = GUARDED.replace(halves.first, halves.second).replace('to: 0.5', 'to: 1');
  const { root, studio, owner, manifest, page } = await start(
    CONFIG,
    { 'experiments/alias.yaml': first, 'experiments/price.yaml': other },
    100,
  );
  const phases = new Map(manifest('live').experiments.map(({ id, phase }) => [id, phase ?? '']));
  for (const id of ['alias', 'price']) await sendCrowd(studio.collectUrl, failing(id, phases.get(id) ?? ''));
  await until(() => expect(manifest('live').experiments).toMatchObject([{ status: 'paused' }, { status: 'paused' }]));
  await until(() => expect(readFileSync(join(root, 'experiments/price.yaml'), 'utf8')).toContain('status: paused'));
  await until(() => expect(studio.said.join()).toContain('alias is stopped, and its file still says running'));
  expect(await page('/')).toMatch(/The guard could not do its work since .*alias is stopped, and its file still says/);
  const deeds = (): number =>
    readFileSync(join(root, '.fx/studio/record.ndjson'), 'utf8').match(/"what":"guard","experiment":"alias"/g)
      ?.length ?? 0;
  const before = deeds();
  expect(before).toBeGreaterThan(0);
  const figures = async (): Promise<string> => ((await (await owner.get('/api/results')).json()) as { at: string }).at;
  const then = await figures();
  await sendCrowd(studio.collectUrl, { ...failing('alias', phases.get('alias') ?? ''), called: 'more' });
  await until(async () => expect(await figures()).not.toBe(then));
  expect(deeds()).toBe(before);
});
