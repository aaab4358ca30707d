/** Tests the badge of a preview: what it says, when there is none, and how it ends the preview. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStage, type Stage } from './stage.js';

const HOME = 'https://shop.example.co.nz/cart';
let stage: Stage;
const scope = window as unknown as Record<string, unknown>;

beforeEach(() => {
  stage = createStage(HOME);
});

afterEach(() => {
  for (const host of document.querySelectorAll('fx-badge')) host.remove();
  Reflect.deleteProperty(window, 'fx');
  stage.leave();
});

/** Runs the badge as its script does, on an address, with what the tab keeps of a preview. */
const run = async (search: string, kept: string, readyState: DocumentReadyState = 'complete') => {
  window.happyDOM.setURL(HOME + search);
  if (kept) sessionStorage.setItem('_fx_p', kept);
  vi.spyOn(document, 'readyState', 'get').mockReturnValue(readyState);
  vi.resetModules();
  await import('../../src/tag/badge.js');
  return box();
};

const box = (): ShadowRoot | null | undefined => document.querySelector('fx-badge')?.shadowRoot;
const words = (): string[] => [...(box()?.querySelectorAll('li') ?? [])].map((item) => item.textContent ?? '');

/** A tag with one experiment whose trigger is on or not. */
const tag = (isOn: () => boolean) => ({
  reset: vi.fn(),
  experiments: [{ id: 'cta', variants: [], trigger: { kind: 'event', name: 'opened' } }],
  explain: () => ({
    variant: 'green',
    reason: 'preview',
    isActive: isOn(),
    failures: [],
    gates: [{ gate: 'trigger', pass: isOn() }],
  }),
});

test('without a preview there is no badge', async () => {
  expect(await run('', '')).toBeUndefined();
});

test('it names each experiment once, with its variant, and the first of two counts', async () => {
  const root = await run('', 'cta:green,hero:b,cta:blue 0123456789abcdef');
  expect(words()).toEqual(['cta green', 'hero b']);
  expect(root?.querySelector('section')?.getAttribute('aria-label')).toBe('fx preview');
  expect(root?.querySelector('p')?.textContent).toBe('Preview, nothing is counted');
});

test('it says what an experiment does, and notices when that changes', async () => {
  let isOn = false;
  scope.fx = tag(() => isOn);
  await run('', 'cta:green');
  expect(words()).toEqual(['cta green waits for event opened']);
  isOn = true;
  await stage.wait(600);
  expect(words()).toEqual(['cta green applied']);
});

test('it ends the preview: the tag forgets it, and the address is cleaned of what began it', async () => {
  const there = tag(() => true);
  scope.fx = there;
  const replace = vi.spyOn(location, 'replace').mockImplementation(() => undefined);
  const root = await run('?size=9&fx=cta:green&fxp=0123456789abcdef&mojito_a=1', 'cta:green');
  root?.querySelector('button')?.click();
  expect(there.reset).toHaveBeenCalledOnce();
  expect(replace.mock.calls).toEqual([[`${HOME}?size=9`]]);
  expect(box()).toBeUndefined();
});

test('on an address that is clean already the page is loaded again, also where the tag is not there', async () => {
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined);
  (await run('', 'cta:green'))?.querySelector('button')?.click();
  expect(reload).toHaveBeenCalledOnce();
});

test.each([
  [
    '?fx=gone:a',
    'No experiment here is called gone. The link of a draft needs its token, &fxp=…, as fx list prints it.',
  ],
  ['?fx=gone:a&fxp=0123456789abcdef', 'No experiment here is called gone: its fxp token leads to no drafts.'],
])('a link that names nothing of this page is told what it lacks, and the notice closes: %s', async (search, said) => {
  const root = await run(search, '');
  expect(root?.querySelector('p')?.textContent).toContain(said);
  root?.querySelector('button')?.click();
  expect(box()).toBeUndefined();
});

test('a page that is still read gets its badge once it is there', async () => {
  expect(await run('', 'cta:green', 'loading')).toBeUndefined();
  document.dispatchEvent(new Event('DOMContentLoaded'));
  expect(words()).toEqual(['cta green']);
});

test('there is one badge, however often its script runs', async () => {
  await run('', 'cta:green');
  await run('', 'cta:green');
  expect(document.querySelectorAll('fx-badge')).toHaveLength(1);
});

test('where no style sheet can be constructed it brings a style element', async () => {
  vi.stubGlobal(
    'CSSStyleSheet',
    class {
      constructor() {
        throw new TypeError('Illegal constructor');
      }
    },
  );
  expect((await run('', 'cta:green'))?.querySelector('style')?.textContent).toContain('position: fixed');
});
