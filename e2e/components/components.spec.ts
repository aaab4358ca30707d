/** Tests components over the tag and over an engine, in a real browser, with React 19 and React 18. */

import { PassThrough } from 'node:stream';
import { bundle, bundleServer } from '../harness/bundle.js';
import { expect, experiment, manifestOf, painted, type Site, test } from '../harness/index.js';
import { complaints, htmlOf, rendered, scene, shown, TOLD, TREATED, told, VERSIONS } from './scenes.js';

type Rendering = typeof import('./server.js');

for (const [version, alias] of Object.entries(VERSIONS)) {
  test.describe(version, () => {
    const name = alias ? 'components18' : 'components';
    let server: Rendering;
    test.beforeAll(async () => {
      await bundle('components', 'production', alias && { name, alias });
      server = (await bundleServer('components', name, alias)) as Rendering;
    });
    const visiting = { feature: 'components', before: TOLD } as const;

    test('StrictMode and two readers make one exposure, and an unmount leaves no listener', async ({ page, visit }) => {
      await visit({ ...visiting, html: htmlOf(name) });
      await scene(page, 'strict');
      await expect(page.locator('h1')).toHaveText(['treatment 4', 'treatment 4']);
      await shown(page);
      expect(await told(page)).toEqual(['exposure hero treatment']);
      await page.locator('h1').first().click();
      expect(await told(page)).toContain('conversion click 2 k');
      await scene(page, 'unmount');
      await expect.poll(() => page.evaluate(() => (window as never as { listening: number }).listening)).toBe(0);
      expect(await complaints(page)).toEqual([]);
    });

    test('the panel says why, forces a variant by the link of a preview, and ends it', async ({ page, visit }) => {
      await visit({ ...visiting, html: htmlOf(name) });
      await scene(page, 'debug');
      const panel = page.getByRole('region', { name: 'Experiments of fx' });
      await expect(panel).toContainText('1 experiment here');
      await expect(panel).toContainText('treatment: by chance');
      await panel.getByRole('button', { name: 'control' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/[?&]fx=hero(:|%3A)control/);
      await scene(page, 'debug');
      await expect(panel).toContainText('control: forced');
      await expect(panel.getByRole('button', { name: 'control' })).toHaveAttribute('aria-pressed', 'true');
      await expect(page.locator('h1')).toHaveText('control 3');
      expect(await told(page)).toEqual([]);
      await panel.getByRole('button', { name: 'Reset all' }).click();
      await page.waitForURL(/[?&]fx=off/);
      await scene(page, 'debug');
      await expect(page.locator('h1')).toHaveText('treatment 4');
      expect(await complaints(page)).toEqual([]);
    });

    test('a render that is abandoned counts nobody', async ({ page, visit }) => {
      await visit({ ...visiting, html: htmlOf(name) });
      await scene(page, 'abandoned');
      await expect.poll(async () => (await rendered(page)).length).toBeGreaterThan(0);
      await painted(page);
      expect(await told(page)).toEqual([]);
      expect(await page.locator('h1:visible').count()).toBe(0);
    });

    for (const strict of [false, true]) {
      test(`a server's decision is hydrated as it is${strict ? ' in StrictMode' : ''}: the same node, no error, no second text`, async ({
        page,
        visit,
      }) => {
        await visit({ ...visiting, html: htmlOf(name, server.renderHero(TREATED)) });
        await page.evaluate(() => Object.assign(window, { first: document.querySelector('h1') }));
        await expect(page.locator('h1')).toHaveText('treatment 4');
        await scene(page, strict ? 'hydrateStrict' : 'hydrateHero', TREATED);
        await shown(page);
        await expect.poll(() => told(page)).toEqual(['exposure hero treatment']);
        const [isSame, seen] = await page.evaluate(() => [
          (window as never as { first: Element }).first === document.querySelector('h1'),
          [...new Set((window as never as { scenes: { rendered: string[] } }).scenes.rendered)],
        ]);
        expect([isSame, seen]).toEqual([true, ['treatment']]);
        expect(await complaints(page)).toEqual([]);
      });
    }

    test('what a server gave somebody else is shown, and not counted', async ({ page, visit }) => {
      const other = { hero: { variant: 'control', reason: 'assigned' } };
      await visit({ ...visiting, html: htmlOf(name, server.renderHero(other)) });
      await scene(page, 'hydrateHero', other);
      await shown(page);
      await expect(page.locator('h1')).toHaveText('control 3');
      await painted(page);
      expect(await told(page)).toEqual([]);
    });

    test('with no storage at all it is shown, and not counted', async ({ page, visit, problems }) => {
      problems.areExpected = true;
      const block = `<script>for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } });
        Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} });</script>`;
      await visit({ ...visiting, before: block + TOLD, html: htmlOf(name, server.renderHero(TREATED)) });
      await scene(page, 'hydrateHero', TREATED);
      await shown(page);
      await expect(page.locator('h1')).toHaveText('treatment 4');
      await painted(page);
      expect(await told(page)).toEqual([]);
    });

    test('a part that is streamed later hydrates with the decision that was made', async ({ page, site }) => {
      const html = htmlOf(name, '<!-- here -->').replace('<head>', `<head>${TOLD}`);
      const [head = '', foot = ''] = html.split('<!-- here -->');
      let open: (text: string) => void = () => undefined;
      const promise = new Promise<string>((resolve) => {
        open = resolve;
      });
      site.answer('/e2e/components/', (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write(head);
        const out = new PassThrough();
        out.on('data', (piece) => response.write(piece));
        out.on('end', () => response.end(foot));
        server.stream(TREATED, promise, out);
      });
      await page.goto(`${site.origin}/e2e/components/`, { waitUntil: 'commit' });
      await expect(page.locator('#root i')).toHaveText('wait');
      open('late');
      await expect(page.locator('section h1')).toHaveText('treatment 4');
      await page.waitForLoadState('load');
      await scene(page, 'hydrateStream', TREATED);
      await expect.poll(() => told(page)).toEqual(['exposure hero treatment']);
      expect(await complaints(page)).toEqual([]);
    });

    test('on a static page css shows the arm before any script of the page, and hydration keeps it', async ({
      page,
      site,
      visit,
    }) => {
      const html = htmlOf(name, server.renderSwitch()).replace(`/.cache/e2e/${name}.js`, '/held.js');
      const release = hold(site, '/held.js', `/.cache/e2e/${name}.js`);
      const going = visit({ ...visiting, html });
      await expect(page.locator('.film')).toBeVisible();
      await expect(page.locator('.photo')).toBeHidden();
      await page.evaluate(() => Object.assign(window, { first: document.querySelector('.film') }));
      release();
      await going;
      await scene(page, 'hydrateSwitch');
      await expect(page.locator('.photo')).toHaveCount(0);
      await expect(page.locator('.film')).toBeVisible();
      await page.locator('.film').click();
      await expect(page.locator('.film')).toHaveText('film 1');
      expect(await page.evaluate(() => (window as never as { first: Element }).first.isConnected)).toBe(true);
      await expect.poll(() => told(page)).toEqual(['exposure hero treatment']);
      // The effects of the other arm run once: what the docs say that it costs.
      expect(await rendered(page)).toEqual(expect.arrayContaining(['+photo', '+film', '-photo']));
      expect(await complaints(page)).toEqual([]);
    });

    test('what throws is taken back, and is a failure', async ({ page, visit, problems }) => {
      problems.areExpected = true;
      await visit({ ...visiting, html: htmlOf(name) });
      await scene(page, 'guarded');
      await expect(page.locator('h1')).toHaveText('Error: no film');
      await expect.poll(() => told(page)).toContain('failure Error: no film');
      expect(
        await page.evaluate(() => (window as never as { fx: { variant(id: string): unknown } }).fx.variant('hero')),
      ).toBeUndefined();
    });

    test('an experiment that ends while it is shown goes back to the control', async ({ page, visit }) => {
      await visit({ ...visiting, html: htmlOf(name) });
      await scene(page, 'switched');
      await expect(page.locator('.film')).toBeVisible();
      await page.evaluate(() =>
        (window as never as { fx: { preview(id: string, key: string): void } }).fx.preview('hero', 'control'),
      );
      await expect(page.locator('.photo')).toBeVisible();
      await expect(page.locator('.film')).toHaveCount(0);
    });

    test('an engine whose storage answers later takes the place of the tag', async ({ page, visit }) => {
      await visit({ ...visiting, manifest: manifestOf(), html: htmlOf(name) });
      await scene(page, 'engine', manifestOf(experiment('hero', { payload: { columns: 4 } })));
      await expect(page.locator('h1')).toHaveText('treatment 4');
      await expect(page.locator('.film')).toBeVisible();
      await shown(page);
      await expect
        .poll(() => page.evaluate(() => (window as never as { scenes: { sent: string[] } }).scenes.sent))
        .toEqual(['exposure']);
      await page.evaluate(() =>
        (window as never as { scenes: { made: { setVariant(id: string, key: string): void } } }).scenes.made.setVariant(
          'hero',
          'control',
        ),
      );
      await expect(page.locator('.photo')).toBeVisible();
    });
  });
}

/** Keeps a script back. Returns what lets it go. */
function hold(site: Site, path: string, behind: string): () => void {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  site.answer(path, (_request, response) => {
    void released.then(() => response.writeHead(302, { location: behind }).end());
  });
  return () => release();
}
