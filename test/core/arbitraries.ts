/** Makes rules, contexts, experiments and questions of every kind, for the properties of the core. */

import fc from 'fast-check';
import type { Experiment, Question, Rule } from '../../src/core/index.js';

/** Every operator with a number of operands that it takes. */
const OPERATORS: readonly (readonly [string, number])[] = [
  ...['not', '!', '!!', 'or', 'and', 'if'].map((name) => [name, 1] as const),
  ...['==', '!=', '===', '!==', '<', '<=', '>', '>='].map((name) => [name, 2] as const),
  ...['in', 'startsWith', 'endsWith', 'matches', 'semver', 'glob', 'before', 'after', 'and', 'or', 'if'].map(
    (name) => [name, 2] as const,
  ),
  ...['<', '<=', '>', '>=', 'and', 'or', 'if'].map((name) => [name, 3] as const),
  ['if', 4],
];

/** Some that do not exist, and some that every object inherits. */
const NAMES = [...OPERATORS.map(([name]) => name), 'var', 'frobnicate', 'constructor', 'toString'];

const PATHS = ['user.tier', 'user.age', 'user.tags.0', 'user', 'page.path', '', 'a.b.c', 'constructor', '__proto__.x'];

const literal = fc.oneof(
  fc.constantFrom<Rule>('pro', '30', '', '0', ' 7 ', '(', '^/cart', '/*', '1.2.3', '>=1 <2', 'user.tier', ...PATHS),
  fc.integer({ min: -2, max: 40 }),
  fc.boolean(),
  fc.constant(null),
);

/** Trees that are mostly well-formed, with anything whatever in between. */
export const anyRule: fc.Arbitrary<Rule> = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { arbitrary: literal, weight: 4 },
    { arbitrary: fc.constantFrom(...PATHS).map((path) => ({ var: path })), weight: 6 },
    {
      arbitrary: fc
        .constantFrom(...OPERATORS)
        .chain(([name, count]) =>
          fc.array(tie('rule'), { minLength: count, maxLength: count }).map((operands) => ({ [name]: operands })),
        ),
      weight: 12,
    },
    { arbitrary: fc.tuple(fc.constantFrom(...PATHS), tie('rule')).map((operands) => ({ var: operands })), weight: 2 },
    { arbitrary: fc.array(tie('rule'), { maxLength: 3 }), weight: 2 },
    fc
      .tuple(fc.constantFrom(...NAMES), fc.array(tie('rule'), { maxLength: 4 }))
      .map(([name, list]) => ({ [name]: list })),
    fc.dictionary(fc.constantFrom(...NAMES), tie('rule'), { maxKeys: 2 }),
    fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Rule>,
  ),
})).rule;

/** Facts about a visitor, now and then of the wrong shape. */
export const anyContext: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    user: fc.oneof(
      fc.record(
        {
          tier: fc.constantFrom('pro', 'free', '', null),
          age: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom('30', 'x')),
          tags: fc.array(fc.constantFrom('a', 'pro', '')),
        },
        { requiredKeys: [] },
      ),
      fc.constantFrom(null, 'text', 3),
    ),
    page: fc.record({ path: fc.constantFrom('/cart/1', '/', '/home') }),
    a: fc.object({ maxDepth: 3 }),
  },
  { requiredKeys: [] },
);

const KEYS = ['control', 'treatment', 'third'];
/** What every date of a generated experiment is near. */
const NOW = Date.UTC(2026, 5, 1);
const DATES = ['2026-05-31T00:00:00Z', '2026-06-01T00:00:00Z', '2026-06-01T00:00:01+00:00', 'soon', ''];

const rate = fc.constantFrom(0, 0.05, 0.5, 0.95, 1);

/** Experiments as a manifest carries them, and some that the authoring tools would refuse. */
export const anyExperiment: fc.Arbitrary<Experiment> = fc.record(
  {
    id: fc.constantFrom('pricing-page', 'homepage-cta', 'a'),
    name: fc.constant('Test'),
    status: fc.constantFrom('running', 'running', 'running', 'draft', 'paused', 'archived' as 'draft'),
    startAt: fc.constantFrom(...DATES),
    endAt: fc.constantFrom(...DATES),
    salt: fc.constantFrom('x', 'salt ✓'),
    audience: fc.record(
      {
        sampleRate: rate,
        excludeRate: rate,
        rule: fc.oneof(
          fc.constantFrom<Rule>(true, { var: 'user.tier' }, { '==': [{ var: 'page.path' }, '/'] }),
          anyRule,
        ),
      },
      { requiredKeys: [] },
    ),
    layer: fc.record({ name: fc.constantFrom('checkout', 'a ✓'), from: rate, to: rate }),
    sticky: fc.boolean(),
    divertTo: fc.constantFrom(...KEYS, 'gone'),
    manualExposure: fc.boolean(),
    variants: fc
      .tuple(
        fc.constantFrom([5000, 5000], [0, 10000], [3334, 3333, 3333], [5000, 4000], [Number.NaN, 5000]),
        fc.array(fc.option(rate, { nil: undefined }), { minLength: 3, maxLength: 3 }),
      )
      .map(([weights, rates]) =>
        weights.map((weight, index) => {
          const key = KEYS[index] ?? '';
          const recipeSampleRate = rates[index];
          return recipeSampleRate === undefined
            ? { key, name: key, weight }
            : { key, name: key, weight, recipeSampleRate };
        }),
      ),
  },
  { requiredKeys: ['id', 'name', 'variants'] },
);

/** Whatever one of them may be asked. */
export const anyQuestion: fc.Arbitrary<Question & { readonly now: number }> = fc.record(
  {
    subject: fc.oneof(
      fc.string(),
      fc.nat().map((n) => `user-${n}`),
    ),
    context: anyContext,
    sticky: fc.constantFrom(...KEYS, 'gone', null),
    enabled: fc.constantFrom(true, true, true, false),
    forced: fc.constantFrom(...KEYS, 'gone', null, null, null, null),
    holdouts: fc.array(fc.record({ id: fc.constantFrom('winter', 'all'), share: rate }), { maxLength: 2 }),
    now: fc.constantFrom(NOW - 1, NOW, NOW + 1),
  },
  { requiredKeys: ['subject', 'now'] },
);
