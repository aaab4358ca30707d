/** Checks that a tab that is closed a second after it showed a variant has told so, once. */

import { client, expect, isLong, test } from '../harness/index.js';

const feature = 'life';
const TABS = isLong ? 100 : 10;
const TOGETHER = 5;

test(`of tabs that are closed a second after an exposure ${TABS} of ${TABS} exposures arrive`, async ({
  browser,
  collector,
  publish,
}) => {
  test.setTimeout(120_000 + TABS * 10_000);
  const url = publish({ feature, attributes: { 'data-collect': collector.url } });
  const subjects: string[] = [];
  for (let done = 0; done < TABS; done += TOGETHER) {
    const contexts = await Promise.all(
      Array.from({ length: TOGETHER }, async () => {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(url);
        subjects.push(
          await (await client(page)).evaluate(
            (fx) =>
              new Promise<string>((resolve) =>
                fx.on('exposure', ({ at, subject }) => setTimeout(resolve, at + 1000 - Date.now(), subject)),
              ),
          ),
        );
        const closed = page.waitForEvent('close');
        await page.close({ runBeforeUnload: true });
        await closed;
        return context;
      }),
    );
    await collector.until(() => collector.exposures().length >= subjects.length);
    // a context that ends takes along what its closed tabs are sending; a browser does not
    for (const context of contexts) await context.close();
  }
  expect(
    collector
      .exposures()
      .map(({ subject }) => subject)
      .sort(),
  ).toEqual(subjects.sort());
});
