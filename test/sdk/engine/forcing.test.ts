/** Checks what a host or a link forces on an engine. */

import { describe, expect, test } from 'vitest';
import { createMemoryStorage } from '../../../src/sdk/engine/index.js';
import { lines, manifestOf, play, sure } from './made.js';

describe('forcing', () => {
  test('shows a variant, stores and counts nothing, and ends', () => {
    const storage = createMemoryStorage();
    const { engine, sent, told } = play(manifestOf(sure('cta'), sure('other')), { storage });
    engine.variant('cta');
    engine.setVariant('cta', 'control');
    expect([engine.getVariant('cta'), engine.expose('cta'), engine.expose('other')]).toEqual(['control', false, false]);
    engine.track('signup');
    engine.clearVariant('cta');
    expect(engine.variant('cta')).toBe('treatment');
    expect([sent, storage.getItem('_fx_s')]).toEqual([[], null]);
    expect(lines(told)).toEqual([
      'configLoaded r1',
      'ready',
      'variantChanged cta control user preview',
      'assignment cta control preview',
      'variantChanged cta treatment user preview',
    ]);
  });

  test('a key that is not there is an error, and changes nothing', () => {
    const { engine, told } = play(manifestOf(sure('cta')));
    engine.setVariant('cta', 'nope');
    expect(engine.variant('cta')).toBe('treatment');
    expect(told.at(-1)).toMatchObject({ type: 'error', reason: 'unknown' });
  });

  test.each([
    ['myapp://shop/cart?fx=cta:control', 'control', ['cta']],
    ['https://shop.example/?a=1&fx=nope:x,cta%3Acontrol#top', 'control', ['cta']],
    ['myapp://x?fx=cta:nope', 'treatment', []],
    ['myapp://x?fx=cta:control<script>', 'treatment', []],
    ['myapp://x?fx=%', 'treatment', []],
    ['myapp://x?other=cta:control', 'treatment', []],
    ['', 'treatment', []],
  ])('the link %s shows %s', (link, key, ids) => {
    const { engine } = play(manifestOf(sure('cta')));
    expect(engine.applyLink(link)).toEqual(ids);
    expect(engine.variant('cta')).toBe(key);
    engine.applyLink('myapp://x?fx=off');
    expect(engine.variant('cta')).toBe('treatment');
  });
});
