/** Checks what a decision keeps to, whatever the experiment and the subject. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, type Experiment, prepare, type Status, unit } from '../../src/core/index.js';
import { anyExperiment, anyQuestion } from './arbitraries.js';
import { experiment, ids, out } from './plain.js';

test('any subject gets a variant of the experiment or none, and nothing without a variant', () => {
  fc.assert(
    fc.property(anyExperiment, anyQuestion, (any, subject) => {
      const { variant, recipe, exposure } = decide(any, subject);
      expect([null, ...any.variants.map(({ key }) => key)]).toContain(variant);
      if (exposure) expect(recipe).toBe(true);
      if (recipe) expect(variant).not.toBe(null);
    }),
    { numRuns: 500 },
  );
});

test('a prepared experiment decides as one that was not, for one subject after the other', () => {
  fc.assert(
    fc.property(anyExperiment, fc.array(anyQuestion, { maxLength: 4 }), (any, subjects) => {
      expect(subjects.map(prepare(any))).toEqual(subjects.map((subject) => decide(any, subject)));
    }),
    { numRuns: 300 },
  );
});

test('raising sampleRate keeps everyone who was in, in the same variant', () => {
  const rate = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(anyExperiment, anyQuestion, rate, rate, (any, subject, one, other) => {
      const at = (sampleRate: number) =>
        decide({ ...any, audience: { ...any.audience, sampleRate } }, { ...subject, sticky: null });
      const before = at(Math.min(one, other));
      if (before.variant !== null) expect(at(Math.max(one, other))).toEqual(before);
    }),
    { numRuns: 500 },
  );
});

test('the number of a subject decides by being below the rate', () => {
  for (const subject of ids) {
    const number = unit(experiment.id, 'sample', subject);
    const reason = (audience: Experiment['audience']): string =>
      decide({ ...experiment, ...(audience && { audience }) }, { subject }).reason;
    expect(reason({ sampleRate: number })).toBe('sample');
    expect(reason({ sampleRate: number + 2 ** -32 })).toBe('assigned');
    expect(reason({ excludeRate: number })).toBe('assigned');
    expect(reason({ excludeRate: number + 2 ** -32 })).toBe('sample');
  }
});

test('the number of a subject falls on the variant whose share it is in', () => {
  const decide = prepare(experiment);
  const expected = (subject: string): string =>
    Math.floor(unit(experiment.id, 'variant', subject) * 10000) < 5000 ? 'control' : 'treatment';
  const many = Array.from({ length: 30_000 }, (_, index) => `user-${index}`);
  expect(many.some((subject) => Math.floor(unit(experiment.id, 'variant', subject) * 10000) === 5000)).toBe(true);
  expect(many.filter((subject) => decide({ subject }).variant !== expected(subject))).toEqual([]);
});

test('a sampleRate of 0 lets nobody in, of 1 everybody', () => {
  for (const subject of ids) {
    expect(decide({ ...experiment, audience: { sampleRate: 0 } }, { subject }).reason).toBe('sample');
    expect(decide({ ...experiment, audience: { sampleRate: 1 } }, { subject }).reason).toBe('assigned');
  }
});

test('the salt is the id unless it says otherwise, and another salt deals anew', () => {
  const variants = (salt?: string) =>
    ids.map((subject) => decide({ ...experiment, ...(salt && { salt }) }, { subject }).variant);
  const before = variants();
  expect(variants('homepage-cta')).toEqual(before);
  const same = variants('another').filter((key, index) => key === before[index]).length;
  expect(same / ids.length).toBeGreaterThan(0.4);
  expect(same / ids.length).toBeLessThan(0.6);
});

test('a variant of weight 0 is given to nobody but by divertTo', () => {
  const [control, treatment] = experiment.variants;
  const lopsided = {
    ...experiment,
    variants: [
      { ...control, weight: 10000 },
      { ...treatment, weight: 0 },
    ],
  } as Experiment;
  for (const subject of ids) {
    expect(decide(lopsided, { subject }).variant).toBe('control');
    expect(decide({ ...lopsided, divertTo: 'treatment' }, { subject })).toEqual({
      variant: 'treatment',
      recipe: true,
      exposure: false,
      reason: 'divert',
    });
  }
});

describe('a sticky subject', () => {
  const subject = { subject: 'user-1', sticky: 'treatment', context: { user: { tier: 'free' } } };

  test('keeps the variant when weights, sampling and rule turn against it', () => {
    const turned: Experiment = {
      ...experiment,
      audience: { sampleRate: 0, rule: { '==': [{ var: 'user.tier' }, 'pro'] } },
      variants: experiment.variants.map((variant) => ({ ...variant, weight: variant.key === 'control' ? 10000 : 0 })),
    };
    expect(decide(turned, subject)).toEqual({ variant: 'treatment', recipe: true, exposure: true, reason: 'sticky' });
  });

  test('is out when the variant is gone, paused, out of time or excluded', () => {
    expect(decide(experiment, { ...subject, sticky: 'gone' })).toEqual(out('removed'));
    expect(decide({ ...experiment, status: 'paused' }, subject)).toEqual(out('paused'));
    expect(decide({ ...experiment, endAt: '2020-01-01T00:00:00Z' }, subject)).toEqual(out('schedule'));
    expect(decide({ ...experiment, audience: { excludeRate: 1 } }, subject)).toEqual(out('sample'));
  });

  test('passes the gate of the recipe anew', () => {
    const gated = { ...experiment, variants: experiment.variants.map((item) => ({ ...item, recipeSampleRate: 0 })) };
    expect(decide(gated, subject)).toEqual({ variant: 'treatment', recipe: false, exposure: false, reason: 'sticky' });
  });

  test('is decided by the hash where the experiment is not sticky', () => {
    for (const id of ids)
      expect(decide({ ...experiment, sticky: false }, { subject: id, sticky: 'treatment' })).toEqual(
        decide(experiment, { subject: id }),
      );
  });
});

describe('a rule that reads the page', () => {
  const onCart: Experiment = { ...experiment, audience: { rule: { '==': [{ var: 'page.path' }, '/cart'] } } };
  const at = (path: string, sticky: string | null) => ({ subject: 'user-1', sticky, context: { page: { path } } });

  test('is asked of those with a stored assignment, too', () => {
    expect(decide(onCart, at('/cart', 'treatment')).reason).toBe('sticky');
    expect(decide(onCart, at('/home', 'treatment'))).toEqual(out('rule'));
    expect(decide(onCart, at('/home', 'gone'))).toEqual(out('rule'));
    expect(decide(onCart, at('/cart', 'gone'))).toEqual(out('removed'));
  });

  test('is one in which a var says so literally', () => {
    const rule = { '==': [{ var: 'pages.path' }, '/cart'] };
    expect(decide({ ...experiment, audience: { rule } }, at('/home', 'treatment')).reason).toBe('sticky');
    const whole = { '==': [{ var: 'page' }, '/cart'] };
    expect(decide({ ...experiment, audience: { rule: whole } }, at('/home', 'treatment')).reason).toBe('rule');
  });
});

test('excludeRate leaves out under divertTo, too, and a stored assignment is not looked at there', () => {
  const diverted: Experiment = { ...experiment, divertTo: 'treatment' };
  expect(decide({ ...diverted, audience: { excludeRate: 1 } }, { subject: 'user-1' })).toEqual(out('sample'));
  expect(decide(diverted, { subject: 'user-1', sticky: 'control' }).variant).toBe('treatment');
});

describe('what authoring would refuse keeps everyone out', () => {
  const subject = { subject: 'user-1' };

  test.each(['startAt', 'endAt'])('a %s that is no date is schedule', (field) => {
    expect(decide({ ...experiment, [field]: 'soon' }, subject)).toEqual(out('schedule'));
    expect(decide({ ...experiment, [field]: '' }, subject)).toEqual(out('schedule'));
  });

  test('weights that are missing or do not sum to 10000 are sample', () => {
    const weigh = (...weights: readonly unknown[]) =>
      ({
        ...experiment,
        variants: weights.map((weight, index) => ({ key: `v${index}`, name: 'x', weight })),
      }) as Experiment;
    for (const odd of [weigh(undefined, undefined), weigh(5000), weigh(9000, 2000), weigh('5000', '5000'), weigh()])
      for (const id of ids) expect(decide(odd, { subject: id })).toEqual(out('sample'));
  });

  test('a status that is not known is paused', () => {
    expect(decide({ ...experiment, status: 'archived' as Status }, subject)).toEqual(out('paused'));
  });

  test('a divertTo of no variant is divert', () => {
    expect(decide({ ...experiment, divertTo: 'gone' }, subject)).toEqual(out('divert'));
  });

  test('a rule of null is rule', () => {
    expect(decide({ ...experiment, audience: { rule: null } }, subject)).toEqual(out('rule'));
  });
});

test('startAt is inclusive, endAt exclusive, whatever the zone they are written in', () => {
  const dated = { ...experiment, startAt: '2026-06-01T02:00:00+02:00', endAt: '2026-06-01T00:00:01Z' };
  const start = Date.UTC(2026, 5, 1);
  const reason = (now: number): string => decide(dated, { subject: 'user-1', now }).reason;
  expect([start - 1, start, start + 999, start + 1000].map(reason)).toEqual([
    'schedule',
    'assigned',
    'assigned',
    'schedule',
  ]);
});

test('a preview shows its variant without exposure whatever else holds, and an unknown key shows none', () => {
  const closed: Experiment = { ...experiment, status: 'draft', audience: { sampleRate: 0 } };
  const subject = { subject: 'user-1', enabled: false };
  expect(decide(closed, { ...subject, forced: 'treatment' })).toEqual({
    variant: 'treatment',
    recipe: true,
    exposure: false,
    reason: 'preview',
  });
  expect(decide(closed, { ...subject, forced: 'gone' })).toEqual(out('preview'));
});
