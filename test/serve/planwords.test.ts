/** Tests the words of a plan: each field that it can name, with the values that people see. */

import { describe, expect, test } from 'vitest';
import type { PlannedChange } from '../../src/authoring/index.js';
import { audienceFields, experimentFields, metricFields, variantFields } from '../../src/authoring/table.js';
import { safe } from '../../src/authoring/verdict.js';
import type { Json } from '../../src/core/index.js';
import { changeWords, type PlanNames } from '../../src/serve/studio/planwords.js';

const NAMES: PlanNames = {
  variants: new Map([
    ['a', 'As it is'],
    ['b', 'Good paper'],
  ]),
  metrics: new Map([['m', 'Orders']]),
  experiments: new Map([['price', 'Price of posters']]),
};

const change = (path: string, before?: Json, after?: Json): PlannedChange => ({ path, before, after, ...safe('') });
const said = (path: string, before?: Json, after?: Json, kind: 'experiment' | 'holdout' = 'experiment'): string => {
  const { field, values } = changeWords(change(path, before, after), kind, NAMES);
  return `${field}: ${values}`;
};

const RULE = { '==': [{ var: 'device.type' }, 'mobile'] };
const BOTH = { and: [RULE, { in: [{ var: 'device.language' }, ['de', 'en']] }] };
const OP = { op: 'replaceText', selector: 'h1', value: 'Hello' };

test.each<readonly [path: string, before: Json | undefined, after: Json | undefined, words: string]>([
  ['name', 'A', 'B', 'Name: “A” → “B”'],
  ['status', 'running', 'paused', 'Status: running → paused'],
  ['startAt', undefined, '2026-12-10T00:00:00Z', 'Runs from: at once → 10 Dec 2026, 00:00 UTC'],
  ['endAt', '2026-12-10T08:30:00+01:00', undefined, 'Runs until: 10 Dec 2026, 07:30 UTC → no date'],
  ['salt', 'price', 'other', 'Salt of the draw: “price” → “other”'],
  ['audience.sampleRate', 1, 0.5, 'Takes part: 100% → 50%'],
  ['audience.excludeRate', 0, 0.125, 'Left out for good: 0% → 12.5%'],
  [
    'audience.rule',
    undefined,
    BOTH,
    'Who may take part: everyone → the kind of device is mobile, and the language of the browser is one of de, en',
  ],
  ['audience.rule', RULE, { or: [RULE, RULE] }, 'Who may take part: changed'],
  ['layer', undefined, { name: 'checkout', from: 0, to: 0.5 }, 'Slice of a layer: none → checkout, 0% to 50%'],
  ['sticky', true, false, 'Visitors keep their variant: yes → no'],
  ['divertTo', undefined, 'b', 'Everyone gets: their own variant → Good paper'],
  ['manualExposure', false, true, 'A visitor counts: once the variant is shown → once the page says so'],
  [
    'trigger',
    { kind: 'auto' },
    { kind: 'urlMatch', pattern: '/cart' },
    'Where it starts: on every page → where the address has /cart',
  ],
  ['sharedJs', 'a()', 'b()', 'Script of all variants: changed'],
  ['sharedCss', undefined, 'b {}', 'CSS of all variants: added'],
  ['metadata', { a: 1 }, undefined, 'Data for scripts: taken out'],
  ['control', 'a', 'b', 'The others are compared with: As it is → Good paper'],
  ['x-mojito-id', undefined, 'w1', 'Id of the wave in Mojito: none → “w1”'],
  ['variants', ['a', 'b'], ['b', 'a'], 'Order of the variants: As it is, Good paper → Good paper, As it is'],
  ['variants[].b', undefined, 'b', 'The variant Good paper: added'],
  ['variants[].gone', 'gone', undefined, 'The variant gone: taken out'],
  ['variants[].b.name', 'A', 'B', 'Name of a variant: “A” → “B”'],
  ['variants[].b.weight', 5000, 7000, 'Share of Good paper: 50% → 70%'],
  ['variants[].b.recipeSampleRate', 1, 0.5, 'Of those with Good paper, see it: 100% → 50%'],
  ['variants[].b.css', 'a {}', 'b {}', 'CSS of Good paper: changed'],
  ['variants[].b.js', 'a()', 'b()', 'Script of Good paper: changed'],
  [
    'variants[].b.domOps',
    [OP, { op: 'remove', selector: '.ad' }],
    [
      { ...OP, value: 'Hi' },
      { op: 'remove', selector: '.ad' },
    ],
    'What Good paper changes on the page: sets the text of h1: “Hello” → sets the text of h1: “Hi”',
  ],
  [
    'variants[].b.domOps',
    undefined,
    [OP],
    'What Good paper changes on the page: nothing → sets the text of h1: “Hello”',
  ],
  ['variants[].b.payload', { a: 1 }, { a: 2 }, 'Data of Good paper: changed'],
  ['variants[].b.redirect', undefined, '/new', 'Good paper leads to: none → /new'],
  ['variants[].b.keepQuery', true, false, 'Good paper takes the query of the address along: yes → no'],
  ['metrics[].m', undefined, 'm', 'The metric Orders: added'],
  ['metrics[].m.name', 'A', 'B', 'Name of a metric: “A” → “B”'],
  ['metrics[].m.kind', 'count', 'sum', 'Orders counts: number of events → sum of values'],
  ['metrics[].m.eventName', 'buy', 'purchase', 'Orders counts the event: buy → purchase'],
  ['metrics[].m.isPrimary', false, true, 'Orders decides: no → yes'],
  ['metrics[].m.role', 'secondary', 'guardrail', 'Orders is: watched → what must not get worse'],
  ['metrics[].m.goal', 'increase', 'decrease', 'Good for Orders: more → less'],
  ['metrics[].m.margin', undefined, 0.02, 'Orders may get worse by: none → 2%'],
  ['metrics[].m.over', 'view', { event: 'cart', value: true }, 'Orders is divided by: view → the values of cart'],
  ['metrics[].m.value', true, false, 'Orders adds up values: yes → no'],
  ['metrics[].m.quantile', 0.9, 0.95, 'Quantile of Orders: 90% → 95%'],
  [
    'metrics[].m.cap',
    { value: 100 },
    { quantile: 0.99 },
    'The most that Orders counts of one visitor: 100 → the 99% quantile',
  ],
  ['metrics[].m.window', '1d', '72h', 'Orders counts after the first view for: 1 day → 72 hours'],
])('%s is said as a person calls it', (path, before, after, words) => {
  expect(said(path, before, after)).toBe(words);
});

test.each<readonly [path: string, before: Json | undefined, after: Json | undefined, words: string]>([
  ['name', 'A', 'B', 'Name: “A” → “B”'],
  ['share', undefined, 0.05, 'Held out: nobody → 5%'],
  ['experiments', undefined, ['price', 'gone'], 'Held out of: all experiments → Price of posters, gone'],
  ['startAt', undefined, '2026-12-10T00:00:00Z', 'From: at once → 10 Dec 2026, 00:00 UTC'],
  ['endAt', undefined, '2026-12-10T00:00:00Z', 'Until: no date → 10 Dec 2026, 00:00 UTC'],
])('%s of a holdout is said as a person calls it', (path, before, after, words) => {
  expect(said(path, before, after, 'holdout')).toBe(words);
});

describe('a field', () => {
  test('that is compared has words, whatever its table gains', () => {
    const tables = [
      ['', experimentFields],
      ['audience.', audienceFields],
      ['variants[].b.', variantFields],
      ['metrics[].m.', metricFields],
    ] as const;
    for (const [path, fields] of tables)
      for (const [name, row] of Object.entries(fields)) {
        const isCompared = (row.in === 'manifest' || row.in === 'state') && !('holds' in row);
        if (isCompared)
          expect(changeWords(change(path + name, 'a', 'b'), 'experiment', NAMES).field).not.toBe(path + name);
      }
  });

  test('that nobody knows keeps its own name, and so does what only looks like one', () => {
    expect(said('next.thing', 1, 2)).toBe('next.thing: “1” → “2”');
    expect(said('constructor', undefined, { a: 1 })).toBe('constructor: added');
    expect(said('toString', undefined, 0.1, 'holdout')).toBe('toString: none → “0.1”');
  });

  test('that no line holds is told by the lines that differ', () => {
    const { diff } = changeWords(change('variants[].b.css', 'a {}\nb {}\n', 'a {}\nc {}\n'), 'experiment', NAMES);
    expect(diff?.split('\n')).toEqual(['  a {}', '- b {}', '+ c {}']);
    expect(changeWords(change('sharedJs', 'a'.repeat(50_000), 'b'), 'experiment', NAMES).diff).toBe(null);
    expect(changeWords(change('variants[].b', undefined, 'b'), 'experiment', NAMES).diff).toBe(null);
  });

  test('is called by a name with signs that mean something in a replacement', () => {
    const names = { ...NAMES, variants: new Map([['b', "$& and $' #"]]) };
    expect(changeWords(change('variants[].b.css', 'a', 'b'), 'experiment', names).field).toBe("CSS of $& and $' #");
  });
});
