/** Tests the class of every change, its reason, and the share of visitors that it moves. */

import { describe, expect, test } from 'vitest';
import { type Metric, type Plan, type Published, plan, SAMPLE_SIZE, type Used } from '../../src/authoring/index.js';
import type { Experiment, Variant } from '../../src/core/index.js';

const variant = (key: string, weight: number, more: Partial<Variant> = {}): Variant => ({
  key,
  name: key,
  weight,
  ...more,
});
const control = variant('control', 5000);
const b = variant('b', 5000);
const base: Experiment = { id: 'cta', name: 'CTA', phase: '11111111', variants: [control, b] };
const signup: Metric = { key: 'signup', name: 'Sign-ups', kind: 'conversion', eventName: 'signup' };
const NOW = Date.parse('2027-01-15T12:00:00Z');

interface Around {
  readonly archived?: readonly string[];
  readonly used?: readonly Used[];
}

const sideOf = (...experiments: readonly Published[]) => new Map(experiments.map((one) => [one.experiment.id, one]));
const published = (experiment: Partial<Experiment>, metrics: readonly Metric[] = [signup]): Published => ({
  experiment: { ...base, ...experiment },
  metrics,
});

const compare = (
  before: readonly Published[],
  after: readonly Published[],
  { archived = [], used = [] }: Around = {},
): Plan => plan({ before: sideOf(...before), after: sideOf(...after), archived: new Set(archived), used, now: NOW });

/** The first change between two versions of one experiment; the others are of its class. */
const only = (before: Partial<Experiment>, after: Partial<Experiment>) => {
  const { experiments } = compare([published(before)], [published(after)]);
  expect(experiments).toHaveLength(1);
  const [change, ...others] = experiments[0]?.changes ?? [];
  expect(others.map((other) => other.class)).toEqual(others.map(() => change?.class));
  return change;
};

const slice = (from: number, to: number) => ({ name: 'checkout', from, to });

describe('on a running experiment', () => {
  const rule = { '==': [{ var: 'user.plan' }, 'pro'] };
  test.each<readonly [title: string, kind: string, before: Partial<Experiment>, after: Partial<Experiment>]>([
    ['another salt', 'moves', {}, { salt: 'two' }],
    ['other weights', 'moves', {}, { variants: [variant('control', 4000), variant('b', 6000)] }],
    ['a lower sampleRate', 'moves', {}, { audience: { sampleRate: 0.5 } }],
    ['a higher sampleRate', 'safe', { audience: { sampleRate: 0.5 } }, {}],
    ['another excludeRate', 'moves', {}, { audience: { excludeRate: 0.1 } }],
    ['a lower excludeRate', 'moves', { audience: { excludeRate: 0.1 } }, {}],
    ['another recipeSampleRate', 'moves', {}, { variants: [control, { ...b, recipeSampleRate: 0.5 }] }],
    ['divertTo', 'moves', {}, { divertTo: 'b' }],
    ['divertTo taken out', 'moves', { divertTo: 'b' }, {}],
    ['a slice of a layer', 'breaks', {}, { layer: slice(0, 0.5) }],
    ['a slice that grows', 'safe', { layer: slice(0.2, 0.5) }, { layer: slice(0, 0.6) }],
    ['a slice that shrinks', 'breaks', { layer: slice(0, 0.5) }, { layer: slice(0, 0.4) }],
    ['a slice that moves', 'breaks', { layer: slice(0, 0.5) }, { layer: slice(0.5, 1) }],
    ['a slice of another layer', 'breaks', { layer: slice(0, 0.5) }, { layer: { ...slice(0, 1), name: 'home' } }],
    ['a slice given up for everybody', 'safe', { layer: slice(0, 0.5) }, {}],
    ['manualExposure', 'breaks', {}, { manualExposure: true }],
    ['a rule', 'breaks', {}, { audience: { rule } }],
    ['another rule', 'breaks', { audience: { rule: true } }, { audience: { rule } }],
    ['a rule taken out', 'breaks', { audience: { rule } }, {}],
    ['a trigger', 'breaks', {}, { trigger: { kind: 'urlMatch', pattern: '/cart' } }],
    ['another control', 'breaks', {}, { control: 'b' }],
    ['js', 'breaks', {}, { variants: [control, { ...b, js: 'x()' }] }],
    ['css', 'breaks', {}, { variants: [control, { ...b, css: 'a{}' }] }],
    ['domOps', 'breaks', {}, { variants: [control, { ...b, domOps: [{ op: 'injectCSS', value: 'a{}' }] }] }],
    ['payload', 'breaks', {}, { variants: [control, { ...b, payload: { a: 1 } }] }],
    ['sharedJs', 'breaks', {}, { sharedJs: 'x()' }],
    ['sharedCss', 'breaks', {}, { sharedCss: 'a{}' }],
    ['variants in another order', 'moves', { control: 'control' }, { control: 'control', variants: [b, control] }],
    ['sticky switched off', 'moves', {}, { sticky: false }],
    ['sticky switched on', 'safe', { sticky: false }, {}],
    ['a startAt that is to come', 'moves', {}, { startAt: '2027-02-01T00:00:00Z' }],
    ['a startAt that has passed', 'safe', {}, { startAt: '2027-01-01T00:00:00Z' }],
    ['an endAt that has passed', 'moves', {}, { endAt: '2027-01-15T12:00:00Z' }],
    ['an endAt that is to come', 'safe', {}, { endAt: '2027-02-01T00:00:00Z' }],
    ['a pause', 'safe', {}, { status: 'paused' }],
    ['going back to a draft', 'moves', {}, { status: 'draft' }],
    ['another name', 'safe', {}, { name: 'Button' }],
    ['other metadata', 'safe', {}, { metadata: { a: 1 } }],
    ['another name of a variant', 'safe', {}, { variants: [control, { ...b, name: 'B' }] }],
  ])('%s: %s', (_, kind, before, after) => {
    const change = only(before, after);
    expect(change?.class).toBe(kind);
    expect(change?.reason).toMatch(/^[A-Z].*[.]$/);
  });

  test('a paused experiment is judged like a running one', () => {
    expect(only({ status: 'paused' }, { status: 'paused', salt: 'two' })?.class).toBe('moves');
  });

  test('a removed variant moves, an added one too', () => {
    const three = [variant('control', 4000), variant('b', 3000), variant('c', 3000)];
    for (const [before, after] of [
      [base.variants, three],
      [three, base.variants],
    ] as const) {
      const { experiments } = compare([published({ variants: before })], [published({ variants: after })]);
      const [variantChange] = experiments[0]?.changes ?? [];
      expect(variantChange).toMatchObject({ path: 'variants[].c', class: 'moves' });
      expect(variantChange?.share).toBeGreaterThan(0.2);
    }
  });

  test('a metric counts another event or in another way: breaks; it comes, goes or is named anew: safe', () => {
    const classOf = (after: readonly Metric[]) =>
      compare([published({})], [published({}, after)]).experiments[0]?.changes.map((change) => change.class);
    expect(classOf([{ ...signup, eventName: 'x' }])).toEqual(['breaks']);
    expect(classOf([{ ...signup, kind: 'count' }])).toEqual(['breaks']);
    expect(classOf([{ ...signup, name: 'x' }])).toEqual(['safe']);
    expect(classOf([{ ...signup, isPrimary: true }])).toEqual(['safe']);
    expect(classOf([])).toEqual(['safe']);
    expect(classOf([signup, { ...signup, key: 'other' }])).toEqual(['safe']);
  });
});

describe('the share moved', () => {
  test('is that of 10,000 ids in the real core', () => {
    expect(SAMPLE_SIZE).toBe(10_000);
    const weights = only({}, { variants: [variant('control', 4000), variant('b', 6000)] });
    expect(weights?.share).toBeCloseTo(0.1, 1);
    expect(only({}, { audience: { sampleRate: 0.5 } })?.share).toBeCloseTo(0.5, 1);
    expect(only({}, { audience: { excludeRate: 0.2 } })?.share).toBeCloseTo(0.2, 1);
    expect(only({}, { divertTo: 'b' })?.share).toBeCloseTo(0.5, 1);
    expect(only({}, { variants: [control, { ...b, recipeSampleRate: 0.5 }] })?.share).toBeCloseTo(0.25, 1);
    expect(only({}, { salt: 'two' })?.share).toBeCloseTo(0.5, 1);
  });

  test('is counted for paused and scheduled experiments, and beside a rule', () => {
    const quiet = { status: 'paused', startAt: '2030-01-01T00:00:00Z', audience: { rule: false } } as const;
    const change = only(quiet, { ...quiet, salt: 'two' });
    expect(change?.share).toBeCloseTo(0.5, 1);
  });

  test('of one change leaves the others aside', () => {
    const after = { salt: 'two', audience: { sampleRate: 0.9 } };
    const { experiments } = compare([published({})], [published(after)]);
    const shares = Object.fromEntries(experiments[0]?.changes.map(({ path, share }) => [path, share]) ?? []);
    expect(shares['audience.sampleRate']).toBeCloseTo(0.1, 1);
    expect(shares.salt).toBeCloseTo(0.5, 1);
  });

  test('is null where it depends on what is not known', () => {
    expect(only({}, { audience: { rule: false } })?.share).toBeNull();
  });
});

describe('coming and going', () => {
  const changeOf = (before: readonly Published[], after: readonly Published[], around?: Around) =>
    compare(before, after, around).experiments[0]?.changes[0];

  test('a new experiment is safe, with the share that comes into it', () => {
    expect(changeOf([], [published({ audience: { sampleRate: 0.2 } })])).toMatchObject({
      class: 'safe',
      after: 'running',
    });
    expect(changeOf([], [published({ audience: { sampleRate: 0.2 } })])?.share).toBeCloseTo(0.2, 1);
  });

  test('an experiment whose file is gone breaks, one that is archived ends', () => {
    expect(changeOf([published({})], [])).toMatchObject({ class: 'breaks', before: 'running' });
    expect(changeOf([published({})], [], { archived: ['cta'] })).toMatchObject({ class: 'safe', after: 'archived' });
  });

  test('a draft may change, go and start', () => {
    const draft = published({ status: 'draft' });
    expect(changeOf([draft], [])?.class).toBe('safe');
    expect(changeOf([draft], [published({ status: 'draft', salt: 'two', manualExposure: true })])?.class).toBe('safe');
    expect(changeOf([draft], [published({})])).toMatchObject({ class: 'safe', before: 'draft', after: 'running' });
  });

  test('an id that was used before breaks, also where a draft starts', () => {
    const used = [{ id: 'cta', salt: 'cta', phase: '22222222' }];
    expect(changeOf([], [published({})], { used })?.class).toBe('breaks');
    expect(changeOf([published({ status: 'draft' })], [published({})], { used })?.class).toBe('breaks');
    expect(changeOf([], [published({ status: 'draft' })], { used })?.class).toBe('safe');
  });

  test('what went by a rollback may come back as it was, and not otherwise', () => {
    const used = (phase: string) => [{ id: 'cta', salt: 'cta', phase, rolledBack: true }];
    expect(changeOf([], [published({})], { used: used('11111111') })?.class).toBe('safe');
    expect(changeOf([], [published({})], { used: used('22222222') })?.class).toBe('breaks');
  });

  test('a salt that another experiment uses or used breaks, and names it', () => {
    const other = published({ id: 'other', salt: 'shared' });
    const mine = published({ salt: 'shared' });
    const living = compare([other], [other, mine]).experiments[0]?.changes[0];
    expect(living).toMatchObject({ class: 'breaks', reason: expect.stringContaining('by other') });
    const used = [{ id: 'gone', salt: 'shared', phase: '' }];
    expect(changeOf([], [mine], { used })).toMatchObject({
      class: 'breaks',
      reason: expect.stringContaining('by gone'),
    });
    expect(compare([published({})], [mine], { used }).experiments[0]?.changes[0]?.class).toBe('breaks');
  });
});

test('experiments are in the order of their ids, and what stays as it is does not appear', () => {
  const same = published({ id: 'm' });
  const { experiments, counts } = compare([published({ id: 'z' }), same], [published({ id: 'a' }), same]);
  expect(experiments.map(({ id, action }) => [id, action])).toEqual([
    ['a', 'add'],
    ['z', 'remove'],
  ]);
  expect(counts).toEqual({ safe: 1, moves: 0, breaks: 1 });
});

test('a plan of nothing against nothing is empty', () => {
  expect(compare([], [])).toEqual({ experiments: [], counts: { safe: 0, moves: 0, breaks: 0 } });
});
