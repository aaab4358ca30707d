/**
 * Tests what must hold on a site of several pages that are swapped in place: whatever way a visitor takes through
 * them.
 */

import type { Page } from '@playwright/test';
import fc from 'fast-check';
import type { Op } from '../../src/core/index.js';
import { bundle } from './bundle.js';
import { client, expect, isLong, manifestOf, pageOf, painted, test, type Visit, withOps } from './index.js';

const PAGES = ['one', 'two', 'three'] as const;
type Name = (typeof PAGES)[number];
type Way = Name | 'back' | 'forward';

const everywhere: readonly Op[] = [
  { op: 'injectHTML', selector: 'main', position: 'beforeend', value: '<p class="promo">Promo</p>' },
  { op: 'replaceText', selector: 'h1', value: 'NEW' },
  { op: 'addClass', selector: '.lead', value: 'wide' },
];
const onTwo: readonly Op[] = [
  { op: 'injectHTML', selector: 'h1', position: 'beforebegin', value: '<b class="badge">Two</b> for one' },
  { op: 'replaceHTML', selector: '.buy', value: '<i>Get</i> it' },
  { op: 'setAttr', selector: '.buy', name: 'title', value: 'Get it' },
];
const manifest = manifestOf(withOps('a', ...everywhere), {
  ...withOps('b', ...onTwo),
  trigger: { kind: 'urlMatch', pattern: '/two' },
});

/** What a visitor should see of a page: its text, its classes and its titles. */
const wanted = (name: Name): string =>
  [
    ...(name === 'two' ? ['b.badge[] Two', ' for one'] : []),
    'h1[] NEW',
    `p.lead.wide[] Page ${name}`,
    ...(name === 'two' ? ['button.buy[Get it] Get it'] : ['button.buy[Buy] Buy']),
    'p.promo[] Promo',
  ].join('\n');

const shown = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...(document.querySelector('main')?.childNodes ?? [])]
      .flatMap((node) => (node instanceof Element && node.localName === 'fx-text' ? [...node.childNodes] : [node]))
      .filter((node) => node.textContent)
      .map((node) =>
        node instanceof HTMLElement
          ? `${[node.localName, ...node.classList].join('.')}[${node.title}] ${node.innerText}`
          : node.textContent,
      )
      .join('\n'),
  );

/** Publishes the pages, and goes to the first. */
const enter = async (
  feature: string,
  publish: (visit: Visit) => string,
  page: Page,
  attributes: Readonly<Record<string, string>>,
): Promise<void> => {
  const html = (name: Name): string =>
    pageOf(feature)
      .replace('Some text', `Page ${name}`)
      .replace(/href="\?(\w+)"/g, 'href="/$1"');
  const [first] = PAGES.map((name) => publish({ feature, path: `/${name}`, html: html(name), manifest, attributes }));
  await page.goto(first as string);
};

/** A way through the pages: where a step leads nowhere, as back from the first page, it is left out. */
const follow = async (page: Page, ways: readonly Way[]): Promise<void> => {
  let past: Name[] = ['one'];
  let at = 0;
  for (const way of ways) {
    const to = way === 'back' ? at - 1 : way === 'forward' ? at + 1 : undefined;
    const name = to === undefined ? (way as Name) : past[to];
    if (!name || (to === undefined && name === past[at])) continue;
    if (to === undefined) {
      past = [...past.slice(0, at + 1), name];
      at++;
      await page.click(`#to-${name}`);
    } else {
      at = to;
      await page.evaluate((step) => history.go(step), way === 'back' ? -1 : 1);
    }
    await page.waitForURL(`**/${name}`);
    await expect.poll(() => shown(page), `${ways.join(' ')}: at ${name}`).toBe(wanted(name));
    await painted(page);
    await painted(page);
    expect(await shown(page), `${ways.join(' ')}: at ${name}, later`).toBe(wanted(name));
  }
};

/** Adds these tests to the specs of a feature. */
export function testVisits(feature: string): void {
  test.beforeAll(() => bundle(feature));

  test('whatever way a visitor takes, each page shows what it should, once, and nobody is counted twice', async ({
    collector,
    page,
    publish,
  }) => {
    test.setTimeout(600_000);
    await enter(feature, publish, page, { 'data-collect': collector.url });
    await expect.poll(() => shown(page)).toBe(wanted('one'));
    await page.evaluate(() => Object.assign(window, { isSame: true }));
    await follow(page, ['two', 'back', 'forward', 'back', 'three', 'two', 'one', 'back', 'back', 'two']);
    // none of these was a load
    expect(await page.evaluate('isSame')).toBe(true);
    await page.evaluate("fx.track('end')");
    await collector.until(() => collector.conversions().length > 0);
    expect(
      collector
        .exposures()
        .map(({ experiment }) => experiment)
        .sort(),
    ).toEqual(['a', 'b']);
    expect(collector.failures()).toEqual([]);
    const any = fc.array(fc.constantFrom<Way>(...PAGES, 'back', 'back', 'forward'), { minLength: 4, maxLength: 10 });
    const seed = isLong ? Date.now() % 1e6 : 7;
    for (const ways of fc.sample(any, { numRuns: isLong ? 50 : 2, seed })) {
      await page.goto('about:blank');
      await enter(feature, publish, page, {});
      await follow(page, ways);
    }
  });

  test('what ends leaves no node of its own, on no page that is come back to either', async ({ page, publish }) => {
    await enter(feature, publish, page, {});
    await follow(page, ['two', 'one']);
    await (await client(page)).evaluate((fx) => fx.dispose());
    const own = () => page.locator('[data-fx-of], .promo, .badge').count();
    expect(await own()).toBe(0);
    await expect(page.locator('h1')).toHaveText('A headline');
    await page.click('#to-three');
    await expect(page.locator('.lead')).toHaveText('Page three');
    await expect(page.locator('h1')).toHaveText('A headline');
    expect(await own()).toBe(0);
  });
}
