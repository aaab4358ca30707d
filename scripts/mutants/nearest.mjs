/** Orders the tests that may notice a break: those first that are nearest to the broken file. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What a statement, or a call, imports from this repository. */
const IMPORTED = /(?:\bfrom |\bimport\(\s*|\bimport |importOriginal\(|vi\.mock\(\s*)'(\.[^']+)'/g;

/**
 * Makes a function that says which tests to ask.
 *
 * @param {string} root the checkout
 * @param {boolean} own whether only tests of the broken file's own room are asked
 */
export function createNearest(root, own) {
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  const known = new Map();

  /** What a file imports, by path; a built file is the source it was built of, as `vitest.config.ts` takes it. */
  function importsOf(file) {
    let found = known.get(file);
    if (!found) {
      const text = readFileSync(join(root, file), 'utf8');
      found = [...text.matchAll(IMPORTED)]
        .map(([, name]) => posix.join(posix.dirname(file), name))
        .map((path) => path.replace(/^dist\/esm\//, 'src/').replace(/\.js$/, '.ts'))
        .filter((path) => path.endsWith('.ts') && existsSync(join(root, path)));
      known.set(file, found);
    }
    return found;
  }

  /** How many imports lie between a test and a file; infinite where the test does not load it. */
  function distance(test, file) {
    const seen = new Set([test]);
    for (let steps = 0, front = [test]; front.length; steps += 1) {
      if (front.includes(file)) return steps;
      front = front.flatMap(importsOf).filter((path) => !seen.has(path) && seen.add(path));
    }
    return Number.POSITIVE_INFINITY;
  }

  /**
   * First the test of the file's name, then tests of its room by their distance, then the rest of the room, since what
   * a test starts is imported by nobody, and then tests of other rooms that load the file.
   */
  return (file) => {
    const mirror = file.replace(/^src\//, 'test/').replace(/\.ts$/, '.test.ts');
    const room = `test/${file.split('/')[1]}/`;
    const rank = (test) => {
      const steps = distance(test, file);
      if (test === mirror) return { test, rank: 0 };
      if (test.startsWith(room)) return { test, rank: Math.min(steps, 1_000) };
      return { test, rank: own || steps === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : 2_000 + steps };
    };
    return tests
      .map(rank)
      .filter(({ rank: found }) => found < Number.POSITIVE_INFINITY)
      .sort((a, b) => a.rank - b.rank)
      .map(({ test }) => test);
  };
}
