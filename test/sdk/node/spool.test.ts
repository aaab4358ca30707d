/** Checks that a spool keeps what it was given, within its bounds, and passes over what is broken. */

import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSpool } from '../../../src/sdk/node/index.js';

let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'fx-spool-')), 'deep', 'spool');
});
afterEach(() => rmSync(join(folder, '../..'), { recursive: true, force: true }));

const event = (n: number, size = 0): string => JSON.stringify({ n, pad: 'x'.repeat(size) });
const numbers = (texts: readonly string[] = []): number[] => texts.map((text) => JSON.parse(text).n);

test('gives the same batch until it is confirmed, then the next, and no file is left', () => {
  const spool = createSpool(folder);
  for (let n = 0; n < 450; n++) expect(spool.add(event(n))).toBe(0);
  expect(spool.size()).toBe(450);
  const first = spool.take();
  expect(numbers(first?.texts)).toEqual(numbers(spool.take()?.texts));
  expect(first?.texts).toHaveLength(200);
  const all: number[] = [];
  for (let batch = spool.take(); batch; batch = spool.take()) {
    all.push(...numbers(batch.texts));
    batch.done();
  }
  expect(all).toEqual(Array.from({ length: 450 }, (_, n) => n));
  expect(spool.size()).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test('gives up the oldest batches where it may hold no more, and counts them', () => {
  const spool = createSpool(folder, { mostBytes: 100_000 });
  let lost = 0;
  for (let n = 0; n < 200; n++) lost += spool.add(event(n, 1000));
  expect(lost).toBeGreaterThan(50);
  expect(spool.size()).toBe(200 - lost);
  expect(numbers(spool.take()?.texts)[0]).toBe(lost);
});

test('passes over a line that was cut short, and a file that holds nothing else', () => {
  const host = readName();
  writeFileSync(join(folder, `fx-${host}-999999999-0000abcd-0.ndjson`), '{"n":1}\n{"n":');
  writeFileSync(join(folder, `fx-${host}-999999999-0000abcd-1.ndjson`), '{"n');
  const spool = createSpool(folder);
  const batch = spool.take();
  expect(numbers(batch?.texts)).toEqual([1]);
  batch?.done();
  expect(spool.take()).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

test('takes over what another host has left an hour ago, and nothing younger', () => {
  readName();
  const old = join(folder, 'fx-other-7-0000abcd-0.ndjson');
  writeFileSync(old, '{"n":1}\n');
  writeFileSync(join(folder, 'fx-other-7-0000abcd-1.ndjson'), '{"n":2}\n');
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  const anHourAgo = Date.now() / 1000 - 3700;
  utimesSync(old, anHourAgo, anHourAgo);
  expect(numbers(createSpool(folder).take()?.texts)).toEqual([1]);
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
});

test('two spools of one process leave each other alone', () => {
  const [one, two] = [createSpool(folder), createSpool(folder)];
  one.add(event(1));
  two.add(event(2));
  const three = createSpool(folder);
  expect(three.take()).toBeUndefined();
  expect(numbers(one.take()?.texts)).toEqual([1]);
});

test('keeps events in memory where the directory is gone', () => {
  const spool = createSpool(folder);
  rmSync(folder, { recursive: true, force: true });
  expect(spool.add(event(1))).toBe(0);
  expect(numbers(spool.take()?.texts)).toEqual([1]);
});

/** Makes the folder; the name of this host as files have it. */
function readName(): string {
  const spool = createSpool(folder);
  spool.add(event(0));
  const [name = ''] = readdirSync(folder);
  appendFileSync(join(folder, name), '');
  spool.take()?.done();
  return /^fx-(.+)-\d+-[\da-f]{8}-\d+/.exec(name)?.[1] ?? '';
}
