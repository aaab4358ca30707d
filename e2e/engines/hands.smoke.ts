/**
 * Closes and chooses by hand, in Firefox and WebKit, too, beside what a variant opened and chose: it stays as the
 * visitor left it.
 */

import { expect } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { manifestOf, withOps } from '../harness/manifest.js';
import { pageOf } from '../harness/snippet.js';
import { ENGINES, painted, smoke, until } from './stage.js';

const BODY = `<main>
  <details id="more"><summary>More</summary><p>text</p></details>
  <div id="acc"><button>toggle</button></div>
  <p><b class="plan chosen" id="month">month</b> <b class="plan" id="year">year</b> <b class="plan" id="ever">ever</b></p>
  <aside id="drawer">drawer</aside><div id="backdrop" style="height: 40px"></div>
  <button id="elsewhere">elsewhere</button>
</main><script>
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const render = () => { one('#acc').className = one('#drawer').className = ''; one('#more').open = false; document.title = 'rendered'; };
  one('#acc button').onclick = () => one('#acc').classList.toggle('open');
  for (const plan of all('.plan')) plan.onclick = () => all('.plan').forEach((it) => it.classList.toggle('chosen', it === plan));
  one('#backdrop').onclick = () => one('#drawer').classList.remove('open');
  one('#elsewhere').onclick = render;
</script>`;

const OPS: readonly Op[] = [
  { op: 'setAttr', selector: '#more', name: 'open', value: '' },
  { op: 'addClass', selector: '#acc', value: 'open' },
  { op: 'removeClass', selector: '#month', value: 'chosen' },
  { op: 'addClass', selector: '#year', value: 'chosen' },
  { op: 'addClass', selector: '#drawer', value: 'open' },
];

const STATE = `[...document.querySelectorAll('[open], .open, .chosen')].map(({ id }) => id).join(' ')`;
const html = pageOf('ops').replace(/<body>[\s\S]*<\/body>/, () => `<body>${BODY}</body>`);

for (const [name, preferences] of Object.entries(ENGINES)) {
  const test = smoke(preferences);

  test(`${name}: what a visitor closes or chooses by hand stays so`, async ({ arrive, publish }) => {
    const { page } = await arrive();
    await page.goto(publish({ html, manifest: manifestOf(withOps('it', ...OPS)) }));
    await until(page, `${STATE} === 'more acc year drawer'`);
    for (const selector of ['summary', '#acc button', '#ever', '#backdrop']) {
      await page.click(selector);
      // Another change of the page, which fx looks at.
      await page.evaluate(`(document.querySelector('main').append(' more'), 0)`);
      await painted(page);
    }
    await painted(page);
    expect(await page.evaluate(STATE)).toBe('ever');
  });

  test(`${name}: what the page renders on input elsewhere is applied again`, async ({ arrive, publish }) => {
    const { page } = await arrive();
    await page.goto(publish({ html, manifest: manifestOf(withOps('it', ...OPS)) }));
    await until(page, `${STATE} === 'more acc year drawer'`);
    await page.click('#elsewhere');
    await until(page, `document.title === 'rendered' && ${STATE} === 'more acc year drawer'`);
  });
}
