/** Tests what pages say before visitors are counted: what is to be done, each with the way there. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { firstSteps } from '../../src/serve/studio/firststeps.js';
import { did, readArms } from '../results/madecounts.js';
import { type Asker, DRAFT, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

let studio: Studio | null = null;
let owner: Asker;
async function open(files: Readonly<Record<string, string>>): Promise<void> {
  studio = await startStudio(makeFolder(files));
  owner = await studio.enter();
}
afterEach(async () => {
  await studio?.close();
  studio = null;
});
const page = async (path: string): Promise<string> => (await (await owner.get(path)).text()).replace(/\s+/g, ' ');

test('an empty folder is told of the tag and the address of the site, and where they are set', async () => {
  await open({});
  const today = await page('/');
  expect(today).toContain('<a href="/settings#collector">Put two lines into your pages</a>');
  expect(today).toContain('<a href="/settings#collector">Set the address of your site</a>');
  const list = await page('/experiments');
  expect(list).toContain('No experiment yet');
  expect(list).not.toContain('0 experiments');
});

test('the steps stay until an event was counted, and those that are done are crossed out', () => {
  const heard = (control: number) => ({
    ...{ entries: [], dangers: [], notes: [], lines: 0, at: 0 },
    results: [readArms({ control: [did(0, control)], treatment: [did(0, control)] })],
  });
  const words = (count: number, control: number, site: string | null): string =>
    firstSteps(count, { readout: heard(control), site, mayEdit: true }).html;
  expect(words(1, 0, 'https://shop.example/')).toContain('<s><a href="/settings#collector">Set the address');
  expect(words(1, 0, null)).not.toContain('<s><a href="/settings#collector">');
  expect(words(1, 5, null)).not.toContain('two lines');
  expect(words(1, 5, null)).toContain('Nothing runs.');
});

test('each open line of the checklist of a draft leads to where it is filled in', async () => {
  await open({ 'experiments/cta.yaml': DRAFT.replace(/metrics:[\s\S]*/, '') });
  const own = await page('/experiments/cta');
  for (const [words, at] of [
    ['Say what you expect', '/experiments/cta/edit#idea'],
    ['Choose the metric that decides', '/experiments/cta/edit#counted'],
    ['for that a metric has to decide that counts visitors', '/experiments/cta/edit#counted'],
    ['switch the guard on', '/experiments/cta/edit#when'],
    ['Set the address of your site', '/settings#collector'],
  ])
    expect(own).toMatch(new RegExp(`<a href="${at}">[^<]*${words}`));
  expect(own).toContain('Each variant changes something.');
  expect(own).not.toContain('fx power');
  const form = await page('/experiments/cta/edit');
  for (const id of ['idea', 'counted', 'when']) expect(form).toContain(`<fieldset id="${id}">`);
});

test('the only metric of a draft decides on its page as in its checklist', async () => {
  await open({ 'experiments/cta.yaml': DRAFT.replace('    isPrimary: true\n', '') });
  const own = await page('/experiments/cta');
  expect(own).toContain('<dd>decides ');
  expect(own).toContain('A metric decides.');
});

test('results of a draft say that nobody is counted yet, and what to do', async () => {
  await open({ 'experiments/cta.yaml': DRAFT });
  const results = await page('/results/cta');
  expect(results).toContain('It is a draft: nobody is counted yet');
  expect(results).toContain('href="/experiments/cta">Look at what it lacks');
});

test('results say how an experiment is for visitors, and not how its file is', async () => {
  await open({ 'experiments/price.yaml': RUNNING });
  expect((await owner.post('/api/publish', {})).status).toBe(200);
  const archived = RUNNING.replace('name: Price\n', 'name: Price\nstatus: archived\n');
  writeFileSync(join(studio?.root ?? '', 'experiments/price.yaml'), archived);
  const results = await page('/results/price');
  expect(results).toContain('<code>price</code> <span class="chip chip-running">running</span>');
  expect(results).toContain('archived in its file, not published yet');
});

test('after its end an experiment gives no advice, and says where it started', async () => {
  await open({ 'experiments/price.yaml': RUNNING.replace('name: Price\n', 'name: Price\nstatus: archived\n') });
  const own = await page('/experiments/price');
  expect(own).toContain('<dt>Started</dt><dd>on every page');
  expect(own).not.toContain('nowhere');
});

test('a rule is said as a sentence, and as JSON where a sentence cannot say it', async () => {
  const ruled = (rule: string): string => RUNNING.replace('variants:', `audience:\n  rule: ${rule}\nvariants:`);
  await open({
    'experiments/price.yaml': ruled(
      "{ and: [{ startsWith: [{ var: device.language }, en] }, { '==': [{ var: user.plan }, pro] }] }",
    ),
  });
  expect(await page('/experiments/price')).toContain(
    'the language of the browser begins with en, and “user.plan” is pro',
  );
  const other = ruled("{ or: [{ '==': [{ var: user.plan }, pro] }, { '==': [{ var: user.plan }, team] }] }");
  writeFileSync(join(studio?.root ?? '', 'experiments/price.yaml'), other);
  expect(await page('/experiments/price')).toContain('&#34;or&#34;');
});

test('what ends an experiment says below each button how it does', async () => {
  await open({ 'experiments/price.yaml': RUNNING });
  const own = await page('/experiments/price');
  expect(own).toContain('Ends it, with a note: why, the winner, what was learned.');
  expect(own).toContain('Puts it away without a note');
  expect(own).toContain('<em>End the experiment</em>');
});
