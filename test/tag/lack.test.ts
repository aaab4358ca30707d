/** Tests what a container says that it was composed without, and that the whole tag lacks nothing. */

import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { hasAll as hasAllOfWhole, sayLack, tellLack } from '../../src/tag/lack.js';
import { hasAll } from '../../src/tag/without/whole.js';

let warn: MockInstance;
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

test('the whole tag has all that a page may ask for', () => {
  expect([hasAllOfWhole({}), hasAllOfWhole({ FX_LACKS: '', collect: '/events' })]).toEqual([true, true]);
});

test('a composed container starts where nothing is asked for that it lacks, and only there', () => {
  // The list of what is lacking is written in when a container is composed; its name stands for one entry of it here.
  expect([hasAll({}), hasAll({ collect: 'https://c.example/' }), hasAll({ FX_LACKS: '' })]).toEqual([
    true,
    true,
    false,
  ]);
});

test('the sentence names what is not here, and the word that puts it in', () => {
  expect(sayLack('data-layer', 'layer')).toBe(
    'data-layer is not in this container: put layer into tag: in fx.config.yaml',
  );
});

test('a lack is told once to a page for each word, whatever needs it', () => {
  const [page, other] = [{ _lacks: new Set<string>() }, { _lacks: new Set<string>() }];
  tellLack(page, 'moveTo', 'ops');
  tellLack(page, 'setAttr', 'ops');
  tellLack(page, 'identify', 'subject');
  expect(warn.mock.calls).toEqual([[`fx: ${sayLack('moveTo', 'ops')}`], [`fx: ${sayLack('identify', 'subject')}`]]);
  tellLack(other, 'setAttr', 'ops');
  expect(warn).toHaveBeenLastCalledWith(`fx: ${sayLack('setAttr', 'ops')}`);
});
