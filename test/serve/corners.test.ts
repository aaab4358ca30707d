/**
 * Checks that what is asked for in vain is answered in the words of whoever asks: programs in JSON, people by a page.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DRAFT, makeFolder, type Studio, startStudio } from './studio.js';

let studio: Studio;
beforeEach(async () => {
  const files = { 'experiments/new.yaml': DRAFT.replace('id: cta', 'id: new').replace('draft', 'running') };
  studio = await startStudio(makeFolder(files));
});
afterEach(() => studio.close());

test('an address of the API that is none is not found, in JSON, for everybody and by every method', async () => {
  const owner = await studio.enter();
  const page = await (await owner.submit('/settings/tokens', { name: 'ci', role: 'viewer' })).text();
  const token = studio.withToken(/fx_[\w-]{43}/.exec(page)?.[0] ?? '');
  for (const headers of [owner.headers, token.headers, {}])
    for (const path of ['/api/experiment.delete', '/api/', '/api', '/api/__proto__', '/api/experiment.get/x'])
      for (const method of ['GET', 'POST', 'DELETE']) {
        const answer = await fetch(`${studio.url}${path}`, {
          ...{ method, redirect: 'manual', headers: { origin: studio.url, ...headers } },
        });
        expect([method, path, answer.status]).toEqual([method, path, 404]);
        expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND' });
      }
});

test('a reason that holds only blanks is refused', async () => {
  const owner = await studio.enter();
  const file = (): string => readFileSync(join(studio.root, 'experiments/new.yaml'), 'utf8');
  const before = file();
  for (const reason of ['', ' ', '\n\t ', '\u00a0']) {
    const stop = await owner.post('/api/experiment.stop', { experimentId: 'new', reason });
    expect(stop.status).toBe(400);
    expect(await stop.json()).toMatchObject({ code: 'INVALID_INPUT', problems: [{ path: 'reason' }] });
    expect((await owner.post('/api/publish', { allowBreaking: true, reason })).status).toBe(400);
  }
  expect(file()).toBe(before);
});

test('half of a character is refused wherever it stands, and a whole one beyond the usual is kept', async () => {
  const owner = await studio.enter();
  const rename = (value: unknown): Promise<Response> =>
    owner.post('/api/experiment.update', { experimentId: 'new', fields: [{ path: ['name'], value }] });
  const file = (): string => readFileSync(join(studio.root, 'experiments/new.yaml'), 'utf8');
  const before = file();
  for (const value of ['A\ud800', '\udc00B', { '\udfff': 1 }, [['\ud83d']]]) {
    const answer = await rename(value);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('surrogate') });
  }
  expect(file()).toBe(before);
  expect((await rename('Paper 📓')).status).toBe(200);
  expect(file()).toContain('Paper 📓');
});

test('an experiment that is called new has its page beside the form for a new one', async () => {
  const owner = await studio.enter();
  expect(await (await owner.get('/experiments/new')).text()).toContain('<h1>Call to action</h1>');
  expect(await (await owner.get('/new')).text()).toContain('<h1>New experiment</h1>');
});
