/** Plays the same on a page with experiments and on its twin without, and compares what both tell. */

import type { Page } from '@playwright/test';
import type { Manifest, Op } from '../../../src/core/index.js';
import { expect, manifestOf, painted, withOps } from '../../harness/index.js';

/** The page of this folder. */
export const feature = 'living/alive';

/** Every kind of change that leaves an element where it is, on each that lives and on the box around it. */
const ops: readonly Op[] = ['.live', '.box'].flatMap((selector): Op[] => [
  { op: 'addClass', selector, value: 'new', all: true },
  { op: 'setAttr', selector, name: 'title', value: 'new', all: true },
  { op: 'setStyle', selector, name: 'color', value: 'rgb(1, 2, 3)', all: true },
  { op: 'injectHTML', selector, position: 'beforebegin', value: '<s class="put">before</s>', all: true },
  { op: 'injectHTML', selector, position: 'afterend', value: '<s class="put">after</s>', all: true },
]);
const inside: readonly Op[] = [
  { op: 'injectHTML', selector: '.box', position: 'afterbegin', value: '<s class="put">first</s>', all: true },
  { op: 'injectHTML', selector: '.box', position: 'beforeend', value: '<s class="put">last</s>', all: true },
];

/** The page with experiments, and its twin without. */
export const twins: readonly Manifest[] = [manifestOf(withOps('a', ...ops), withOps('b', ...inside)), manifestOf()];

/** The page renders around what lives: siblings come and go, classes are written anew. */
export const disturb = async (page: Page): Promise<void> => {
  for (let round = 0; round < 3; round++) {
    await page.evaluate((count) => {
      for (const live of document.querySelectorAll('main .live')) {
        live.before(Object.assign(document.createElement('i'), { textContent: count }));
        live.after(Object.assign(document.createElement('i'), { textContent: count }));
        live.className = 'live';
        live.removeAttribute('title');
      }
      for (const box of document.querySelectorAll('main > .box')) box.className = 'box';
    }, round);
    await painted(page);
  }
};

/** Does the same on the page with experiments and on its twin, and compares what is told of both. */
export const compare = async (
  page: Page,
  visit: (one: { feature: string; manifest: Manifest }) => Promise<unknown>,
  play: () => Promise<unknown>,
): Promise<unknown> => {
  const told: unknown[] = [];
  for (const manifest of twins) {
    await visit({ feature, manifest });
    told.push(await play());
    expect(await page.locator('main > .put').count()).toBe(manifest.experiments.length ? 30 : 0);
  }
  expect(told[0]).toEqual(told[1]);
  return told[1];
};
