/** Tests the record of changes: what is read of it again, what of its memory is bounded, and its pages. */

import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openDeedIndex } from '../../src/serve/deeds.js';
import { openRecord } from '../../src/serve/record.js';
import { DRAFT, makeFolder, startStudio } from './studio.js';

const deed = (id: number, more: object = {}): object => ({
  ...{ id: `d${id}`, at: new Date(id * 1000).toISOString(), who: 'Ada', what: 'experiment.update' },
  ...{ experiment: `e${id % 10}`, diff: `+${'x'.repeat(100)}`, state: 'done', ...more },
});
const linesOf = (deeds: readonly object[]): string => deeds.map((one) => `\n${JSON.stringify(one)}\n`).join('');
const many = (count: number): object[] => Array.from({ length: count }, (_, id) => deed(id));

/** A file with so many deeds. */
function recordOf(count: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'fx-record-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'record.ndjson');
  writeFileSync(file, linesOf(many(count)));
  return file;
}

/** How many texts are parsed while something works. */
async function parsedDuring(work: () => Promise<unknown>): Promise<number> {
  const parse = vi.spyOn(JSON, 'parse');
  await work();
  const { length } = parse.mock.calls;
  parse.mockRestore();
  return length;
}

const ids = (deeds: readonly { readonly id: string }[]): string[] => deeds.map(({ id }) => id);

test('a list of experiments costs one look at the record, and the next one no line of it', async () => {
  const files = Array.from({ length: 40 }, (_, at) => [
    `experiments/e${at}.yaml`,
    DRAFT.replace('id: cta', `id: e${at}`).replace('.cta', `.cta${at}`),
  ]);
  const root = makeFolder(Object.fromEntries(files));
  mkdirSync(join(root, '.fx/studio'), { recursive: true });
  writeFileSync(join(root, '.fx/studio/record.ndjson'), linesOf(many(1000)));
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  const admin = await studio.enter();
  const list = async (): Promise<void> => {
    const answer = await admin.get('/api/experiment.list');
    expect((await answer.text()).match(/"revision"/g)).toHaveLength(40);
  };
  expect(await parsedDuring(list)).toBeLessThan(1500);
  expect(await parsedDuring(list)).toBeLessThan(100);
});

test('of a record that grew only the lines that were added are parsed', async () => {
  const file = recordOf(2000);
  const record = openRecord(file);
  expect((await record.moments()).get('e7')?.last.get('experiment.update')).toBe(new Date(1997e3).toISOString());
  appendFileSync(file, linesOf([deed(2007, { what: 'experiment.start' })]));
  expect(await parsedDuring(() => record.moments())).toBe(1);
  expect((await record.moments()).get('e7')?.last.get('experiment.start')).toBe(new Date(2007e3).toISOString());
  expect(ids(await record.read({ experiment: 'e7', limit: 2 }))).toEqual(['d2007', 'd1997']);
});

test.each([
  ['shorter', linesOf([deed(5)]), ['d5']],
  ['longer', linesOf([...many(30)].reverse()), ['d0', 'd1', 'd2']],
  ['as long', linesOf(many(20).map((_, at) => deed(at + 20))), ['d39', 'd38', 'd37']],
])('a record that somebody put %s into its place is read anew', async (_, text, expected) => {
  const file = recordOf(20);
  const record = openRecord(file);
  expect(ids(await record.read({ limit: 1 }))).toEqual(['d19']);
  writeFileSync(file, text);
  expect(ids(await record.read({ limit: 3 }))).toEqual(expected);
});

test('a line that is half written is taken once it is whole, and one without an end counts', async () => {
  const file = recordOf(1);
  const record = openRecord(file);
  const line = JSON.stringify(deed(1));
  appendFileSync(file, `\n${line.slice(0, 20)}`);
  expect(ids(await record.read())).toEqual(['d0']);
  appendFileSync(file, line.slice(20));
  expect(ids(await record.read())).toEqual(['d1', 'd0']);
  appendFileSync(file, linesOf([deed(2)]));
  expect(ids(await record.read())).toEqual(['d2', 'd1', 'd0']);
});

test('a deed is where it was begun, as it ended', async () => {
  const file = recordOf(0);
  const record = openRecord(file);
  const first = record.begin({ who: 'Ada', what: 'publish', after: 'a' });
  const second = record.begin({ who: 'Ada', what: 'off' });
  record.end(first, 'done');
  const both = await record.read();
  expect(both.map(({ id, state }) => [id, state])).toEqual([
    [second.id, 'open'],
    [first.id, 'done'],
  ]);
});

test('no more than so many deeds are remembered, and older ones are found in the file all the same', async () => {
  const file = recordOf(100);
  const index = openDeedIndex(file, 10);
  const { places, isWhole, moments } = await index();
  expect([[...places.keys()], isWhole]).toEqual([ids(many(100).slice(-10) as { id: string }[]), false]);
  expect(moments.size).toBe(10);
  const record = openRecord(file, Date.now, 10);
  expect(ids(await record.read({ limit: 3 }))).toEqual(['d99', 'd98', 'd97']);
  expect(ids(await record.read({ limit: 3, before: 'd50' }))).toEqual(['d49', 'd48', 'd47']);
  expect(ids(await record.read({ experiment: 'e3', limit: 3, before: 'd50' }))).toEqual(['d43', 'd33', 'd23']);
  expect(await record.read({ experiment: 'e3' })).toHaveLength(10);
  // The end of one that is remembered no more makes it none of the newest.
  appendFileSync(file, linesOf([deed(5, { state: 'failed' })]));
  expect(ids(await record.read({ limit: 1 }))).toEqual(['d99']);
});

test('the history goes on to older pages, each change on one of them', async () => {
  const root = makeFolder();
  mkdirSync(join(root, '.fx/studio'), { recursive: true });
  writeFileSync(
    join(root, '.fx/studio/record.ndjson'),
    linesOf(Array.from({ length: 450 }, (_, id) => deed(id, { what: `did ${id}.` }))),
  );
  const studio = await startStudio(root);
  onTestFinished(() => studio.close());
  const admin = await studio.enter();
  const seen: number[] = [];
  let path: string | undefined = '/history';
  for (let pages = 0; path !== undefined && pages < 5; pages++) {
    const text: string = await (await admin.get(path)).text();
    seen.push(...[...text.matchAll(/did (\d+)\./g)].map(([, id]) => Number(id)));
    expect(text.includes('>Newest changes<')).toBe(pages > 0);
    path = /href="(\/history\?before=[^"]+)"/.exec(text)?.[1];
  }
  expect(seen).toEqual(Array.from({ length: 450 }, (_, at) => 449 - at));
  expect(await (await admin.get('/history?before=none')).text()).toContain('There is nothing older.');
});
