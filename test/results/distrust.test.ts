/** Tests the verdict on numbers that cannot be trusted: an alarm for each reason, and nothing that is called better. */

import { describe, expect, test } from 'vitest';
import { type Result, readOut } from '../../src/results/index.js';
import { asked, wordsFor } from './made.js';
import { arm, counted, did, MANNER, readArms } from './madecounts.js';

const said = (result: Result) => wordsFor(result).conclusion;
const N = 10_000;

describe('a verdict is do-not-trust', () => {
  const sound = [arm('control', [did(1000, N)]), arm('treatment', [did(1200, N)])];

  test('where the split is off, and no metric is called better', () => {
    const result = readArms({ control: [did(1000, N)], treatment: [did(1100, 9000)] });
    expect(result.verdict).toMatchObject({ code: 'do-not-trust', alarms: ['split'], variant: null });
    expect(said(result)).toMatchObject({ title: 'Do not trust these numbers', text: 'The split is off.' });
    const words = wordsFor(result);
    expect(words.metrics[0]?.arms[1]?.way).toBe('unknown');
    expect(words.metrics[0]?.lines).toEqual([]);
  });

  test('where over 1% of subjects saw two variants, not at 1%', () => {
    const at = (mixed: number) => readOut(asked(), counted(sound, { mixed }), MANNER).verdict;
    expect(at(202).code).toBe('ship');
    expect(at(203)).toMatchObject({ code: 'do-not-trust', alarms: ['mixed'] });
  });

  test('where failures differ between the arms, not where they are alike', () => {
    const at = (control: number, treatment: number) =>
      readOut(
        asked(),
        counted([
          arm('control', [did(1000, N)], { failed: control }),
          arm('treatment', [did(1200, N)], { failed: treatment }),
        ]),
        MANNER,
      ).verdict;
    expect(at(100, 105).code).toBe('ship');
    expect(at(100, 200)).toMatchObject({ code: 'do-not-trust', alarms: ['failures'] });
  });

  test('where failures differ by one more than the alarm allows, and the verdict and the caveat agree', () => {
    const at = (treatment: number) => {
      const arms = [
        arm('control', [did(1000, N)], { failed: 10 }),
        arm('treatment', [did(1200, N)], { failed: treatment }),
      ];
      const result = readOut(asked(), counted(arms), MANNER);
      return [result.verdict.alarms, wordsFor(result).caveats.filter((line) => line.startsWith('Failures differ'))];
    };
    // Their p-values are 0.00103 and 0.00068.
    expect(at(31)).toEqual([[], []]);
    expect(at(32)).toEqual([['failures'], [expect.stringContaining('(p = 0.0007)')]]);
  });

  test('for every reason there is, in one sentence', () => {
    const arms = [arm('control', [did(1000, N)], { failed: 10 }), arm('treatment', [did(900, 9000)], { failed: 200 })];
    const result = readOut(asked(), counted(arms, { mixed: 500 }), MANNER);
    expect(result.verdict.alarms).toEqual(['split', 'mixed', 'failures']);
    expect(said(result)?.text).toBe(
      'The split is off, and over 1% of subjects saw more than one variant, and failures differ between the variants.',
    );
  });
});
