/** Tests what OpenFeature's provider on the web gives a page's tag, and gives back. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWebProvider } from '../../src/sdk/openfeature/index.js';
import { experiment, type Living, manifestOf, startManifest } from './pages.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let page: Living;

beforeEach(() => {
  stage = createStage('https://shop.example.com/cart');
});
afterEach(() => {
  page.client.dispose();
  stage.leave();
});

test('the user that the host gave the tag is back once a context has no facts', async () => {
  const rule = { '==': [{ var: 'user.plan' }, 'pro'] };
  const ruled = experiment('a', { audience: { rule } });
  page = startManifest({ targetingContext: { user: { plan: 'pro' } } }, manifestOf(ruled));
  const provider = createWebProvider(page.client as never);
  await provider.initialize({ plan: 'free' });
  expect(page.client.explain('a')?.gates).toContainEqual(expect.objectContaining({ gate: 'rule', pass: false }));
  await provider.onContextChange({}, { plan: 'basic' });
  await provider.onContextChange({}, {});
  expect(page.client.explain('a')?.gates).toContainEqual(expect.objectContaining({ gate: 'rule', pass: true }));
});
