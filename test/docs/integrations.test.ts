/** Runs the recipes of docs/integrations.md against stubs of the vendors' functions. */

import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

const page = readFileSync('docs/integrations.md', 'utf8');
const block = (name: string): string => {
  const text = new RegExp(`<!-- ${name} -->\n\`\`\`\\w+\n(.*?)\`\`\``, 's').exec(page)?.[1];
  if (!text) throw new Error(`docs/integrations.md has no recipe ${name}`);
  return text;
};

const exposure = { experiment: 'hero-headline', variant: 'treatment', subject: 'user-1', reason: 'assigned' };
const failure = { ...exposure, code: 'error', message: 'TypeError: x is not a function' };

/** Runs a recipe, then lets the queue tell it of an exposure and a failure. Returns what the vendor was called with. */
const run = (name: string): unknown[][] => {
  const calls: unknown[][] = [];
  const stub =
    (method: string) =>
    (...args: unknown[]): number =>
      calls.push([method, ...args]);
  const queue: [string, string, (event: unknown) => void][] = [];
  const scope: Record<string, unknown> = {
    fx: queue,
    gtag: stub('gtag'),
    snowplow: stub('snowplow'),
    analytics: { track: stub('track') },
    posthog: { capture: stub('capture'), register: stub('register') },
    dataLayer: { push: stub('push') },
  };
  scope.window = scope;
  runInNewContext(block(name), scope);
  for (const [command, type, listener] of queue) {
    expect(command).toBe('on');
    listener(type === 'failure' ? failure : exposure);
  }
  return JSON.parse(JSON.stringify(calls));
};

test('Google Analytics gets experience_impression with the variant string', () => {
  expect(run('gtag')).toEqual([
    [
      'gtag',
      'event',
      'experience_impression',
      { exp_variant_string: 'FX-hero-headline-treatment', experiment_id: 'hero-headline', variation_id: 'treatment' },
    ],
  ]);
});

test('Segment gets Experiment Viewed', () => {
  expect(run('segment')).toEqual([
    [
      'track',
      'Experiment Viewed',
      {
        experiment_id: 'hero-headline',
        experiment_name: 'hero-headline',
        variation_id: 'treatment',
        variation_name: 'treatment',
      },
    ],
  ]);
});

test('PostHog gets the call of a flag, and the property that its metrics need', () => {
  expect(run('posthog')).toEqual([
    ['capture', '$feature_flag_called', { $feature_flag: 'hero-headline', $feature_flag_response: 'treatment' }],
    ['register', { '$feature/hero-headline': 'treatment' }],
  ]);
});

test('Snowplow gets a self-describing event, its schema and data below `event`', () => {
  expect(run('snowplow')).toEqual([
    [
      'snowplow',
      'trackSelfDescribingEvent',
      {
        event: {
          schema: 'iglu:io.growthbook/experiment_viewed/jsonschema/1-0-0',
          data: {
            experimentId: 'hero-headline',
            variationId: 'treatment',
            hashAttribute: 'subject',
            hashValue: 'user-1',
          },
        },
      },
    ],
  ]);
});

test('reports on Mojito’s names get exposures and failures under them', () => {
  const mojito = { waveId: 'hero-headline', waveName: 'hero-headline', recipe: 'treatment' };
  expect(run('mojito')).toEqual([
    ['push', { event: 'mojito_exposure 1-0-0', mojito }],
    [
      'push',
      {
        event: 'mojito_failure 1-0-0',
        mojito: { ...mojito, component: 'error', error: 'TypeError: x is not a function' },
      },
    ],
  ]);
});

test('Snowplow gets Mojito’s exposures and failures under Mojito’s schemas', () => {
  const wave = { waveId: 'hero-headline', waveName: 'hero-headline' };
  const call = (name: string, data: unknown): unknown[] => [
    'snowplow',
    'trackSelfDescribingEvent',
    { event: { schema: `iglu:io.mintmetrics.mojito/${name}/jsonschema/1-0-0`, data } },
  ];
  expect(run('mojito-snowplow')).toEqual([
    call('mojito_exposure', { ...wave, recipe: 'treatment' }),
    call('mojito_failure', { ...wave, component: 'error', error: 'TypeError: x is not a function' }),
  ]);
});
