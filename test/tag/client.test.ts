/** Tests what the page talks to: what waits for the first decision, what does not, and that no method throws. */

import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import type { Experiment } from '../../src/core/index.js';
import type { Client, Command } from '../../src/tag/api.js';
import { createFx } from '../../src/tag/client.js';
import { start } from '../../src/tag/life.js';
import { eventsOf, experiment, manifestOf, siteOf, startPage } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let warn: MockInstance;
let page: Client | undefined;
beforeEach(() => {
  stage = createStage();
  warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  page?.dispose();
  page = undefined;
  stage.leave();
});
const manual = experiment('a', { trigger: { kind: 'manual' }, metadata: { m: [1] } }, { payload: { price: 9 } });
const begin = (...experiments: readonly Experiment[]) => {
  const living = startPage({}, ...experiments);
  page = living.client;
  return living;
};

test('before the first decision there is nothing, and the client says so without a throw', () => {
  const client = createFx(siteOf());
  expect(client.experiments).toEqual([]);
  expect([
    client.revision,
    client.variant('a'),
    client.payload('a'),
    client.assignment('a'),
    client.metadata('a'),
  ]).toEqual(Array(5).fill(undefined));
  expect([client.isActive('a'), client.expose('a'), client.explain('a'), client.fail('a', 0)]).toEqual([
    false,
    false,
    undefined,
    undefined,
  ]);
  expect(warn).not.toHaveBeenCalled();
});

test('commands that need a decision wait for it in their order, and the others run at once', async () => {
  const site = siteOf();
  const client = createFx(site);
  page = client;
  const order: string[] = [];
  const events = eventsOf(site);
  client.push(
    () => order.push('function'),
    ['activate', 'a'],
    ['on', 'ready', () => order.push('ready')],
    ['setContext', { user: 1 }],
    ['identify', 'ann'],
    (one) => order.push(`then ${one.variant('a')}`),
    ['track', 'order', 3],
  );
  expect([order, site._context, site._given]).toEqual([[], { user: 1 }, 'ann']);
  start(site, manifestOf(manual), true, client);
  expect(order).toEqual(['function', 'then treatment', 'ready']);
  expect(events.map(({ type, subject }) => `${type} ${subject}`)).toEqual(['exposure ann', 'conversion ann']);
  expect(await client.ready).toBe(client);
});

test('what holds is told by each of its names, and what is given out is frozen', () => {
  const { client } = begin(manual);
  expect([client.assignment('a'), client.isActive('a')]).toEqual([undefined, false]);
  expect(client.activate('a')).toBe('treatment');
  expect([client.variant('a'), client.payload('a'), client.assignment('a'), client.isActive('a')]).toEqual([
    'treatment',
    { price: 9 },
    'treatment',
    true,
  ]);
  expect([client.experiments, client.revision]).toEqual([[manual], 'r1']);
  const { m } = client.metadata('a') as unknown as { m: number[] };
  expect(() => m.push(2)).toThrow(TypeError);
});

test('whose recipe is kept back has an assignment, and no variant', () => {
  const { client } = begin(experiment('a', {}, { recipeSampleRate: 0, payload: { price: 9 } }));
  expect([client.assignment('a'), client.variant('a'), client.payload('a'), client.isActive('a')]).toEqual([
    'treatment',
    undefined,
    undefined,
    false,
  ]);
});

test('what no manual trigger waits for is not activated, and that is said', () => {
  const { client } = begin(experiment('b'));
  expect([client.activate('b'), client.activate('none')]).toEqual(['treatment', undefined]);
  expect(warn.mock.calls.flat()).toEqual(['fx: b has no manual trigger here', 'fx: none has no manual trigger here']);
});

test('an exposure is made by the page only where the experiment says so, and once', () => {
  const { client, events } = begin(experiment('a', { manualExposure: true }), experiment('b'));
  expect(events.flatMap((event) => ('experiment' in event ? [event.experiment] : []))).toEqual(['b']);
  expect([client.expose('b'), client.expose('a'), client.expose('a'), client.expose('none')]).toEqual([
    false,
    true,
    false,
    false,
  ]);
  expect(events).toHaveLength(2);
});

test.each<[what: string, command: unknown]>([
  ['no command', undefined],
  ['a method that is none', ['nothing', 1]],
  ['a property that is no method', ['version']],
  ['a function that throws', () => JSON.parse('{')],
  ['an argument that is none', ['track', 'order', 1, null]],
])('%s in the queue is told, and stops no other', (_, command) => {
  const { client } = begin();
  const after = vi.fn();
  client.push(command as Command, after);
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^fx: queue: \w*Error: /));
  expect(after).toHaveBeenCalledExactlyOnceWith(client);
});

test('what a server rendered is taken pair by pair, and the last that is said of an id counts', () => {
  const { client, site } = begin();
  client.rendered({ a: 'control', b: '' });
  client.rendered({ a: 'treatment' });
  expect(site._rendered).toBe('a:treatment,b:,a:control,undefined,');
});

test('a preview of another experiment is added to the one that is on', () => {
  const { client, site } = begin(manual, experiment('b'));
  client.preview('a', 'control');
  client.preview('b', 'control');
  expect(site._session?._preview).toBe('b:control,a:control,');
  client.reset();
  expect(site._session?._preview).toBe('');
});

test('once all is over nothing is counted', () => {
  const { client, events } = begin(manual);
  client.dispose();
  client.track('order');
  expect([client.activate('a'), events]).toEqual([undefined, []]);
});
