/** Checks that a recipe runs in one order, tells its code what it should know, and is undone whole. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, createBench, createShared, one } from './recipes.js';

declare global {
  var steps: unknown[];
}

let bench: Bench;
beforeEach(() => {
  bench = createBench('<p>a</p>');
  globalThis.steps = [];
});
afterEach(() => bench.leave());

test('shared css, shared js, css, ops and js run in this order', () => {
  const note = (name: string): string =>
    `steps.push(['${name}', document.adoptedStyleSheets.length, document.querySelector('p').textContent])`;
  bench.run(
    { sharedCss: 'a {}', sharedJs: note('shared') },
    { css: 'b {}', domOps: [{ op: 'replaceText', selector: 'p', value: 'X' }], js: note('own') },
  );
  expect(globalThis.steps).toEqual([
    ['shared', 1, 'a'],
    ['own', 2, 'X'],
  ]);
});

test('code gets the experiment, with what shared code put on it, and the variant', () => {
  bench.run(
    { sharedJs: 'experiment.more = 7' },
    { key: 'k', name: 'K', payload: { p: 1 }, js: 'steps.push({...experiment}, variant)' },
  );
  expect(globalThis.steps).toEqual([
    { id: 'a', name: 'Name', metadata: { m: 1 }, more: 7, undo: undefined, when: expect.any(Function) },
    { key: 'k', name: 'K', payload: { p: 1 } },
  ]);
});

test('js does not wait for ops that still look for their element', () => {
  bench.run({}, { domOps: [{ op: 'remove', selector: '.late' }], js: 'steps.push(1)' });
  expect(globalThis.steps).toEqual([1]);
});

describe('code that ran', () => {
  const shared = () => createShared();

  test.each(['return () => steps.push("undone")', 'experiment.undo = () => steps.push("undone")'])(
    '%s is its undo',
    (js) => {
      const kept = shared();
      const run = () => bench.run({}, { js: `steps.push("run"); ${js}` }, kept);
      run()._undo();
      expect(globalThis.steps).toEqual(['run', 'undone']);
      run();
      expect(globalThis.steps).toEqual(['run', 'undone', 'run']);
    },
  );

  test('without an undo it does not run again on this page, and shared code never does', () => {
    const kept = shared();
    for (let round = 0; round < 2; round++) {
      bench.run({ sharedJs: 'steps.push("shared"); return () => {}' }, { js: 'steps.push("run")' }, kept)._undo();
    }
    expect(globalThis.steps).toEqual(['shared', 'run']);
    expect(kept._sharedUndo).toBeTypeOf('function');
  });

  test('an undo of the last run is not taken for one of this', () => {
    const kept = shared();
    const js = 'steps.push("run"); if (steps.length < 2) experiment.undo = () => steps.push("undone")';
    for (let round = 0; round < 3; round++) bench.run({}, { js }, kept)._undo();
    expect(globalThis.steps).toEqual(['run', 'undone', 'run']);
  });
});

describe('a throw', () => {
  test('in js undoes the recipe and is told once', () => {
    bench.run(
      {},
      { css: 'a {}', domOps: [{ op: 'replaceText', selector: 'p', value: 'X' }], js: 'throw new Error("own")' },
    );
    expect([one('p').textContent, document.adoptedStyleSheets.length]).toEqual(['a', 0]);
    expect(bench.told).toEqual(['broken', 'error own']);
  });

  test('in shared code stops this variant and any other, and is told once', () => {
    const kept = createShared();
    for (const key of ['b', 'c']) {
      bench.run({ sharedCss: 'a {}', sharedJs: 'throw new Error("shared")' }, { key, js: 'steps.push(1)' }, kept);
    }
    expect([globalThis.steps.length, document.adoptedStyleSheets.length]).toEqual([0, 0]);
    expect(bench.told).toEqual(['broken', 'error shared', 'broken']);
  });

  test('in an undo is told, and the rest is undone', () => {
    const recipe = bench.run(
      {},
      { domOps: [{ op: 'replaceText', selector: 'p', value: 'X' }], js: 'return () => { throw new Error("undo") }' },
    );
    recipe._undo();
    recipe._undo();
    expect(one('p').textContent).toBe('a');
    expect(bench.told).toEqual(['error undo']);
  });

  test('in an op runs no code', () => {
    bench.run({}, { domOps: [{ op: 'remove', selector: '[' }], js: 'steps.push(1)' });
    expect(globalThis.steps).toEqual([]);
    expect(bench.told).toEqual(['broken', expect.stringMatching(/^error /)]);
  });
});
