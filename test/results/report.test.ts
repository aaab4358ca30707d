/** Tests the page of results: what it draws of a lift, what it leaves out, and that texts of strangers are text. */

import { describe, expect, test } from 'vitest';
import { chartOf, daysChart, scaleOf } from '../../src/results/charts.js';
import { type Entry, readOut, report, wordsOf } from '../../src/results/index.js';
import type { RelativeLift } from '../../src/results/inference/index.js';
import type { DayResult, Result } from '../../src/results/result.js';
import { SENT } from '../../src/results/voices.js';
import { asked, HEADING, metric, wordsFor } from './made.js';
import { arm, brought, counted, cycle, did, MANNER, readArms } from './madecounts.js';

const bounded = (low: number, value: number, high: number): RelativeLift => ({ is: 'bounded', low, value, high });
const RESULT = readArms({ control: [did(100, 1000)], treatment: [did(150, 1000)] });
const entryOf = (result: Result = RESULT, more: Partial<Entry> = {}): Entry => ({
  id: 'cta',
  heading: HEADING,
  variants: asked().variants,
  result,
  words: wordsFor(result),
  ...more,
});
const pageOf = (...given: Parameters<typeof entryOf>): string => report([entryOf(...given)], []);

describe('the interval of a lift is drawn', () => {
  const numbers = (lift: RelativeLift, scale: number): Record<string, number> => {
    const svg = chartOf(lift, scale).html;
    const [, low, high] = /class="span" x1="([\d.]+)" x2="([\d.]+)"/.exec(svg) ?? [];
    const [, dot] = /cx="([\d.]+)"/.exec(svg) ?? [];
    return { low: Number(low), high: Number(high), dot: Number(dot) };
  };

  test('from its low to its high end, about its middle, on the scale of the experiment', () => {
    expect(numbers(bounded(-0.1, 0.05, 0.1), 0.1)).toEqual({ low: 8, high: 232, dot: 176 });
  });

  test('no further than the drawing reaches, where it is wider than the scale', () => {
    expect(numbers(bounded(-9, 0, 9), 0.1)).toEqual({ low: 2.4, high: 237.6, dot: 120 });
  });

  test('to the right end and without a middle, where it has no upper bound', () => {
    expect(numbers({ is: 'open', low: 0.5, reason: 'control-near-zero' }, 1)).toEqual({
      low: 176,
      high: 237.6,
      dot: NaN,
    });
  });

  test('not at all, where it has no bounds', () => {
    expect(chartOf({ is: 'unbounded', reason: 'control-near-zero', value: null }, 1).html).toBe('');
  });
});

test('metrics of an experiment share a scale that holds the widest interval, and never more than 100%', () => {
  const scale = (...pairs: Parameters<typeof did>[]) =>
    scaleOf(
      wordsFor(readArms({ control: [did(...(pairs[0] ?? [0, 0]))], treatment: [did(...(pairs[1] ?? [0, 0]))] }))
        .metrics,
    );
  expect(scale([50_000, 100_000], [50_100, 100_000])).toBe(0.02);
  expect(scale([100, 1000], [150, 1000])).toBe(1);
  expect(scale([0, 1000], [60, 1000])).toBe(0.01);
});

describe('days are drawn', () => {
  const day = (at: number, lift: RelativeLift | null, subjects: readonly number[] = [10, 30]): DayResult => ({
    day: `2026-11-0${at}`,
    subjects,
    lifts: lift ? [{ variant: 'treatment', lift }] : [],
  });
  const chart = (...days: DayResult[]): string => daysChart({ ...RESULT, days }, SENT).html;

  test('with a bar for the new subjects of each, and the most of a day as the scale', () => {
    const svg = chart(day(2, null), day(3, null, [100, 1_100]), day(4, null, [0, 0]));
    expect(svg).toContain('New subjects a day, from 2 Nov 2026 to 4 Nov 2026, at most 1,200');
    expect([...svg.matchAll(/<rect [^>]* height="([\d.]+)"/g)].map(([, height]) => height)).toEqual([
      '2.3',
      '70.0',
      '0.0',
    ]);
    expect(svg).toContain('text-anchor="end">4 Nov 2026</text>');
    expect(svg).not.toContain('Lift of');
  });

  test('not where there is one alone: a line takes two', () => {
    expect(chart(day(2, bounded(0, 0.1, 0.2)))).toBe('');
  });

  test('with one sentence why their interval is another one than the table has, where there is one', () => {
    const why = 'so it is wider than one for a single look. The verdict goes by the interval in the table.';
    const lift = bounded(-0.1, 0.05, 0.2);
    const days = [day(2, lift), day(3, lift)].map((one) => ({
      ...one,
      lifts: ['treatment', 'other'].map((variant) => ({ variant, lift })),
    }));
    const other = { ...(RESULT.arms[1] as Result['arms'][number]), variant: 'other', name: 'other' };
    const svg = daysChart({ ...RESULT, arms: [...RESULT.arms, other], days }, SENT).html;
    expect(svg.match(/<polyline/g)).toHaveLength(2);
    expect(svg.split(why)).toHaveLength(2);
    expect(chart(day(2, null), day(3, null))).not.toContain(why);
  });

  test('not with a lift that only one of them has', () => {
    expect(chart(day(2, null), day(3, bounded(0, 0.1, 0.2)))).not.toContain('polyline');
    expect(chart(day(2, { is: 'open', low: 0, reason: 'control-near-zero' }), day(3, bounded(0, 0, 0)))).not.toContain(
      'polyline',
    );
  });

  test('with the lift of all who came until then, which the last of them says in figures', () => {
    const svg = chart(day(2, bounded(-0.5, 0, 0.5)), day(3, bounded(-0.1, 0.05, 0.2)));
    expect(svg).toContain(
      'Lift of treatment day by day, with an interval that holds at every look: at last −10.0% to +20.0%.',
    );
    expect(svg).toContain('>+20%</text>');
    expect(/points="([^"]*)"\/><polyline/.exec(svg)?.[1]?.split(' ')).toHaveLength(4);
    expect(/<polyline class="middle" points="([^"]*)"/.exec(svg)?.[1]?.split(' ')).toHaveLength(2);
  });
});

describe('the page', () => {
  test('runs and loads nothing, and says so to the browser', () => {
    expect(pageOf()).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"`);
    expect(pageOf()).not.toMatch(/<script|<link|src="http/);
  });

  test('says in a sentence that there is nothing to read, and the notes of all of it', () => {
    const page = report([], ['1 line read.']);
    expect(page).toContain('No experiment is running, and none is in these events.');
    expect(page).toContain('<p class="quiet">1 line read.</p>');
    expect(page).not.toContain('<section');
  });

  test('has what to do, the split, and a row for each variant with its figures', () => {
    const page = pageOf();
    expect(page).toContain('conclusion conclusion-ship');
    expect(page).toMatch(/<p class="split split-\w+">/);
    expect([...page.matchAll(/<th scope="row">(\w+)/g)].map(([, key]) => key)).toEqual(['control', 'treatment']);
    expect(page).toContain('<tr class="better">');
    expect(page).toMatch(/data-title="lift">\+50\.0%/);
  });

  test('says the description, how it ended and what is left aside, where there is any', () => {
    const heading = {
      ...HEADING,
      description: 'Louder sells.',
      ending: { decision: 'keep', winner: null, learning: 'No.' },
    } as const;
    const page = pageOf(RESULT, {
      heading,
      words: { ...wordsOf(RESULT, heading, SENT), asides: ['Another phase is there.'] },
    });
    expect(page).toContain('<p class="hypothesis">Louder sells.</p>');
    expect(page).toMatch(/<p class="ending">[^<]*No\.[^<]*<\/p>/);
    expect(page).toContain('<p class="quiet">Another phase is there.</p>');
    expect(pageOf()).not.toMatch(/class="(hypothesis|ending)"/);
  });

  test('of an experiment that nobody saw has no conclusion, no split and no days', () => {
    const page = pageOf(readArms({}));
    expect(page).toContain('<code>cta</code>');
    expect(page).not.toMatch(/class="conclusion|class="split|<svg class="days"/);
  });

  test('shows the pictures of variants that have one, with their names', () => {
    const [control, treatment] = asked().variants;
    if (!control || !treatment) throw new Error('two variants');
    const page = pageOf(RESULT, {
      variants: [control, { ...treatment, name: 'Loud', image: 'data:image/png;base64,AA==' }],
    });
    expect(page).toContain('<img src="data:image/png;base64,AA==" alt="Loud"><figcaption>Loud</figcaption>');
    expect(page.match(/<figure>/g)).toHaveLength(1);
    expect(pageOf()).not.toContain('<figure>');
  });

  test('takes texts of files and events for text', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const page = pageOf(RESULT, { heading: { ...HEADING, name: evil, description: evil } });
    expect(page).not.toContain(evil);
    expect(page.match(/&#60;img src=x onerror=alert\(1\)&#62;/g)?.length).toBeGreaterThan(1);
  });

  test('folds each segment, with an alarm where its own split is off', () => {
    const arms = [arm('control', [did(100, 1000)]), arm('treatment', [did(150, 1000)])];
    const off = [arm('control', [did(10, 400)]), arm('treatment', [did(50, 200)])];
    const segments = [
      { by: 'device', value: 'mobile', arms },
      { by: 'device', value: null, arms: off },
    ];
    const [, ...folded] = pageOf(readOut(asked(), counted(arms, { segments }), MANNER)).split(
      '<details><summary>device',
    );
    expect(folded.map((part) => part.split('</summary>')[0])).toEqual([
      ' mobile: 2,000 subjects',
      expect.stringContaining('600 subjects'),
    ]);
    expect(folded.map((part) => part.includes('<p class="split split-off">'))).toEqual([false, true]);
  });

  test('breaks a difference in two lines before its interval alone', () => {
    const page = pageOf(
      readArms(
        { control: [brought(cycle(1000, [1, 3]))], treatment: [brought(cycle(1000, [2, 3]))] },
        asked({ metrics: [metric({ kind: 'sum' })] }),
      ),
    );
    expect(page).toMatch(/<span>\+0\.50?<\/span> <span>\(/);
  });
});
