/** Tests what the form of an experiment refuses at its fields, and what it says of metrics, owners and tags. */

import { readFileSync, writeFileSync } from 'node:fs';
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

const path = (): string => join(studio.root, 'experiments/cta.yaml');
const file = (): string => readFileSync(path(), 'utf8');
const FORM = { name: 'Call to action', 'variant-0-name': 'As it is', 'variant-1-name': 'Green' };
const send = (fields: Readonly<Record<string, string>>): Promise<Response> =>
  owner.submit('/experiments/cta/fields', { ...FORM, ...fields });

test.each([
  [{ 'variant-0-percent': '50', 'variant-1-percent': '70' }, { shares: 'They make 120%; 100% is needed.' }],
  [{ 'variant-0-percent': '', 'variant-1-percent': '100' }, { shares: 'Each share is a number from 0 to 100.' }],
  [{ share: '' }, { share: 'It is a number from 0 to 100.' }],
  [{ name: ' ' }, { name: 'Give it a name.' }],
  [{ 'variant-1-name': '' }, { 'variant-1-name': 'Give it a name.' }],
  [{ 'metric-new-name': 'Orders' }, { 'metric-new-event': 'Say which event the metric counts.' }],
  [
    { 'metric-0-event': '' },
    { 'metric-0-event': 'Say which event it counts. To take the metric out, delete it in the YAML.' },
  ],
  [
    { 'fact-0': '', 'value-0': 'mobile' },
    { 'fact-0': 'Choose which fact is compared with this value, or empty the value.' },
  ],
  [
    { 'fact-0': '', 'value-0': '', 'fact-1': 'device.typ', 'value-1': 'mobile' },
    { 'fact-1': 'device.typ is not a fact that fx finds out; did you mean device.type?' },
  ],
  [
    { 'fact-0': 'device.language', 'value-0': 'en', 'fact-1': 'device.type', 'value-1': 'mobil' },
    { 'fact-1': 'It is mobil, which the fact never is: it is one of desktop, mobile, tablet.' },
  ],
])('%j is refused at its field, is still filled in, and changes nothing', async (typed, wrong) => {
  const answer = await send(typed);
  const page = await answer.text();
  expect([answer.status, wrongIn(page)]).toEqual([422, wrong]);
  for (const [name, value] of Object.entries(typed).filter(([, one]) => one !== '' && !one.startsWith('device')))
    expect(page).toMatch(new RegExp(`name="${name}"[^>]* value="${value}"`));
  expect(page).toMatch(/aria-describedby="wrong-/);
  expect(file()).toBe(DRAFT);
});

describe('a form whose YAML was kept the same by a script', () => {
  const RULE = "audience:\n  rule:\n    '==':\n      - var: device.typ\n      - mobile\n";
  const WRONG = DRAFT.replace('variants:', `${RULE}variants:`);
  const fields = { yaml: WRONG, told: 'yes', 'fact-0': 'device.typ', 'operator-0': '==', 'value-0': 'mobile' };

  test('comes back with its fields, the sentence at its row, and the YAML as it was', async () => {
    const page = await (await send({ ...fields, shown: DRAFT })).text();
    expect(wrongIn(page)).toEqual({ 'fact-0': expect.stringContaining('did you mean device.type?') });
    expect(page).toContain('data-filled="told"');
    expect(page).toContain('value="device.typ"');
    expect(page).not.toContain('line-problems');
  });

  test('is written as the YAML says', async () => {
    const yaml = WRONG.replace('device.typ', 'device.type');
    const answer = await send({ ...fields, yaml, name: 'Told already', shown: DRAFT });
    expect(answer.status).toBe(303);
    expect(file()).toBe(yaml);
  });

  test('is that of the YAML to which its fields were edits', async () => {
    const shown = DRAFT.replace('metrics:', 'metrics:\n  - {key: order, name: Orders, kind: count, eventName: order}');
    const page = await (await send({ ...fields, shown, 'metric-1-name': 'Second' })).text();
    expect(page).toContain('name="metric-1-name" value="Second"');
  });
});

describe('what a metric is for', () => {
  const SECOND = '  - key: order\n    name: Orders\n    kind: count\n    eventName: order\n';
  test('moves from the one that decided to the one that was chosen', async () => {
    writeFileSync(path(), DRAFT + SECOND);
    await send({ 'metric-0-role': 'primary', 'metric-1-role': 'primary' });
    expect(file()).toBe(`${DRAFT.replace('    isPrimary: true\n', '')}${SECOND}    isPrimary: true\n`);
  });

  test('may be that it must not get worse, or that it is watched', async () => {
    writeFileSync(path(), DRAFT + SECOND);
    await send({ 'metric-1-role': 'guardrail' });
    expect(file()).toBe(`${DRAFT}${SECOND}    role: guardrail\n`);
    await send({ 'metric-1-role': '' });
    expect(file()).toBe(DRAFT + SECOND);
  });

  test('is said of one alone that does not decide', async () => {
    await send({ 'metric-0-role': '' });
    expect(file()).toContain('    role: secondary\n');
    expect(file()).not.toContain('isPrimary');
  });

  test('is chosen for one metric only', async () => {
    writeFileSync(path(), DRAFT.replace('    isPrimary: true\n', '    role: secondary\n') + SECOND);
    const page = await (await send({ 'metric-0-role': 'primary', 'metric-1-role': 'primary' })).text();
    expect(wrongIn(page)).toEqual({ 'metric-1-role': 'Only one metric decides: choose one.' });
  });
});

test('what is tested, owners and tags are written, and taken out where they are emptied', async () => {
  await send({ description: 'The colour.', owners: 'ada, grace', tags: 'shop,  button ,' });
  expect(file()).toContain('description: The colour.\n');
  const page = await (await owner.get('/experiments/cta/edit')).text();
  for (const part of ['name="owners" value="ada, grace"', 'name="tags" value="shop, button"', 'The colour.'])
    expect(page).toContain(part);
  await send({ description: '', owners: '', tags: '' });
  expect(file()).toBe(DRAFT);
});

test('a text of several lines that nobody changed stays as it is', async () => {
  const lines = DRAFT.replace('status: draft', 'status: draft\nhypothesis: |\n  One.\n  Two.');
  writeFileSync(path(), lines);
  const answer = await send({ hypothesis: 'One.\nTwo.\n' });
  expect([answer.headers.get('location'), file()]).toEqual(['/experiments/cta?done=nothing', lines]);
});
