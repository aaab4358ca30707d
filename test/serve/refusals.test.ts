/** Tests that a form of Studio which is refused comes back as it was filled in, with each sentence at its field. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wrongIn } from './forms.js';
import { type Asker, DRAFT, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio();
  owner = await studio.enter();
});
afterEach(() => studio.close());

describe('a new experiment', () => {
  const FORM = { name: 'Prices', key: '', variant: 'Shorter', selector: '', value: '', where: '', share: '100' };
  test.each([
    [{ value: 'Hello' }, { selector: 'Say which element gets the new text.' }],
    [{ selector: 'h1' }, { value: 'Write the text that the element gets.' }],
    [{ metric: 'Orders' }, { event: 'Say which event the metric counts.' }],
    [{ share: '12.5' }, { share: 'It is a whole number from 0 to 100.' }],
    [{ name: ' ' }, { name: 'Give it a name.' }],
    [{ name: '値段' }, { key: 'The name has no letter from a to z that an id could be made of: write one here.' }],
    [{ key: 'cta' }, { key: 'There is an experiment of this id already: write another one.' }],
    [{ selector: 'h1[', value: 'Hello' }, { selector: expect.stringContaining('It must be a valid CSS selector') }],
    [{ metric: 'Orders', event: '' }, { event: 'Say which event the metric counts.' }],
  ])('%j is refused at its field, and is still filled in', async (typed, wrong) => {
    const answer = await owner.submit('/experiments', { ...FORM, ...typed });
    const page = await answer.text();
    expect([answer.status, wrongIn(page)]).toEqual([422, wrong]);
    for (const [name, value] of Object.entries(typed))
      expect(page).toMatch(new RegExp(`name="${name}"[^>]* value="${value.replace('[', '\\[')}"`));
    const [field = ''] = Object.keys(wrong);
    expect(page).toContain(`name="${field}" aria-invalid="true" aria-describedby="wrong-${field}"`);
    expect(page).toContain('Nothing was saved: see the fields that are marked.');
  });
});

describe('a save that changes nothing', () => {
  test('of the form and of the YAML says so', async () => {
    for (const [path, fields] of [
      ['fields', { name: 'Call to action' }],
      ['yaml', { yaml: DRAFT }],
    ] as const) {
      const answer = await owner.submit(`/experiments/cta/${path}`, fields);
      expect(answer.headers.get('location')).toBe('/experiments/cta?done=nothing');
    }
    expect(await (await owner.get('/experiments/cta?done=nothing')).text()).toContain('nothing was changed');
  });

  test('of a button says so, too, and one that changes something does not', async () => {
    await owner.submit('/experiments/cta/start');
    const ways: (string | null)[] = [];
    for (const _ of [1, 2]) ways.push((await owner.submit('/experiments/cta/pause')).headers.get('location'));
    expect(ways).toEqual(['/experiments/cta?done=changed', '/experiments/cta?done=nothing']);
    expect(readFileSync(join(studio.root, 'experiments/cta.yaml'), 'utf8')).toContain('status: paused');
  });
});
