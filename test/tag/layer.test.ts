/** Tests the page's dataLayer, which its owner may replace before the page has loaded. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLayer } from '../../src/tag/layer.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
const scope = window as unknown as { dataLayer?: unknown };
let readyState: DocumentReadyState;

beforeEach(() => {
  stage = createStage();
  readyState = 'loading';
  vi.spyOn(Document.prototype, 'readyState', 'get').mockImplementation(() => readyState);
});

afterEach(() => {
  delete scope.dataLayer;
  stage.leave();
});

const load = (): void => {
  readyState = 'complete';
  window.dispatchEvent(new Event('load'));
};

test('an array is made where there is none, and taken where there is one', () => {
  const push = createLayer('dataLayer');
  push({ a: 1 });
  expect(scope.dataLayer).toEqual([{ a: 1 }]);
  scope.dataLayer = [{ page: 1 }];
  push({ b: 1 });
  expect(scope.dataLayer).toEqual([{ page: 1 }, { b: 1 }]);
});

test('an array that a later snippet makes gets what the former had, and what it has already once', () => {
  const push = createLayer('dataLayer');
  push({ a: 1 });
  scope.dataLayer = [];
  push({ b: 1 });
  load();
  expect(scope.dataLayer).toEqual([{ b: 1 }, { a: 1 }]);
});

test('what is pushed after load is pushed once', () => {
  const push = createLayer('dataLayer');
  load();
  push({ a: 1 });
  scope.dataLayer = [];
  load();
  expect(scope.dataLayer).toEqual([]);
});

test('a page that put something else there is left alone', () => {
  const push = createLayer('dataLayer');
  push({ a: 1 });
  scope.dataLayer = 'mine';
  load();
  expect(scope.dataLayer).toBe('mine');
});
