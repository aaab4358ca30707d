/**
 * Tests the note that ends an experiment, on its page of results: kept in the file, found by the search, changed
 * later.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendCrowd } from './events.js';
import { wrongIn } from './forms.js';
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

  test('that ships a winner gives it to everyone in the experiment, and one that keeps ends it', async () => {
    await owner.submit('/experiments/price/pause');
    const done = await owner.submit('/experiments/price/conclude', { ...NOTE, decision: 'ship', winner: 'low' });
    expect(done.headers.get('location')).toBe('/experiments/price?done=shipped');
    for (const line of ['status: running\n', 'divertTo: low\n', 'decision: ship\n  winner: low\n'])
      expect(file()).toContain(line);
    expect(await (await owner.get('/experiments/price?done=shipped')).text()).toContain(
      'everyone in it gets the winner',
    );
    await owner.submit('/experiments/price/conclude', { ...NOTE, decision: 'keep' });
    expect(file()).toContain('status: archived\n');
  });

  test.each([
    [{ ...NOTE, decision: '' }, { decision: 'Say what was decided: ship, keep or repeat.' }],
    [{ ...NOTE, decision: 'ship' }, { winner: 'Say which variant is for everyone.' }],
    [{ ...NOTE, decision: 'ship', winner: 'nobody' }, { winner: 'There is no variant nobody.' }],
    [{ ...NOTE, decision: 'ship', winner: 'control' }, { winner: 'This is the page as it was: decide to keep it.' }],
    [{ ...NOTE, reason: ' ' }, { reason: 'Say why: it is kept in the history.' }],
  ])('%j is refused at its field, and is still filled in', async (fields, wrong) => {
    const refused = await owner.submit('/experiments/price/conclude', fields);
    const page = await refused.text();
    expect([refused.status, wrongIn(page)]).toEqual([400, wrong]);
    expect(page).toContain('In summer nobody buys.');
    expect(file()).toBe(RUNNING);
  });

  test('of somebody who came late is still filled in', async () => {
    const page = await (await owner.get('/results/price')).text();
    const [, revision = ''] = /conclude"><input type="hidden" name="revision" value="(\w+)"/.exec(page) ?? [];
    await owner.submit('/experiments/price/fields', { name: 'Prices' });
    const late = await owner.submit('/experiments/price/conclude', { ...NOTE, revision });
    const again = await late.text();
    expect([late.status, again.includes('changed the experiment since'), again.includes('Too few came.')]).toEqual([
      412,
      true,
      true,
    ]);
    expect(again).not.toContain(`value="${revision}"`);
  });
});

test('a stop without a reason asks for it, with what was learned still there', async () => {
  const answer = await owner.submit('/experiments/price/stop', { reason: '', winner: 'low', learning: 'A lot.' });
  const page = await answer.text();
  expect([answer.status, wrongIn(page)]).toEqual([400, { reason: 'Say why: it is kept in the history.' }]);
  expect(page).toContain('A lot.');
  expect(page).toContain('<option value="low" selected>');
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
