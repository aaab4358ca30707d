/** Tests the page that a run writes, and its pictures. */

import { expect, test } from 'vitest';
import { picturesOf } from '../../bench/pictures.mjs';
import { renderPage, renderTables } from '../../bench/report.mjs';
import { resultWith, suitesWith } from './results.js';

test('the page names machine, versions and date, and takes in what was written by hand', () => {
  const page = renderPage(resultWith(), picturesOf(suitesWith()), '## What made it faster\n\nLess of it.\n');
  for (const text of ['2026-11-25', '2 × EPYC', 'Chromium 156', '| @growthbook/growthbook | 1.8.0 |', 'Less of it.'])
    expect(page).toContain(text);
  for (const heading of ['## Budgets', '## What was not measured', '## How to run it'])
    expect(page).toContain(`\n${heading}\n`);
});

test('a must that fails is marked on the page', () => {
  expect(renderPage(resultWith({ tagBytes: 16000 }), [], '')).toContain('| 16,000 B | **no** |');
  expect(renderTables(resultWith())).not.toContain('**no**');
});

test('a growth that is steeper than linear shows', () => {
  const cost = (count: number, median: number) => ({
    name: 'slow',
    title: 'Slow',
    count,
    failed: 0,
    scriptMs: { median },
    longestMs: { median },
  });
  const scale = { rows: [10, 100, 1000].map((n) => cost(n, 5 + n * n * 0.01)) };
  expect(renderTables({ ...resultWith(), suites: { scale } })).toMatch(/Slow \| (1\.9|2\.0)\d \(steeper than linear\)/);
});

test('pictures name every contender, escape what is HTML, and are readable on light and dark pages', () => {
  const suites = suitesWith();
  (suites.view as { rows: { title: string }[] }).rows[0] = {
    ...(suites.view as { rows: { title: string }[] }).rows[0],
    title: 'a < b & c',
  };
  const pictures = picturesOf(suites);
  expect(pictures.map(({ name }) => name)).toEqual([
    'benchmark-variant.svg',
    'benchmark-cost.svg',
    'benchmark-scale.svg',
  ]);
  expect(pictures[0]?.svg).toContain('a &lt; b &amp; c');
  for (const { svg } of pictures) {
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).toMatch(/<rect class="ground"/);
  }
});

test('there is no picture of what was not measured', () => {
  expect(picturesOf({})).toEqual([]);
});
