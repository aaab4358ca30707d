/** Checks that results of an earlier phase are a choice on the page, in the table and for programs. */

import { expect, onTestFinished, test } from 'vitest';
import { sendCrowd } from './events.js';
import { makeFolder, RUNNING, startStudio } from './studio.js';

test('whoever began in an earlier phase is a choice away, on the page, in the table and for programs', async () => {
  const root = makeFolder({
    'experiments/price.yaml': `${RUNNING}metrics:\n  - {key: orders, name: Orders, kind: conversion, eventName: purchase}\n`,
  });
  const studio = await startStudio(root, { guardMs: 86_400_000 });
  onTestFinished(() => studio.close());
  const asker = await studio.enter();
  const crowd = { experiment: 'price', variants: ['control', 'low'] as const, failsEach: 0 };
  await sendCrowd(studio.collectUrl, { ...crowd, subjects: 60, phase: 'a&b', called: 'early' });
  const text = async (path: string): Promise<string> => (await asker.get(path)).text();
  const alone = await text('/results/price');
  expect(alone).toContain('60 visitors');
  expect(alone).not.toContain('name="phase"');
  await sendCrowd(studio.collectUrl, { ...crowd, subjects: 80, phase: 'now', called: 'late' });
  const page = await text('/results/price');
  expect(page).toContain('80 visitors');
  expect(page).toContain('60 visitors began in another phase: choose a&#38;b as the phase of its results to see them.');
  expect(page).toContain('<option value="a&#38;b">a&#38;b, 60 visitors</option>');
  const earlier = await text('/results/price?phase=a%26b');
  expect(earlier).toContain('80 visitors began in another phase: choose now as the phase of its results to see them.');
  expect(earlier).toContain('<option value="a&#38;b" selected>');
  expect(earlier).toContain('href="/results/price/csv?phase=a%26b"');
  expect(await text('/results/price/csv?phase=a%26b')).toMatch(/\nprice,a&b,/);
  const answer = async (query: string) =>
    ((await (await asker.get(`/api/results?experimentId=price${query}`)).json()) as Answer).experiments[0]?.subjects;
  expect([await answer(''), await answer('&phase=a%26b')]).toEqual([80, 60]);
});

interface Answer {
  readonly experiments: readonly { readonly subjects: number }[];
}
