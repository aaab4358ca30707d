/** Checks what a page says before the first decision, and a browser that says no. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Client } from '../../src/tag/api.js';
import { load } from '../../src/tag/load.js';
import type { Options } from '../../src/tag/options.js';
import { eventsOf, experiment, manifestOf, startPage } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let clients: Client[];

beforeEach(() => {
  stage = createStage();
  clients = [];
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(() => {
  for (const client of clients) client.dispose();
  Reflect.deleteProperty(navigator, 'globalPrivacyControl');
  stage.leave();
});

/** A page whose manifest is on its way; `arrive` brings it. */
const beginEarly = (options: Options = {}) => {
  let arrive: () => void = () => undefined;
  const manifest = manifestOf(experiment('a', { trigger: { kind: 'manual' }, manualExposure: true }));
  const response = { ok: true, text: async () => JSON.stringify(manifest) };
  vi.stubGlobal('fetch', () => new Promise((resolve) => (arrive = () => resolve(response))));
  const client = load({ manifestUrl: '/m.json', ...options }, {});
  clients.push(client);
  return {
    client,
    arrive() {
      arrive();
      return client.ready;
    },
  };
};

test('an activation and an event of a page that is too early count once experiments are decided', async () => {
  const { client, arrive } = beginEarly();
  const heard: unknown[] = [];
  client.on('conversion', ({ name, value, key }) => heard.push([name, value, key]));
  expect(client.activate('a')).toBeUndefined();
  client.track('order', 3, { key: '17' });
  expect([heard, client.experiments, client.revision]).toEqual([[], [], undefined]);
  await arrive();
  expect([client.variant('a'), heard, client.revision]).toEqual(['treatment', [['order', 3, '17']], 'r1']);
});

test('an exposure in the queue waits for its experiment, and is counted once', async () => {
  const { client, arrive } = beginEarly();
  const exposures: string[] = [];
  client.on('exposure', ({ experiment: id }) => exposures.push(id));
  client.push(['expose', 'a']);
  await arrive();
  expect(exposures).toEqual([]);
  client.activate('a');
  await stage.wait(10);
  expect(exposures).toEqual(['a']);
  client.push(['expose', 'a']);
  expect(exposures).toEqual(['a']);
});

test('an order counts once under its number, whatever kind of value that is', () => {
  const { client, events } = startPage({}, experiment('a'));
  clients.push(client);
  for (const key of [17, '17', 18]) client.track('order', 1, { key: key as string });
  expect(events.filter(({ type }) => type === 'conversion')).toHaveLength(2);
});

test('a browser that signals Global Privacy Control counts as consent denied where the site heeds it', () => {
  Object.defineProperty(navigator, 'globalPrivacyControl', { configurable: true, value: true });
  const variantFor = (options: Options): string | undefined => {
    const { client } = startPage(options, experiment('a'));
    clients.push(client);
    return client.variant('a');
  };
  expect(variantFor({ gpc: 'respect' })).toBeUndefined();
  stage.jar.cookies = [];
  stage.storage.clear();
  expect(variantFor({})).toBe('treatment');
});

test('a visitor who says yes on the page is heard, whatever the browser says', () => {
  Object.defineProperty(navigator, 'globalPrivacyControl', { configurable: true, value: true });
  const { client, site } = startPage({ gpc: 'respect' }, experiment('a'));
  clients.push(client);
  const events = eventsOf(site);
  client.consent(true);
  expect([client.variant('a'), events.map(({ type }) => type)]).toEqual(['treatment', ['exposure']]);
});

test('a yes that is said before the manifest has come is heard, whatever the browser says', async () => {
  Object.defineProperty(navigator, 'globalPrivacyControl', { configurable: true, value: true });
  const { client, arrive } = beginEarly({ gpc: 'respect' });
  client.consent(true);
  await arrive();
  client.activate('a');
  expect(client.variant('a')).toBe('treatment');
});
