/** Tests the operator `glob`: paths by segments, and nobody let in by what is malformed. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matches } from '../../src/core/index.js';

const both = (path: unknown, pattern: unknown): readonly [boolean, boolean] => {
  const rule = { glob: [{ var: 'path' }, pattern as string] };
  return [matches(rule, { path }), matches({ not: [rule] }, { path })];
};

test.each([
  ['/foo', '/foo', '/foo/'],
  ['/foo/*', '/foo/a', '/foo/a/'],
  ['/foo/**', '/foo', '/foo/a/b/c'],
  ['/user/:id', '/user/7', '/user/jan'],
  ['/user/:id/edit', '/user/7/edit'],
  ['/post-*', '/post-1', '/post-a.b'],
  ['/**/reviews', '/reviews', '/shop/a/reviews'],
  ['/shop/**/reviews', '/shop/reviews', '/shop/a/b/reviews'],
  ['*', '/foo', 'foo'],
  ['**', '/', '/foo/bar'],
  ['/', '/', ''],
  ['/a.b+(c)', '/a.b+(c)'],
])('the pattern %s takes the path %s', (pattern, ...paths) => {
  for (const path of paths) expect(both(path, pattern), path).toEqual([true, false]);
});

test.each([
  ['/foo/*', '/foo', '/foo/', '/foo/a/b', '/Foo/a'],
  ['/foo/**', '/foobar', '/'],
  ['/user/:id', '/user', '/user/7/edit'],
  ['/post-*', '/post-', '/a/post-1'],
  ['*', '/', '/foo/bar'],
  ['/a.b', '/axb'],
])('the pattern %s leaves out the path %s', (pattern, ...paths) => {
  for (const path of paths) expect(both(path, pattern), path).toEqual([false, true]);
});

test.each(['/a//b', '/***', '/a**', '/**b', '/**/a/**', '/a*b*', '/[ab]', '/{a,b}', '/a?', '/!a'])(
  '%s is malformed, and for nobody, also below not',
  (pattern) => {
    expect(both('/a', pattern)).toEqual([false, false]);
    expect(both(7, pattern)).toEqual([false, false]);
  },
);

test('what is no text is no path', () => {
  for (const fact of [undefined, null, 7, ['/a']]) expect(both(fact, '**')).toEqual([false, true]);
  expect(both('/a', 7)).toEqual([false, true]);
});

test('a pattern takes what a loop over the segments would take', () => {
  const segment = fc.constantFrom('a', 'b', 'c.d', '*', ':id');
  const pattern = fc.tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.boolean());
  const path = fc.array(fc.constantFrom('a', 'b', 'c.d', 'cxd', 'z'), { maxLength: 5 });
  fc.assert(
    fc.property(pattern, path, ([wanted, isDeep], given) => {
      const fits = wanted.every((one, at) => {
        const here = given[at];
        return here !== undefined && (one === '*' || one === ':id' || one === here);
      });
      const expected = fits && (isDeep ? given.length >= wanted.length : given.length === wanted.length);
      expect(both(`/${given.join('/')}`, `/${wanted.join('/')}${isDeep ? '/**' : ''}`)[0]).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
