/** Both arms of a redirect lose the same visitors to a bad collector: none. */

import type { Experiment } from '../../src/core/index.js';
import { expect, isLong, manifestOf, test } from '../harness/index.js';

const VISITS = isLong ? 2000 : 16;

const split: Experiment = {
  id: 'price',
  name: 'Another page of prices',
  trigger: { kind: 'urlMatch', pattern: '^/pricing$', regex: true },
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key: 'treatment', name: 'Treatment', weight: 5000, redirect: '/pricing-b' },
  ],
};

for (const mode of ['accept', 'hang', 'drop'] as const) {
  test(`a collector that ${mode}s is told of each visitor once, whatever arm they are in`, async ({
    browser,
    collector,
    publish,
  }) => {
    test.setTimeout(60_000 + VISITS * 10_000);
    const attributes = { 'data-collect': collector.url };
    const [there, here, next] = ['/pricing-b', '/pricing', '/next'].map((path) =>
      publish({ feature: 'redirect', path, manifest: manifestOf(split), attributes }),
    ) as [string, string, string];
    const arms: string[] = [];
    for (let visit = 0; visit < VISITS; visit++) {
      collector.reset();
      collector.behave(mode);
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(here).catch(() => null);
      await expect
        .poll(() => page.evaluate(() => 'fx' in window && document.readyState).catch(() => ''))
        .toBe('complete');
      const arm = page.url() === there ? 'treatment' : 'control';
      // They leave before anything was confirmed, and come back once the collector is well.
      await page.goto('about:blank');
      collector.behave('accept');
      await page.goto(next);
      const cookie = (await context.cookies()).find(({ name }) => name === '_fx')?.value ?? '';
      // What the visitor before them has sent may still arrive.
      const own = () => collector.exposures().filter(({ subject }) => cookie.includes(subject));
      await collector.until(() => own().length > 0);
      const exposures = own();
      arms.push(...exposures.map(({ variant }) => variant));
      expect(exposures.map(({ variant }) => variant)).toEqual([arm]);
      await context.close();
    }
    expect(arms).toHaveLength(VISITS);
    expect(new Set(arms).size).toBe(2);
  });
}
