/** Checks that `experiment.when` runs code on what it needs when that comes, and takes it back with the recipe. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Bench, createBench, createShared } from './recipes.js';

let bench: Bench;
beforeEach(() => {
  bench = createBench('<main></main>');
  globalThis.steps = [];
});
afterEach(() => bench.leave());

/** Adds a paragraph, and waits until the page's observer has heard of it. */
const add = async (html = '<p>a</p>'): Promise<void> => {
  document.querySelector('main')?.insertAdjacentHTML('beforeend', html);
  await bench.wait(50);
};
const bold = `const was = it.className; it.className = 'b'; return () => { it.className = was; };`;
const classes = (): string[] => [...document.querySelectorAll('p')].map(({ className }) => className);

test('code runs at once where its element is there, else when it comes, and only on the first', async () => {
  await add();
  const js = `experiment.when('p', (it) => { ${bold} }); experiment.when('i', (it) => steps.push(it.id)); steps.push('end')`;
  const recipe = bench.run({}, { js });
  expect([classes(), globalThis.steps]).toEqual([['b'], ['end']]);
  await add('<p></p><i id="first"></i>');
  await add('<i id="second"></i>');
  expect([classes(), globalThis.steps]).toEqual([
    ['b', ''],
    ['end', 'first'],
  ]);
  recipe._undo();
  expect(classes()).toEqual(['', '']);
});

test('with all it runs on every match, once each, and is undone on each', async () => {
  const recipe = bench.run({}, { js: `experiment.when('p', (it) => { ${bold} }, { all: true })` });
  await add();
  await add('<p></p><p></p>');
  await add('<i></i>');
  expect(classes()).toEqual(['b', 'b', 'b']);
  recipe._undo();
  expect(classes()).toEqual(['', '', '']);
  await add();
  expect(classes()).toEqual(['', '', '', '']);
});

test('what does not come in time is a failure, and comes too late', async () => {
  const recipe = bench.run({}, { js: `experiment.when('p', (it) => { ${bold} }, { timeoutMs: 500 })` });
  await bench.wait(499);
  expect(bench.told).toEqual([]);
  await bench.wait(2);
  expect(bench.told).toEqual(['timeout p']);
  await add();
  expect(classes()).toEqual(['']);
  // Another view has another clock.
  recipe._restart();
  expect(classes()).toEqual(['b']);
});

test('without a limit nothing is told, and two seconds are the limit where none is given', async () => {
  bench.run({}, { js: `experiment.when('p', () => {}, { timeoutMs: Infinity }); experiment.when('i', () => {})` });
  await bench.wait(1999);
  expect(bench.told).toEqual([]);
  await bench.wait(60_000);
  expect(bench.told).toEqual(['timeout i']);
});

test('with all the looking goes on, and the end of the view says that nothing came', async () => {
  const js = `experiment.when('p', (it) => { ${bold} }, { all: true, timeoutMs: 100 })`;
  const recipe = bench.run({}, { js });
  await bench.wait(1000);
  expect(bench.told).toEqual([]);
  recipe._restart();
  expect(bench.told).toEqual(['timeout p']);
  await add();
  expect(classes()).toEqual(['b']);
});

test('a callback that throws undoes the recipe, and so does a selector that is none', async () => {
  const js = `experiment.when('p', (it) => { ${bold} }, { all: true }); experiment.when('i', () => { throw new Error('no'); })`;
  bench.run({}, { js });
  await add();
  await add('<i></i>');
  expect([classes(), bench.told]).toEqual([[''], ['broken', 'error no at i']]);
  await add();
  expect(classes()).toEqual(['', '']);
  bench.run({ id: 'other' }, { js: `experiment.when('p[', () => {})` });
  expect(bench.told.slice(2)).toEqual(['broken', expect.stringMatching(/^error /)]);
});

test('code that has only waited, and can be taken back, runs again with its recipe', async () => {
  const shared = createShared();
  const run = (js: string) => bench.run({}, { js: `steps.push('run'); ${js}` }, shared);
  run(`experiment.when('p', (it) => { ${bold} })`)._undo();
  await add();
  run(`experiment.when('p', (it) => { ${bold} })`)._undo();
  expect(globalThis.steps).toEqual(['run', 'run']);
  run(`experiment.when('p', (it) => { it.id = 'kept'; })`)._undo();
  run(`experiment.when('p', (it) => { it.id = 'kept'; })`)._undo();
  expect(globalThis.steps).toEqual(['run', 'run', 'run']);
});

test('shared code waits as long as the page, and what it offers to the variant as long as the recipe', async () => {
  const shared = createShared();
  const sharedJs = `experiment.when('i', (it) => { steps.push('shared'); return () => steps.push('shared undone'); });
    experiment.paint = (selector) => experiment.when(selector, (it) => { ${bold} });`;
  const recipe = bench.run({ sharedJs }, { js: `experiment.paint('p')` }, shared);
  await add();
  expect(classes()).toEqual(['b']);
  recipe._undo();
  expect(classes()).toEqual(['']);
  await add('<i></i>');
  expect(globalThis.steps).toEqual(['shared']);
  (shared._sharedUndo as () => void)();
  expect(globalThis.steps).toEqual(['shared', 'shared undone']);
});

test('shared code whose callback throws stops every variant', async () => {
  const shared = createShared();
  const sharedJs = `experiment.when('i', () => { throw new Error('no'); })`;
  const recipe = bench.run({ sharedJs }, { js: `experiment.when('p', (it) => { ${bold} })` }, shared);
  await add();
  await add('<i></i>');
  expect([classes(), bench.told]).toEqual([[''], ['broken', 'error no at i']]);
  recipe._undo();
  bench.run({ sharedJs }, { js: `steps.push('run')` }, shared);
  expect([globalThis.steps, bench.told.at(-1)]).toEqual([[], 'broken']);
});

test('a call that comes after the recipe was undone does nothing', async () => {
  const recipe = bench.run({}, { js: `steps.push(experiment.when); return () => {};` });
  recipe._undo();
  const [when] = globalThis.steps as [(selector: string, callback: () => void) => void];
  when('main', () => globalThis.steps.push('late'));
  await add();
  expect(globalThis.steps).toHaveLength(1);
});

test('it makes no observer of its own, however many elements it waits for', async () => {
  const made = vi.spyOn(window, 'MutationObserver');
  const js = `for (const name of ['i', 'b', 'u']) experiment.when(name, (it) => { it.title = 'X'; }, { all: true })`;
  bench.run({}, { js });
  document.body.innerHTML = '<i></i><b></b><u></u>';
  await bench.wait(100);
  expect(document.querySelectorAll('[title=X]')).toHaveLength(3);
  expect(made).not.toHaveBeenCalled();
});
