/** Tests components where React does more than render once: double effects, flushes, interrupted renders, retries. */

import { bundle } from '../harness/bundle.js';
import { expect, painted, test } from '../harness/index.js';
import { complaints, htmlOf, rendered, scene, shown, TOLD, TREATED, told, VERSIONS } from './scenes.js';

for (const [version, alias] of Object.entries(VERSIONS)) {
  test.describe(version, () => {
    // Only this build runs effects twice.
    const name = alias ? 'components18.development' : 'components.development';
    test.beforeAll(() => bundle('components', 'development', { name, alias: alias ?? {} }));
    const visiting = { feature: 'components', before: TOLD, html: '' };

    test('StrictMode runs effects twice, and what is shown is counted once', async ({ page, visit, collector }) => {
      await visit({ ...visiting, html: htmlOf(name), attributes: { 'data-collect': collector.url } });
      expect(await scene(page, 'flushed')).toBe('treatment 4treatment 4arm 0');
      expect((await rendered(page)).filter((one) => one.endsWith('arm'))).toEqual(['+arm', '-arm', '+arm']);
      expect(await told(page)).toEqual(['exposure hero treatment']);
      await page.locator('h1').first().click();
      await collector.until(() => collector.conversions().length > 0);
      expect(collector.events().map(({ type }) => type)).toEqual(['exposure', 'conversion']);
      await scene(page, 'unmount');
      await expect.poll(() => page.evaluate(() => (window as never as { listening: number }).listening)).toBe(0);
      expect(await complaints(page)).toEqual([]);
    });

    test('a render that is left in the middle for another page counts nobody', async ({ page, visit }) => {
      await visit({ ...visiting, html: htmlOf(name) });
      expect(await scene<number>(page, 'interrupted', 'leave')).toBeLessThan(40);
      await expect(page.locator('#root')).toHaveText('after');
      await painted(page);
      expect(await rendered(page)).toContain('treatment');
      expect(await told(page)).toEqual([]);
      expect(await page.evaluate(() => (window as never as { listening: number }).listening)).toBe(0);
    });

    test('a variant that changes in the middle of a render is one variant on the screen', async ({ page, visit }) => {
      await visit({ ...visiting, html: htmlOf(name) });
      expect(await scene<number>(page, 'interrupted', 'change')).toBeLessThan(40);
      await shown(page);
      await expect(page.locator('h1')).toHaveText(['control 3', 'control 3']);
      expect(await told(page)).toEqual([]);
      expect(await complaints(page)).toEqual([]);
    });

    test('a boundary that is made anew shows the control, and the failure was told once', async ({
      page,
      visit,
      problems,
    }) => {
      problems.areExpected = true;
      await visit({ ...visiting, html: htmlOf(name) });
      await scene(page, 'resettable');
      await expect(page.locator('h1')).toHaveText('sorry 0');
      await page.getByRole('button').click();
      await expect(page.locator('h1')).toHaveText('photo');
      await page.getByRole('button').click();
      await expect(page.locator('h1')).toHaveText('photo');
      expect(await told(page)).toEqual(['failure Error: no film']);
    });

    test('what a server decided breaks again at each retry, and the failure was told once', async ({
      page,
      visit,
      problems,
    }) => {
      problems.areExpected = true;
      await visit({ ...visiting, html: htmlOf(name) });
      await scene(page, 'resettable', TREATED);
      await expect(page.locator('h1')).toHaveText('sorry 0');
      await page.getByRole('button').click();
      await expect(page.locator('h1')).toHaveText('sorry 1');
      await painted(page);
      expect(await told(page)).toEqual(['failure Error: no film']);
    });
  });
}
