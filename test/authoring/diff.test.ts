/** Checks what changed between two published experiments, field by field. */

import { expect, test } from 'vitest';
import { diff, type Metric, type Published } from '../../src/authoring/index.js';
import type { Experiment, Variant } from '../../src/core/index.js';

const variant = (key: string, more: Partial<Variant> = {}): Variant => ({ key, name: key, weight: 5000, ...more });
const base: Experiment = { id: 'cta', name: 'CTA', variants: [variant('control'), variant('b')] };
const signup: Metric = { key: 'signup', name: 'Sign-ups', kind: 'conversion', eventName: 'signup' };
const published = (experiment: Partial<Experiment> = {}, metrics: readonly Metric[] | undefined = []): Published => ({
  experiment: { ...base, ...experiment },
  metrics,
});

test('the same experiment has no changes', () => {
  expect(diff(published(), published())).toEqual([]);
});

test('a default that is written out is no change', () => {
  const written = published({
    salt: 'cta',
    status: 'running',
    sticky: true,
    trigger: { kind: 'auto' },
    control: 'control',
  });
  expect(diff(published(), written)).toEqual([]);
});

test('the order of keys in a free object is no change', () => {
  expect(
    diff(published({ metadata: { a: 1, b: { c: 2, d: 3 } } }), published({ metadata: { b: { d: 3, c: 2 }, a: 1 } })),
  ).toEqual([]);
});

test('the order of a list is one', () => {
  expect(diff(published({ metadata: { a: [1, 2] } }), published({ metadata: { a: [2, 1] } }))).toHaveLength(1);
});

test('a change names its field, its path, and both values with defaults written out', () => {
  expect(diff(published(), published({ audience: { sampleRate: 0.5 } }))).toEqual([
    { field: 'audience.sampleRate', path: 'audience.sampleRate', before: 1, after: 0.5 },
  ]);
});

test('a field of a variant is named by the key of the variant', () => {
  const after = published({ variants: [variant('control'), variant('b', { css: 'a {}' })] });
  expect(diff(published(), after)).toEqual([
    { field: 'variant.css', path: 'variants[].b.css', before: undefined, after: 'a {}' },
  ]);
});

test('a renamed variant is one removed and one added', () => {
  const after = published({ variants: [variant('control'), variant('c')] });
  expect(diff(published(), after).map(({ field, path, before, after: is }) => [field, path, before, is])).toEqual([
    ['variant', 'variants[].b', 'b', undefined],
    ['variant', 'variants[].c', undefined, 'c'],
  ]);
});

test('variants in another order are a change of their own', () => {
  const after = published({ variants: [variant('b'), variant('control')] });
  expect(diff(published({ control: 'control' }), after)).toEqual([
    { field: 'variant order', path: 'variants', before: ['control', 'b'], after: ['b', 'control'] },
  ]);
});

test('a variant that is added in front of others changes no order', () => {
  const after = published({ variants: [variant('new'), ...base.variants] });
  expect(diff(published(), after).map(({ field }) => field)).toEqual(['variant']);
});

test('metrics are matched by key', () => {
  const after = published({}, [{ ...signup, eventName: 'sign-up', isPrimary: true }]);
  expect(diff(published({}, [signup]), after).map(({ field, path }) => [field, path])).toEqual([
    ['metric.eventName', 'metrics[].signup.eventName'],
    ['metric.isPrimary', 'metrics[].signup.isPrimary'],
  ]);
});

test('metrics that nobody kept are not compared', () => {
  expect(diff({ experiment: base }, published({}, [signup]))).toEqual([]);
});
