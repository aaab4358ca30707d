/** The shared cases through every client that decides without a page: one table, a column for each. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type Decision,
  decide,
  type Experiment,
  isSound,
  namespaces,
  type Question,
  readSubject,
} from '../../src/core/index.js';
import { createServer } from '../../src/sdk/server/index.js';

interface SharedCase extends Question {
  readonly experiment: Experiment;
  readonly expected: Decision;
}

/** What a client says; undefined where it cannot be asked this. */
type Decide = (one: SharedCase) => { readonly variant: string | null; readonly reason: string } | undefined;

const manifestFor = ({ enabled = true, experiment, holdouts = [] }: SharedCase) => ({
  version: 1 as const,
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
};

const read = (name: string): SharedCase[] =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));

/** A case that can reach a client: sound, with a subject, and with facts for what its rule reads. */
const isPossible = ({ context = {}, experiment, subject }: SharedCase): boolean =>
  isSound(experiment) &&
  readSubject(subject) === subject &&
  namespaces(experiment.audience?.rule ?? null).every((name) => name in context);

const cases = ['decide', 'decide-2'].flatMap(read).filter(isPossible);

describe.each(Object.entries(CLIENTS))('%s', (_name, ask) => {
  test('answers every shared case that can reach it as everywhere', () => {
    const answers = cases.map((one) => ({ one, said: ask(one) })).filter(({ said }) => said !== undefined);
    expect(answers.length).toBeGreaterThan(500);
    for (const { one, said } of answers) {
      const { reason, variant } = one.expected;
      expect({ variant: said?.variant, reason: said?.reason }, JSON.stringify(one)).toEqual({ variant, reason });
    }
  });
});
