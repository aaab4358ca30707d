/** Plays the shared cases through every client that decides without a page: one table, a column for each. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type Decision,
  decide,
  type Experiment,
  hasSoundHoldouts,
  isSound,
  type Manifest,
  namespaces,
  type Question,
  readSubject,
} from '../../src/core/index.js';
import { createEngine, type Engine } from '../../src/sdk/engine/index.js';
import { createServerProvider, createWebProvider, type Resolution } from '../../src/sdk/openfeature/index.js';
import { createServer } from '../../src/sdk/server/index.js';

interface SharedCase extends Question {
  readonly experiment: Experiment;
  readonly expected: Decision;
}

/** As much of a decision as a client tells, and `shown`, the variant whose recipe applies. */
type Answer = Partial<Omit<Decision, 'reason'>> & { readonly shown?: string | null; readonly reason: string };

/** What a client says; undefined where it cannot be asked this. */
type Decide = (one: SharedCase) => Answer | undefined | Promise<Answer | undefined>;

const manifestFor = ({ enabled = true, experiment, holdouts = [] }: SharedCase): Manifest => ({
  version: 1,
  revision: 'shared',
  enabled,
  experiments: [experiment],
  holdouts: holdouts.map(({ id, share }) => ({ id, share })),
});

/** A client is held against the cases by a line here. */
const CLIENTS: Readonly<Record<string, Decide>> = {
  core: (one) => decide(one.experiment, one),
  server(one) {
    const fx = createServer({ manifest: manifestFor(one), onProblem: () => undefined });
    const { context, experiment, forced, now, sticky = null, subject } = one;
    // Forcing is the address's, and the clock of a visit its own.
    if (forced != null) return undefined;
    return fx.decide(experiment.id, {
      subject,
      sticky,
      ...(context && { context }),
      ...(now !== undefined && { now }),
    });
  },
  engine(one) {
    const { id } = one.experiment;
    const engine = engineFor(one);
    const answer = engine && { shown: engine.variant(id) ?? null, reason: `${engine.reason(id)}` };
    engine?.dispose();
    return answer;
  },
  async 'OpenFeature on a server'(one) {
    const { context, experiment, subject } = one;
    const provider = createServerProvider({ manifest: manifestFor(one), decide: () => decide(experiment, one) });
    return answerOf(await provider.resolveStringEvaluation(experiment.id, '', { ...context, targetingKey: subject }));
  },
  async 'OpenFeature on the web'(one) {
    const engine = engineFor(one);
    if (!engine) return undefined;
    const provider = createWebProvider(engine as never);
    await provider.initialize();
    const told = provider.resolveStringEvaluation(one.experiment.id, '');
    await provider.onClose();
    engine.dispose();
    return answerOf(told);
  },
};

/** An engine that has what a case has; undefined where it cannot be asked this. */
function engineFor(one: SharedCase): Engine | undefined {
  const { context, experiment, forced, now, sticky, subject } = one;
  // It forces what the manifest has, and nothing else.
  if (forced != null && !experiment.variants.some(({ key }) => key === forced)) return undefined;
  const engine = createEngine(manifestFor(one), {
    subject,
    context,
    now: now === undefined ? now : () => now,
    recall: () => sticky,
  });
  if (forced != null) engine.setVariant(experiment.id, forced);
  return engine;
}

/** What OpenFeature was told; undefined where a payload has a value that is no text. */
function answerOf({ flagMetadata, reason, variant }: Resolution<unknown>): Answer | undefined {
  if (reason === 'ERROR') return undefined;
  const shown = /^(DEFAULT|DISABLED)$/.test(reason) ? null : `${variant}`;
  return { shown, reason: `${flagMetadata?.reason}` };
}

const read = (name: string): SharedCase[] =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));

/** Without subjects such as `null`, which hosts give for nobody. */
const cases = ['decide', 'decide-2'].flatMap(read).filter(({ subject }) => readSubject(subject) === subject);

/** A case that every client decides: sound, and with facts for what its rule reads. */
const isPossible = (one: SharedCase): boolean =>
  isSound(one.experiment) &&
  hasSoundHoldouts(manifestFor(one)) &&
  namespaces(one.experiment.audience?.rule ?? null).every((name) => name in (one.context ?? {}));

/** Of what is malformed, or not known yet, a client may say so: then nobody has a variant. */
const KEPT_OUT = /^(invalid|context)$/;

describe.each(Object.entries(CLIENTS))('%s', (_name, ask) => {
  test('answers every shared case as everywhere, or keeps out what is malformed or not known yet', async () => {
    let possible = 0;
    for (const one of cases) {
      const said = await ask(one);
      if (!said) continue;
      if (isPossible(one)) possible++;
      const isKept = KEPT_OUT.test(said.reason) && !isPossible(one);
      const { expected } = one;
      const wanted: Answer = isKept
        ? { variant: null, recipe: false, exposure: false, shown: null, reason: said.reason }
        : { ...expected, shown: expected.recipe ? expected.variant : null };
      expect(wanted, JSON.stringify(one)).toMatchObject(said);
    }
    expect(possible).toBeGreaterThan(500);
  });
});
