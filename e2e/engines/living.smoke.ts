/**
 * Checks that in Firefox and WebKit, too, what the page says of its own stands, copies are swept, and code and
 * triggers wait for what they need.
 */

import { expect } from 'vitest';
import { experiment, manifestOf, withOps } from '../harness/manifest.js';
import { pageOf } from '../harness/snippet.js';
import { ENGINES, painted, smoke, until } from './stage.js';

const html = pageOf('ops');

for (const [name, preferences] of Object.entries(ENGINES)) {
  const test = smoke(preferences);

  test(`${name}: a value of the page’s own stands, told once`, async ({ arrive, collector, publish }) => {
    const { page } = await arrive();
    const manifest = manifestOf(withOps('it', { op: 'replaceText', selector: '.lead', value: 'New' }));
    await page.goto(publish({ html, manifest, attributes: { 'data-collect': collector.url } }));
    const text = `document.querySelector('.lead').textContent`;
    await until(page, `${text} === 'New'`);
    await page.evaluate(`(${text} = 'Sold out', 0)`);
    await painted(page);
    await painted(page);
    expect(await page.evaluate(text)).toBe('Sold out');
    await collector.until(() => collector.failures().length > 0);
    expect(collector.failures().map(({ code, selector }) => `${code} ${selector}`)).toEqual(['yielded .lead']);
  });

  test(`${name}: a copy of what was put in is taken away, and none is left at the end`, async ({ arrive, publish }) => {
    const { page } = await arrive();
    const op = { op: 'injectHTML', selector: 'main', position: 'beforeend', value: '<b class="put">in</b>' } as const;
    await page.goto(publish({ html, manifest: manifestOf(withOps('it', op)) }));
    const count = `document.querySelectorAll('.put').length`;
    await until(page, `${count} === 1`);
    await page.evaluate(`(document.querySelector('main').innerHTML += '<i>more</i>', 0)`);
    await until(page, `${count} === 1 && document.querySelectorAll('main > i').length > 0`);
    await page.evaluate(`(fx.dispose(), 0)`);
    expect(await page.evaluate(count)).toBe(0);
  });

  test(`${name}: code waits for its element, and a trigger for what is seen`, async ({ arrive, publish }) => {
    const { page } = await arrive();
    const manifest = manifestOf(
      experiment('code', { js: `experiment.when('#late', (it) => { it.textContent = 'found'; })` }),
      {
        ...withOps('seen', { op: 'addClass', selector: 'main', value: 'seen' }),
        trigger: { kind: 'visible', selector: '#deep' },
      },
    );
    await page.goto(publish({ html, manifest }));
    await page.evaluate(`(document.body.insertAdjacentHTML('beforeend',
      '<p id="late">late</p><p style="height: 9000px"></p><p id="deep">deep</p>'), 0)`);
    await until(page, `document.querySelector('#late').textContent === 'found'`);
    await painted(page);
    const isSeen = `document.querySelector('main').classList.contains('seen')`;
    expect(await page.evaluate(isSeen)).toBe(false);
    await page.evaluate(`(document.querySelector('#deep').scrollIntoView(), 0)`);
    await until(page, isSeen);
  });
}
