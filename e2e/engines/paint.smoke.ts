/** Checks that in Firefox and WebKit, too, no frame shows what a variant replaces, however the page arrives. */

import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Manifest } from '../../src/core/index.js';
import { type Showing, sampler } from '../harness/frames.js';
import { experiment, manifestOf, withControl } from '../harness/manifest.js';
import type { Site } from '../harness/serve.js';
import { install, type Mode, pageOf } from '../harness/snippet.js';
import { type Case, cases } from '../paint/cases.js';
import type { Tab } from './engine.js';
import { isWebKit, painted, smoke, until } from './stage.js';

const test = smoke();
const PATH = '/e2e/paint/streamed';

/** Loads a page that arrives in pieces and returns what it showed. */
const load = async (
  page: Tab,
  site: Site,
  mode: Mode,
  manifest: Manifest,
  { pieces, control, variant }: Case,
): Promise<Showing & { readonly html: string }> => {
  const { html, container } = install(pageOf('paint'), { mode, manifest, before: sampler(control, variant) });
  const [head = '', tail = ''] = html.split(/<main>[\s\S]*<\/main>/);
  site.answer('/fx/container.js', { headers: { 'content-type': 'text/javascript' }, body: container });
  const stream = site.stream(PATH);
  const going = page.goto(site.origin + PATH);
  await stream.write(`${head}<main>`);
  // WebKit answers no driver while a page loads: there the pieces are parted by time alone
  const seePiece = (): Promise<unknown> => (isWebKit ? pause(100) : painted(page));
  if (!isWebKit) await until(page, `location.pathname === '${PATH}' && 'showing' in window`);
  for (const piece of pieces) {
    await seePiece();
    await stream.write(piece);
  }
  await seePiece();
  await stream.end(`</main>${tail}`);
  await going;
  await painted(page);
  const seen = await page.evaluate(() => (window as unknown as { showing: Showing }).showing);
  // a comment keeps the parser from writing on what fx put in
  return {
    ...seen,
    html: await page.read('main', (main) => main.innerHTML.replace(/<!--fx-->| data-fx-of="[^"]*"/g, '')),
  };
};

for (const mode of ['inline', 'container'] as const) {
  for (const one of cases) {
    test(`${one.title} is changed before it is painted, ${mode}`, async ({ arrive, site }) => {
      const { page, warnings } = await arrive();
      const manifest = manifestOf(experiment('hero', one.recipe));
      const { frames, html } = await load(page, site, mode, manifest, one);
      // there was something to look at; WebKit begins with frames where there is something to see
      expect(frames.length).toBeGreaterThan(isWebKit ? 1 : one.pieces.length);
      expect(frames.filter(({ isControl }) => isControl)).toEqual([]);
      expect(frames.at(-1)?.isVariant).toBe(true);
      if (one.html) expect(html).toContain(one.html);
      expect(warnings).toEqual([]);
    });
  }
}

test('the same pages do show the control to those who are to see it', async ({ arrive, site }) => {
  for (const one of cases) {
    const { leave, page } = await arrive();
    const { frames } = await load(page, site, 'inline', manifestOf(withControl('hero')), one);
    expect(
      frames.some(({ isControl }) => isControl),
      one.title,
    ).toBe(true);
    await leave();
  }
});
