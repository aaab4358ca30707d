/** Checks that visitors who come with Mojito's cookies keep their recipe, or stay out. */

import type { BrowserContext } from '@playwright/test';
import { client, expect, manifestOf, test } from '../harness/index.js';
import { feature, loading, wave } from './waves.js';

/** Everyone new gets the recipe 1, or nobody is let in. */
const open = wave('W1');
const closed = wave('W1', { audience: { sampleRate: 0 } });
const named = wave('W1', {
  metadata: { mojitoRecipes: { a: 'A', b: 'B' } },
  variants: [
    { key: 'a', name: 'Control', weight: 0 },
    { key: 'b', name: 'Treatment', weight: 10000 },
  ],
});

const give = (context: BrowserContext, url: string, cookies: Readonly<Record<string, string>>): Promise<void> =>
  context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url })));

const CASES = [
  ['no cookie at all', {}, open, '1', 'assigned'],
  ['1.<recipe>', { _mojito_W1: '1.0' }, open, '0', 'sticky'],
  ['1.<recipe>, in a wave that lets nobody in any more', { _mojito_W1: '1.0' }, closed, '0', 'sticky'],
  ['1.<recipe> of an id that is no key here', { _mojito_W1: '1.A' }, named, 'a', 'sticky'],
  ['1.<recipe> of a recipe that is gone', { _mojito_W1: '1.7' }, open, null, 'removed'],
  ['0', { _mojito_W1: '0' }, open, null, 'removed'],
  ['0.0', { _mojito_W1: '0.0' }, open, null, 'removed'],
  ['0.<recipe>', { _mojito_W1: '0.1' }, open, null, 'removed'],
  ['an encoded value', { _mojito_W1: '1%2E0' }, open, '0', 'sticky'],
  ['of staging only', { '_mojito_W1-staging': '1.0' }, open, '1', 'assigned'],
  ['of another wave', { _mojito_W11: '1.0', x_mojito_W1: '1.0' }, open, '1', 'assigned'],
  ['_mjo alone', { _mjo: '4c1d9fc8-5a7e-4b6e-9c8f-0d7f3a3a6f11' }, open, '1', 'assigned'],
] as const;

for (const [title, cookies, experiment, variant, reason] of CASES) {
  test(`a visitor with a cookie: ${title}`, async ({ context, page, site, visit }) => {
    await give(context, site.origin, cookies);
    await visit({ feature, mode: 'container', manifest: manifestOf(experiment), before: loading() });
    const seen = await (await client(page)).evaluate((fx) => [fx.assignment('w1') ?? null, fx.explain('w1')?.reason]);
    expect(seen).toEqual([variant, reason === 'assigned' ? 'assigned' : reason]);
  });
}

test('the id in _mjo stays that of the visitor', async ({ context, page, site, visit }) => {
  const id = '4c1d9fc8-5a7e-4b6e-9c8f-0d7f3a3a6f11';
  await give(context, site.origin, { _mjo: id });
  await visit({ feature, manifest: manifestOf(), before: loading('told.push(Mojito.utils.getMojitoUserId());') });
  expect(await page.evaluate(() => (window as unknown as { told: string[] }).told)).toEqual([id]);
});

test('who kept a recipe keeps it when the cookie of Mojito is gone', async ({ context, page, site, visit }) => {
  await give(context, site.origin, { _mojito_W1: '1.0' });
  await visit({ feature, manifest: manifestOf(open), before: loading() });
  await context.clearCookies({ name: '_mojito_W1' });
  await visit({ feature, manifest: manifestOf(open) });
  expect(await (await client(page)).evaluate((fx) => fx.variant('w1'))).toBe('0');
});

test('an assignment of fx outweighs what Mojito stored, but not that shared code took the visitor out', async ({
  context,
  page,
  site,
  visit,
}) => {
  const assignment = () => client(page).then((fx) => fx.evaluate((one) => one.assignment('w1') ?? null));
  await visit({ feature, manifest: manifestOf(open), before: loading() });
  expect(await assignment()).toBe('1');
  await give(context, site.origin, { _mojito_W1: '1.0' });
  await visit({ feature, manifest: manifestOf(open), before: loading() });
  expect(await assignment()).toBe('1');
  await give(context, site.origin, { _mojito_W1: '0.0' });
  await visit({ feature, manifest: manifestOf(open), before: loading() });
  expect(await assignment()).toBe(null);
});

test('excluded visitors are in no imported test', async ({ page, visit }) => {
  const shared = 'Mojito.options.excluded = () => true;';
  await visit({ feature, manifest: manifestOf(open), before: loading(shared) });
  expect(await (await client(page)).evaluate((fx) => fx.assignment('w1') ?? null)).toBe(null);
});
