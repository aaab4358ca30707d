/** Tests what begins a view: a new address, once the router is done, and nothing else. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchNavigation } from '../../src/tag/navigation.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let log: string[];
let stop: () => void;
let isRendered: boolean;
const { pushState, replaceState } = history;

beforeEach(() => {
  stage = createStage('https://shop.example.com/a');
  log = [];
  isRendered = true;
});
afterEach(() => {
  stop();
  Object.assign(history, { pushState, replaceState });
  stage.leave();
});

const watch = (seesHash = true): void => {
  stop = watchNavigation(
    () => seesHash,
    () => log.push('leave'),
    () => isRendered,
    () => log.push(`view ${location.pathname}${location.hash}`),
  );
};

test.each(['pushState', 'replaceState'] as const)(
  '%s to another address is a view, after the router is done',
  async (name) => {
    watch();
    history[name]({}, '', '/b');
    log.push('router');
    await stage.wait(20);
    expect(log).toEqual(['leave', 'router', 'view /b']);
  },
);

test('a router that has rendered nothing yet is given one frame more', async () => {
  watch();
  isRendered = false;
  history.pushState({}, '', '/b');
  await stage.wait(20);
  expect(log).toEqual(['leave']);
  await stage.wait(20);
  expect(log).toEqual(['leave', 'view /b']);
});

test('a navigation to the same address begins no view', async () => {
  watch();
  history.pushState({}, '', '/a');
  await stage.wait(20);
  expect(log).toEqual([]);
});

test('several steps before the next frame are one view', async () => {
  watch();
  history.pushState({}, '', '/b');
  history.replaceState({}, '', '/c');
  await stage.wait(20);
  expect(log).toEqual(['leave', 'view /c']);
});

test('a change behind # alone is none where nothing looks at it, and the next is measured from there', async () => {
  watch(false);
  history.pushState({}, '', '/a#x');
  await stage.wait(20);
  expect(log).toEqual([]);
  history.pushState({}, '', '/b#x');
  await stage.wait(20);
  expect(log).toEqual(['leave', 'view /b#x']);
});

test.each(['popstate', 'hashchange'])('%s begins a view', async (type) => {
  watch();
  window.happyDOM.setURL('https://shop.example.com/a#x');
  window.dispatchEvent(new Event(type));
  await stage.wait(20);
  expect(log).toEqual(['leave', 'view /a#x']);
});

test('a page in the background has views too', async () => {
  stage.isHidden = true;
  watch();
  history.pushState({}, '', '/b');
  await stage.wait(20);
  expect(log).toEqual(['leave', 'view /b']);
});

test('a history call keeps its arguments, its result and its throw', () => {
  const original = vi.fn(() => {
    throw new TypeError('state cannot be cloned');
  });
  history.pushState = original;
  watch();
  expect(() => history.pushState(1, '', '/b')).toThrow('state cannot be cloned');
  expect(original).toHaveBeenCalledWith(1, '', '/b');
  expect(original.mock.contexts[0]).toBe(history);
});

test('a stopped watcher tells of nothing, and history works, whoever has patched it since', async () => {
  watch();
  const ours = history.pushState;
  history.pushState = (...rest) => ours.apply(history, rest);
  stop();
  history.pushState({}, '', '/b');
  await stage.wait(20);
  expect(location.pathname).toBe('/b');
  expect(log).toEqual([]);
});

test('where there is a Navigation API it is asked, and history stays as it is', async () => {
  const navigation = Object.assign(new EventTarget(), { currentEntry: null });
  vi.stubGlobal('navigation', navigation);
  watch();
  expect(history.pushState).toBe(pushState);
  history.pushState({}, '', '/b');
  navigation.dispatchEvent(new Event('currententrychange'));
  await stage.wait(20);
  expect(log).toEqual(['leave', 'view /b']);
  stop();
  history.pushState({}, '', '/c');
  navigation.dispatchEvent(new Event('currententrychange'));
  await stage.wait(20);
  expect(log).toHaveLength(2);
});

test('an element named navigation is no Navigation API', async () => {
  vi.stubGlobal('navigation', document.createElement('nav'));
  watch();
  history.pushState({}, '', '/b');
  await stage.wait(20);
  expect(log).toEqual(['leave', 'view /b']);
});
