/**
 * Checks that the page is looked at when it changed, at most three times a frame after load, and never from a timer.
 */

import { afterEach, expect, test, vi } from 'vitest';
import { type Bench, createBench, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

const looks = (): { count: () => number } => {
  const spy = vi.spyOn(Document.prototype, 'querySelectorAll');
  const alone = vi.spyOn(Document.prototype, 'querySelector');
  return { count: () => spy.mock.calls.concat(alone.mock.calls).filter(([selector]) => selector === '.never').length };
};

const wait = (): void => void bench.apply({ op: 'replaceText', selector: '.never', value: 'X', waitForMs: 60000 });

test('after load two changes within a frame are looked at by themselves, all others together', async () => {
  bench = createBench('');
  wait();
  await bench.wait(100);
  const { count } = looks();
  for (let change = 0; change < 5; change++) {
    document.body.append('x');
    await bench.hear();
  }
  expect(count()).toBe(2);
  await bench.wait(16);
  expect(count()).toBe(3);
  await bench.wait(1000);
  expect(count()).toBe(3);
});

test('changes that are further apart are looked at without asking for a frame', async () => {
  bench = createBench('');
  wait();
  await bench.wait(100);
  const { count } = looks();
  const ask = vi.spyOn(window, 'requestAnimationFrame');
  for (let change = 0; change < 5; change++) {
    document.body.append('x');
    await bench.hear();
    await bench.wait(20);
  }
  expect(count()).toBe(5);
  expect(ask).not.toHaveBeenCalled();
});

test('before load every batch of changes is looked at', async () => {
  bench = createBench('');
  bench.parse('loading');
  wait();
  await bench.wait(100);
  const { count } = looks();
  for (let change = 0; change < 5; change++) {
    document.body.append('x');
    await bench.hear();
  }
  expect(count()).toBe(5);
});

test('what was lost is found again in what is filled later', async () => {
  bench = createBench('<div id="p"><h1 class="t">a</h1></div>');
  bench.apply({ op: 'replaceText', selector: '.t', value: 'X' });
  await bench.wait(100);
  const skeleton = document.createElement('section');
  one('#p').replaceWith(skeleton);
  await bench.wait(100);
  skeleton.innerHTML = '<h1 class="t">a</h1>';
  await bench.wait(100);
  expect(one('.t').textContent).toBe('X');
});

test('a page that does not change is not looked at', async () => {
  bench = createBench('<p class="a">a</p>');
  wait();
  await bench.wait(100);
  const { count } = looks();
  one('p').title = 'not named by anything';
  await bench.wait(1000);
  expect(count()).toBe(0);
});

test('nothing is looked at while a navigation is under way, and all of it after', async () => {
  bench = createBench('');
  bench.apply({ op: 'replaceText', selector: 'p', value: 'X' });
  await bench.wait(100);
  bench.workshop._watch._pause(true);
  document.body.innerHTML = '<p>a</p>';
  await bench.wait(100);
  expect(one('p').textContent).toBe('a');
  bench.workshop._watch._pause(false);
  await bench.hear();
  expect(one('p').textContent).toBe('X');
});

test('while a navigation is under way it says whether the page has changed, also where nothing is waited for', async () => {
  bench = createBench('');
  const { _watch: watch } = bench.workshop;
  watch._pause(true);
  expect(watch._isChanged()).toBe(false);
  document.body.append('x');
  await bench.hear();
  expect(watch._isChanged()).toBe(true);
  watch._pause(false);
  document.body.append('x');
  await bench.hear();
  expect(watch._isChanged()).toBe(false);
});

/** How many nodes are asked whether they are still there. */
const asks = (): { count: () => number } => {
  const spy = vi.spyOn(Node.prototype, 'isConnected', 'get');
  return { count: () => spy.mock.calls.length };
};

test('what happens elsewhere is not looked at once everything is found', async () => {
  bench = createBench('<main><p>a</p></main><aside></aside>');
  bench.apply([
    { op: 'replaceText', selector: 'p', value: 'X', keep: 'always' },
    { op: 'addClass', selector: 'main', value: 'x' },
  ]);
  document.body.append('one change more');
  await bench.wait(100);
  const { count } = asks();
  one('aside').append('x');
  one('aside').className = 'y';
  await bench.wait(100);
  expect(count()).toBe(0);
  one('p').append('y');
  await bench.wait(100);
  expect(count()).toBeGreaterThan(0);
  expect(one('p').textContent).toBe('X');
});

test.each<[what: string, change: () => void]>([
  ['it goes', () => one('p').remove()],
  ['something that it is in goes', () => one('main').remove()],
  ['it is put elsewhere, and that goes', () => one('aside').append(one('section'))],
])('where everything is found, the next match is taken when %s', async (what, change) => {
  bench = createBench('<main><section><p>a</p></section></main><aside></aside>');
  bench.apply({ op: 'replaceText', selector: 'p', value: 'X' });
  document.body.append('one change more');
  await bench.wait(100);
  change();
  await bench.wait(100);
  if (what.includes('elsewhere')) {
    one('aside').remove();
    await bench.wait(100);
  }
  document.body.insertAdjacentHTML('beforeend', '<div><p>b</p></div>');
  await bench.wait(100);
  expect(one('div p').textContent).toBe('X');
});

test('a style sheet that the page throws out is put back at the next change, wherever that is', async () => {
  bench = createBench('<main><p>a</p></main><aside></aside>');
  bench.run({ id: 'a' }, { css: 'p { color: red }', domOps: [{ op: 'replaceText', selector: 'p', value: 'X' }] });
  document.body.append('one change more');
  await bench.wait(100);
  document.adoptedStyleSheets = [];
  one('aside').append('x');
  await bench.wait(100);
  expect(document.adoptedStyleSheets.length).toBe(1);
});

test('a document that is complete is looked at once more', async () => {
  bench = createBench('<ul></ul>');
  bench.parse('loading');
  bench.apply({ op: 'injectHTML', selector: 'ul', position: 'beforeend', value: '<li></li>' });
  await bench.hear();
  expect(one('ul').childElementCount).toBe(0);
  bench.parse('interactive');
  expect(one('ul').childElementCount).toBe(1);
});

test('what one op puts in is found by one that waits for it', async () => {
  bench = createBench('');
  bench.apply({ op: 'replaceText', selector: '#x', value: 'X' }, 'a');
  bench.apply({ op: 'injectHTML', selector: 'p', position: 'afterend', value: '<i id="x">a</i>' }, 'b');
  document.body.innerHTML = '<p></p>';
  await bench.wait(50);
  expect(one('#x').textContent).toBe('X');
});
