/** Renders experiments and arms whose names every object has. */

import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { FxProvider, usePayload, useVariant, Variant } from '../../../src/sdk/react/index.js';

const rendered = (id: string, variant: string, children: Record<string, string>): string => {
  const Arms = () => Variant({ id, children });
  const page = createElement(FxProvider, { decisions: { hero: { variant } } }, createElement(Arms));
  return renderToString(page).replace(/<[^>]*>/g, '');
};

describe('an arm', () => {
  test.each(['constructor', 'valueof', '__proto__'])('that is missing for the key %s leaves the control', (key) => {
    expect(rendered('hero', key, { control: 'Old', treatment: 'New' })).toBe('Old');
  });

  test('is shown by the key `constructor` where there is one', () => {
    expect(rendered('hero', 'constructor', { control: 'Old', constructor: 'New' })).toBe('New');
  });
});

test('an experiment by the id `constructor` that nobody has decided is not taken for a decided one', () => {
  let seen: unknown[] = [];
  const Shown = () => {
    seen = [useVariant('constructor'), usePayload('constructor', 'none')];
    return null;
  };
  renderToString(createElement(FxProvider, null, createElement(Shown)));
  expect(seen).toEqual([undefined, 'none']);
  expect(rendered('constructor', 'treatment', { control: 'Old', treatment: 'New' })).toBe('OldNew');
});
