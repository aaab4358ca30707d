/**
 * Tests views on a page with a client-side router: each begins after the router's own work, and a hundred leave
 * nothing behind.
 */

import type { Page } from '@playwright/test';
import type { Experiment, Trigger } from '../../src/core/index.js';
import { bundle } from '../harness/bundle.js';
import { expect, experiment, manifestOf, painted, test } from '../harness/index.js';
import { COUNTING, NOTING, OLD } from './before.js';
import type {} from './main.js';

const feature = 'router';

test.beforeAll(() => bundle(feature));

const on = (pattern: string): { trigger: Trigger } => ({ trigger: { kind: 'urlMatch', pattern } });

/** Every kind of op and of waiting, and code with an undo. */
const EXPERIMENTS: readonly Experiment[] = [
  experiment(
    'cart',
    {
      css: 'h1 { color: rgb(1, 2, 3) }',
      domOps: [
        { op: 'replaceText', selector: 'main h1', value: 'Another cart' },
        { op: 'injectHTML', selector: 'main li', all: true, position: 'beforeend', value: '<b class="put">put</b>' },
        { op: 'setStyle', selector: 'nav', name: 'color', value: 'rgb(1, 2, 3)' },
        { op: 'addClass', selector: '.not-there', value: 'x', waitForMs: 1e6 },
      ],
      js: "log.push('fx'); return () => log.push('undo')",
    },
    on('/cart'),
  ),
  experiment(
    'product',
    {
      domOps: [
        { op: 'replaceHTML', selector: '.lead', value: '<i class="put">new</i>' },
        { op: 'remove', selector: 'main li' },
        { op: 'injectCSS', value: 'h1 { font-style: italic }' },
      ],
    },
    {
      trigger: {
        kind: 'all',
        of: [
          on('/product').trigger,
          {
            kind: 'any',
            of: [
              { kind: 'visible', selector: 'main h1' },
              { kind: 'event', name: 'go' },
            ],
          },
        ],
      },
    },
  ),
];

interface Count {
  readonly observers: number;
  readonly listeners: number;
  readonly sheets: number;
}

/** What is there once the page has changed: what is not needed any more is let go only then. */
const count = (page: Page): Promise<Count> =>
  page.evaluate(async () => {
    document.body.append('');
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    const { counted } = window as unknown as {
      counted: { observers: Set<unknown>; listeners: Map<string, Set<unknown>> };
    };
    return {
      observers: counted.observers.size,
      listeners: [...counted.listeners.values()].reduce((sum, { size }) => sum + size, 0),
      sheets: document.adoptedStyleSheets.length,
    };
  });

/** Goes to one route after the other, and waits until the view is there. */
const navigate = (page: Page, from: number, to: number): Promise<void> =>
  page.evaluate(
    async ([first, last]) => {
      for (let index = first; index < last; index++) {
        await window.router.navigate(['/cart', '/product', '/home'][index % 3] as string);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }
      window.log.length = 0;
    },
    [from, to] as const,
  );

const heapOf = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let turn = 0; turn < 3; turn++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
};

for (const [api, before] of [
  ['the Navigation API', COUNTING],
  ['history alone', OLD + COUNTING],
] as const) {
  test(`a hundred navigations leave no observer, listener, sheet or memory behind, by ${api}`, async ({
    context,
    page,
    visit,
  }) => {
    test.setTimeout(300_000);
    const bare = await context.newPage();
    await visit({ feature, manifest: manifestOf(), before, page: bare });
    await page.bringToFront();
    await visit({ feature, manifest: manifestOf(...EXPERIMENTS), before });
    await navigate(page, 0, 2);
    await expect(page.locator('.lead .put')).toHaveCount(1);
    const second = await count(page);
    const grown: number[] = [];
    for (const one of [page, bare]) {
      await one.bringToFront();
      await navigate(one, 2, 20);
      const heap = await heapOf(one);
      await navigate(one, 20, 100);
      grown.push((await heapOf(one)) - heap);
    }
    await page.bringToFront();
    // the hundredth is a cart; two further on is a product, as the second was
    await navigate(page, 100, 101);
    expect(await page.locator('main .put').count()).toBe(1);
    expect(await count(page)).toEqual(second);
    const [growth = 0, base = 0] = grown;
    test.info().annotations.push({ type: 'heap', description: `${growth} B, without experiments ${base} B` });
    expect(growth - Math.max(base, 0)).toBeLessThan(200_000);
  });

  test(`a view begins after the router's own work, and is undone and redone by back and forward, by ${api}`, async ({
    page,
    visit,
  }) => {
    await visit({ feature, manifest: manifestOf(...EXPERIMENTS), before: before + NOTING });
    const log = () => page.evaluate(() => window.log.splice(0));
    const go = (place: string) => page.locator(`nav a[href$=${place}]`).click();
    await log();
    await go('cart');
    await expect(page.locator('h1')).toHaveText('Another cart');
    await expect(page.locator('li .put')).toHaveCount(3);
    // React may render in a task of its own, before or after
    expect((await log()).filter((entry) => entry !== 'cart')).toEqual(['over', 'fx']);
    // the same address again is no view
    await go('cart');
    await painted(page);
    await expect(page.locator('h1')).toHaveText('Another cart');
    await go('home');
    await expect(page.locator('h1')).toHaveText('The home');
    await expect(page.locator('.put')).toHaveCount(0);
    await expect.poll(() => page.locator('nav').getAttribute('style')).toBeNull();
    expect((await log()).filter((entry) => entry !== 'home')).toEqual(['over', 'over', 'undo']);
    // a step back changes the address before the router has loaded anything: the view begins, and finds its elements
    // later
    await page.goBack();
    await expect(page.locator('h1')).toHaveText('Another cart');
    await expect(page.locator('li .put')).toHaveCount(3);
    expect((await log()).filter((entry) => entry !== 'cart')).toEqual(['fx']);
    await page.goForward();
    await expect(page.locator('h1')).toHaveText('The home');
    await expect.poll(() => page.locator('nav').getAttribute('style')).toBeNull();
    expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
  });
}

test('a router that took pushState before the tag came is seen by the Navigation API', async ({ page, visit }) => {
  await visit({
    feature,
    manifest: manifestOf(...EXPERIMENTS),
    before: `${COUNTING}<script>push = history.pushState.bind(history)</script>`,
  });
  await page.evaluate(() => (window as unknown as { push: History['pushState'] }).push(null, '', 'cart'));
  await expect(page.locator('h1')).toHaveText('Another cart');
});

test('where there is none, it is seen at the next navigation that is not hidden from the tag', async ({
  page,
  visit,
}) => {
  await visit({
    feature,
    manifest: manifestOf(...EXPERIMENTS),
    before: `${OLD}${COUNTING}<script>push = history.pushState.bind(history)</script>`,
  });
  await page.evaluate(() => (window as unknown as { push: History['pushState'] }).push(null, '', 'cart'));
  await painted(page);
  await expect(page.locator('h1')).toHaveText('The home');
  await page.evaluate(() => history.replaceState(history.state, '', 'cart?seen'));
  await expect(page.locator('h1')).toHaveText('Another cart');
});

test('a link of the router goes where its route says, whatever its href; code that catches the click goes elsewhere', async ({
  page,
  visit,
}) => {
  const js = `
    const go = (event) => {
      if (!event.target.closest('nav a[href$=home]')) return;
      event.preventDefault();
      router.navigate('/product');
    };
    addEventListener('click', go, true);
    return () => removeEventListener('click', go, true);`;
  const href = { op: 'setAttr', selector: 'nav a[href$=cart]', name: 'href', value: 'product' } as const;
  await visit({ feature, manifest: manifestOf(experiment('link', { domOps: [href], js })), before: COUNTING });
  await page.locator('nav a').nth(2).click();
  await expect(page.locator('h1')).toHaveText('The cart');
  await page.locator('nav a').nth(0).click();
  await expect(page.locator('h1')).toHaveText('The product');
});
