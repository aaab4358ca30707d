/** Checks that no frame shows what a variant replaces, however the page arrives. */

import type { Page } from '@playwright/test';
import type { Manifest } from '../../src/core/index.js';
import {
  expect,
  experiment,
  framed,
  install,
  isLong,
  type Mode,
  manifestOf,
  pageOf,
  painted,
  type Site,
  sampler,
  showing,
  shown,
  test,
  withControl,
} from '../harness/index.js';
import { type Case, cases } from './cases.js';

const LOADS = isLong ? 100 : 8;
const PATH = '/e2e/paint/streamed';

interface Tools {
  readonly page: Page;
  readonly site: Site;
  readonly mode: Mode;
}

/** Loads a page that arrives in pieces, as a new visitor, and returns what it showed. */
async function load({ page, site, mode }: Tools, manifest: Manifest, { pieces, control, variant }: Case) {
  const { html: whole, container } = install(pageOf('paint'), { mode, manifest, before: sampler(control, variant) });
  const [head = '', tail = ''] = whole.split(/<main>[\s\S]*<\/main>/);
  if (container) site.answer('/fx/container.js', { headers: { 'content-type': 'text/javascript' }, body: container });
  const stream = site.stream(PATH);
  const going = page.goto(site.origin + PATH, { waitUntil: 'commit' });
  await stream.write(`${head}<main>`);
  await going;
  for (const piece of pieces) {
    await stream.write(piece);
    await framed(page);
  }
  await stream.end(`</main>${tail}`);
  await page.waitForLoadState('load');
  await painted(page);
  const result = await shown(page);
  // an empty comment keeps the parser from writing on what fx put in
  const html = await page.evaluate(() => {
    localStorage.clear();
    return document.querySelector('main')?.innerHTML.replace(/<!--fx-->| data-fx-of="[^"]*"/g, '') ?? '';
  });
  await page.context().clearCookies();
  return { ...result, html };
}

for (const one of cases) {
  test(`${one.title} is changed before it is painted, in every load`, async ({ page, mode, problems, site }) => {
    test.setTimeout(120_000 + LOADS * 10_000);
    const manifest = manifestOf(experiment('hero', one.recipe));
    for (let i = 0; i < LOADS; i++) {
      const { frames, html, painted: texts } = await load({ page, site, mode }, manifest, one);
      // there was something to look at: frames before the page was complete
      expect(frames.length).toBeGreaterThan(one.pieces.length);
      expect(
        frames.filter(({ isControl }) => isControl),
        `load ${i + 1}`,
      ).toEqual([]);
      expect(texts.filter((text) => text.includes('CONTROL'))).toEqual([]);
      expect(frames.at(-1)?.isVariant).toBe(true);
      if (one.html) expect(html).toContain(one.html);
    }
    expect(problems.warnings).toEqual([]);
  });
}

test('the same pages do show the control to those who are to see it', async ({ page, mode, site }) => {
  for (const one of cases) {
    const { frames } = await load({ page, site, mode }, manifestOf(withControl('hero')), one);
    expect(
      frames.some(({ isControl }) => isControl),
      one.title,
    ).toBe(true);
  }
});

test('the first frame that has the element has the variant', async ({ page, mode, site }) => {
  const [one] = cases;
  if (!one) throw new Error('there are no cases');
  const manifest = manifestOf(experiment('hero', one.recipe));
  const { frames } = await load({ page, site, mode }, manifest, one);
  const first = frames.find(({ isControl, isVariant }) => isControl || isVariant);
  expect(first?.isVariant).toBe(true);
  await expect.poll(async () => (await showing(page)).painted).toEqual(['VARIANT']);
});
