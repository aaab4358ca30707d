/** Tests the stand-ins of composed containers: without a part, what needs it is out, and all else is as with it. */

import { describe, expect, test } from 'vitest';
import { readAddress, testerOf } from '../../src/core/address.js';
import { prepare } from '../../src/core/decide.js';
import type { Experiment, Holdout, Manifest } from '../../src/core/types.js';
import * as checks from '../../src/core/without/checks.js';
import * as dates from '../../src/core/without/dates.js';
import * as expressions from '../../src/core/without/expressions.js';
import * as gates from '../../src/core/without/gates.js';
import * as globs from '../../src/core/without/globs.js';
import * as holdouts from '../../src/core/without/holdouts.js';
import * as known from '../../src/core/without/known.js';
import * as layers from '../../src/core/without/layers.js';
import * as places from '../../src/core/without/places.js';
import * as rules from '../../src/core/without/rules.js';
import * as segments from '../../src/core/without/segments.js';
import * as versions from '../../src/core/without/versions.js';
import { experiment, ids } from './plain.js';

describe('without gates', () => {
  test.each<[string, Partial<Experiment>, { sticky?: string; enabled?: boolean }]>([
    ['a running one', {}, {}],
    ['a paused one', { status: 'paused' }, {}],
    ['one that is switched off', {}, { enabled: false }],
    ['one that somebody is in', {}, { sticky: 'treatment' }],
    ['one that forgets who is in', { sticky: false }, { sticky: 'treatment' }],
    ['one whose variant is gone', {}, { sticky: 'gone' }],
    [
      'one in which no variant has a weight',
      { variants: experiment.variants.map((one) => ({ ...one, weight: 0 })) },
      {},
    ],
  ])('%s decides as with them', (_, more, question) => {
    const one = { ...experiment, ...more };
    for (const subject of ids)
      expect(gates.prepare(one)({ subject, ...question })).toEqual(prepare(one)({ subject, ...question }));
  });

  test('facts that may be missing are not asked for', () => {
    const question = { subject: 'user-1', context: {} };
    expect(known.prepareKnown(experiment)(question, () => null)).toEqual(prepare(experiment)(question));
  });
});

test('without rules only a rule that is true lets anybody in', () => {
  const rule = { '==': [1, 1] };
  expect([rules.matches(true, {}), rules.matches(rule, {})]).toEqual([true, false]);
  expect([rules.compileRule(true)({}), rules.compileRule(rule)({})]).toEqual([true, false]);
  expect([rules.readsPage(undefined), rules.readsPage(true), rules.readsPage(rule)]).toEqual([false, false, true]);
  expect(rules.namespaces(rule)).toEqual([]);
});

test('without operators their rules fail, so that nobody is let in', () => {
  expect(() => globs.pathGlob('/a/**')).toThrow();
  expect(() => versions.versionRange('>=1')).toThrow();
});

test('without dates and layers an experiment that has some is nobody’s', () => {
  expect(dates.isScheduled({}, { now: 0 })).toBe(true);
  expect(dates.isScheduled({ startAt: '2026-01-01T00:00:00Z' }, { now: 0 })).toBe(false);
  expect(dates.isScheduled({ endAt: '2026-01-01T00:00:00Z' }, { now: 0 })).toBe(false);
  const layer = { id: 'l', salt: 'l', from: 0, to: 1 } as unknown as Experiment['layer'];
  const isIn = (one: Experiment): boolean => layers.isInLayer(one, { subject: 'user-1' });
  expect([isIn(experiment), isIn({ ...experiment, layer } as Experiment)]).toEqual([true, false]);
});

test('without holdouts nobody is held out, and where one is met all the same everybody is', () => {
  const holdout = { id: 'h', share: 0.1 } as Holdout;
  const manifest = { experiments: [experiment], holdouts: [holdout] } as unknown as Manifest;
  expect(holdouts.holdoutsFor(manifest, experiment, 0)).toEqual([]);
  expect(holdouts.isHeldOut(holdout, 'user-1')).toBe(true);
});

test('without expressions a pattern is a text, and an expression matches nowhere', () => {
  const plain = { pattern: '/cart', regex: false } as Parameters<typeof testerOf>[0];
  const expression = { pattern: '/cart', regex: true } as Parameters<typeof testerOf>[0];
  expect([expressions.testerOf(plain)('/cart/1'), expressions.testerOf(plain)('/home')]).toEqual([true, false]);
  expect(expressions.testerOf(expression)('/cart/1')).toBe(false);
  expect(testerOf(expression)('/cart/1')).toBe(true);
});

test('without parts of an address a pattern looks at all of it', () => {
  const url = new URL('https://shop.example/caf%C3%A9?q=1#top');
  expect(places.readAddress(url).any).toEqual(readAddress(url).any);
});

test('without checks and segments nothing is looked at, and nothing is carried', () => {
  expect([checks.isSound(experiment), checks.isSound(null)]).toEqual([true, false]);
  expect(checks.hasSoundHoldouts({} as Manifest)).toBe(true);
  expect(segments.pickSegments('user.tier', { user: { tier: 'pro' } })).toBeUndefined();
});
