/** Tests ids that Windows keeps for devices: their files are named otherwise, wherever they are made. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileStem } from '../../src/files/index.js';
import { shotName } from '../../src/shot/index.js';
import { project } from '../cli/target.js';
import { makeFolder, startStudio } from '../serve/studio.js';

const DEVICES = ['con', 'prn', 'aux', 'nul', 'com1', 'lpt9'];

test.each(DEVICES)('%s is no name for a file, and what begins or ends so is one', (id) => {
  expect(fileStem(id)).toBe(`_${id}`);
  for (const other of [`${id}-2`, `my-${id}`, `${id}s`]) expect(fileStem(other)).toBe(other);
  expect(shotName(id, 'green', 'phone')).toBe(`pictures/_${id}.green.phone.webp`);
});

test('the API and fx create write such an experiment into a file that Windows can have, and find it again', async () => {
  const root = makeFolder({});
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  const variants = [{ key: 'control' }, { key: 'green' }];
  expect((await owner.post('/api/experiment.create', { key: 'nul', name: 'N', variants })).status).toBe(200);
  expect(readFileSync(join(root, 'experiments/_nul.yaml'), 'utf8')).toContain('id: nul');
  expect((await owner.post('/api/experiment.create', { key: 'nul', name: 'N', variants })).status).toBe(409);
  const fields = [{ path: ['name'], value: 'Changed' }];
  expect((await owner.post('/api/experiment.update', { experimentId: 'nul', fields })).status).toBe(200);
  expect(existsSync(join(root, 'experiments/nul.yaml'))).toBe(false);
  const { fx, root: other } = project();
  const { code, out } = await fx('create', '--id', 'aux', '--name', 'A');
  expect([code, out.trim()]).toEqual([0, 'experiments/_aux.yaml']);
  expect(existsSync(join(other, 'experiments/_aux.yaml'))).toBe(true);
});
