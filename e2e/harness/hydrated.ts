/** Measures what changes before hydration cost on a page that a server has rendered, and how a site goes without. */

import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Op, Trigger } from '../../src/core/index.js';
import { bundle } from './bundle.js';
import { expect, manifestOf, pageOf, painted, test, withOps } from './index.js';
import { HYDRATED } from './scene.js';

/** An op, and what to see of it. */
const CHANGES: readonly (readonly [op: Op, seen: string])[] = [
  [{ op: 'replaceText', selector: '#target', value: 'VARIANT' }, '#target:text-is("VARIANT")'],
  [{ op: 'replaceHTML', selector: '#target', value: '<u>VARIANT</u>' }, '#target > u'],
  [
    { op: 'injectHTML', selector: '#target', position: 'beforebegin', value: '<s class="put">VARIANT</s>' },
    '#hero > .put',
  ],
  [{ op: 'remove', selector: '#target' }, '#hero:not(:has(h1:visible))'],
  [{ op: 'setAttr', selector: '#target', name: 'title', value: 'VARIANT' }, '#target[title=VARIANT]'],
  [{ op: 'addClass', selector: '#target', value: 'new' }, '#target.new'],
  [{ op: 'removeClass', selector: '#target', value: 'old' }, '#target:not(.old)'],
  [{ op: 'setStyle', selector: '#target', name: 'color', value: 'rgb(1, 2, 3)' }, '#target[style*="rgb(1, 2, 3)"]'],
  [{ op: 'injectCSS', value: '#target { color: red }' }, '#target'],
];

const TRIGGERS: readonly Trigger[] = [
  { kind: 'event', name: HYDRATED },
  { kind: 'waitForSelector', selector: '#root[data-hydrated]' },
];

/** The rows of the table in the docs that hold figures of a framework. */
const rowsOf = (framework: string): string[] =>
  new RegExp(`<!-- hydration: ${framework} -->\n.*\n.*\n([^]*?)<!-- end -->`)
    .exec(readFileSync(new URL('../../docs/frameworks.md', import.meta.url), 'utf8'))?.[1]
    ?.trim()
    .split('\n') ?? [];

/** Hydrates, counts the elements of the server that are still there, and looks at the target in every frame. */
const hydrate = (page: Page): Promise<{ had: number; lost: number; texts: readonly unknown[] }> =>
  page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const had = [...document.querySelectorAll('#root *:not(.put, u)')];
    const texts = new Set<unknown>();
    let isOver = false;
    const looking = (async () => {
      while (!isOver) {
        await frame();
        texts.add(document.querySelector('#target')?.textContent);
      }
    })();
    await window.stage.hydrate();
    await frame();
    isOver = true;
    await looking;
    return { had: had.length, lost: had.filter((node) => !node.isConnected).length, texts: [...texts] };
  });

/** @param render the page as the server sends it */
export function testHydration(feature: string, render: () => Promise<string> | string): void {
  test.beforeAll(() => bundle(feature));

  const html = async (): Promise<string> =>
    pageOf(feature).replace('<div id="root">', `<div id="root" data-hydrate="later">${await render()}`);

  test('what each op costs before hydration is what the docs say, and it is there afterwards', async ({
    page,
    problems,
    visit,
  }) => {
    test.setTimeout(300_000);
    problems.areExpected = true;
    const rows: string[] = [];
    const consoled: string[] = [];
    page.on('console', (message) => {
      // the icon of the tab is none of this
      if (message.type() === 'error' && !message.text().startsWith('Failed to load')) consoled.push(message.text());
    });
    for (const [op, seen] of CHANGES) {
      problems.errors.length = 0;
      consoled.length = 0;
      await visit({ feature, html: await html(), manifest: manifestOf(withOps('a', op)) });
      await expect(page.locator(seen), op.op).toHaveCount(1);
      const { had, lost, texts } = await hydrate(page);
      if (op.op === 'replaceText') expect(texts).toEqual(['VARIANT']);
      await painted(page);
      await expect(page.locator(seen), `${op.op} after hydration`).toHaveCount(1);
      const told = [...problems.errors, ...consoled].map((text) => text.replace(/.*(error #\d+).*/s, '$1'));
      rows.push(`| \`${op.op}\` | ${lost ? `${lost} of ${had}` : 'none'} | ${told.join(', ') || 'none'} |`);
    }
    expect(rows).toEqual(rowsOf(feature));
  });

  test('what starts once the page lives costs nothing, and stays', async ({ page, visit }) => {
    for (const trigger of TRIGGERS) {
      const experiment = { ...withOps('a', ...CHANGES.slice(0, 3).map(([op]) => op)), trigger };
      await visit({ feature, html: await html(), manifest: manifestOf(experiment) });
      await expect(page.locator('#target')).toHaveText('Headline');
      expect((await hydrate(page)).lost).toBe(0);
      await expect(page.locator('#hero > .put')).toHaveCount(1);
      await expect(page.locator('#target')).toHaveText('VARIANT');
      await page.evaluate(() => window.stage.render({ target: 2, before: false }));
      await expect(page.locator('#target')).toHaveText('VARIANT');
    }
  });
}
