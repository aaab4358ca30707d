/** Checks the form that plans how many visitors an experiment needs, and what its page says of it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DRAFT, makeFolder, startStudio } from './studio.js';

async function open(text = DRAFT) {
  const root = makeFolder({ 'experiments/cta.yaml': text });
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  const page = async (): Promise<string> => (await owner.get('/experiments/cta')).text();
  const file = (): string => readFileSync(join(root, 'experiments/cta.yaml'), 'utf8');
  return { owner, page, file };
}

test('a draft is planned by two numbers, without a terminal', async () => {
  const { owner, page, file } = await open();
  expect(await page()).toContain('Plan how many visitors it needs.');
  expect(await page()).not.toContain('fx power');
  expect((await owner.submit('/experiments/cta/plan', { today: '5', change: '10' })).status).toBe(303);
  expect(file()).toMatch(/plan:\n {2}subjects: 62\d{3}\n {2}effect: 0\.1\n/);
  expect(await page()).toMatch(/It needs 62,\d{3} visitors\./);
});

test('a change of several times what is there today is planned, too', async () => {
  const { owner, file } = await open();
  expect((await owner.submit('/experiments/cta/plan', { today: '5', change: '300' })).status).toBe(303);
  expect(file()).toMatch(/plan:\n {2}subjects: \d+\n/);
});

test.each([
  [{ today: '', change: '10' }, 'It is a number from 0.1 to 99.'],
  [{ today: 'five', change: '10' }, 'It is a number from 0.1 to 99.'],
  [{ today: '50', change: '200' }, 'choose a smaller change'],
])('the numbers %o are refused with what would do', async (fields, sentence) => {
  const { owner, file } = await open();
  const answer = await owner.submit('/experiments/cta/plan', fields);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(sentence);
  expect(file()).toBe(DRAFT);
});

test('where no share of visitors decides two numbers are not enough', async () => {
  const { owner, page } = await open(DRAFT.replace('kind: conversion', 'kind: count'));
  expect(await page()).toContain('for that a metric has to decide that counts visitors');
  expect((await owner.submit('/experiments/cta/plan', { today: '5', change: '10' })).status).toBe(400);
});

test('five variants take too long to plan for everybody else: the file says the plan', async () => {
  const more = ['c', 'd', 'e'].map((key) => `  - key: ${key}\n    name: ${key}\n`).join('');
  const { owner, page } = await open(DRAFT.replace('metrics:', `${more}metrics:`));
  expect(await page()).toContain('no form plans so many variants');
  expect((await owner.submit('/experiments/cta/plan', { today: '5', change: '10' })).status).toBe(400);
});
