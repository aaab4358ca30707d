/** Tests what must hold on every page that a framework renders, whichever it is. */

import type { Op } from '../../src/core/index.js';
import { bundle } from './bundle.js';
import { client, expect, experiment, isLong, manifestOf, painted, test, withOps } from './index.js';
import { playManyKept } from './keptplays.js';
import type { ElementOp } from './plain.js';
import type { Play, Step } from './play.js';
import { playAll, playMany } from './plays.js';

/** So many plays are made up from a seed; both can be set, to repeat some that went wrong. */
const PLAYS = Number(process.env.FX_PLAYS ?? (isLong ? 2000 : 20));
const SEED = Number(process.env.FX_SEED ?? (isLong ? Date.now() % 1e6 : 7));

/** A target with a lone text, one with several children, and the items of a list, each with an op of its kind. */
const EACH: readonly ((selector: string) => ElementOp)[] = [
  (selector) => ({ op: 'replaceText', selector, value: 'new' }),
  (selector) => ({ op: 'replaceHTML', selector, value: '<u>new</u>' }),
  (selector) => ({ op: 'setAttr', selector, name: 'title', value: 'new' }),
  (selector) => ({ op: 'addClass', selector, value: 'new' }),
  (selector) => ({ op: 'removeClass', selector, value: 'old' }),
  (selector) => ({ op: 'setStyle', selector, name: 'color', value: 'rgb(1, 2, 3)' }),
  (selector) => ({ op: 'remove', selector }),
  ...(['beforebegin', 'afterbegin', 'beforeend', 'afterend'] as const).map(
    (position) =>
      (selector: string): ElementOp => ({ op: 'injectHTML', selector, position, value: '<s>new</s>' }),
  ),
];

const LIFE: readonly Step[] = [
  { on: ['a', 'b', 'c'] },
  { render: { before: false, items: 'bac' } },
  { render: { before: true, text: 'Rendered', title: 'another' } },
  { render: { after: false, extra: false, items: 'dbca' } },
  { render: { target: 2, color: 'rgb(8, 8, 8)', name: 'Grace' } },
  { render: { target: 0, extra: true } },
  { render: { target: 1, after: true, items: 'ac' } },
  { render: { hero: false, pair: false } },
  { on: ['b'] },
  { render: { hero: true, badge: false, items: 'abc' } },
  { on: ['a', 'c'] },
  { render: { main: false } },
  { render: { main: true } },
];

const lives = (isBeyond: (op: Op) => boolean): Play[] =>
  EACH.map((op) => ({
    manifest: manifestOf(
      ...[op('#target'), op('#mixed'), { ...op('li'), all: true }].map((one, index) => {
        const id = 'abc'[index] as string;
        return {
          ...withOps(id, ...(isBeyond(one) ? [] : [{ ...one, waitForMs: 1e6, keep: 'always' as const }])),
          trigger: { kind: 'urlMatch', pattern: `-${id}-` },
        } as const;
      }),
    ),
    steps: LIFE,
  }));

/**
 * Adds these tests to the specs of a feature.
 *
 * @param isBeyond ops that the framework makes impossible, as docs/frameworks.md says
 */
export function testRendering(feature: string, isBeyond: (op: Op) => boolean = () => false): void {
  test.beforeAll(() => bundle(feature));

  test('each op lives through the coming and going of its target, parent and siblings, and is undone', async ({
    page,
    visit,
  }) => {
    await visit({ feature, manifest: manifestOf() });
    expect(await playAll(page, lives(isBeyond))).toEqual([]);
  });

  test('whatever is rendered, and in whatever order experiments begin and end, the page is as it should be', async ({
    page,
    visit,
  }) => {
    test.setTimeout(PLAYS > 20 ? 3_600_000 : 300_000);
    await visit({ feature, manifest: manifestOf() });
    const wrong = await playMany(page, PLAYS, SEED, isBeyond);
    expect(wrong.slice(0, 5), `${wrong.length} plays of seed ${SEED}`).toEqual([]);
  });

  test('what ops keep of their own accord is shown where the page shows what they found, and nowhere else', async ({
    page,
    visit,
  }) => {
    test.setTimeout(PLAYS > 20 ? 3_600_000 : 300_000);
    await visit({ feature, manifest: manifestOf() });
    const wrong = await playManyKept(page, Math.min(Math.ceil(PLAYS * 0.6), 400), SEED, isBeyond);
    expect(wrong.slice(0, 5), `${wrong.length} plays of seed ${SEED}`).toEqual([]);
  });

  test('nodes, focus, selection and what was typed outlive changes around them and the end of these', async ({
    page,
    visit,
  }) => {
    const put = { op: 'injectHTML', value: '<b class="put">new</b>' } as const;
    await visit({
      feature,
      manifest: manifestOf(
        withOps('a', { ...put, selector: '#free', position: 'beforebegin' }, { op: 'remove', selector: '#mixed' }),
        withOps(
          'b',
          { op: 'replaceHTML', selector: '#hero', value: 'new' },
          { op: 'addClass', selector: '#free', value: 'x' },
        ),
        withOps(
          'c',
          { op: 'setAttr', selector: '#free', name: 'placeholder', value: 'x' },
          { ...put, selector: '#form', position: 'beforeend' },
        ),
      ),
    });
    await page.locator('#free').fill('what I typed');
    await page.locator('#free').evaluate((it: HTMLInputElement) => {
      it.focus();
      it.setSelectionRange(2, 5);
      Object.assign(window, { kept: [...document.querySelectorAll('#root *:not(.put)')] });
    });
    await page.evaluate(() => window.stage.render({ items: 'cab', text: 'Rendered', value: 'rendered' }));
    await painted(page);
    await expect(page.locator('#form > .put')).toHaveCount(2);
    await (await client(page)).evaluate((fx) => fx.dispose());
    const state = await page.evaluate(async () => {
      const { kept } = window as unknown as { kept: Element[] };
      const free = document.activeElement as HTMLInputElement;
      return {
        same: kept.filter((node) => node.isConnected).length === kept.length,
        count: document.querySelectorAll('#root *').length === kept.length,
        focused: [free.id, free.value, free.selectionStart, free.selectionEnd, free.className, free.placeholder],
        bound: document.querySelector<HTMLInputElement>('#bound')?.value,
        // some frameworks keep the white space between elements
        hero: document.querySelector('#hero')?.textContent?.replace(/\s/g, ''),
      };
    });
    expect(state).toEqual({
      same: true,
      count: true,
      focused: ['free', 'what I typed', 2, 5, '', ''],
      bound: 'rendered',
      hero: 'BeforeRenderedAfter',
    });
  });

  test('a page that renders what is kept always in every frame has it after ten repairs, which is told once', async ({
    collector,
    page,
    visit,
  }) => {
    await visit({
      feature,
      manifest: manifestOf(withOps('a', { op: 'replaceText', selector: '#target', value: 'VARIANT', keep: 'always' })),
      attributes: { 'data-collect': collector.url },
    });
    const seen = await page.evaluate(async () => {
      let written = 0;
      new MutationObserver(() => {
        written += document.querySelector('#target')?.textContent === 'VARIANT' ? 1 : 0;
      }).observe(document.querySelector('#target') as Element, { childList: true, characterData: true, subtree: true });
      const texts: unknown[] = [];
      for (let index = 0; index < 40; index++) {
        await window.stage.render({ text: `rendered ${index}` });
        await new Promise((resolve) => requestAnimationFrame(resolve));
        texts.push(document.querySelector('#target')?.textContent);
      }
      return { written, last: texts.at(-1) };
    });
    await collector.until(() => collector.failures().length > 0);
    expect(seen.last).toBe('rendered 39');
    // One more than the repairs: an observer may be told of a writing by itself, and of the page's before.
    expect(seen.written).toBeGreaterThan(0);
    expect(seen.written).toBeLessThan(13);
    expect(collector.failures()).toEqual([expect.objectContaining({ code: 'conflict', selector: '#target' })]);
  });

  test('style sheets are put back where the page replaces all of them, ten times', async ({ page, visit }) => {
    const css = '#target { color: rgb(1, 2, 3) !important }';
    await visit({
      feature,
      manifest: manifestOf(
        withOps('a', { op: 'injectCSS', value: css }),
        experiment('b', { css: 'li { color: red }' }),
      ),
    });
    const counts = await page.evaluate(async () => {
      const seen: number[] = [];
      for (let index = 0; index < 12; index++) {
        document.adoptedStyleSheets = [new CSSStyleSheet()];
        await window.stage.render({ text: `rendered ${index}` });
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        seen.push(document.adoptedStyleSheets.length);
      }
      return seen;
    });
    expect(counts).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1, 1]);
  });
}
