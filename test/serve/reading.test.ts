/** Checks what Studio says while it reads its folder for the first time: by the order of things, not by their time. */

import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createMemory } from '../../src/authoring/index.js';
import { openWorkspace } from '../../src/serve/workspace.js';
import { batch, exposure, post } from '../collector/events.js';
import { DRAFT, makeFolder, startStudio } from './studio.js';

test('before the folder is read pages say so and come again, events are taken, and everything can be switched off', async () => {
  const root = makeFolder();
  const before = await startStudio(root);
  const owner = await before.enter();
  const port = Number(new URL(before.url).port);
  expect((await owner.submit('/publish', { base: '' })).status).toBe(303);
  await before.stop();

  const order: string[] = [];
  const after = await startStudio(root, {
    port,
    async onListening(url) {
      const page = await owner.get('/experiments/cta');
      order.push(`page ${page.status}`);
      expect(await page.text()).toMatch(/http-equiv="refresh"[\s\S]*The experiments are being read\./);
      order.push(`events ${(await post(`${url}/collect`, batch([exposure()]))).status}`);
      order.push(`off ${(await owner.submit('/off')).status}`);
      order.push(`style ${(await owner.get('/studio/style.css')).status}`);
    },
  });
  onTestFinished(() => after.close());
  const page = await owner.get('/experiments/cta');
  order.push(`page ${page.status}`);
  expect(order).toEqual(['page 503', 'events 204', 'off 303', 'style 200', 'page 200']);
  expect(await page.text()).not.toContain('http-equiv="refresh"');
});

test('a folder that cannot be read starts, and its pages say why', async () => {
  const root = makeFolder({ 'experiments/cta.yaml': DRAFT, 'fx.config.yaml': 'previewToken: none\n' });
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  expect(await (await owner.get('/')).text()).toContain('must have a previewToken');
});

test('whoever asks while files are read for the first time waits for the same reading', async () => {
  const workspace = openWorkspace(join(makeFolder(), 'experiments'));
  const [one, other] = await Promise.all([workspace.read(), workspace.read()]);
  expect(one).toBe(other);
});

test('between many new files others have their turn, and none is taken once all are known', async () => {
  const { compile } = await import('../../src/authoring/index.js');
  const files = Array.from({ length: 200 }, (_, at) => ({
    path: `e${at}.yaml`,
    text: DRAFT.replace('id: cta', `id: cta-${at}`),
  }));
  let turns = 0;
  const memory = createMemory(async () => void turns++);
  await compile(files, { memory });
  expect(turns).toBeGreaterThanOrEqual(6);
  turns = 0;
  await compile(files, { memory });
  expect(turns).toBe(0);
});
