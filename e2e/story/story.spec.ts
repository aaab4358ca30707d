/** Checks that `data-debug` tells the story of a page in its console: decided, waited for, applied, sent. */

import { readFile } from 'node:fs/promises';
import { expect, manifestOf, test, withOps } from '../harness/index.js';

const feature = 'story';
const text = { op: 'replaceText', selector: 'h1', value: 'VARIANT' } as const;
const everybody = (id: string, more: object = {}) => ({
  ...withOps(id, text),
  ...more,
  variants: withOps(id, text).variants.map((one) => ({ ...one, weight: one.key === 'treatment' ? 10000 : 0 })),
});

test('data-debug tells the story in order, and pages without it load nothing more', async ({
  collector,
  page,
  site,
  visit,
}) => {
  const body = await readFile('dist/fx.story.js', 'utf8');
  const js = { 'content-type': 'text/javascript' };
  for (const folder of ['fx', 'dist']) site.answer(`/${folder}/fx.story.js`, { body, headers: js });
  const told: string[] = [];
  page.on('console', (message) => told.push(message.text()));
  const manifest = manifestOf(
    everybody('headline'),
    everybody('cart', { trigger: { kind: 'urlMatch', pattern: '/cart' } }),
    everybody('late', { trigger: { kind: 'event', name: 'cart:added' } }),
  );
  const attributes = { 'data-collect': collector.url, 'data-debug': '' };
  await visit({ feature, manifest, attributes });
  await collector.until(() => collector.exposures().length === 1);
  await expect.poll(() => told.some((line) => line.startsWith(`fx: sent to ${collector.url}`))).toBe(true);
  expect(told).toEqual(
    expect.arrayContaining([
      'fx: headline: decided, treatment (assigned)',
      'fx: headline: exposure of treatment counted',
      'fx: headline: treatment, applied',
      'fx: cart: treatment, this address does not match /cart',
      'fx: late: treatment, waits for event cart:added',
    ]),
  );
  await page.evaluate(() => dispatchEvent(new Event('cart:added')));
  await expect.poll(() => told).toContain('fx: late: treatment, applied');
  await visit({ feature, manifest, attributes: { 'data-collect': collector.url } });
  await page.waitForLoadState('load');
  expect(site.requests.filter((request) => request.includes('story.js'))).toHaveLength(1);
});

test('the trigger is the last gate of explain', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(everybody('cart', { trigger: { kind: 'urlMatch', pattern: '/cart' } })),
  });
  const gate = () =>
    page.evaluate(() =>
      (window as unknown as { fx: { explain(id: string): { gates: object[] } } }).fx.explain('cart').gates.at(-1),
    );
  const trigger = { kind: 'urlMatch', pattern: '/cart' };
  expect(await gate()).toEqual({ gate: 'trigger', pass: false, saw: { trigger, address: page.url() } });
  await page.evaluate(() => history.pushState(null, '', '/cart'));
  await expect.poll(gate).toEqual({ gate: 'trigger', pass: true, saw: { trigger, address: page.url() } });
});
