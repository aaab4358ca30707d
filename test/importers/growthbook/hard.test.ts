/**
 * Tests payloads of GrowthBook that are not as they should be: each experiment is refused with its reason, or
 * validates.
 */

import { expect, test } from 'vitest';
import { compile } from '../../../src/authoring/compile.js';
import { importGrowthBook } from '../../../src/importers/growthbook/index.js';

const arms = [{}, { css: 'h1 { color: red }' }];
const one = (more: object): object => ({ key: 'a', variations: arms, ...more });

test.each<[what: string, experiment: object, reason: string]>([
  ['no key', { variations: arms }, 'it has no key'],
  ['an empty key', one({ key: '' }), 'it has no key'],
  ['no variations', { key: 'a' }, 'fewer than two variations'],
  ['variations of null', one({ variations: null }), 'fewer than two variations'],
  ['a coverage that is a text', one({ coverage: '1' }), 'its coverage is "1", and no share'],
  ['a coverage that is an object', one({ coverage: {} }), 'its coverage is {}, and no share'],
  ['a namespace without its shares', one({ namespace: ['home'] }), 'its beginning in home is undefined, and no share'],
  ['a namespace without a name', one({ namespace: [1, 0, 1] }), 'not a name with two shares'],
  ['a namespace of words', one({ namespace: ['home', 'a', 'b'] }), 'its beginning in home is "a", and no share'],
  ['a namespace that ends before it begins', one({ namespace: ['home', 0.6, 0.2] }), 'has room for nobody'],
  ['addresses that are no list', one({ urlPatterns: '/shop' }), 'its urlPatterns are no list'],
  [
    'an address without a pattern',
    one({ urlPatterns: [{ include: true, type: 'simple' }] }),
    'one of its address patterns is empty or no text',
  ],
  [
    'a page that is left out',
    one({ urlPatterns: [{ include: false, type: 'simple', pattern: '/x' }] }),
    'it leaves pages out',
  ],
  [
    'a condition of another feature',
    one({ parentConditions: [{ id: 'b', condition: { value: true } }] }),
    'it depends on another feature',
  ],
  ['a condition that is a list', one({ condition: [1] }), 'its condition is no object'],
  ['an operator that nobody knows', one({ condition: { a: { $near: 1 } } }), 'its condition has $near'],
  ['an operator of every object', one({ condition: { a: { constructor: 5 } } }), 'its condition has constructor'],
  ['another one', one({ condition: { a: { toString: 5 } } }), 'its condition has toString'],
  ['a saved group', one({ condition: { a: { $inGroup: 'g' } } }), 'its condition has $inGroup'],
  [
    'a date in a condition',
    one({ condition: { since: { $gt: '2026-01-01T00:00:00Z' } } }),
    'rules order numbers alone',
  ],
  [
    'ranges',
    one({
      ranges: [
        [0, 0.1],
        [0.5, 1],
      ],
    }),
    'its ranges [[0,0.1],[0.5,1]] are not those',
  ],
  ['a forced variation that is not there', one({ force: 9 }), 'it forces variation 9, which it does not have'],
])('%s: left out, and said why', (_, experiment, reason) => {
  const { experiments, report } = importGrowthBook({ experiments: [experiment] });
  expect(experiments).toEqual([]);
  expect(report.map(({ id, needs }) => [id, needs.at(-1)])).toEqual([[null, expect.stringContaining(reason)]]);
});

test.each<[what: string, experiment: object, need: string | undefined]>([
  [
    'null where something may stand',
    one({ name: null, coverage: null, weights: null, namespace: null, condition: null, meta: null, urlPatterns: null }),
    undefined,
  ],
  ['weights of another length', one({ weights: [0.5] }), 'GrowthBook divides evenly then'],
  ['weights that sum to more', one({ weights: [0.9, 0.9] }), 'GrowthBook divides evenly then'],
  ['weights of zero', one({ weights: [0, 0] }), 'GrowthBook divides evenly then'],
  ['weights below zero', one({ weights: [-1, 2] }), 'GrowthBook divides evenly then'],
  ['a coverage above 1', one({ coverage: 7 }), undefined],
  ['a coverage below 0', one({ coverage: -3 }), undefined],
  ['variations of null and text', one({ variations: [null, 'x'] }), undefined],
  ['a key that is a number', one({ key: 5 }), undefined],
  ['a key of any letters', one({ key: 'Größe 1/é' }), undefined],
  ['a namespace of any letters', one({ namespace: ['Ünï cödé', 0, 0.5] }), undefined],
  ['one that is stopped', one({ status: 'stopped' }), 'it is stopped there'],
  ['a fact called like a field of every object', one({ condition: { constructor: 'x' } }), undefined],
  ['a status called like one', one({ status: 'constructor' }), undefined],
  ['one that is not active', one({ active: false }), 'it is not active there'],
  ['one that gives everybody the same', one({ force: 1 }), 'everybody gets variation-1 there'],
  ['one that code begins', one({ manual: true }), 'call fx.activate with its id'],
  [
    'another attribute to divide by',
    one({ hashAttribute: 'device', fallbackAttribute: 'id' }),
    'who has no device is divided by id',
  ],
  [
    'a change without a selector',
    one({ variations: [{}, { domMutations: [{ action: 'set', attribute: 'html', value: 'x' }] }] }),
    'a change without a selector is left out',
  ],
  [
    'a change without an action',
    one({ variations: [{}, { domMutations: [{ selector: 'h1' }] }] }),
    'a change of h1 names no action',
  ],
  [
    'a change without a value',
    one({ variations: [{}, { domMutations: [{ selector: 'h1', action: 'set', attribute: 'html', value: null }] }] }),
    undefined,
  ],
])('%s: an experiment that validates', async (_, experiment, need) => {
  const { experiments, report } = importGrowthBook({ experiments: [experiment] });
  const { problems } = await compile(experiments.map(({ id, text }) => ({ path: `experiments/${id}.yaml`, text })));
  expect(experiments).toHaveLength(1);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (need === undefined) expect(report[0]?.needs).toEqual([]);
  else expect(report[0]?.needs.join()).toContain(need);
});

test('a redirect that leaves the query behind does so here', () => {
  const move = one({
    persistQueryString: false,
    urlPatterns: [{ include: true, type: 'simple', pattern: '/a' }],
    variations: [{}, { urlRedirect: '/b' }],
  });
  expect(importGrowthBook({ experiments: [move] }).experiments[0]?.text).toContain('keepQuery: false');
});

test('features without experiments, and an encrypted payload, hold none', () => {
  expect(importGrowthBook({ features: { a: { defaultValue: true, rules: [{ force: true }] } } })).toMatchObject({
    report: [],
    aside: 1,
  });
  expect(importGrowthBook({ encryptedFeatures: 'abc', encryptedExperiments: 'def' }).report).toEqual([]);
});

test('a large payload is read whole, and keys that are alike get ids of their own', () => {
  const many = Array.from({ length: 300 }, (_, at) => one({ key: at % 2 ? 'same' : `e${at}` }));
  const { experiments } = importGrowthBook({ experiments: many });
  expect(new Set(experiments.map(({ id }) => id)).size).toBe(300);
});
