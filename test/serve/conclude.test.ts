/**
 * Tests the note that ends an experiment, on its page of results: kept in the file, found by the search, changed
 * later.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendCrowd } from './events.js';
import { type Asker, DRAFT, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio(makeFolder({ 'experiments/price.yaml': RUNNING }));
  owner = await studio.enter();
});
afterEach(() => studio.close());
const file = (): string => readFileSync(join(studio.root, 'experiments/price.yaml'), 'utf8');
const METRICS = DRAFT.slice(DRAFT.indexOf('metrics:'));
const NOTE = { decision: 'repeat', winner: '', reason: 'Too few came.', learning: 'In summer nobody buys.' };

describe('the note', () => {
  test('ends the experiment and is kept in its file', async () => {
    const done = await owner.submit('/experiments/price/conclude', NOTE);
    expect(done.headers.get('location')).toBe('/experiments/price?done=concluded');
    expect(file()).toContain('status: archived\n');
    expect(file()).toContain(
      'conclusion:\n  decision: repeat\n  reason: Too few came.\n  learning: In summer nobody buys.\n',
    );
    expect(await (await owner.get('/experiments?q=summer')).text()).toContain('/experiments/price"');
    expect(await (await owner.get('/results')).text()).toContain('1 experiment that ended, and what was learned');
  });

  test('can be written about a paused experiment and an ended one, too', async () => {
    await owner.submit('/experiments/price/pause');
    await owner.submit('/experiments/price/conclude', { ...NOTE, decision: 'keep' });
    const page = await (await owner.get('/results/price')).text();
    expect(page).toContain('Change the note');
    expect(page).toMatch(/value="keep" required checked/);
    const later = await owner.submit('/experiments/price/conclude', { ...NOTE, decision: 'ship', winner: 'low' });
    expect(later.headers.get('location')).toBe('/experiments/price?done=saved');
    expect(file()).toContain('decision: ship\n  winner: low\n');
  });

  test.each([
    [{ ...NOTE, decision: '' }, 'Say what was decided'],
    [{ ...NOTE, decision: 'ship' }, 'Say which variant is for everyone'],
    [{ ...NOTE, decision: 'ship', winner: 'nobody' }, 'winner'],
  ])('%j is refused', async (fields, sentence) => {
    const refused = await owner.submit('/experiments/price/conclude', fields);
    expect([refused.status >= 400, (await refused.text()).includes(sentence)]).toEqual([true, true]);
    expect(file()).toBe(RUNNING);
  });
});

test('the figures are there as a table for other programs', async () => {
  await owner.submit('/experiments/price/yaml', { yaml: `${RUNNING}${METRICS}` });
  await sendCrowd(studio.collectUrl, { experiment: 'price', variants: ['control', 'low'], subjects: 60, failsEach: 0 });
  const answer = await owner.get('/results/price/csv');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="price.csv"');
  const [titles = '', ...rows] = (await answer.text()).trim().split('\n');
  expect(titles).toContain('experiment,');
  expect(rows.length).toBeGreaterThan(0);
  expect((await owner.get('/results/nothing/csv')).status).toBe(404);
});
