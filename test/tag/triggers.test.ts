/** Checks that triggers fire when they should, once, and start over at every view until they have. */

import { describe, expect, test, vi } from 'vitest';
import { one } from './recipes.js';
import { bench, scripts, setUp, start, told } from './triggering.js';

setUp();

test('auto fires at once', () => {
  expect([start({ kind: 'auto' })._isOn(), ...told]).toEqual([true]);
});

test.each([
  [{ pattern: '/shoes' }, true],
  [{ pattern: 'size=9#top' }, true],
  [{ pattern: 'shop.example' }, false],
  [{ pattern: 'https://shop.example/' }, true],
  [{ pattern: 'shop.example', on: 'url' }, true],
  [{ pattern: '^/sh.es\\?', regex: true }, true],
  [{ pattern: '^https://shop\\.', regex: true }, true],
] as const)('urlMatch %j is %s', (trigger, isOn) => {
  expect(start({ kind: 'urlMatch', ...trigger })._isOn()).toBe(isOn);
});

test('urlMatch is matched anew at every view', () => {
  const part = start({ kind: 'urlMatch', pattern: '/shoes' });
  window.happyDOM.setURL('https://shop.example/hats');
  expect(part._isOn()).toBe(false);
});

describe('waitForSelector', () => {
  test('fires at once where the element is there', () => {
    document.body.innerHTML = '<p></p>';
    expect(start({ kind: 'waitForSelector', selector: 'p' })._isOn()).toBe(true);
  });

  test('fires when the element comes, once, and waits without end', async () => {
    const part = start({ kind: 'waitForSelector', selector: 'p[data-x]' });
    await bench.wait(60000);
    document.body.innerHTML = '<p></p>';
    await bench.wait(50);
    expect(told).toEqual([]);
    one('p').setAttribute('data-x', '');
    await bench.wait(50);
    document.body.append(document.createElement('p'));
    await bench.wait(50);
    expect([part._isOn(), ...told]).toEqual([true, 'changed']);
  });

  test('gives up after its time, with one last look, and starts over at the next view', async () => {
    const part = start({ kind: 'waitForSelector', selector: 'p', timeoutMs: 100 });
    await bench.wait(100);
    document.body.innerHTML = '<p></p>';
    await bench.wait(50);
    expect(part._isOn()).toBe(false);
    part._start(false);
    expect(part._isOn()).toBe(true);
    const late = start({ kind: 'waitForSelector', selector: 'i', timeoutMs: 100 });
    bench.workshop._watch._pause(true);
    document.body.innerHTML = '<i></i>';
    await bench.wait(100);
    expect(late._isOn()).toBe(true);
  });

  test('does not fire once it was stopped', async () => {
    const part = start({ kind: 'waitForSelector', selector: 'p', timeoutMs: 100 });
    part._stop();
    document.body.innerHTML = '<p></p>';
    await bench.wait(200);
    expect([part._isOn(), ...told]).toEqual([false]);
  });

  test('tells of a selector that is none', () => {
    expect(start({ kind: 'waitForSelector', selector: '[' })._isOn()).toBe(false);
    expect(told).toEqual([expect.stringMatching(/^error /)]);
  });
});

test('event fires on a DOM event anywhere in the document, once', () => {
  document.body.innerHTML = '<p></p>';
  const part = start({ kind: 'event', name: 'go' });
  one('p').dispatchEvent(new Event('go'));
  document.dispatchEvent(new Event('go'));
  expect([part._isOn(), ...told]).toEqual([true, 'changed']);
  const stopped = start({ kind: 'event', name: 'go' });
  stopped._start(false);
  stopped._stop();
  document.dispatchEvent(new Event('go'));
  expect(stopped._isOn()).toBe(false);
});

test('event fires at once for DOMContentLoaded where the document is parsed already', () => {
  const state = vi.spyOn(Document.prototype, 'readyState', 'get').mockReturnValue('loading');
  const early = start({ kind: 'event', name: 'DOMContentLoaded' });
  expect([early._isOn(), ...told]).toEqual([false]);
  state.mockReturnValue('interactive');
  expect([start({ kind: 'event', name: 'DOMContentLoaded' })._isOn(), ...told]).toEqual([true, 'changed']);
  expect(start({ kind: 'event', name: 'load' })._isOn()).toBe(false);
  state.mockRestore();
});

test('manual fires when it is activated', () => {
  const part = start({ kind: 'manual' });
  expect(part._isOn()).toBe(false);
  expect(part._activate()).toBe(true);
  expect([part._isOn(), ...told]).toEqual([true, 'changed']);
  expect(start({ kind: 'auto' })._activate()).toBe(false);
  expect(start({ kind: 'any', of: [{ kind: 'event', name: 'x' }, { kind: 'manual' }] })._activate()).toBe(true);
});

describe('script', () => {
  test('runs once per page load, and may activate late, also after the view has gone', () => {
    const part = start({ kind: 'script', js: 'x' });
    part._start(false);
    part._stop();
    expect(scripts).toHaveLength(1);
    scripts[0]?.();
    scripts[0]?.();
    expect([part._isOn(), ...told]).toEqual([true, 'changed']);
  });

  test('tells of a throw', () => {
    expect(start({ kind: 'script', js: 'throw' })._isOn()).toBe(false);
    expect(told).toEqual(['error script']);
  });
});
