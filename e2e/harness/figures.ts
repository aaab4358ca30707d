/**
 * Measures what docs/frameworks.md says in milliseconds, on a page of each framework, and prints it:
 * `node scripts/frameworks.mjs`.
 */

import { chromium, type Page } from 'playwright';
import { createElement } from 'react';
import { renderToString as renderReact } from 'react-dom/server';
import { createSSRApp, h } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';
import type { Manifest, Op } from '../../src/core/index.js';
import { App as ReactApp } from '../react/app.js';
import { App as VueApp } from '../vue/app.js';
import { bundle } from './bundle.js';
import { manifestOf, withOps } from './manifest.js';
import { SCENE } from './scene.js';
import { type Site, startSite } from './serve.js';
import { install, pageOf } from './snippet.js';

const RUNS = 9;

/** A list of two thousand items: a letter an item. */
const LONG = { ...SCENE, items: String.fromCharCode(...Array.from({ length: 2000 }, (_, index) => 0x4e00 + index)) };

const TEXT: Op = { op: 'replaceText', selector: '#target', value: 'VARIANT' };

/** For a clock of 5 µs: else the browser's has 100. */
const FINE = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/**
 * Adds up what runs in observers and frames: on these pages nobody but fx has any. What takes over 1 ms was
 * interrupted, and only counted.
 */
const TIMING = `<script>
spent = { ms: 0, calls: 0, interrupted: 0 };
{
  const timed = (run) => function (...args) {
    const began = performance.now();
    try { return run.apply(this, args); } finally {
      const ms = performance.now() - began;
      spent.calls++;
      if (ms < 1) spent.ms += ms;
      else spent.interrupted++;
    }
  };
  const Observer = MutationObserver, frame = requestAnimationFrame;
  MutationObserver = class extends Observer { constructor(run) { super(timed(run)); } };
  requestAnimationFrame = (run) => frame(timed(run));
}
</script>`;

/** What else the machine does only adds. */
const least = (values: readonly number[]): number => Math.min(...values);

/** What fx took. */
interface Spent {
  readonly ms: number;
  readonly calls: number;
  readonly interrupted: number;
}

const describe = (all: readonly Spent[]): string => {
  const [best] = [...all].sort((a, b) => a.ms - b.ms);
  return `${best?.ms.toFixed(1)} ms of fx, the least of ${all.length}, in ${best?.calls} callbacks (${best?.interrupted} interrupted)`;
};

/** What one visit takes. */
type Visit = (feature: string, manifest: Manifest, before: string, html: string) => Promise<void>;

export async function measure(executablePath: string, print: (line: string) => void): Promise<void> {
  const site = await startSite();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  page.on('pageerror', () => undefined);
  const visit = visitWith(page, site);
  try {
    for (const feature of ['react', 'vue'] as const) {
      await bundle(feature);
      print(`${feature}: hydrating 2,000 list items, the least of ${RUNS}: ${await hydrations(page, visit, feature)}`);
    }
    print(`5,000 nodes in 50 batches, 20 selectors waiting: ${await appending(page, visit, waiting(20))}`);
    print(`5,000 nodes in 50 batches, 20 ops applied: ${await appending(page, visit, applied(20))}`);
    print(`an element rewritten at every tick for 3 s: ${await rewriting(page, visit)}`);
  } finally {
    await browser.close();
    await site.close();
  }
}

const visitWith =
  (page: Page, site: Site): Visit =>
  async (feature, manifest, before, html) => {
    const made = install(html, { mode: 'inline', manifest, before });
    site.answer(`/e2e/${feature}/`, { headers: FINE, body: made.html });
    await page.goto(`${site.origin}/e2e/${feature}/`);
  };

/** By turns, so that what else the machine does falls on both alike. */
async function hydrations(page: Page, visit: Visit, feature: 'react' | 'vue'): Promise<string> {
  const sent =
    feature === 'react'
      ? renderReact(createElement(ReactApp, LONG))
      : await renderVue(createSSRApp({ render: () => h(VueApp, { scene: LONG }) }));
  const html = pageOf(feature).replace('<div id="root">', () => `<div id="root" data-hydrate="later">${sent}`);
  const ms: Record<string, number[]> = { without: [], replaceText: [], addClass: [] };
  const ops: Record<string, readonly Op[]> = {
    without: [],
    replaceText: [TEXT],
    addClass: [{ op: 'addClass', selector: '#target', value: 'new' }],
  };
  for (let run = 0; run < RUNS; run++) {
    for (const [name, domOps] of Object.entries(ops)) {
      await visit(feature, manifestOf(withOps('a', ...domOps)), '', html);
      const took = await page.evaluate(async (items) => {
        const began = performance.now();
        await window.stage.hydrate({ items });
        return performance.now() - began;
      }, LONG.items);
      ms[name]?.push(took);
    }
  }
  return Object.entries(ms)
    .map(([name, values]) => `${name} ${least(values).toFixed(1)} ms`)
    .join(', ');
}

const waiting = (count: number): Manifest =>
  manifestOf(
    withOps(
      'a',
      ...selectors(count).map((selector): Op => ({ op: 'replaceText', selector, value: 'x', waitForMs: 1e6 })),
    ),
  );

const applied = (count: number): Manifest =>
  manifestOf(
    withOps(
      'a',
      ...selectors(count).map((_, index): Op => ({ op: 'addClass', selector: '#target', value: `x${index}` })),
    ),
  );

const selectors = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${['#never', '.never', 'main .never > .b'][index % 3]}-${index}`);

async function appending(page: Page, visit: Visit, manifest: Manifest): Promise<string> {
  const all: Spent[] = [];
  for (let run = 0; run < RUNS; run++) {
    await visit('react', manifest, TIMING, pageOf('react'));
    all.push(
      await page.evaluate(async () => {
        const { spent } = window as unknown as { spent: Spent };
        await new Promise((resolve) => setTimeout(resolve, 200));
        const before = { ...spent };
        for (let batch = 0; batch < 50; batch++) {
          const part = document.createDocumentFragment();
          for (let index = 0; index < 100; index++) {
            const node = document.createElement('p');
            node.className = `row row-${index}`;
            part.append(node);
          }
          document.body.append(part);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return {
          ms: spent.ms - before.ms,
          calls: spent.calls - before.calls,
          interrupted: spent.interrupted - before.interrupted,
        };
      }),
    );
  }
  return describe(all);
}

async function rewriting(page: Page, visit: Visit): Promise<string> {
  const all: (Spent & { ticks: number })[] = [];
  for (let run = 0; run < 3; run++) all.push(await fight(page, visit));
  return `${describe(all)} of ${least(all.map(({ ticks }) => ticks))} ticks`;
}

/** A page that writes an element whenever it can. */
async function fight(page: Page, visit: Visit): Promise<Spent & { ticks: number }> {
  await visit('react', manifestOf(withOps('a', TEXT)), TIMING, pageOf('react'));
  return page.evaluate(async () => {
    const { spent } = window as unknown as { spent: Spent };
    const target = document.querySelector('#target') as Element;
    const before = { ...spent };
    let ticks = 0;
    const end = performance.now() + 3000;
    while (performance.now() < end) {
      target.textContent = `tick ${ticks++}`;
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage('');
      });
    }
    return {
      ms: spent.ms - before.ms,
      calls: spent.calls - before.calls,
      interrupted: spent.interrupted - before.interrupted,
      ticks,
    };
  });
}
