/** Checks what a site says of its visitor, and of what may be kept of them. */

import { client, expect, manifestOf, test, withControl, withOps } from '../harness/index.js';
import { feature, headline, pro, text } from './page.js';

test('setContext decides what is out by rule or context, and who holds a variant keeps it', async ({ page, visit }) => {
  await visit({ feature, manifest: manifestOf(pro()) });
  const fx = await client(page);
  const reason = () => fx.evaluate((it) => [it.variant('pro'), it.explain('pro')?.reason]);
  expect(await reason()).toEqual([undefined, 'context']);
  await fx.evaluate((it) => it.setContext({ user: { tier: 'free' } }));
  expect(await reason()).toEqual([undefined, 'rule']);
  await fx.evaluate((it) => it.setContext({ user: { tier: 'pro' } }));
  expect(await reason()).toEqual(['treatment', 'assigned']);
  await fx.evaluate((it) => it.setContext({ user: { tier: 'free' } }));
  expect((await reason())[0]).toBe('treatment');
  await expect(page.locator('h1')).toHaveText('VARIANT');
});

test('identify undoes, sends what is queued under the old subject, and starts again under the new', async ({
  collector,
  page,
  visit,
}) => {
  await visit({
    feature,
    manifest: manifestOf(headline),
    attributes: { 'data-collect': collector.url, 'data-subject': 'old' },
  });
  await (await client(page)).evaluate((fx) => {
    fx.track('before');
    fx.identify('new');
    fx.track('after');
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await collector.until(() => collector.events().length === 4);
  const seen = collector
    .events()
    .map((event) => `${event.type} ${event.type === 'conversion' ? event.name : ''} ${event.subject}`);
  expect(seen.sort()).toEqual(['conversion after new', 'conversion before old', 'exposure  new', 'exposure  old']);
});

test('a subject that is none warns once and counts as not given', async ({ page, problems, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(headline),
    before: "<script>fx = [['identify', '[object Object]']]</script>",
  });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  expect(problems.warnings).toHaveLength(1);
  expect((await page.context().cookies()).map(({ name }) => name)).toContain('_fx');
});

test('dispose undoes everything and stops', async ({ collector, page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf({ ...withOps('it', text), trigger: { kind: 'urlMatch', pattern: '/e2e' } }),
    attributes: { 'data-collect': collector.url },
  });
  await collector.until(() => collector.exposures().length > 0);
  const fx = await client(page);
  await fx.evaluate((it) => {
    it.dispose();
    it.track('after');
    history.pushState(null, '', '/e2e/again');
    it.setContext({ user: {} });
    it.activate('it');
    it.identify('somebody');
    it.dispose();
  });
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(await fx.evaluate((it) => it.variant('it'))).toBeUndefined();
});

test('before consent nothing is stored, sent or changed; consent starts, is remembered, and is withdrawn', async ({
  collector,
  context,
  page,
  visit,
}) => {
  const names = async () =>
    (await context.cookies()).map(({ name, value }) => (name === '_fx' && value === '0' ? '0' : name)).sort();
  const setup = {
    feature,
    manifest: manifestOf(headline),
    attributes: { 'data-collect': collector.url, 'data-consent': 'required' },
  };
  await visit(setup);
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(await names()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await (await client(page)).evaluate((fx) => fx.consent(true));
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await collector.until(() => collector.exposures().length === 1);
  await visit(setup);
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await (await client(page)).evaluate((fx) => fx.consent(false));
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(await names()).toEqual(['0']);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  await visit(setup);
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('forget undoes and erases everything', async ({ context, page, visit }) => {
  await visit({ feature, manifest: manifestOf(headline) });
  await (await client(page)).evaluate((fx) => fx.forget());
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('a visitor keeps the variant when weights, sampling and rule change', async ({ page, visit }) => {
  await visit({ feature, manifest: manifestOf(headline) });
  const changed = { ...withControl('headline'), audience: { sampleRate: 0, rule: false } };
  await visit({ feature, manifest: manifestOf(changed) });
  expect(await (await client(page)).evaluate((fx) => [fx.variant('headline'), fx.explain('headline')?.reason])).toEqual(
    ['treatment', 'sticky'],
  );
});
