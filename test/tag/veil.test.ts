/** Tests the veil: it hides the whole page, and ends when it is told to, in time, and when the page is back. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hidePage } from '../../src/tag/veil.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
  document.adoptedStyleSheets = [];
});
afterEach(() => stage.leave());

const none = (): undefined => undefined;
const sheets = (): number => document.adoptedStyleSheets.length;
const showAgain = (persisted: boolean): void => {
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
};

test('the page is hidden at once, and shown when that is asked for, as often as it is', () => {
  const show = hidePage(none, 1000);
  expect(sheets()).toBe(1);
  const [rule] = document.adoptedStyleSheets[0]?.cssRules ?? [];
  expect(rule?.cssText.replace(/\s+/g, '')).toContain('html{visibility:hidden!important;}');
  show();
  show();
  expect(sheets()).toBe(0);
});

test('the page is shown when the time is over, and not before', async () => {
  hidePage(none, 1000);
  await stage.wait(999);
  expect(sheets()).toBe(1);
  await stage.wait(1);
  expect(sheets()).toBe(0);
});

test('who comes back by the history sees the page, and its first show is no such thing', () => {
  hidePage(none, 1000);
  showAgain(false);
  expect(sheets()).toBe(1);
  showAgain(true);
  expect(sheets()).toBe(0);
});

test('sheets of the page stay where they are', () => {
  const own = new CSSStyleSheet();
  document.adoptedStyleSheets = [own];
  hidePage(none, 1000)();
  expect(document.adoptedStyleSheets).toEqual([own]);
});

test('a browser without constructed sheets gets an element with the nonce of the page', () => {
  vi.stubGlobal('CSSStyleSheet', undefined);
  const show = hidePage(() => 'n0nce', 1000);
  const style = document.head.querySelector('style');
  expect([style?.nonce, style?.textContent]).toEqual(['n0nce', 'html{visibility:hidden!important}']);
  show();
  expect(document.head.querySelector('style')).toBeNull();
});
