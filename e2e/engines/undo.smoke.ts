/** Checks that in Firefox and WebKit, too, what is undone leaves the same nodes and the same markup. */

import { expect } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { manifestOf, withOps } from '../harness/manifest.js';
import { pageOf } from '../harness/snippet.js';
import { ENGINES, painted, smoke, until } from './stage.js';

const html = pageOf('ops');

const OPS: Readonly<Record<string, Op>> = {
  'replaceText of markup': { op: 'replaceText', selector: '#title', value: '<b>New</b>' },
  'replaceText of a lone text': { op: 'replaceText', selector: '.lead', value: 'New' },
  replaceHTML: { op: 'replaceHTML', selector: '#title', value: 'New <b class="x">bold</b>' },
  setAttr: { op: 'setAttr', selector: '#link', name: 'href', value: '/after' },
  'setAttr of a form': { op: 'setAttr', selector: '#form', name: 'action', value: '/send' },
  addClass: { op: 'addClass', selector: '#title', value: 'one two' },
  removeClass: { op: 'removeClass', selector: '#title', value: 'old large' },
  setStyle: { op: 'setStyle', selector: '#title', name: 'color', value: 'rgb(1, 2, 3) !important' },
  remove: { op: 'remove', selector: 'li' },
  injectCSS: { op: 'injectCSS', value: 'main { letter-spacing: 7px }' },
  injectHTML: { op: 'injectHTML', selector: '.lead', position: 'beforeend', value: '<i>in</i>' },
  'every match': { op: 'replaceText', selector: 'li', value: 'same', all: true },
};

/** What the page is made of, and how it looks: node by node, in order. */
const remember = `(() => {
  const walker = document.createTreeWalker(document.body);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const [title, main] = ['#title', 'main'].map((selector) => document.querySelector(selector));
  const classes = [...title.classList].sort().join();
  const look = [getComputedStyle(main).letterSpacing, getComputedStyle(title).color];
  return { nodes, texts: nodes.map(({ data }) => data), classes, href: document.querySelector('#link').href, look };
})()`;
const isAsBefore = `(() => {
  const now = ${remember};
  return JSON.stringify({ ...now, nodes: 0 }) === JSON.stringify({ ...before, nodes: 0 }) &&
    now.nodes.length === before.nodes.length && now.nodes.every((node, at) => node === before.nodes[at]);
})()`;

for (const [name, preferences] of Object.entries(ENGINES)) {
  const test = smoke(preferences);

  for (const [what, op] of Object.entries(OPS)) {
    test(`${name}: ${what} leaves the same nodes when it is undone`, async ({ arrive, publish }) => {
      const { page } = await arrive();
      const manifest = manifestOf({ ...withOps('ops', op), trigger: { kind: 'manual' } });
      await page.goto(publish({ html, manifest }));
      await page.evaluate(`(before = ${remember}, fx.activate('ops'), 0)`);
      // setAttr of a form changes nothing of what is remembered
      if (what !== 'setAttr of a form') expect(await page.evaluate(isAsBefore)).toBe(false);
      else expect(await page.read('#form', (form) => form.getAttribute('action'))).toBe('/send');
      await page.evaluate('fx.dispose()');
      expect(await page.evaluate(isAsBefore)).toBe(true);
    });
  }

  test(`${name}: a navigation inside the page undoes what the new address does not say, and going back does it again`, async ({
    arrive,
    publish,
  }) => {
    const { page } = await arrive();
    const trigger = { kind: 'urlMatch', pattern: '/cart' } as const;
    const manifest = manifestOf({ ...withOps('ops', OPS.replaceHTML as Op), trigger });
    await page.goto(publish({ html, manifest, path: '/cart' }));
    await page.evaluate(`(before = 0, push = history.pushState, title = document.querySelector('#title'), 0)`);
    const isNew = `title.textContent === 'New bold' && !!title.querySelector('b.x')`;
    await until(page, isNew);
    await page.evaluate(`push.call(history, null, '', '/home')`);
    await until(page, `!title.querySelector('.x')`);
    await page.evaluate('history.back()');
    await until(page, isNew);
    await page.evaluate(`history.replaceState(null, '', '/home')`);
    await until(page, `!title.querySelector('.x')`);
  });

  for (const [what, written, shown] of [
    ['the original that the page renders over a change is changed again', 'One text', 'New'],
    ['another text that the page renders over a change is left to it', 'rendered', 'rendered'],
  ] as const)
    test(`${name}: ${what} before it is painted`, async ({ arrive, publish }) => {
      const { page } = await arrive();
      await page.goto(publish({ html, manifest: manifestOf(withOps('ops', OPS['replaceText of a lone text'] as Op)) }));
      await painted(page);
      const seen = await page.evaluate(`new Promise((resolve) => {
        const lead = document.querySelector('.lead');
        lead.textContent = '${written}';
        requestAnimationFrame(() => resolve(lead.textContent));
      })`);
      expect(seen).toBe(shown);
    });
}
