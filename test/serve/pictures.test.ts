/** Tests pictures of variants: shown from the folder of experiments, and nothing else of this machine. */

import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { likenessesOf, pictureAnswer, pictureDigest } from '../../src/serve/studio/pictures.js';
import { openWorkspace } from '../../src/serve/workspace.js';
import { DRAFT, makeFolder, type Studio, startStudio } from './studio.js';

let studio: Studio | null = null;
afterEach(() => studio?.close());

const withImage = (image: string): string => DRAFT.replace('name: As it is\n', `name: As it is\n    image: ${image}\n`);
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

async function opened(image: string) {
  const root = makeFolder({ 'experiments/cta.yaml': withImage(image), 'secret.svg': PICTURE });
  mkdirSync(join(root, 'experiments/pictures'));
  for (const name of ['old.svg', 'notes.txt', '.env']) writeFileSync(join(root, 'experiments/pictures', name), PICTURE);
  symlinkSync(join(root, 'experiments/pictures/.env'), join(root, 'experiments/pictures/kind.svg'));
  studio = await startStudio(root);
  return studio.enter();
}

test('a picture that the file names stands on the page, and runs nothing where it is opened', async () => {
  const owner = await opened('pictures/old.svg');
  expect(await (await owner.get('/experiments/cta')).text()).toContain(
    'src="/experiments/cta/image/control?size=desktop"',
  );
  const picture = await owner.get('/experiments/cta/image/control');
  expect(picture.status).toBe(200);
  expect(await picture.text()).toBe(PICTURE);
  expect(picture.headers.get('content-type')).toBe('image/svg+xml');
  expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
  expect(picture.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*sandbox$/);
  expect((await studio?.stranger.get('/experiments/cta/image/control'))?.status).toBe(303);
  expect((await owner.get('/experiments/cta/image/green')).status).toBe(404);
  expect((await owner.get('/experiments/none/image/control')).status).toBe(404);
});

/** What the page says of pictures of `fx shot` with these contents, of the control and of the other variant. */
async function saidOf(shots: Readonly<Record<string, string>>, text = DRAFT): Promise<readonly string[]> {
  const root = makeFolder({ 'experiments/cta.yaml': text });
  mkdirSync(join(root, 'experiments/pictures'));
  for (const [name, bytes] of Object.entries(shots)) writeFileSync(join(root, 'experiments/pictures', name), bytes);
  studio = await startStudio(root);
  const page = await (await (await studio.enter()).get('/experiments/cta')).text();
  return [...page.matchAll(/<p class="quiet">(Nothing visible changes[^<]*)</g)].map(([, words = '']) => words);
}

const WHY =
  'the change may come after a click, lie elsewhere on the page, be meant for another width, or be none that a picture shows, as a link.';

test('where both pictures of a variant are those of another, one sentence says that nothing visible changes, and why', async () => {
  const said = await saidOf({
    'cta.control.desktop.webp': 'wide',
    'cta.control.phone.webp': 'narrow',
    'cta.green.desktop.webp': 'wide',
    'cta.green.phone.webp': 'narrow',
  });
  expect(said).toEqual([`Nothing visible changes here, compared with As it is: ${WHY}`]);
});

test('where one of two pictures is the same it says on which size', async () => {
  const control = { 'cta.control.desktop.webp': 'wide', 'cta.control.phone.webp': 'narrow' };
  expect(await saidOf({ ...control, 'cta.green.desktop.webp': 'wide', 'cta.green.phone.webp': 'green' })).toEqual([
    `Nothing visible changes here on a desktop, compared with As it is: ${WHY}`,
  ]);
});

test('where each size is as that of another variant, both are named', async () => {
  const third = DRAFT.replace('metrics:', '  - key: blue\n    name: Blue <b>\n    css: b {}\nmetrics:');
  const said = await saidOf(
    {
      'cta.control.desktop.webp': 'wide',
      'cta.control.phone.webp': 'narrow',
      'cta.green.desktop.webp': 'w2',
      'cta.green.phone.webp': 'n2',
      'cta.blue.desktop.webp': 'wide',
      'cta.blue.phone.webp': 'n2',
    },
    third,
  );
  expect(said).toEqual([
    `Nothing visible changes here on a desktop, compared with As it is, and on a phone, compared with Green: ${WHY}`,
  ]);
});

/** The pictures of an experiment that were read to find those that are alike, and what came of it. */
async function comparedIn(
  shots: Readonly<Record<string, string>>,
  before: (file: string) => void = () => undefined,
): Promise<{ readonly read: readonly string[]; readonly alike: readonly (readonly [string, string])[] }> {
  const root = makeFolder({ 'experiments/cta.yaml': DRAFT });
  onTestFinished(() => rmSync(root, { recursive: true }));
  const directory = join(root, 'experiments');
  mkdirSync(join(directory, 'pictures'));
  for (const [name, bytes] of Object.entries(shots)) writeFileSync(join(directory, 'pictures', name), bytes);
  const filed = (await openWorkspace(directory).read()).experiments.get('cta');
  if (!filed) throw new Error('The experiment was not read.');
  const read: string[] = [];
  const alike = await likenessesOf(filed, directory, (file) => {
    read.push(basename(file));
    before(file);
    return pictureDigest(file);
  });
  return { read, alike: [...alike] };
}

test('of pictures those alone are read that are as large as another of the same size of screen', async () => {
  const shots = {
    'cta.control.desktop.webp': 'wide',
    'cta.green.desktop.webp': 'wider',
    'cta.control.phone.webp': 'slim',
    'cta.green.phone.webp': 'slim',
  };
  expect(await comparedIn(shots)).toEqual({
    read: ['cta.control.phone.webp', 'cta.green.phone.webp'],
    alike: [['green:phone', 'As it is']],
  });
});

test('a picture that is deleted while pictures are compared, or before it is sent, is none', async () => {
  const shots = { 'cta.control.phone.webp': 'slim', 'cta.green.phone.webp': 'slim' };
  const { read, alike } = await comparedIn(shots, (file) => rmSync(file));
  expect([read.length, alike]).toEqual([2, []]);
  expect(await pictureAnswer({ file: '/nowhere/cta.webp', type: 'image/webp', bytes: 4 })).toBeNull();
});

test('nothing is said of pictures that differ, of one at another size, or of those that a file names', async () => {
  const differing = {
    'cta.control.desktop.webp': 'wide',
    'cta.green.desktop.webp': 'green',
    'cta.green.phone.webp': 'wide',
  };
  expect(await saidOf(differing)).toEqual([]);
  await studio?.close();
  const named = DRAFT.replace(/name: (As it is|Green.*)\n/g, 'name: $1\n    image: pictures/own.webp\n');
  expect(await saidOf({ 'own.webp': 'both' }, named)).toEqual([]);
});

test.each([
  '../secret.svg',
  '/etc/hostname',
  'pictures/../../secret.svg',
  'pictures/kind.svg',
  'pictures/notes.txt',
  'pictures/.env',
  'pictures',
  'pictures/none.png',
  'https://example.com/a.png',
])('%s is not shown, and the page says so in place of a broken picture', async (image) => {
  const owner = await opened(image);
  expect((await owner.get('/experiments/cta/image/control')).status).toBe(404);
  const page = await (await owner.get('/experiments/cta')).text();
  expect(page).not.toContain('<img');
  expect(page).toContain(`There is no picture at <code>${image}</code>`);
});
