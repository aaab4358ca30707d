/** Tests the runner of a recipe's code: what code is given, what it leaves behind, and whether it may run again. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRunner, type Runner, type Shared } from '../../src/tag/code.js';
import { type Bench, createBench, createShared, one } from './recipes.js';

let bench: Bench;
let shared: Shared;
let starts: (() => void)[];
let undos: (() => void)[];
let told: string[];
const page = window as unknown as { seen?: unknown[] };

beforeEach(() => {
  bench = createBench('<p>page</p>');
  shared = createShared();
  [starts, undos, told] = [[], [], []];
  page.seen = [];
});
afterEach(() => {
  bench.leave();
  Reflect.deleteProperty(page, 'seen');
});

const runner = (): Runner =>
  createRunner(
    { id: 'a', name: 'Name', variants: [] },
    { key: 'b', name: 'B', weight: 1, payload: { price: 9 } },
    shared,
    bench.workshop,
    (...what) => told.push(`own ${what.join(' ')}`),
    (...what) => told.push(`shared ${what.join(' ')}`),
    starts,
    undos,
  );
const undo = (): void => {
  for (const back of undos.splice(0).reverse()) back();
};

test('code gets the experiment with what shared code has put there, and the variant without its weight', () => {
  const { _runOwn, _runShared } = runner();
  _runShared('experiment.rate = 2');
  _runOwn('seen.push(experiment.id, experiment.name, experiment.metadata, experiment.rate, variant)');
  expect(page.seen).toEqual(['a', 'Name', { m: 1 }, 2, { key: 'b', name: 'B', payload: { price: 9 } }]);
});

test('what a variant leaves is undone, whether it is returned or put on the experiment', () => {
  const { _runOwn } = runner();
  _runOwn('return () => seen.push("returned")');
  _runOwn('experiment.undo = () => seen.push("put")');
  // What the run before has put there is not its own.
  _runOwn('seen.push(experiment.undo)');
  undo();
  expect(page.seen).toEqual([undefined, 'put', 'returned']);
});

test('code that leaves nothing to undo it is spent, and code that takes itself back is not', () => {
  const { _runOwn } = runner();
  _runOwn('return 7');
  expect(shared._isSpent).toBe(true);
  undo();
  expect(shared._isSpent).toBe(true);
  _runOwn('return () => undefined');
  undo();
  expect(shared._isSpent).toBe(false);
});

test('code that only waited for elements may run again, unless it has done something that lasts', () => {
  const { _runOwn } = runner();
  _runOwn('experiment.when("i", () => undefined)');
  undo();
  expect(shared._isSpent).toBe(false);
  _runOwn('experiment.when("p", (p) => { p.title = "x" })');
  undo();
  expect(shared._isSpent).toBe(true);
});

test('own code that throws is spent, and throws to who runs it', () => {
  expect(() => runner()._runOwn('throw new Error("mine")')).toThrow('mine');
  expect(shared._isSpent).toBe(true);
});

test('shared code that throws stops every variant, at once or in what it waits for', async () => {
  expect(() => runner()._runShared('throw new Error("mine")')).toThrow('mine');
  expect(shared._isShared).toBeNull();
  shared = createShared();
  runner()._runShared('experiment.when("b", () => { throw new Error("late") })');
  expect(shared._isShared).toBe(true);
  one('p').innerHTML = '<b></b>';
  await bench.hear();
  expect([shared._isShared, told]).toEqual([null, ['shared error Error: late b']]);
});

test('shared code outlives the recipe: only its own undo takes it back', () => {
  runner()._runShared('experiment.when("p", () => () => seen.push("waited")); return () => seen.push("returned")');
  undo();
  expect(page.seen).toEqual([]);
  (shared._sharedUndo as () => void)();
  expect(page.seen).toEqual(['waited', 'returned']);
});

test('every run hands over how to start its clocks anew', async () => {
  runner()._runOwn('experiment.when("i", () => undefined, { timeoutMs: 1000 })');
  expect(starts).toHaveLength(1);
  await bench.wait(900);
  for (const start of starts) start();
  await bench.wait(900);
  expect(told).toEqual([]);
  await bench.wait(1000);
  expect(told).toEqual(['own timeout  i']);
});
