/** Tests what of this package is published beside the manifests. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listDist, readDist, readVersion } from '../../src/publishing/package.js';

test('a file that was not built says how it is built, and one that cannot be read stays an exception', () => {
  expect(() => readDist('fx.nothing.js')).toThrow('fx.nothing.js is missing: run npm run build');
  expect(() => readDist('')).toThrow(/EISDIR/);
});

test('bundles are listed in one order, without the template, and the editor only for a site that Studio opens', () => {
  const names = listDist();
  expect(names).toEqual([...names].sort());
  expect(names).toEqual(expect.arrayContaining(['fx.js', 'fx.mojito.js']));
  expect(names.filter((name) => !/^fx(\.[a-z]+)?\.js$/.test(name))).toEqual([]);
  expect(names).not.toContain('fx.container.js');
  expect(names).not.toContain('fx.editor.js');
  expect(listDist({ isEdited: true })).toEqual([...names, 'fx.editor.js'].sort());
});

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(readVersion()).toBe(version);
});
