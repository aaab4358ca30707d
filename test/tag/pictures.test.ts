/** Tests the address of an image: what a browser would take in its place is set aside, and comes back. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { type Bench, createBench } from './recipes.js';

const SRC: Op = { op: 'setAttr', selector: 'img', name: 'src', value: '/new.png' };
const SRCSET: Op = { op: 'setAttr', selector: 'img', name: 'srcset', value: '/new-2x.png 2x' };

let bench: Bench;

beforeEach(() => {
  // The global object of a test names fewer kinds of elements than a browser's.
  vi.stubGlobal('HTMLPictureElement', (window as unknown as Record<string, unknown>).HTMLPictureElement);
});

afterEach(() => {
  bench.leave();
  vi.unstubAllGlobals();
});

/** What stands there with some ops, and after their undo. */
const play = async (before: string, ...ops: readonly Op[]): Promise<string> => {
  bench = createBench(before);
  const recipe = bench.apply(ops);
  await bench.hear();
  const during = document.body.innerHTML;
  recipe._undo();
  expect(document.body.innerHTML).toBe(before);
  return during;
};

test('an image of several sizes shows the new one in all of them', async () => {
  expect(await play('<img srcset="/old-2x.png 2x" src="/old.png" alt="">', SRC)).toBe(
    '<img srcset="" src="/new.png" alt="">',
  );
});

test('the sources of a picture give way to the new image, and to a new set', async () => {
  const source = '<source srcset="/old.avif" type="image/avif">';
  const bare = '<source srcset="" type="image/avif">';
  expect(await play(`<picture>${source}<img src="/old.png"></picture>`, SRC)).toBe(
    `<picture>${bare}<img src="/new.png"></picture>`,
  );
  bench.leave();
  expect(await play(`<picture>${source}<img src="/old.png"></picture>`, SRCSET)).toBe(
    `<picture>${bare}<img src="/old.png" srcset="/new-2x.png 2x"></picture>`,
  );
});

test('what is no image keeps a srcset of its own', async () => {
  const before = '<video src="/old.mp4" srcset="x"></video>';
  expect(await play(before, { ...SRC, selector: 'video' })).toBe('<video src="/new.png" srcset="x"></video>');
});

test('sizes that the page writes later are set aside as well', async () => {
  bench = createBench('<img src="/old.png">');
  bench.apply(SRC);
  await bench.hear();
  document.querySelector('img')?.setAttribute('srcset', '/later-2x.png 2x');
  await bench.wait(1000);
  expect(document.body.innerHTML).toBe('<img src="/new.png" srcset="">');
});
