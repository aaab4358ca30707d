/** Tests the selectors that the editor finds for what is picked. @vitest-environment happy-dom */

import { expect, test } from 'vitest';
import { findSelector } from '../../src/editor/selector.js';

const card = (name: string): string =>
  `<li class="card"><h3>Something</h3><p><a href="/${name}">Look</a></p><div><b>New</b></div></li>`;

test('one of several alike is named by the link that its box alone has, and by no place in the list', () => {
  document.body.innerHTML = `<ul>${card('pen')}${card('ink')}${card('paper')}</ul>`;
  const [, ink] = document.querySelectorAll('.card');
  const of = (selector: string): string => findSelector(ink?.querySelector(selector) as Element).selector;
  expect(of('h3')).toBe('li.card:has(a[href="/ink"]) > h3');
  expect(of('b')).toBe('li.card:has(a[href="/ink"]) b');
  expect(of('a')).toBe('a[href="/ink"]');
});
