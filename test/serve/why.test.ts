/** Tests the page that says why somebody gets what they get. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Asker, DRAFT, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

const TARGETED = RUNNING.replace(
  'variants:',
  "audience:\n  rule:\n    '==': [{ var: user.plan }, pro]\ntrigger:\n  kind: urlMatch\n  pattern: /product\nvariants:",
).replace(/layer:\n.*\n.*\n.*\n/, '');

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio(makeFolder({ 'experiments/cta.yaml': DRAFT, 'experiments/price.yaml': TARGETED }));
  owner = await studio.enter();
});
afterEach(() => studio.close());

const ask = async (query: Record<string, string>): Promise<string> =>
  (await (await owner.get(`/experiments/price/why?${new URLSearchParams(query)}`)).text()).replace(/\s+/g, ' ');

test('names the gate that keeps somebody out', async () => {
  const page = await ask({ subject: 'visitor-1' });
  expect(page).toContain('They are not in it');
  expect(page).toContain('The rule does not let them in.');
});

test('says what somebody gets, and whether that page starts it', async () => {
  const facts = '{"user": {"plan": "pro"}}';
  expect(await ask({ subject: 'visitor-1', facts })).toMatch(/They get “(As it is|Low)”/);
  expect(await ask({ subject: 'visitor-1', facts, address: 'https://shop.example/cart' })).toContain(
    'not on that page',
  );
  expect(await ask({ subject: 'visitor-1', facts: 'none' })).toContain('must be JSON in braces');
});
