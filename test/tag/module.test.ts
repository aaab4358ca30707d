/** Tests fx as a module: a client for a manifest at hand, or for one that is fetched. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '../../src/tag/api.js';
import { createClient, init } from '../../src/tag/module.js';
import { experiment, manifestOf } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let client: Client | undefined;
beforeEach(() => {
  stage = createStage();
  client = undefined;
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  client?.dispose();
  stage.leave();
});

test('a manifest at hand is decided before the client is returned', () => {
  client = createClient(manifestOf(experiment('a')));
  expect(client.variant('a')).toBe('treatment');
});

test.each([[null], ['text'], [{ version: 9, experiments: [] }]])(
  'of %j there is a client without experiments',
  (wrong) => {
    client = createClient(wrong as never, { subjectId: 'user-1' });
    expect([client.experiments, client.variant('a')]).toEqual([[], undefined]);
  },
);

test('a client whose manifest is not to be had is there all the same, without experiments', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  client = await init({ manifestUrl: '/fx/manifest.json' });
  expect(client.experiments).toEqual([]);
});
