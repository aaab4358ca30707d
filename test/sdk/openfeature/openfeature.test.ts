/** Tests both providers under OpenFeature's own SDKs: what fx says beyond the scenarios of evaluation.feature. */

import { OpenFeature as Server } from '@openfeature/server-sdk';
import { OpenFeature as Web } from '@openfeature/web-sdk';
import { afterAll, describe, expect, test } from 'vitest';
import type { createProviderEmitter } from '../../../src/sdk/openfeature/emitter.js';
import { createServerProvider, createWebProvider } from '../../../src/sdk/openfeature/index.js';
import { createServer } from '../../../src/sdk/server/index.js';
import { manifestOf, play, sure } from '../engine/made.js';
import { manifest } from './flags.js';
import { server, sides } from './sides.js';

const counted: string[] = [];

afterAll(async () => {
  await Server.close();
  await Web.close();
});

describe.each(Object.entries(sides))('%s', (side, ask) => {
  const KNOWN = { targetingKey: 'user-1' };

  test.each([
    ['BooleanDetails', 'boolean-zero', true, false],
    ['StringDetails', 'string-zero', 'hi', ''],
    ['NumberDetails', 'number-zero', 1, 0],
    ['ObjectDetails', 'object-zero', { a: 1 }, {}],
  ] as const)('a value that is empty is a value: %s', async (method, key, fallback, value) => {
    expect(await ask(method, key, fallback)).toMatchObject({ variant: 'zero', reason: 'STATIC' });
    expect(await ask(method, key, fallback)).toHaveProperty('value', value);
  });

  test.each([
    ['BooleanDetails', 'string-flag', false],
    ['StringDetails', 'boolean-flag', 'bye'],
    ['NumberDetails', 'boolean-flag', 0.1],
    ['ObjectDetails', 'boolean-flag', { a: 1 }],
  ] as const)('a value of another type is an error: %s of %s', async (method, key, value) => {
    expect(await ask(method, key, value)).toMatchObject({ value, reason: 'ERROR', errorCode: 'TYPE_MISMATCH' });
  });

  test('a split says so, with what it was', async () => {
    expect(await ask('NumberDetails', 'split', 0, KNOWN)).toMatchObject({
      value: 7,
      variant: 'treatment',
      reason: 'SPLIT',
      flagMetadata: { experiment: 'split', reason: 'assigned', revision: 'r1' },
    });
  });

  test('what everybody is given says of which phase it is', async () => {
    expect(await ask('BooleanDetails', 'boolean-flag', false)).toMatchObject({
      value: true,
      reason: 'STATIC',
      flagMetadata: { experiment: 'boolean-flag', reason: 'divert', revision: 'r1', phase: '0123abcd' },
    });
  });

  test('a field of the payload, the key as text, and no boolean of three arms', async () => {
    expect(await ask('NumberDetails', 'three.columns', 1, KNOWN)).toMatchObject({ value: 3, variant: 'a' });
    expect(await ask('StringDetails', 'three', '', KNOWN)).toMatchObject({ value: 'a' });
    expect(await ask('BooleanDetails', 'three', false, KNOWN)).toMatchObject({ errorCode: 'TYPE_MISMATCH' });
    expect(await ask('NumberDetails', 'three.rows', 1, KNOWN)).toMatchObject({ value: 1, errorCode: 'TYPE_MISMATCH' });
    expect(await ask('NumberDetails', 'three.constructor', 1, KNOWN)).toMatchObject({ errorCode: 'TYPE_MISMATCH' });
  });

  test('what is paused is disabled', async () => {
    expect(await ask('NumberDetails', 'paused', 3, KNOWN)).toMatchObject({ value: 3, reason: 'DISABLED' });
  });

  if (side === 'server')
    test('without a targeting key a split is an error', async () => {
      expect(await ask('NumberDetails', 'split', 3)).toMatchObject({ value: 3, errorCode: 'TARGETING_KEY_MISSING' });
    });
});

test('evaluating counts nobody unless asked, and track counts a conversion', async () => {
  for (const expose of [false, true]) {
    const { engine, sent } = play(manifest);
    await Web.setProviderAndWait('count', createWebProvider(engine as never, { expose }));
    const client = Web.getClient('count');
    client.getNumberValue('split', 0);
    client.getNumberValue('split', 0);
    client.track('purchase', { value: 59.9, key: 'order-1' });
    expect(sent.map(({ type }) => type)).toEqual([...(expose ? ['exposure'] : []), 'conversion']);
    expect(sent.at(-1)).toMatchObject({ name: 'purchase', value: 59.9, key: 'order-1' });
  }
  const options = {
    expose: (...given: readonly unknown[]) => counted.push(given.join(' ')),
    track: (...given: readonly unknown[]) => counted.push(given.slice(0, 3).join(' ')),
  };
  await Server.setProviderAndWait('count', createServerProvider(server, options as never));
  const client = Server.getClient('count');
  await client.getNumberValue('split', 0, { targetingKey: 'user-1' });
  client.track('purchase', { targetingKey: 'user-1' }, { value: 2 });
  expect(counted).toEqual(['user-1 split treatment', 'user-1 purchase 2']);
});

test('a fact that another context no longer has is taken back', async () => {
  const { engine } = play(manifestOf(sure('pro-only', { audience: { rule: { '==': [{ var: 'tier' }, 'pro'] } } })));
  await Web.setContext('leaving', { tier: 'pro' });
  await Web.setProviderAndWait('leaving', createWebProvider(engine as never));
  await Web.setContext('leaving', { age: 29 });
  expect(Web.getClient('leaving').getNumberDetails('pro-only', 3)).toMatchObject({ value: 3, reason: 'DEFAULT' });
  await Web.setContext('leaving', { tier: 'pro' });
  expect(Web.getClient('leaving').getNumberDetails('pro-only', 3)).toMatchObject({ value: 7, reason: 'SPLIT' });
});

test('who leaves is not the subject any more, and a subject of the host is left alone', async () => {
  const asked: unknown[] = [];
  const { engine } = play(manifest);
  await Web.setContext('anonymous', { age: 29 });
  await Web.setProviderAndWait(
    'anonymous',
    createWebProvider({ ...engine, ready: engine.ready, identify: (subject: unknown) => asked.push(subject) } as never),
  );
  await Web.setContext('anonymous', { age: 30 });
  expect(asked).toEqual([]);
  await Web.setContext('anonymous', { targetingKey: 'user-2' });
  await Web.setContext('anonymous', { age: 30 });
  expect(asked).toEqual(['user-2', undefined]);
});

test('a context that says nothing leaves what the host gave fx itself', async () => {
  const isPro = { '==': [{ var: 'user.plan' }, 'pro'] };
  const { engine } = play(manifestOf(sure('pro-only', { audience: { rule: isPro } })), {
    context: { user: { plan: 'pro' } },
  });
  await Web.setProviderAndWait('silent', createWebProvider(engine as never));
  expect(Web.getClient('silent').getNumberDetails('pro-only', 3)).toMatchObject({ value: 7, reason: 'SPLIT' });
});

test('a server that is told of nobody but a subject knows that it has no facts', async () => {
  const notPro = { '!=': [{ var: 'user.tier' }, 'pro'] };
  const manifest = manifestOf(sure('not-pro', { audience: { rule: notPro } }));
  await Server.setProviderAndWait('known', createServerProvider(createServer({ manifest })));
  const ask = (facts: object) => Server.getClient('known').getNumberDetails('not-pro', 3, facts as never);
  expect(await ask({ targetingKey: 'user-1' })).toMatchObject({ value: 7, reason: 'SPLIT' });
  expect(await ask({ targetingKey: 'user-1', tier: 'pro' })).toMatchObject({ value: 3, reason: 'DEFAULT' });
});

describe('what the host gave fx itself is back once a context no longer has it', () => {
  const isPro = { '==': [{ var: 'user.plan' }, 'pro'] };
  const isLocal = { '==': [{ var: 'region' }, 'eu'] };
  const HOST = { user: { plan: 'pro' }, region: 'eu' };
  const pro = sure('pro-only', { audience: { rule: isPro } });
  const local = sure('local-only', { audience: { rule: isLocal } });

  test.each([
    ['before the provider', { context: HOST }, {}],
    ['after a context', {}, HOST],
  ])('%s', async (when, options, later) => {
    const { engine } = play(manifestOf(pro, local), options);
    await Web.setContext(when, { plan: 'free', region: 'us' });
    await Web.setProviderAndWait(when, createWebProvider(engine as never));
    const ask = (): unknown[] => ['pro-only', 'local-only'].map((id) => Web.getClient(when).getNumberValue(id, 3));
    expect(ask()).toEqual([3, 3]);
    engine.updateContext(later);
    // Another context that has them in between: the host's are remembered over it.
    await Web.setContext(when, { plan: 'basic', region: 'ap' });
    expect(ask()).toEqual([3, 3]);
    await Web.setContext(when, {});
    expect(ask()).toEqual([7, 7]);
    await Web.setContext(when, {});
    expect(ask()).toEqual([7, 7]);
  });
});

/** What both SDKs tell a client, line by line. */
const EVENTS = ['CONFIGURATION_CHANGED', 'STALE', 'READY'];
const listen = (client: { addHandler(event: never, handler: (details?: object) => void): void }): string[] => {
  const events: string[] = [];
  for (const event of EVENTS) client.addHandler(`PROVIDER_${event}` as never, () => void events.push(event));
  return events;
};

test('another manifest and another answer are told as another configuration, the same manifest is not', async () => {
  const { engine } = play(manifest);
  await Web.setProviderAndWait('events', createWebProvider(engine as never));
  const client = Web.getClient('events');
  const events = listen(client);
  await expect.poll(() => events).toEqual(['READY']);
  client.getNumberValue('split', 0);
  await engine.loadConfig({ ...manifest, enabled: false });
  await engine.loadConfig(manifest);
  await expect.poll(() => events).toEqual(['READY', 'CONFIGURATION_CHANGED', 'CONFIGURATION_CHANGED']);
  // An id that nobody knew until now, so that no answer of fx changed.
  client.getNumberValue('new', 0);
  await engine.loadConfig({ ...manifestOf(sure('new')), revision: 'r2' });
  await engine.loadConfig({ ...manifestOf(sure('new')), revision: 'r2' });
  await expect.poll(() => events.length).toBeGreaterThan(2);
  expect(client.getNumberDetails('new', 0)).toMatchObject({ value: 7, flagMetadata: { revision: 'r2' } });
  expect(events.filter((event) => event === 'CONFIGURATION_CHANGED')).toHaveLength(4);
});

test('whoever asked for a field hears of another configuration as well', async () => {
  const given: unknown[] = [];
  const { engine } = play(manifest);
  const provider = createWebProvider(engine as never);
  await Web.setProviderAndWait('fields', provider);
  Web.getClient('fields').addHandler('PROVIDER_CONFIGURATION_CHANGED' as never, (details) => void given.push(details));
  provider.configurationChanged();
  await expect.poll(() => given.length).toBe(1);
  // OpenFeature's hooks ask again for every key where none is named.
  expect(given[0]).not.toHaveProperty('flagsChanged');
});

test('a manifest that cannot be fetched is stale on the web until one is, and answers go on', async () => {
  let isDown = true;
  const fetcher = { fetch: async () => (isDown ? Promise.reject(new Error('down')) : manifest), pollInterval: 1 };
  const { engine } = play(manifest, { fetcher });
  await Web.setProviderAndWait('polled', createWebProvider(engine as never));
  const client = Web.getClient('polled');
  await expect.poll(() => client.providerStatus).toBe('STALE');
  expect(client.getNumberDetails('split', 0)).toMatchObject({ value: 7 });
  isDown = false;
  await expect.poll(() => client.providerStatus).toBe('READY');
  engine.dispose();
});

test('a closed provider tells of nothing any more', async () => {
  const { engine } = play(manifest);
  const provider = createWebProvider(engine as never);
  const events = provider.events as never as ReturnType<typeof createProviderEmitter>;
  let told = 0;
  events.addHandler('PROVIDER_CONFIGURATION_CHANGED', () => void told++);
  await provider.initialize();
  engine.variant('split');
  await engine.loadConfig({ ...manifest, enabled: false });
  expect(told).toBe(1);
  await provider.onClose();
  await engine.loadConfig({ ...manifestOf(sure('new')), revision: 'r2' });
  await engine.loadConfig(manifest);
  expect(told).toBe(1);
});

test('a server is stale where its host says so, and ready again with the next manifest', async () => {
  const provider = createServerProvider(server);
  await Server.setProviderAndWait('events', provider);
  const client = Server.getClient('events');
  const events = listen(client);
  await expect.poll(() => events).toEqual(['READY']);
  provider.stale();
  await expect.poll(() => client.providerStatus).toBe('STALE');
  provider.configurationChanged();
  await expect.poll(() => events).toEqual(['READY', 'STALE', 'READY', 'CONFIGURATION_CHANGED']);
  expect(client.providerStatus).toBe('READY');
});
