/** Tests the page of the plan: what waits as sentences, counted as they are shown, the dangerous ones first. */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Asker, makeFolder, type Studio, startStudio } from './studio.js';

const HERO = `id: hero
name: Headline
variants:
  - {key: control, name: As it is, weight: 5000}
  - {key: bold, name: Bold, weight: 5000}
`;

interface Published {
  readonly studio: Studio;
  readonly owner: Asker;
  /** Writes files over those that are published. */
  write(files: Readonly<Record<string, string>>): void;
  /** The text of the page of the plan, its tags as blanks. */
  plan(): Promise<string>;
}

async function published(files: Readonly<Record<string, string>>): Promise<Published> {
  const named = Object.entries(files).map(([name, text]) => [`experiments/${name}.yaml`, text]);
  const studio = await startStudio(makeFolder(Object.fromEntries(named)));
  onTestFinished(() => studio.close());
  const owner = await studio.enter();
  expect((await owner.post('/api/publish', {})).status).toBe(200);
  return {
    studio,
    owner,
    write: (all) => {
      for (const [name, text] of Object.entries(all))
        writeFileSync(join(studio.root, `experiments/${name}.yaml`), text);
    },
    plan: async () => textOf(await (await owner.get('/publish')).text()),
  };
}

/** As people read it. */
const textOf = (page: string): string =>
  page
    .slice(page.indexOf('<main'))
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,])/g, '$1');

test('another split is one change, with the share of visitors said once', async () => {
  const { plan, write } = await published({ hero: HERO });
  write({
    hero: HERO.replace('control, name: As it is, weight: 5000', 'control, name: As it is, weight: 3000').replace(
      'Bold, weight: 5000',
      'Bold, weight: 7000',
    ),
  });
  const text = await plan();
  expect(text).toContain('1 change 1 moves visitors');
  expect(text).toContain('Split: As it is 50% → 30%, Bold 50% → 70%');
  expect(text.match(/This concerns \d+\.\d% of visitors\./g)).toHaveLength(1);
});

test('a variant that comes is part of the split, and no file is spoken of', async () => {
  const { plan, write } = await published({ hero: HERO });
  write({ hero: `${HERO.replace('weight: 5000}', 'weight: 3000}')}  - {key: third, name: Third, weight: 2000}\n` });
  const text = await plan();
  expect(text).toContain('Split: As it is 50% → 30%, Third none → 20%');
  expect(text).toContain('1 change 1 moves visitors');
  expect(text.replaceAll(/Details variants\S+( variants\S+)*/g, '')).not.toMatch(/weight|\[\]|none → {2}none/);
});

test('what concerns everybody is a whole sentence', async () => {
  const { plan, write } = await published({ hero: HERO });
  write({ other: HERO.replace('hero', 'other').replace('Headline', 'Other') });
  expect(await plan()).toContain('Visitors come into it from now on. This concerns all visitors.');
});

test('what breaks comes before what moves, and what is safe last', async () => {
  const { plan, write } = await published({ a: HERO.replace('hero', 'a-one'), b: HERO.replace('hero', 'b-one') });
  write({
    a: `${HERO.replace('hero', 'a-one')}sampleRate: 0.5\n`,
    b: `${HERO.replace('hero', 'b-one').replace('Bold, weight: 5000', "Bold, weight: 5000, css: 'a {}'").replace('Headline', 'Title')}`,
    c: `${HERO.replace('hero', 'c-one')}status: draft\n`,
  });
  const text = await plan();
  const places = ['CSS of Bold: added', 'Name: “Headline” → “Title”', 'Takes part: 100% → 50%', 'New, draft'];
  const found = places.map((words) => text.indexOf(words));
  expect(found).not.toContain(-1);
  expect(found).toEqual([...found].sort((one, other) => one - other));
  expect(text).toContain('4 changes in 3 experiments 1 breaks the analysis 1 moves visitors 2 safe');
  expect(text.indexOf('Publish all the same')).toBeLessThan(found[0] ?? 0);
});

test('a holdout names the experiments that run, and a file that is gone asks for the archive', async () => {
  const { plan, write } = await published({ hero: HERO });
  write({
    hero: 'kind: holdout\nid: winter\nname: Winter\nshare: 0.05\nexperiments: all\n',
    other: HERO.replace('hero', 'other'),
  });
  const text = await plan();
  expect(text).toContain('To end an experiment, archive it.');
  expect(text).toContain('Held out: nobody → 5%');
  expect(text).toContain('in 3 experiments and holdouts');
});

test('a long plan shows twenty, and keeps the rest folded', async () => {
  const { plan, write, owner } = await published({ hero: HERO });
  write(Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`more-${at}`, HERO.replace('hero', `more-${at}`)])));
  const page = await (await owner.get('/publish')).text();
  const [before = '', folded = ''] = page.split('<details class="rest">');
  expect(before.split('<li class="card">').length - 1).toBe(20);
  expect(folded.split('<li class="card">').length - 1).toBe(10);
  const text = await plan();
  expect(text).toContain('30 changes in 30 experiments all of them safe');
  expect(text).toContain('10 more experiments, all of them safe');
});

const BOLDER = HERO.replace('Bold, weight: 5000', "Bold, weight: 5000, css: 'a {}'");

test('whoever comes after somebody went back is told so, and finds publications by who, when and why', async () => {
  const { plan, write, owner } = await published({ hero: HERO });
  write({ hero: BOLDER });
  const season = { allowBreaking: true, reason: 'A new season begins' };
  expect((await owner.post('/api/publish', season)).status).toBe(200);
  write({ hero: HERO.replace('Headline', 'Title') });
  expect((await owner.post('/api/publish', { ...season, reason: 'It looked wrong.' })).status).toBe(200);
  const page = await (await owner.get('/publish')).text();
  const options = [...page.matchAll(/<option value="([0-9a-f]+)">([^<]*)/g)];
  expect(options.map(([, , words]) => words)).toEqual([
    expect.stringMatching(/^\d+ \w+ \d{4}, \d\d:\d\d UTC, Owner: A new season begins$/),
    expect.stringMatching(/^\d+ \w+ \d{4}, \d\d:\d\d UTC, Owner$/),
  ]);
  expect(await plan()).not.toContain('went back');
  const revision = options[0]?.[1] ?? '';
  const back = await owner.submit('/rollback', { revision, reason: 'Orders fell.' });
  expect(back.headers.get('location')).toBe('/publish?done=back');
  const warned = await plan();
  expect(warned).toMatch(
    /Owner went back on [^:]+:\d\d UTC : Orders fell\. Of these changes, those that visitors had before would come again/,
  );
  expect(warned).toContain('Publish again');
  const { text, primary } = await buttons(owner);
  expect(text).toContain('Publish again');
  expect(primary).not.toContain('Publish again');
  expect((await owner.post('/api/publish', season)).status).toBe(200);
  write({ hero: BOLDER });
  expect(await plan()).not.toContain('went back');
});

test('a revision that was not published here is listed by itself', async () => {
  const { owner, studio, write } = await published({ hero: HERO });
  rmSync(join(studio.root, '.fx/studio/record.ndjson'));
  write({ hero: BOLDER });
  expect((await owner.post('/api/publish', { allowBreaking: true, reason: 'x' })).status).toBe(200);
  expect(await (await owner.get('/publish')).text()).toMatch(/>not from Studio: revision [0-9a-f]{16}</);
});

/** All of the page of the plan. */
async function buttons(
  owner: Asker,
): Promise<{ readonly text: readonly string[]; readonly primary: readonly string[] }> {
  const page = await (await owner.get('/publish')).text();
  const found = [...page.matchAll(/<button([^>]*)>([^<]*)/g)];
  const named = (only: (attributes: string) => boolean): string[] =>
    found.flatMap(([, attributes = '', text = '']) => (only(attributes) ? [text] : []));
  return { text: named(() => true), primary: named((attributes) => attributes.includes('primary')) };
}

test('the button that switches off leads back to where it was pressed', async () => {
  const { owner, studio } = await published({ hero: HERO });
  const pressed = async (referer: string, word = 'off'): Promise<string | null> =>
    (await owner.submit(`/${word}`, {}, { referer })).headers.get('location');
  const paths = ['/', '/experiments', '/experiments/hero', '/experiments/hero/edit', '/results/hero', '/settings'];
  for (const path of paths) expect(await pressed(studio.url + path)).toBe(`${path}?done=off`);
  expect(await pressed(`${studio.url}/experiments?q=a+b&done=changed`)).toBe('/experiments?q=a+b&done=off');
  expect(await pressed(`${studio.url}/history`, 'on')).toBe('/history?done=on');
});

test('no other site and no form is gone back to', async () => {
  const { owner, studio } = await published({ hero: HERO });
  for (const referer of [
    '',
    'none',
    'https://evil.example/experiments',
    `${studio.url}//evil.example/`,
    `${studio.url}/rollback`,
  ])
    expect((await owner.submit('/off', {}, { referer })).headers.get('location')).toBe('/?done=off');
});

test('while everything is off the plan says that nobody gets it, and its button is no invitation', async () => {
  const { owner, plan, write } = await published({ hero: HERO });
  await owner.post('/api/off', {});
  write({ hero: HERO.replace('Headline', 'Title') });
  expect((await plan()).match(/switched (off|on)|stays off/g)).toEqual(['switched on']);
  expect((await buttons(owner)).primary).toEqual([]);
  await owner.post('/api/on', {});
  expect((await buttons(owner)).primary).toEqual(['Publish']);
});

test('Today counts what waits as Publish does', async () => {
  const { owner, write } = await published({ hero: HERO });
  const other = HERO.replace('As it is, weight: 5000', 'As it is, weight: 3000');
  write({ hero: other.replace('Bold, weight: 5000', 'Bold, weight: 7000') });
  expect(await (await owner.get('/')).text()).toContain('1 change would move visitors');
});
