/** Tests the script of a companion: where it comes from, what it is told, and when it is not added. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addCompanion } from '../../src/tag/companion.js';
import { clearPage, keepQuiet } from './quiet.js';

const HOME = { _url: 'https://cdn.example.com/fx/fx.js?v=1#top', _nonce: 'n0nce' };

beforeEach(() => {
  keepQuiet();
});
afterEach(() => {
  clearPage();
  vi.restoreAllMocks();
});

test('a companion lies beside the tag, without its query, and has its nonce', () => {
  const script = addCompanion('fx.badge.js', HOME, { name: 'shop' });
  expect(script?.src).toBe('https://cdn.example.com/fx/fx.badge.js');
  expect([script?.getAttribute('nonce'), script?.dataset.name]).toEqual(['n0nce', 'shop']);
  expect(script?.parentNode).toBe(document.head);
});

test('it has an empty nonce where the page has none', () => {
  expect(addCompanion('fx.badge.js', { ...HOME, _nonce: undefined }, {})?.getAttribute('nonce')).toBe('');
});

test('where it is not known where the tag came from, none is added', () => {
  expect(addCompanion('fx.badge.js', { _url: undefined, _nonce: undefined }, {})).toBeUndefined();
  expect(addCompanion('fx.badge.js', { _url: 'about:blank', _nonce: undefined }, {})).toBeUndefined();
  expect(document.querySelector('script')).toBeNull();
});

test('a page that lets no script be added is left as it is, and nothing is thrown', () => {
  const append = vi.spyOn(HTMLElement.prototype, 'appendChild').mockImplementation(() => {
    throw new TypeError('This document requires TrustedScriptURL');
  });
  expect(addCompanion('fx.badge.js', HOME, {})).toBeUndefined();
  expect(append).toHaveBeenCalledOnce();
});

test('one that has to run first is written behind the script that runs, and its own element comes back', () => {
  const running = document.createElement('script');
  document.body.append(running);
  const write = vi.spyOn(document, 'write').mockImplementation((text) => {
    running.insertAdjacentHTML('afterend', text);
  });
  const script = addCompanion('fx.editor.js', HOME, { name: 'fx', studio: 'https://s.example' }, running);
  expect(write).toHaveBeenCalledOnce();
  expect(script).toBe(running.nextElementSibling);
  expect(script?.outerHTML).toContain('src="https://cdn.example.com/fx/fx.editor.js"');
  expect([script?.getAttribute('nonce'), script?.dataset.studio]).toEqual(['n0nce', 'https://s.example']);
});
