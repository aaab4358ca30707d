/** Tests the page on which an experiment is to be seen, and the address that shows it. */

import { expect, test } from 'vitest';
import type { Experiment, Trigger } from '../../src/core/index.js';
import { pageOn, shotAddress } from '../../src/shot/pages.js';

const SITE = 'https://shop.example';
const match = (pattern: string, regex = false): Trigger => ({ kind: 'urlMatch', pattern, ...(regex && { regex }) });

test.each([
  [undefined, '/'],
  [{ kind: 'auto' }, '/'],
  [match('/cart'), '/cart'],
  [match('cart'), '/cart'],
  [match('https://shop.example/sale/'), '/sale/'],
  [match('^/(index\\.html)?([?#]|$)', true), '/'],
  [match('^/cart(\\.html)?$', true), '/cart'],
  [match('^\\/product\\/(chair|table)$', true), '/product/chair'],
  [match('/gifts\\.html', true), '/gifts.html'],
  [{ kind: 'all', of: [match('/product'), { kind: 'event', name: 'added' }] }, '/product'],
  [{ kind: 'any', of: [match('^/a$', true), match('/b')] }, '/a'],
] as readonly (readonly [Trigger | undefined, string])[])('%j is seen at %s', (trigger, path) => {
  expect(pageOn(SITE, { ...(trigger && { trigger }) })?.href).toBe(`${SITE}${path}`);
});

test.each([match('^/[a-z]{12}/\\d+$', true), match('https://other.example/'), match('(', true)])(
  '%j names no page of the site',
  (trigger) => expect(pageOn(SITE, { trigger })).toBeNull(),
);

const EXPERIMENT: Experiment = {
  id: 'cta',
  name: 'Call',
  variants: [
    { key: 'control', name: 'As it is', weight: 5000 },
    { key: 'new', name: 'New', weight: 5000 },
  ],
};

test('other experiments show their controls, and a draft comes with its token', () => {
  const page = new URL('https://shop.example/cart?step=2');
  const how = { variant: 'new', token: '0123456789abcdef', beside: ['cta:control', 'bar:control'] };
  expect(shotAddress(page, { ...how, experiment: EXPERIMENT })).toBe(
    'https://shop.example/cart?step=2&fx=cta:new,bar:control',
  );
  expect(shotAddress(page, { ...how, experiment: { ...EXPERIMENT, status: 'draft' } })).toBe(
    'https://shop.example/cart?step=2&fx=cta:new,bar:control&fxp=0123456789abcdef',
  );
});
