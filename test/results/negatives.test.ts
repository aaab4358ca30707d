/** Checks that no sentence of a verdict has two negatives, over made-up results of every code. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordsOf } from '../../src/results/index.js';
import { TYPED } from '../../src/results/voices.js';
import { asked, HEADING, metric } from './made.js';
import { brought, cycle, did, readArms } from './madecounts.js';

const NEGATIVE =
  /\b(?:no|not|none|nobody|nothing|never|neither|nor|cannot|without|un(?:less|able|known)|\w+n['’]t)\b/gi;
const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?:;])\s+/);
const doubled = (text: string): string[] => sentencesOf(text).filter((one) => (one.match(NEGATIVE) ?? []).length > 1);

const anyResult = fc
  .record({
    subjects: fc.constantFrom(0, 1, 60, 400, 10_000, 100_000),
    uneven: fc.constantFrom(1, 1, 1, 0.5),
    shares: fc.tuple(...[0, 1].map(() => fc.constantFrom(0, 0.001, 0.1, 0.101, 0.11, 0.2, 1))),
    guards: fc.tuple(...[0, 1].map(() => fc.constantFrom(0.001, 0.5, 0.505, 0.7))),
    kind: fc.constantFrom('conversion', 'conversion', 'sum'),
    amounts: fc.constantFrom([0, 0, 3], [5], [0, 1, 900], [-2, 1]),
    hasPrimary: fc.constantFrom(true, true, true, false),
    effect: fc.constantFrom(null, 0.05, 0.2),
    planned: fc.constantFrom(null, 50_000),
    isHoldout: fc.boolean(),
  })
  .map(({ subjects, uneven, shares, guards, kind, amounts, hasPrimary, effect, planned, isHoldout }) => {
    const about = asked({
      metrics: [
        metric({ kind: kind as 'conversion' | 'sum', role: hasPrimary ? 'primary' : 'secondary' }),
        metric({ key: 'guard', name: 'Guard', role: 'guardrail' }),
      ],
      effect,
      plan: planned === null ? null : { subjects: planned, effect },
    });
    const armAt = (at: 0 | 1) => {
      const size = Math.floor(subjects * (at ? uneven : 1));
      const first =
        kind === 'sum'
          ? brought(cycle(Math.min(size, 500), at ? [...amounts, 1] : amounts))
          : did(Math.floor((shares[at] as number) * size), size);
      const { subjects: n } = first.numbers;
      return [first, did(Math.floor((guards[at] as number) * n), n)];
    };
    const result = readArms({ control: armAt(0), treatment: armAt(1) }, about);
    return { result, words: wordsOf(result, { ...HEADING, isHoldout }, TYPED) };
  });

test('no sentence of a verdict has two negatives, whichever verdict it is', () => {
  const codes = new Set<string>();
  fc.assert(
    fc.property(anyResult, ({ words: { conclusion } }) => {
      if (!conclusion) return;
      codes.add(conclusion.code);
      expect(doubled(`${conclusion.title}. ${conclusion.text}`)).toEqual([]);
    }),
    { numRuns: 600, seed: 11 },
  );
  expect([...codes].sort()).toEqual(['do-not-trust', 'keep-running', 'no-difference', 'not-enough', 'ship', 'stop']);
});

test('a sentence with two negatives is found, and one in each of two is none', () => {
  expect(doubled('It is not the case that nothing changed.')).toHaveLength(1);
  expect(doubled('Do not ship. There is nothing to see.')).toEqual([]);
});
