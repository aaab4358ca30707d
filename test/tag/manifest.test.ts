/** Tests a manifest that is not at hand: the stored copy of one address, what is fetched, and what still runs of it. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fetchManifest, isYoung, NO_EXPERIMENTS, readStored, runningIds, writeStored } from '../../src/tag/manifest.js';
import { experiment, manifestOf } from './pages.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.leave());

const URL = 'https://cdn.example.com/fx.json';
const TEXT = JSON.stringify(manifestOf());

test('a copy comes back as it was written, line feeds and spaces too, as long as it is young', () => {
  expect(writeStored(NOW - 1000, URL, '{ "a":\n 1 }')).toBe(true);
  expect([readStored(URL, 1000), readStored(URL, 999)]).toEqual(['{ "a":\n 1 }', '']);
});

test('the copy of another address, no copy, and what is none of ours are as none', () => {
  expect(readStored(URL, 1000)).toBe('');
  writeStored(NOW, `${URL}?2`, TEXT);
  expect(readStored(URL, 1000)).toBe('');
  stage.storage.set('_fx_m', `soon ${URL} ${TEXT}`);
  expect(readStored(URL, 1000)).toBe('');
});

test('there is one copy: the next takes its place', () => {
  writeStored(NOW, URL, 'first');
  writeStored(NOW, `${URL}?2`, 'second');
  expect([readStored(URL, 1000), readStored(`${URL}?2`, 1000)]).toEqual(['', 'second']);
});

test('a copy from the future of a clock that was set back is as old as it is far', () => {
  expect([isYoung(NOW + 1000, 1000), isYoung(NOW + 1001, 1000), isYoung(Number.NaN, 1000)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a full storage keeps nothing, and says so', () => {
  stage.isFull = true;
  expect(writeStored(NOW, URL, TEXT)).toBe(false);
});

const answer = (ok: boolean, text: () => Promise<string>): void => {
  vi.stubGlobal('fetch', async () => ({ ok, text }));
};

test('a manifest that is fetched is stored when its caller says so, with the time of its coming', async () => {
  answer(true, async () => TEXT);
  const stores: (() => void)[] = [];
  expect(await fetchManifest(URL, (store) => stores.push(store))).toEqual(manifestOf());
  expect(stage.storage.has('_fx_m')).toBe(false);
  await stage.wait(5000);
  for (const store of stores) store();
  expect(stage.storage.get('_fx_m')).toBe(`${NOW} ${URL} ${TEXT}`);
});

test.each<[what: string, ok: boolean, text: () => Promise<string>]>([
  ['an error page that holds one', false, async () => TEXT],
  ['a text that is none', true, async () => '<!doctype html>'],
  ['an answer that breaks off', true, () => Promise.reject(new TypeError('network'))],
])('%s is no manifest, is not stored, and throws nothing', async (_, ok, text) => {
  answer(ok, text);
  const keep = vi.fn();
  expect(await fetchManifest(URL, keep)).toBeUndefined();
  expect(keep).not.toHaveBeenCalled();
});

test('what runs is what is neither draft nor paused, and nothing where all is off', () => {
  const all = [experiment('a'), experiment('b', { status: 'paused' }), experiment('c', { status: 'draft' })];
  expect([...runningIds(manifestOf(...all))]).toEqual(['a']);
  expect([...runningIds({ ...manifestOf(...all), enabled: false })]).toEqual([]);
  expect([...runningIds(NO_EXPERIMENTS)]).toEqual([]);
});
