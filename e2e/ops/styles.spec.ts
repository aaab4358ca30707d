/** Checks that the end of an experiment gives back the styles of an element as a browser keeps them. */

import type { Op } from '../../src/core/index.js';
import { client, expect, manifestOf, pageOf, painted, test, withOps } from '../harness/index.js';

const feature = 'ops';

test('a style whose parts a shorthand wrote over is whole again, other styles of the page included', async ({
  page,
  visit,
}) => {
  const styles = [
    ['margin-top: 5px', 'margin', '1px'],
    ['margin: 9px; margin-top: 5px !important', 'margin', '1px'],
    ['border-top-color: blue', 'border-color', 'green'],
    ['margin: var(--space); --space: 3px', 'margin', '1px'],
    ['left: 3px; position: relative', 'inset', '0'],
  ] as const;
  const ops = styles.map(([, name, value], index): Op => ({ op: 'setStyle', selector: `#s${index}`, name, value }));
  const body = styles.map(([style], index) => `<p id="s${index}" style="${style}">a</p>`).join('');
  const html = pageOf(feature).replace(/<body>[\s\S]*<\/body>/, () => `<body>${body}</body>`);
  await visit({ feature, html, manifest: manifestOf(withOps('a', ...ops)) });
  // In the order in which nothing depends on what stands first.
  const said = (): Promise<string[]> =>
    page.evaluate(() => [...document.querySelectorAll('p')].map((it) => it.style.cssText.split('; ').sort().join()));
  await page.evaluate(() => {
    for (const it of document.querySelectorAll('p')) it.style.color = 'red';
  });
  await painted(page);
  const during = await said();
  await (await client(page)).evaluate((fx) => fx.dispose());
  const after = await said();
  expect(during.every((text, index) => text !== after[index])).toBe(true);
  const wanted = await page.evaluate(
    (texts) =>
      texts.map((text) => {
        const { style } = document.createElement('p');
        style.cssText = `${text}; color: red`;
        return style.cssText.split('; ').sort().join();
      }),
    styles.map(([style]) => style),
  );
  expect(after.map((text) => text.replaceAll(';', ''))).toEqual(wanted.map((text) => text.replaceAll(';', '')));
});
