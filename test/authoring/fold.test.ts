/**
 * Checks that what a stand-in answers in all cases is worked out when the tag is built, for each choice of features
 * that are left out.
 */

import { expect, test } from 'vitest';
import { fold } from '../../scripts/fold.mjs';
import type { Piece } from '../../src/authoring/compose.js';

const NAMES = ['limit', 'ended', 'held', 'use'];
const refsOf = (code: string): string[] => NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(code));

const piece = (name: string, code: string, more: Partial<Piece> = {}): Piece => ({
  module: 'tag/a',
  of: name,
  name,
  code,
  refs: refsOf(code),
  ...more,
});
const limit = piece('limit', '60');
const ended = piece('ended', 'e=>Date.now()>e');
const held = piece('held', 'e=>e.h');
const standIn = (feature: string, replaces: string, code: string): Piece =>
  piece(`${replaces}Not`, code, { module: `tag/without/${feature}`, feature, replaces });
const neverEnded = standIn('dates', 'ended', '()=>!1');
const neverHeld = standIn('holdouts', 'held', '()=>!1');

/** What becomes of a part beside the others. */
const folded = async (code: string, ...others: readonly Piece[]): Promise<Piece | undefined> =>
  (await fold([...others, piece('use', code)], refsOf)).find(({ name }) => name === 'use');

test('a short value stands where it is named', async () => {
  expect(await folded('e=>e<limit', limit)).toMatchObject({ code: 'e=>e<60', refs: [] });
});

test('a part asks what may be in, and does not where that is left out', async () => {
  const { code, variants } = (await folded('e=>ended(e)?0:e', ended, neverEnded)) ?? {};
  expect(code).toBe('e=>ended(e)?0:e');
  expect(variants).toEqual([{ without: ['dates'], code: 'e=>e', refs: [] }]);
});

test('each choice of features has its text', async () => {
  const use = await folded('e=>ended(e)||held(e)?0:e', ended, held, neverEnded, neverHeld);
  expect(use?.variants?.map(({ without, refs }) => [without, refs])).toEqual([
    [['dates'], ['held']],
    [['holdouts'], ['ended']],
    [['dates', 'holdouts'], []],
  ]);
});

test('a stand-in of many words is called, not looked through', async () => {
  const long = standIn('dates', 'ended', `e=>{throw new TypeError("${'x'.repeat(60)}")}`);
  expect((await folded('e=>ended(e)?0:e', ended, long))?.variants).toBeUndefined();
});

test('a part that asks nothing stays as it is', async () => {
  expect(await folded('e=>e.h', ended, neverEnded)).toEqual(piece('use', 'e=>e.h'));
});
