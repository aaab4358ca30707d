/** Checks that what does harm is stopped by itself, and nothing else is published with it. */

import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { sendCrowd } from './events.js';
import { DRAFT, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

let studio: Studio;
afterEach(() => studio.close());

const GUARDED = RUNNING.replace('name: Price\n', 'name: Price\nguard: true\n');

interface Manifest {
  readonly experiments: readonly {
    readonly id: string;
    readonly status?: string;
    readonly name: string;
    readonly phase?: string;
  }[];
}
const manifest = (): Manifest =>
  JSON.parse(readFileSync(join(studio.root, 'public/fx/manifest.json'), 'utf8')) as Manifest;
const file = (): string => join(studio.root, 'experiments/price.yaml');
const price = (): string => readFileSync(file(), 'utf8');
const until = (fact: () => void | Promise<void>): Promise<void> => vi.waitFor(fact, { timeout: 60_000, interval: 100 });

async function start(files: Record<string, string>): Promise<void> {
  studio = await startStudio(makeFolder({ 'experiments/cta.yaml': DRAFT, ...files }), { guardMs: 100 });
  const admin = await studio.enter();
  expect((await admin.post('/api/publish', {})).status).toBe(200);
}

test('a variant that fails for half of its visitors is paused, and what waits is not published with it', async () => {
  const told: unknown[] = [];
  const hook = createServer((request, response) => {
    let text = '';
    request
      .on('data', (chunk: Buffer) => (text += chunk.toString()))
      .on('end', () => {
        told.push(JSON.parse(text));
        response.end();
      });
  }).listen(0, '127.0.0.1');
  await new Promise((settle) => hook.once('listening', settle));
  const { port } = hook.address() as AddressInfo;
  const config = `previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\nserve:\n  webhook: http://127.0.0.1:${port}/hook\n`;
  await start({ 'experiments/price.yaml': GUARDED, 'fx.config.yaml': config });
  const admin = await studio.enter();
  const fields = [{ path: ['name'], value: 'Waits' }];
  await admin.post('/api/experiment.update', { experimentId: 'cta', fields });
  const { phase = '' } = manifest().experiments[0] ?? {};
  await sendCrowd(studio.collectUrl, {
    experiment: 'price',
    variants: ['control', 'low'],
    subjects: 400,
    failsEach: 2,
    phase,
  });
  await until(() => expect(manifest().experiments).toMatchObject([{ id: 'price', status: 'paused' }]));
  await until(() => expect(price()).toContain('status: paused'));
  await until(() =>
    expect(told).toMatchObject([
      { experiment: 'price', reason: expect.stringContaining('low fails more often') as string },
    ]),
  );
  const history = (await (await admin.get('/history')).text()).replace(/\s+/g, ' ');
  expect(history).toContain('stopped, as it did harm');
  const preview = readFileSync(join(studio.root, 'public/fx/preview.0123456789abcdef.json'), 'utf8');
  expect(preview).not.toContain('Waits');
  // A pause is no new phase: whoever resumes it goes on with the same visitors.
  expect(manifest().experiments[0]?.phase).toBe(phase);
  hook.close();
});

test('what somebody archived and did not publish is stopped for visitors, and its file stays archived', async () => {
  await start({ 'experiments/price.yaml': GUARDED });
  const admin = await studio.enter();
  const fields = [{ path: ['status'], value: 'archived' }];
  await admin.post('/api/experiment.update', { experimentId: 'price', fields });
  const { phase = '' } = manifest().experiments[0] ?? {};
  const crowd = { experiment: 'price', variants: ['control', 'low'], subjects: 400, failsEach: 2, phase } as const;
  await sendCrowd(studio.collectUrl, crowd);
  await until(() => expect(manifest().experiments).toMatchObject([{ id: 'price', status: 'paused' }]));
  expect(price()).toContain('status: archived');
});

test.each([
  ['has an error', () => writeFileSync(file(), price().replace('- key: low', '- kex: low'))],
  ['is no YAML', () => writeFileSync(file(), `${price()}metrics: [\n`)],
  ['is not read any more', () => [renameSync(file(), join(studio.root, 'kept')), symlinkSync('nowhere', file())]],
])('one whose file %s is stopped by what the file said before', async (_, spoil) => {
  await start({ 'experiments/price.yaml': GUARDED });
  const admin = await studio.enter();
  const { phase = '' } = manifest().experiments[0] ?? {};
  spoil();
  const before = existsSync(file()) ? price() : null;
  const [, link = ''] = /href="(\/repair[^"]*)"/.exec(await (await admin.get('/')).text()) ?? [];
  const page = await (await admin.get(link.replaceAll('&#38;', '&'))).text();
  expect(page).toContain('its guard goes by the file as it was before');
  const crowd = { experiment: 'price', variants: ['control', 'low'], subjects: 400, failsEach: 2, phase } as const;
  await sendCrowd(studio.collectUrl, crowd);
  await until(() => expect(manifest().experiments).toMatchObject([{ id: 'price', status: 'paused' }]));
  await until(() =>
    expect(studio.said.join()).toContain('price is stopped, and its file has an error: pause it there'),
  );
  expect(existsSync(file()) ? price() : null).toBe(before);
  // Whoever corrects it and forgets to pause it does not start it again.
  rmSync(file());
  writeFileSync(file(), GUARDED);
  await until(() => expect(price()).toContain('status: paused'));
});

test('while one file has an error, another that leads to another site is watched as ever', async () => {
  const config =
    "previewToken: '0123456789abcdef'\nredirectOrigins: [https://other.example]\ntargets:\n  live: public/fx\n";
  const leading = GUARDED.replace('name: Low\n', 'name: Low\n    redirect: https://other.example/low\n');
  const trigger = 'trigger: { kind: urlMatch, pattern: /price }\n';
  await start({ 'experiments/price.yaml': `${leading}${trigger}`, 'fx.config.yaml': config });
  writeFileSync(join(studio.root, 'experiments/cta.yaml'), 'id: [\n');
  const { phase = '' } = manifest().experiments[0] ?? {};
  const crowd = { experiment: 'price', variants: ['control', 'low'], subjects: 400, failsEach: 2, phase } as const;
  await sendCrowd(studio.collectUrl, crowd);
  await until(() => expect(manifest().experiments).toMatchObject([{ id: 'price', status: 'paused' }]));
});

const GUARDRAIL =
  '  - key: refunds\n    name: Refunds\n    kind: conversion\n    eventName: refund\n    role: guardrail\n    goal: decrease\n';

test.each<[string, Partial<Parameters<typeof sendCrowd>[1]>, string]>([
  ['a split that is off beyond doubt', { missesEach: 2 }, 'The split is off: chance does not explain it'],
  [
    'a guardrail that is worse than its margin for certain',
    { eventName: 'refund' },
    'With low, refunds is worse by more than',
  ],
])('%s pauses it as well, and says why', async (_, crowd, reason) => {
  await start({ 'experiments/price.yaml': `${GUARDED}metrics:\n${GUARDRAIL}` });
  const { phase = '' } = manifest().experiments[0] ?? {};
  await sendCrowd(studio.collectUrl, {
    ...{ experiment: 'price', variants: ['control', 'low'], subjects: 2000, failsEach: 0, phase },
    ...crowd,
  });
  await until(() => expect(manifest().experiments).toMatchObject([{ id: 'price', status: 'paused' }]));
  await until(() => expect(price()).toContain('status: paused'));
  const admin = await studio.enter();
  expect(await (await admin.get('/history')).text()).toContain(reason);
  expect(studio.said.join()).toContain(`price was stopped by the guard: `);
});

test('an experiment that is well, or has no guard, goes on', async () => {
  const second = GUARDED.replaceAll('price', 'well').replace('to: 0.5', 'to: 1').replace('from: 0', 'from: 0.5');
  await start({ 'experiments/price.yaml': RUNNING, 'experiments/well.yaml': second });
  const [first, other] = manifest().experiments;
  await sendCrowd(studio.collectUrl, {
    experiment: 'well',
    variants: ['control', 'low'],
    subjects: 400,
    failsEach: 0,
    phase: other?.phase ?? '',
  });
  await sendCrowd(studio.collectUrl, {
    experiment: 'price',
    variants: ['control', 'low'],
    subjects: 400,
    failsEach: 2,
    phase: first?.phase ?? '',
  });
  const admin = await studio.enter();
  // Read after the last event, so that the guard has seen what it could object to.
  await until(async () => {
    const text = await (await admin.get('/')).text();
    expect(text).toContain('fails more in one variant');
  });
  expect(manifest().experiments.map(({ status }) => status)).toEqual([undefined, undefined]);
});
