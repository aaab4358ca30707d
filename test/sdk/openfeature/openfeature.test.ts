/** Tests both providers under OpenFeature's own SDKs: the scenarios of its evaluation.feature, and what fx adds. */

import { OpenFeature as Server } from '@openfeature/server-sdk';
import { OpenFeature as Web } from '@openfeature/web-sdk';
import { afterAll, describe, expect, test } from 'vitest';
import { decide, type Experiment, type JsonObject } from '../../../src/core/index.js';
import { createServerProvider, createWebProvider } from '../../../src/sdk/openfeature/index.js';
import { made, manifestOf, play, sure } from '../engine/made.js';

/** A flag that everybody has, as the suite has them. */
const flag = (id: string, key: string, payload: JsonObject, rest: Partial<Experiment> = {}): Experiment => ({
  id,
  name: id,
  phase: '0123abcd',
  divertTo: key,
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key, name: key, weight: 5000, payload },
  ],
  ...rest,
});

const CUSTOMER = { fn: 'Sulisław', ln: 'Świętopełk', age: 29, customer: false };
const isCustomer = {
  and: [
    { '==': [{ var: 'fn' }, 'Sulisław'] },
    { '==': [{ var: 'user.ln' }, 'Świętopełk'] },
    { '==': [{ var: 'age' }, 29] },
    { '===': [{ var: 'customer' }, false] },
  ],
};
const template = { showImages: true, title: 'Check out these pics!', imagesPerPage: 100 };

const manifest = manifestOf(
  flag('boolean-flag', 'on', { value: true }),
  flag('string-flag', 'greeting', { value: 'hi' }),
  flag('integer-flag', 'ten', { value: 10 }),
  flag('float-flag', 'half', { value: 0.5 }),
  flag('object-flag', 'template', template),
  flag('context-aware', 'internal', { value: 'INTERNAL' }, { audience: { rule: isCustomer } }),
  flag('wrong-flag', 'uh-oh', { value: 'uh-oh' }),
  sure('split'),
  sure('paused', { status: 'paused' }),
  made('three', {
    variants: ['a', 'b', 'c'].map((key, at) => ({ key, name: key, weight: at ? 0 : 10000, payload: { columns: 3 } })),
  }),
);

interface Asked {
  readonly value: unknown;
  readonly variant?: string | undefined;
  readonly reason?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly flagMetadata: object;
}
type Method = 'Boolean' | 'String' | 'Number' | 'Object';
type Ask = (method: Method, key: string, fallback: unknown, facts?: Record<string, never>) => Promise<Asked>;

const call = (client: unknown, method: Method, ...rest: readonly unknown[]): unknown =>
  (client as Record<string, (...given: readonly unknown[]) => unknown>)[`get${method}Details`]?.(...rest);

const server = {
  manifest,
  decide: (id: string, question: { readonly subject: string | number; readonly context?: object }) => {
    const experiment = manifest.experiments.find((one) => one.id === id);
    return experiment && decide(experiment, { ...question, subject: `${question.subject}` } as never);
  },
};

const counted: string[] = [];
const sides: Readonly<Record<string, Ask>> = {
  server: async (method, key, fallback, facts = {}) => {
    await Server.setProviderAndWait('server', createServerProvider(server));
    return call(Server.getClient('server'), method, key, fallback, facts) as Promise<Asked>;
  },
  web: async (method, key, fallback, facts) => {
    const { engine } = play(manifest);
    await Web.setContext('web', facts ?? {});
    await Web.setProviderAndWait('web', createWebProvider(engine as never));
    return call(Web.getClient('web'), method, key, fallback) as Asked;
  },
};

afterAll(async () => {
  await Server.close();
  await Web.close();
});

describe.each(Object.entries(sides))('%s', (side, ask) => {
  test.each<[Method, string, unknown, unknown, string]>([
    ['Boolean', 'boolean-flag', false, true, 'on'],
    ['String', 'string-flag', 'bye', 'hi', 'greeting'],
    ['Number', 'integer-flag', 1, 10, 'ten'],
    ['Number', 'float-flag', 0.1, 0.5, 'half'],
    ['Object', 'object-flag', {}, template, 'template'],
  ])('resolves a %s: its value, its variant, why', async (method, key, fallback, value, variant) => {
    expect(await ask(method, key, fallback)).toMatchObject({ value, variant, reason: 'STATIC' });
  });

  test('resolves by the context, and gives the default without', async () => {
    expect(await ask('String', 'context-aware', 'EXTERNAL', CUSTOMER as never)).toMatchObject({ value: 'INTERNAL' });
    expect(await ask('String', 'context-aware', 'EXTERNAL')).toMatchObject({ value: 'EXTERNAL', reason: 'DEFAULT' });
  });

  test('gives the default with a code for an unknown flag and another type', async () => {
    expect(await ask('String', 'missing-flag', 'uh-oh')).toMatchObject({
      value: 'uh-oh',
      reason: 'ERROR',
      errorCode: 'FLAG_NOT_FOUND',
    });
    expect(await ask('Number', 'wrong-flag', 13)).toMatchObject({
      value: 13,
      reason: 'ERROR',
      errorCode: 'TYPE_MISMATCH',
    });
  });

  const KNOWN = { targetingKey: 'user-1' } as never;

  test('a split says so, with what it was', async () => {
    expect(await ask('Number', 'split', 0, KNOWN)).toMatchObject({
      value: 7,
      variant: 'treatment',
      reason: 'SPLIT',
      flagMetadata: { experiment: 'split', reason: 'assigned' },
    });
  });

  test('a field of the payload, the key as text, and no boolean of three arms', async () => {
    expect(await ask('Number', 'three.columns', 1, KNOWN)).toMatchObject({ value: 3, variant: 'a' });
    expect(await ask('String', 'three', '', KNOWN)).toMatchObject({ value: 'a' });
    expect(await ask('Boolean', 'three', false, KNOWN)).toMatchObject({ errorCode: 'TYPE_MISMATCH' });
    expect(await ask('Number', 'three.rows', 1, KNOWN)).toMatchObject({ value: 1, errorCode: 'TYPE_MISMATCH' });
    expect(await ask('Number', 'three.constructor', 1, KNOWN)).toMatchObject({ errorCode: 'TYPE_MISMATCH' });
  });

  test('what is paused is disabled', async () => {
    expect(await ask('Number', 'paused', 3, KNOWN)).toMatchObject({ value: 3, reason: 'DISABLED' });
  });

  if (side === 'server')
    test('without a targeting key a split is an error', async () => {
      expect(await ask('Number', 'split', 3)).toMatchObject({ value: 3, errorCode: 'TARGETING_KEY_MISSING' });
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
