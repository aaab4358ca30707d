/** Tests both providers under OpenFeature's own SDKs: what fx says beyond the scenarios of evaluation.feature. */

import { OpenFeature as Server } from '@openfeature/server-sdk';
import { OpenFeature as Web } from '@openfeature/web-sdk';
import { afterAll, describe, expect, test } from 'vitest';
import { createServerProvider, createWebProvider } from '../../../src/sdk/openfeature/index.js';
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
      flagMetadata: { experiment: 'split', reason: 'assigned' },
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

test('what changes is told as another configuration, and staleness as such', async () => {
  const { engine } = play(manifest);
  const events: string[] = [];
  await Web.setProviderAndWait('events', createWebProvider(engine as never));
  Web.getClient('events').addHandler('PROVIDER_CONFIGURATION_CHANGED' as never, () => void events.push('changed'));
  engine.variant('split');
  await engine.loadConfig({ ...manifest, enabled: false });
  await expect.poll(() => events).toEqual(['changed']);
  const provider = createServerProvider(server);
  await Server.setProviderAndWait('events', provider);
  Server.getClient('events').addHandler('PROVIDER_STALE' as never, () => void events.push('stale'));
  provider.stale();
  await expect.poll(() => events).toEqual(['changed', 'stale']);
});
