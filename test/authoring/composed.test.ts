/**
 * Checks that whatever is left out, what is left decides as the whole: random compositions play the cases that every
 * implementation shares.
 */

import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEATURES, type Feature } from '../../src/authoring/features.js';
import { compose, compositionOf, type Parts } from '../../src/authoring/index.js';
import type { Decision, Experiment, Holdout, Manifest, Question } from '../../src/core/index.js';

interface Case extends Question {
  readonly experiment: Experiment;
  readonly expected: Decision;
}

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;
const parts = read<Parts>('dist/fx.parts.json');
const cases = [...read<Case[]>('test/fixtures/decide.json'), ...read<Case[]>('test/fixtures/decide-2.json')];

const manifestOf = ({ experiment, holdouts }: Pick<Case, 'experiment' | 'holdouts'>): Manifest => ({
  version: 1,
  revision: '',
  enabled: true,
  experiments: [experiment],
  ...(holdouts && { holdouts: holdouts as readonly Holdout[] }),
});

/** What a case needs: of a malformed one nobody can say, and it needs all. */
const needsOf = (one: Case): readonly Feature[] => {
  try {
    // A link that previews is no matter of the manifest.
    return compositionOf([manifestOf(one)], new Set(one.forced == null ? [] : ['preview'])).in;
  } catch {
    // The command line publishes no experiment that cannot be read.
    return Object.keys(FEATURES) as Feature[];
  }
};

/** The part that decides, as a container without these features has it. */
const decidingWithout = (without: ReadonlySet<string>): ((experiment: Experiment, question: Question) => Decision) => {
  const { name = '' } = parts.pieces.find(({ module, of }) => module === 'core/decide' && of === 'decide') ?? {};
  const text = compose({ ...parts, refs: [name], main: `return ${name}` }, { in: [], out: [], lacks: [], without });
  return runInNewContext(text.replace('(FX_MANIFEST,FX_FUNCTIONS);', '();')) as never;
};

const names = Object.keys(FEATURES) as Feature[];
/** Worked out once. */
const known = cases.map((one) => ({ one, needs: needsOf(one) }));

describe('random compositions', () => {
  test('decide every case that needs nothing of what they are without, as expected', () => {
    let played = 0;
    fc.assert(
      fc.property(fc.subarray(names), (out) => {
        const decide = decidingWithout(new Set([...out, 'checks', 'links', 'whole']));
        for (const { needs, one } of known) {
          if (needs.some((feature) => out.includes(feature))) continue;
          const { experiment, expected, ...question } = one;
          played++;
          expect({ ...decide(experiment, question) }).toEqual(expected);
        }
      }),
      { numRuns: 12, seed: 14, examples: [[[]], [names]] },
    );
    expect(played).toBeGreaterThan(1000);
  });

  test('let nobody in whom the whole keeps out, where a case needs what they are without', () => {
    fc.assert(
      fc.property(fc.subarray(['rules', 'versions', 'globs', 'dates', 'layers', 'holdouts'] as const), (out) => {
        const decide = decidingWithout(new Set(out));
        for (const { experiment, expected, ...question } of cases)
          if (expected.variant === null && question.forced == null)
            expect(decide(experiment, question).variant).toBeNull();
      }),
      { numRuns: 12, seed: 14, examples: [[['rules']], [['dates']], [['layers']]] },
    );
  });
});
