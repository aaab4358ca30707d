/**
 * Checks that in Firefox and WebKit, too, nothing is stored, sent or assigned before consent, and nothing is left when
 * it is denied.
 */

import { expect } from 'vitest';
import { pageOf } from '../harness/snippet.js';
import type { Person, Tab } from './engine.js';
import { smoke, until } from './stage.js';

const test = smoke();
const html = pageOf('consent');
const required = { 'data-consent': 'required' };
const headline = (page: Tab): Promise<string | null> => page.read('h1', ({ textContent }) => textContent);

const kept = async (person: Person, page: Tab): Promise<unknown> => ({
  cookies: (await person.cookies()).map(({ name, value }) => `${name}=${value}`).sort(),
  local: await page.evaluate(() => Object.keys(localStorage).sort()),
  session: await page.evaluate(() => Object.keys(sessionStorage)),
});
const nothing = { cookies: [], local: [], session: [] };

test('before consent nothing is stored, sent or assigned, and after it all is', async ({
  arrive,
  collector,
  publish,
}) => {
  const { person, page } = await arrive();
  await page.goto(publish({ html, attributes: { ...required, 'data-collect': collector.url } }));
  await page.evaluate(`fx.track('too-early')`);
  expect(await page.evaluate(`[fx.variant('headline') ?? null, fx.explain('headline').reason]`)).toEqual([
    null,
    'consent',
  ]);
  expect(await headline(page)).toBe('CONTROL');
  expect(await kept(person, page)).toEqual(nothing);
  await page.evaluate('fx.consent(true)');
  expect(await headline(page)).toBe('VARIANT');
  await collector.until(() => collector.exposures().length > 0);
  expect(collector.conversions()).toEqual([]);
  expect((await person.cookies()).map(({ name }) => name).sort()).toEqual(['_fx', '_fx_s']);
  await page.goto(publish({ html, attributes: required }));
  expect(await headline(page)).toBe('VARIANT');
});

test('denied consent undoes and erases everything but the denial, which holds', async ({
  arrive,
  collector,
  publish,
}) => {
  const { person, page } = await arrive();
  const url = publish({ html, attributes: { 'data-collect': collector.url } });
  await page.goto(url);
  await collector.until(() => collector.exposures().length > 0);
  await page.evaluate('fx.consent(false)');
  expect(await headline(page)).toBe('CONTROL');
  expect(await kept(person, page)).toEqual({ ...nothing, cookies: ['_fx=0'] });
  await page.goto(url);
  expect(await headline(page)).toBe('CONTROL');
});

test('forgetting erases everything', async ({ arrive, publish }) => {
  const { person, page } = await arrive();
  await page.goto(publish({ html }));
  expect(await headline(page)).toBe('VARIANT');
  await page.evaluate('fx.forget()');
  expect(await headline(page)).toBe('CONTROL');
  expect(await kept(person, page)).toEqual(nothing);
});

test('the veil hides the page until it is decided, and is gone at its deadline', async ({ arrive, publish, site }) => {
  const { page } = await arrive();
  site.answer('/fx/manifest.json', () => undefined);
  const looks = '<script>veiled = getComputedStyle(document.documentElement).visibility</script>';
  const attributes = { 'data-veil': '400', 'data-timeout': '60000' };
  const body = html.replace('<body>', `<body>${looks}`);
  await page.goto(publish({ html: body, mode: 'fetched', attributes }));
  expect(await page.evaluate('veiled')).toBe('hidden');
  await until(page, `getComputedStyle(document.documentElement).visibility === 'visible'`);
});

test('a preview works before consent, says so in its badge, and leaves nothing', async ({ arrive, publish }) => {
  const { person, page } = await arrive();
  const url = publish({ html, attributes: required });
  await page.goto(`${url}?fx=headline:treatment`);
  expect(await headline(page)).toBe('VARIANT');
  await until(page, `document.querySelector('fx-badge')?.shadowRoot.textContent.includes('headline treatment')`);
  // It lasts for the tab, by a cookie without an age: WebKitGTK takes an empty one for none at all.
  await page.goto(url);
  expect(await headline(page)).toBe('VARIANT');
  await page.goto(`${url}?fx=off`);
  expect(await headline(page)).toBe('CONTROL');
  expect(await kept(person, page)).toEqual(nothing);
});
