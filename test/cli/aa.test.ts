/** Tests `fx results --aa`: splits at random of the site's own subjects. */

import { expect, test } from 'vitest';
import { fx } from './fx.js';

const SAMPLE = ['demo/experiments', '--events', 'demo/sample.ndjson.gz'];

test('--json has each metric with how often a difference was found, and the tenths of its p-values', async () => {
  const { code, out } = await fx(['results', ...SAMPLE, '--experiment', 'hero-headline', '--aa', '200', '--json']);
  expect(code).toBe(0);
  const told = JSON.parse(out) as { schema: string; splits: number; experiments: Record<string, unknown>[] };
  expect(told).toMatchObject({ schema: 'fx.aa/1', splits: 200 });
  expect(told.experiments).toEqual([
    {
      id: 'hero-headline',
      phase: expect.any(String),
      splits: 200,
      subjects: 6_000,
      left: 0,
      shares: [0.5, 0.5],
      untried: [],
      metrics: ['purchase', 'revenue'].map((key) => ({
        key,
        name: expect.any(String),
        judged: 200,
        found: expect.any(Number),
        promised: expect.closeTo(0.05, 10),
        state: 'as-promised',
        tenths: expect.any(Array),
        evenP: expect.any(Number),
        noEvenP: null,
      })),
    },
  ]);
});

test.each([
  ['--engine', 'memory'],
  ['--from', 'counts.csv'],
  ['--by', 'device'],
  ['--html', 'results.html'],
  ['--csv', 'results.csv'],
])('%s is refused with it, as there is nothing to write of it', async (...more) => {
  const { code, err } = await fx(['results', ...SAMPLE, '--aa', ...more]);
  expect([code, err]).toEqual([1, expect.stringContaining('--aa splits the subjects of lines in memory')]);
});

test('a number of splits that says nothing is refused', async () => {
  const { code, err } = await fx(['results', ...SAMPLE, '--aa', '99']);
  expect([code, err]).toEqual([1, expect.stringContaining('--aa must be a number from 100 to 100,000, not 99.')]);
});

test('what stands behind it and is no number is named, with where to write it', async () => {
  const { code, err } = await fx(['results', '--aa', ...SAMPLE]);
  expect([code, err]).toEqual([1, expect.stringContaining('write --aa last, or --aa 1000 demo/experiments.')]);
});

test('where nobody was seen it says what it takes', async () => {
  const { code, out } = await fx(['results', ...SAMPLE, '--phase', 'none', '--aa']);
  expect([code, out]).toEqual([0, expect.stringContaining('it takes 20 who saw the same phase')]);
});
