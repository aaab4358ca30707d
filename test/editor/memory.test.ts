/** Checks that a draft lives over a reload of its tab, also where storage has no room for all steps. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Kept, keep, recall } from '../../src/editor/memory.js';
import type { PageChange } from '../../src/editor/sketch.js';

/** What a browser keeps for a site, in characters. */
const ROOM = 5_000_000;

beforeEach(() => {
  const held = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => held.get(key) ?? null,
    removeItem: (key: string) => held.delete(key),
    setItem(key: string, value: string) {
      if (value.length > ROOM) throw new DOMException('no room', 'QuotaExceededError');
      held.set(key, value);
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const changed = (css: string): PageChange[] => [
  { id: 1, op: { op: 'injectCSS', value: css }, isOn: true, isSheet: true },
];
const work = (edits: PageChange[], past: PageChange[][]): Kept => ({
  sheets: { treatment: { edits, past, future: [] } },
  name: 'Mine',
  variant: 'treatment',
  shown: 'treatment',
  where: 'here',
  device: 'all',
  experiment: '',
  filed: null,
});

test('a draft comes back with its steps, and not to another experiment', () => {
  keep(work(changed('b {}'), [changed('a {}')]));
  expect(recall('')).toEqual(work(changed('b {}'), [changed('a {}')]));
  expect(recall('hero')).toBeNull();
});

test('a draft of which storage has no room for the steps comes back without them', () => {
  keep(work(changed('a {}'), []));
  const sheet = 'a { color: red } '.repeat(10_000);
  const past = Array.from({ length: 50 }, (_, at) => changed(`${sheet}/* ${at} */`));
  keep(work(changed(`${sheet}/* last */`), past));
  const found = recall('');
  expect(found?.sheets.treatment?.past).toEqual([]);
  expect(JSON.stringify(found?.sheets.treatment?.edits).slice(-60)).toContain('/* last */');
});

test('a draft of an editor of before, which kept the list alone, comes back', () => {
  const { sheets: _, ...rest } = work([], []);
  sessionStorage.setItem('fx-editor', JSON.stringify({ ...rest, sheets: { treatment: changed('a {}') } }));
  expect(recall('')).toEqual(work(changed('a {}'), []));
});
