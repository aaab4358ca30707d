/** Tests that a file with an error is listed, opened at its line and corrected, and that the others go on. */

import { readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Asker, DRAFT, makeFolder, RUNNING, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio(makeFolder({ 'experiments/cta.yaml': DRAFT, 'experiments/price.yaml': RUNNING }));
  owner = await studio.enter();
  expect((await owner.post('/api/publish', {})).status).toBe(200);
});
afterEach(() => studio.close());

const page = async (path: string): Promise<string> => (await (await owner.get(path)).text()).replace(/\s+/g, ' ');
const write = (name: string, text: string | Uint8Array): void =>
  writeFileSync(join(studio.root, 'experiments', name), text);
const read = (name: string): string => readFileSync(join(studio.root, 'experiments', name), 'utf8');
const field = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
const link = (text: string): string =>
  (/href="(\/repair\?[^"]*)"/.exec(text)?.[1] ?? '').replaceAll('&#38;', '&').replaceAll('&amp;', '&');

const CASES: readonly (readonly [what: string, name: string, text: string | Uint8Array, line: number])[] = [
  ['that is no YAML', 'menu.yaml', 'id: menu\nname: Menu\nvariants: [1\n', 3],
  [
    'with a value that is not known',
    'menu.yaml',
    RUNNING.replace('id: price', 'id: menu')
      .replace('name: Price', 'name: Menu\nstatus: runing')
      .replace(/layer:\n.*\n.*\n.*\n/, ''),
    3,
  ],
  [
    'with an id that another one has',
    'zed.yaml',
    RUNNING.replace('name: Price', 'name: Menu').replace(/layer:\n.*\n.*\n.*\n/, ''),
    1,
  ],
  [
    'of a holdout of nothing',
    'menu.yaml',
    'kind: holdout\nid: menu\nname: Menu\nshare: 0.1\nexperiments: [nothing]\n',
    5,
  ],
  ['that is no UTF-8', 'menu.yaml', new Uint8Array([...Buffer.from('id: menu\nname: Menu '), 0xe9, 0x0a]), 2],
  ['that is empty', 'menu.yaml', '# nothing\n', 1],
];

test.each(CASES)('a file %s is listed, shown at its line, and corrected', async (_, name, text, line) => {
  write(name, text);
  for (const path of ['/', '/experiments', '/publish']) {
    const said = await page(path);
    expect(said).toContain(`experiments/${name}, line ${line}`);
    expect(link(said)).toContain(`line=${line}`);
  }
  const list = await page('/experiments');
  expect(list).toMatch(/>(Menu|menu)[^<]*</);
  expect(list).toContain('has an error');
  const form = await page(link(list));
  expect(form).toContain(`<span class="line">line ${line}</span>`);
  expect(form).toContain(`&#62; ${line} |`);
  const fields = { file: field(form, 'file'), revision: field(form, 'revision') };
  const good = RUNNING.replace('id: price', 'id: menu')
    .replace('name: Price', 'name: Menu')
    .replace(/layer:\n.*\n.*\n.*\n/, '');
  const refused = await owner.submit('/repair', { ...fields, yaml: `${good}oops: 1\n` });
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain('oops: 1');
  const saved = await owner.submit('/repair', { ...fields, yaml: good });
  expect(saved.headers.get('location')).toBe('/experiments/menu?done=changed');
  expect(read(name)).toBe(good);
  expect(await page('/history')).toContain('Menu');
});

test('the others are described from their own files, and can be changed', async () => {
  write('cta.yaml', DRAFT.replace('name: Call', 'nome: Call'));
  const own = await page('/experiments/price');
  expect(own).toContain('on every page');
  expect(own).toContain('50% of visitors');
  expect(own).not.toContain('nowhere');
  expect(own).toContain('chip-running">running<');
  expect(own).not.toContain('chip-waits');
  expect(await page('/')).toContain('on every page, 50% of visitors, layer checkout');
  const changed = await owner.post('/api/experiment.update', {
    experimentId: 'price',
    fields: [{ path: ['name'], value: 'Prices' }],
  });
  expect(changed.status).toBe(200);
});

test('the addresses of an experiment whose file has an error lead to its line, and visitors keep it', async () => {
  write('price.yaml', RUNNING.replace('name: Price', 'name: Price\nstatus: runing'));
  for (const path of ['/experiments/price', '/experiments/price/edit']) {
    const answer = await owner.get(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      expect.stringContaining('/repair?file=') as string,
    ]);
  }
  const today = await page('/');
  expect(today.slice(today.indexOf('Running now'))).toContain('>Price<');
});

test('an error of two together is shown at the one that can be read, too', async () => {
  write('menu.yaml', RUNNING.replace('id: price', 'id: menu').replace('name: Price', 'name: Menu'));
  // Both ask for the same slice of a layer.
  const own = await page('/experiments/price');
  const list = await page('/experiments');
  expect(own + list).toContain('has an error');
  expect((await owner.get('/experiments/menu')).status).toBe(200);
});

test('whoever was overtaken loses nothing, and a file that is not there is said to be', async () => {
  write('menu.yaml', 'id: menu\n');
  const form = await page(`/repair?file=${encodeURIComponent(fileIn(await page('/experiments')))}`);
  const fields = { file: field(form, 'file'), revision: field(form, 'revision') };
  write('menu.yaml', 'id: menu\nname: M\n');
  const late = await owner.submit('/repair', { ...fields, yaml: 'id: mine\n' });
  expect(late.status).toBe(412);
  expect(await late.text()).toContain('id: mine');
  expect((await owner.get('/repair?file=..%2Ffx.config.yaml')).status).toBe(404);
  expect((await owner.submit('/repair', { file: '../fx.config.yaml', revision: '', yaml: 'x' })).status).toBe(404);
});

const fileIn = (list: string): string => new URLSearchParams(link(list).slice('/repair?'.length)).get('file') ?? '';

test('a file that is not read is listed, and its page says why there is no text to correct', async () => {
  symlinkSync('../elsewhere.yaml', join(studio.root, 'experiments/out.yaml'));
  writeFileSync(join(studio.root, 'elsewhere.yaml'), RUNNING);
  const why = 'experiments/out.yaml is a link out of the directory: put the file itself there.';
  const answer = await owner.get(link(await page('/')));
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(why)]);
  unlinkSync(join(studio.root, 'experiments/out.yaml'));
  expect((await owner.get('/repair?file=experiments/out.yaml&line=1')).status).toBe(404);
});

test('where no file at all is read, publishing says so and does not ask for the first experiment', async () => {
  for (const name of ['cta.yaml', 'price.yaml']) unlinkSync(join(studio.root, 'experiments', name));
  symlinkSync('nowhere', join(studio.root, 'experiments/out.yaml'));
  const said = await page('/publish');
  expect(said).toContain('is a link that leads nowhere');
  expect(said).not.toContain('There is no experiment yet');
});
