/** Tests that pages say how an experiment is for visitors, and what its file says besides. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Asker, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

const named = (id: string, more = ''): string => `id: ${id}\nname: The ${id}\n${more}${VARIANTS}`;
const VARIANTS = `variants:
  - key: control
    name: As it is
  - key: other
    name: Other
`;
const FILES = {
  'experiments/price.yaml': RUNNING,
  'experiments/menu.yaml': named('menu'),
  'experiments/later.yaml': named('later', "startAt: '2099-12-10T00:00:00Z'\n"),
};

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio(makeFolder(FILES));
  owner = await studio.enter();
});
afterEach(() => studio.close());

const page = async (path: string): Promise<string> =>
  (await (await owner.get(path)).text()).replace(/\s+/g, ' ').replace(/<[^>]*>/g, '|');
const write = (name: string, text: string): void => writeFileSync(join(studio.root, `experiments/${name}.yaml`), text);
const publish = async (): Promise<void> => {
  expect((await owner.post('/api/publish', { allowBreaking: true, reason: 'Meant.' })).status).toBe(200);
};
/** What stands between a name and the name after it. */
const lineOf = (text: string, name: string): string => text.slice(text.indexOf(`|${name}|`)).slice(0, 400);
const running = (today: string): string => today.slice(today.indexOf('Running now'), today.indexOf('Last changes'));

test.each([
  [
    'paused',
    RUNNING.replace('name: Price\n', 'name: Price\nstatus: paused\n'),
    'paused in its file, not published yet',
  ],
  [
    'archived',
    RUNNING.replace('name: Price\n', 'name: Price\nstatus: archived\n'),
    'archived in its file, not published yet',
  ],
  [
    'moved into the future',
    RUNNING.replace('name: Price\n', "name: Price\nstartAt: '2099-01-01T00:00:00Z'\n"),
    'scheduled in its file, not published yet',
  ],
  ['changed', RUNNING.replace('to: 0.5', 'to: 0.4'), 'waits to be published'],
])('an experiment that is %s in its file runs for visitors until that is published', async (_, text, words) => {
  await publish();
  write('price', text);
  for (const path of ['/', '/experiments', '/experiments/price']) {
    const line = lineOf(await page(path), 'Price');
    expect(line).toContain('|running|');
    expect(line).toContain(`|${words}|`);
  }
  expect(running(await page('/'))).toContain('|Price|');
  await publish();
  expect(await page('/')).not.toContain(words);
});

test('an experiment whose file is gone is listed until a publication takes it out', async () => {
  await publish();
  rmSync(join(studio.root, 'experiments/menu.yaml'));
  expect(lineOf(await page('/'), 'The menu')).toContain('|its file is gone, not published yet|');
  expect(lineOf(await page('/experiments'), 'The menu')).toContain('|running|');
  expect(await page('/experiments/menu')).toContain('Its file is gone');
  await publish();
  expect(await page('/experiments')).not.toContain('The menu');
  expect((await owner.get('/experiments/menu')).status).toBe(404);
});

test('what was started and never published is with no visitor', async () => {
  const today = await page('/');
  expect(running(today)).toContain('Nothing runs.');
  expect(lineOf(today.slice(today.indexOf('Started, not published yet')), 'Price')).toContain('|running in its file|');
  expect(await page('/experiments/price')).toContain('No visitor has it before the next publication.');
});

test('an experiment whose time has not come is scheduled on every page, with its day', async () => {
  await publish();
  const today = await page('/');
  expect(today.slice(today.indexOf('Starts later'))).toContain('starts 10 Dec 2099');
  expect(today).not.toContain('2099-12-10T');
  expect(lineOf(await page('/experiments'), 'The later')).toContain('|scheduled|');
  const own = await page('/experiments/later');
  expect(lineOf(own, 'The later')).toContain('|scheduled|');
  expect(own.match(/10 Dec 2099/g)).toHaveLength(1);
});

test('while everything is switched off nothing is said to run', async () => {
  await publish();
  await owner.post('/api/off', {});
  for (const path of ['/', '/experiments', '/experiments/price'])
    expect(lineOf(await page(path), 'Price')).toContain('|switched off|');
});

test('the list finds by the status for visitors, by that of the file, and what waits', async () => {
  await publish();
  write('price', RUNNING.replace('name: Price\n', 'name: Price\nstatus: paused\n'));
  for (const status of ['running', 'paused', 'waits to be published'])
    expect(await page(`/experiments?status=${encodeURIComponent(status)}`)).toContain('|Price|');
  const none = await page('/experiments?q=zebra');
  expect(none).toContain('No experiment has these words');
  expect(none).toContain('|Show all|');
});

test('where the target does not answer, pages say what the files say, and that it is not known what is published', async () => {
  writeFileSync(
    join(studio.root, 'fx.config.yaml'),
    `previewToken: "0123456789abcdef"\ntargets:\n  live: git+file://${studio.root}/nowhere.git#pages\n`,
  );
  for (const path of ['/', '/experiments', '/experiments/price']) {
    const text = await page(path);
    expect(text).toContain('What is published is not known now');
    expect(lineOf(text, 'Price')).toContain('|running|');
  }
});
