/**
 * Tests selectors of 60 elements on five styles of pages, looked up after each of three deployments: one that is
 * called good never means another element.
 */

import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import type * as selector from '../../src/editor/selector.js';
import { TRUSTED } from '../../src/selectors/index.js';
import { expect, test } from '../harness/index.js';
import { type Deployment, STYLES, shopBody } from './sites/pages.js';

const DEPLOYMENTS: readonly Deployment[] = [
  { banner: 'Free delivery until Sunday' },
  { isNewFirst: true, title: 'Ink, paper, and what to do with them' },
  { isWrapped: true },
];
/** So many goods that a page has 60 elements. */
const GOODS_COUNT = 10;

interface Found {
  readonly selector: string;
  readonly score: number;
  /** By deployment what it means there. */
  readonly fates: readonly ('right' | 'wrong' | 'lost')[];
}

test('of 900 selectors that are looked up again, none that is called good means another element', async ({ page }) => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/editor/selector.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'editorSelectors',
    logLevel: 'error',
  });
  await page.goto('about:blank');
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
  const found: Found[] = [];
  for (const [name, styled] of Object.entries(STYLES)) {
    const bodies = [{}, ...DEPLOYMENTS].map((one, at) => shopBody(styled(at), { ...one, goodsCount: GOODS_COUNT }));
    const own = await looked(page, bodies);
    expect(own, name).toHaveLength(60);
    found.push(...own);
  }
  const checks = found.flatMap(({ fates, ...one }) => fates.map((fate) => ({ ...one, fate })));
  expect(checks).toHaveLength(900);
  const good = checks.filter(({ score }) => score >= TRUSTED);
  expect(good.filter(({ fate }) => fate === 'wrong')).toEqual([]);
  const share = (fate: string, of: typeof checks): number => of.filter((one) => one.fate === fate).length / of.length;
  // As docs/editor.md says.
  expect(good.length).toBeGreaterThan(0);
  test.info().annotations.push({
    type: 'shares',
    description: `${good.length} good, ${share('right', good)} of them right; of all ${share('right', checks)} right, ${share('wrong', checks)} wrong, ${share('lost', checks)} lost`,
  });
  expect(share('right', good)).toBeGreaterThan(0.95);
});

/** What a selector of the first body means in each of the others. */
const looked = (page: Page, bodies: readonly string[]): Promise<Found[]> =>
  page.evaluate((texts) => {
    const { findSelector } = (window as unknown as { editorSelectors: typeof selector }).editorSelectors;
    /** Names an element by what it is, whatever the page calls it: a good by its address, the rest by its count. */
    const keyOf = (element: Element): string => {
      const item = element.closest('li');
      if (item) return `${item.querySelector('a')?.getAttribute('href')} ${element.localName}`;
      const alike = [...document.body.querySelectorAll(element.localName)].filter(
        (one) => !one.closest('li') && !one.matches('div'),
      );
      return `${element.localName} ${alike.indexOf(element)}`;
    };
    document.body.innerHTML = texts[0] ?? '';
    const all = [...document.body.querySelectorAll('*')].map((one) => ({ key: keyOf(one), ...findSelector(one) }));
    const fates = texts.slice(1).map((text) => {
      document.body.innerHTML = text;
      return all.map(({ key, selector }) => {
        const first = document.querySelector(selector);
        return !first ? 'lost' : keyOf(first) === key ? 'right' : 'wrong';
      });
    });
    return all.map(({ selector, score }, at) => ({ selector, score, fates: fates.map((list) => list[at] ?? 'lost') }));
  }, bodies);
