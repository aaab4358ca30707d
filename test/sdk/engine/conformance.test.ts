/** The engine and the server provider of OpenFeature answer the cases that every implementation of fx shares. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type Decision,
  decide,
  type Experiment,
  type Manifest,
  type Question,
  readSubject,
} from '../../../src/core/index.js';
import { createEngine } from '../../../src/sdk/engine/index.js';
import { createServerProvider } from '../../../src/sdk/openfeature/index.js';

interface Case extends Question {
  readonly experiment: Experiment;
  readonly expected: Decision;
}

const cases = ['decide', 'decide-2'].flatMap(
  (name) => JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8')) as Case[],
);

const manifestOf = ({ experiment, enabled = true, holdouts }: Case): Manifest => ({
  version: 1,
  revision: 'r',
  enabled,
  experiments: [experiment],
  ...(holdouts ? { holdouts: holdouts.map((holdout) => ({ ...holdout })) } : {}),
});

/** Without keys that are no variant's, and subjects such as `null` that hosts give for nobody. */
const askable = cases.filter(
  ({ experiment, forced, sticky, subject }) =>
    readSubject(subject) === subject &&
    [forced, sticky].every((key) => key == null || experiment.variants.some((one) => one.key === key)),
);

test('there are many of them', () => {
  expect(askable.length).toBeGreaterThan(500);
});

test('the engine decides each as the core does, or keeps out what is malformed or not known yet', () => {
  const differ = askable.flatMap((one, at) => {
    const { experiment, expected, now, subject, context = {}, forced, sticky } = one;
    const engine = createEngine(manifestOf(one), {
      subject,
      context,
      ...(now === undefined ? {} : { now: () => now }),
      ...(sticky == null ? {} : { recall: () => sticky }),
    });
    if (forced != null) engine.setVariant(experiment.id, forced);
    const [variant, reason] = [engine.variant(experiment.id), engine.reason(experiment.id)];
    engine.dispose();
    const shown = expected.recipe ? (expected.variant ?? undefined) : undefined;
    if (reason === 'invalid' || reason === 'context') return variant === undefined ? [] : [`${at} ${reason}`];
    return variant === shown && reason === expected.reason
      ? []
      : [`${at} ${variant} ${reason}, not ${expected.reason}`];
  });
  expect(differ).toEqual([]);
});

test('OpenFeature says which variant each has, and DEFAULT or DISABLED of those who are out', async () => {
  for (const one of askable) {
    const { experiment, expected, subject, context = {} } = one;
    const server = {
      manifest: manifestOf(one),
      decide: () => decide(experiment, one),
    };
    const provider = createServerProvider(server);
    const { variant, reason } = await provider.resolveStringEvaluation(experiment.id, '', {
      ...context,
      targetingKey: subject,
    });
    if (reason === 'ERROR') continue;
    expect(variant ?? null).toBe(expected.recipe ? expected.variant : null);
    if (variant === undefined) expect(reason).toMatch(/^(DEFAULT|DISABLED)$/);
  }
});
