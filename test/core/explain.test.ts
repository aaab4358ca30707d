/** Checks that the gates tell the same as the decision. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Decision,
  decide,
  type Experiment,
  explain,
  type Gate,
  type Question,
  unit,
} from '../../src/core/index.js';
import { anyExperiment, anyQuestion } from './arbitraries.js';

/** Reads the decision off the gates alone. */
const conclude = (gates: readonly Gate[], manualExposure: boolean): Decision => {
  const gate = (name: Gate['gate']): Gate => {
    const found = gates.find((item) => item.gate === name);
    if (!found) throw new Error(`no gate ${name}`);
    return found;
  };
  const passes = (name: Gate['gate']): boolean => gate(name).pass;
  const key = (name: Gate['gate'], field: string): string | null => (gate(name).saw[field] ?? null) as string | null;
  const end = (reason: Decision['reason'], variant: string | null = null): Decision => {
    const isDealt = reason === 'assigned' || reason === 'sticky';
    const recipe = variant !== null && (!isDealt || passes('recipe'));
    return { variant, recipe, exposure: isDealt && recipe && !manualExposure, reason };
  };
  const forced = key('preview', 'forced');
  const divertTo = key('divert', 'divertTo');
  const sticky = key('sticky', 'sticky');
  if (forced !== null) return end('preview', passes('preview') ? forced : null);
  if (!passes('enabled')) return end('disabled');
  if (!passes('status')) return end(gate('status').saw.status === 'draft' ? 'draft' : 'paused');
  if (!passes('schedule')) return end('schedule');
  if (!passes('holdout')) return end('holdout');
  if (!passes('exclude')) return end('sample');
  if (divertTo === null && sticky !== null) {
    if (!passes('page')) return end('rule');
    return passes('sticky') ? end('sticky', sticky) : end('removed');
  }
  if (!passes('layer')) return end('layer');
  if (!passes('rule')) return end('rule');
  if (!passes('sample')) return end('sample');
  if (divertTo !== null) return end('divert', passes('divert') ? divertTo : null);
  return passes('variant') ? end('assigned', key('variant', 'variant')) : end('sample');
};

test('the decision follows from the gates, for any experiment and subject', () => {
  fc.assert(
    fc.property(anyExperiment, anyQuestion, (experiment, subject) => {
      expect(conclude(explain(experiment, subject), experiment.manualExposure === true)).toEqual(
        decide(experiment, subject),
      );
    }),
    { numRuns: 1000 },
  );
});

const experiment: Experiment = {
  id: 'pricing-page',
  name: 'Pricing',
  startAt: '2026-01-01T00:00:00Z',
  audience: { sampleRate: 0.9, rule: { '==': [{ var: 'user.tier' }, 'pro'] } },
  variants: [
    { key: 'control', name: 'Current', weight: 5000 },
    { key: 'redesign', name: 'Redesign', weight: 5000, recipeSampleRate: 0.2 },
  ],
};
const subject: Question = { subject: 'user-1', context: { user: { tier: 'free' } }, now: 1_780_000_000_000 };

test('every gate is there, in the order of deciding, also past the one that decides', () => {
  expect(explain(experiment, { ...subject, forced: 'control' }).map(({ gate }) => gate)).toEqual([
    'preview',
    'enabled',
    'status',
    'schedule',
    'holdout',
    'exclude',
    'divert',
    'page',
    'sticky',
    'layer',
    'rule',
    'sample',
    'variant',
    'recipe',
  ]);
});

test('a subject whose number is a rate is not below it', () => {
  for (const [field, gate] of [
    ['sampleRate', 'sample'],
    ['excludeRate', 'exclude'],
  ] as const)
    for (const [step, isBelow] of [
      [0, false],
      [2 ** -32, true],
    ] as const) {
      const audience = { [field]: unit(experiment.id, 'sample', subject.subject) + step };
      const found = explain({ ...experiment, audience }, subject).find((item) => item.gate === gate);
      expect(found?.pass).toBe(gate === 'sample' ? isBelow : !isBelow);
    }
});

test('a subject whose number is the share of a holdout is not held out, and one below it is', () => {
  const number = unit('winter', 'holdout', subject.subject);
  const passes = (share: number): boolean | undefined =>
    explain(experiment, { ...subject, holdouts: [{ id: 'winter', share }] }).find(({ gate }) => gate === 'holdout')
      ?.pass;
  expect([passes(number), passes(number + 2 ** -32)]).toEqual([true, false]);
});

test('a subject whose number is the rate of its recipe does not see it, and one below it does', () => {
  const open = { ...experiment, audience: {} };
  const key = decide(open, subject).variant ?? '';
  const number = unit(open.id, `recipe.${key}`, subject.subject);
  const passes = (rate: number): boolean | undefined => {
    const variants = open.variants.map((one) => (one.key === key ? { ...one, recipeSampleRate: rate } : one));
    return explain({ ...open, variants }, subject).find(({ gate }) => gate === 'recipe')?.pass;
  };
  expect([passes(number), passes(number + 2 ** -32)]).toEqual([false, true]);
});

test('a gate shows the numbers, thresholds, dates and keys that it saw', () => {
  const saw = Object.fromEntries(explain(experiment, subject).map((gate) => [gate.gate, gate.saw]));
  expect(saw).toMatchObject({
    enabled: { enabled: true },
    status: { status: 'running' },
    schedule: { now: subject.now, startAt: experiment.startAt },
    exclude: { sample: expect.any(Number), excludeRate: 0 },
    rule: { rule: experiment.audience?.rule, context: subject.context },
    sample: { sample: expect.any(Number), sampleRate: 0.9 },
    variant: { bucket: expect.any(Number), variant: expect.stringMatching(/^(control|redesign)$/) },
    recipe: { recipe: expect.any(Number) },
    holdout: { holdouts: [] },
    layer: { layer: undefined, number: undefined },
  });
  const layer = { name: 'checkout', from: 0, to: 0.5 };
  const more = explain({ ...experiment, layer }, { ...subject, holdouts: [{ id: 'winter', share: 0.1 }] });
  expect(more.find(({ gate }) => gate === 'layer')?.saw).toEqual({
    layer,
    number: unit('layer:checkout', 'layer', subject.subject),
  });
  expect(more.find(({ gate }) => gate === 'holdout')?.saw).toEqual({
    holdouts: [{ id: 'winter', share: 0.1, number: unit('winter', 'holdout', subject.subject) }],
  });
});
