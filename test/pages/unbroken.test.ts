/** Checks what a narrow page must not break. */

import { expect, test } from 'vitest';
import { unbroken } from '../../src/pages/index.js';

const wholes = (text: string): string[] =>
  [...unbroken(text).html.matchAll(/<span class="whole">([^<]*)<\/span>/g)].map(([, inner = '']) => inner);

test.each([
  ['6,000 subjects, 2026-11-02 to 2026-11-23', ['2026-11-02', '2026-11-23']],
  ['3,020 : 2,980 where 50.0% : 50.0% is expected, p = 0.6056.', ['3,020 : 2,980', '50.0% : 50.0%']],
  ['1 : 2 : 3', ['1 : 2 : 3']],
  ['6,000 visitors, 2 Nov 2026 to 23 Nov 2026', ['2 Nov 2026', '23 Nov 2026']],
  ['12 orders', []],
  ['Since Monday: 12 orders, at 10:30.', []],
  ['', []],
])('days and ratios of “%s” stay whole', (text, whole) => {
  expect(wholes(text)).toEqual(whole);
  expect(unbroken(text).html.replace(/<[^>]*>/g, '')).toBe(text);
});

test('what strangers wrote is text there, too', () => {
  expect(unbroken('<b>2026-11-29</b>').html).toBe('&#60;b&#62;<span class="whole">2026-11-29</span>&#60;/b&#62;');
});
