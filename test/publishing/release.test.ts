/** Tests the files of a publication: their names, their hashes, their order, and their switch. */

import { expect, test } from 'vitest';
import {
  byPublishing,
  fixedName,
  lastingName,
  releaseOf,
  switched,
  switchFile,
  switchRelease,
} from '../../src/publishing/release.js';
import { TOKEN } from '../cli/target.js';

test('roles are written in one order, in whichever they come', () => {
  const order = ['fx.js', 'fx.panel.js', 'preview.js', 'container.js', 'manifest.json'];
  expect([...order].sort(byPublishing)).toEqual(order);
  expect([...order].reverse().sort(byPublishing)).toEqual(order);
});

test('a file without a manifest stays as it is, whatever is switched', () => {
  const bytes = Buffer.from('// a script of somebody');
  expect(switched(bytes, false)).toBe(bytes);
});

test('of a manifest nothing changes but its switch', () => {
  const text = '{"version":1,"revision":"0a","enabled":true,"experiments":[{"payload":{"enabled":true}}]}';
  const off = text.replace('"0a","enabled":true', '"0a","enabled":false');
  expect(switchFile(Buffer.from(text), false)?.toString()).toBe(off);
  expect(switchFile(Buffer.from(off), true)?.toString()).toBe(text);
  expect(switchFile(Buffer.from('{"enabled":true}'), false)).toBe(null);
  const files = switchRelease(
    new Map([
      ['manifest.json', Buffer.from(text)],
      ['fx.js', Buffer.from(text)],
    ]),
    false,
  );
  expect([...files.values()].map(String)).toEqual([off, text]);
});

test('a release is told apart by its bytes, its revision and its metrics, and not by the order of its files', () => {
  const file = (name: string, text: string) => [name, Buffer.from(text)] as const;
  const idOf = (...[revision, files, metrics]: Parameters<typeof releaseOf>): string =>
    releaseOf(revision, files, metrics).release;
  const one = idOf('r', new Map([file('a.js', '1'), file('b.js', '2')]), {});
  expect(one).toMatch(/^[0-9a-f]{16}$/);
  expect(idOf('r', new Map([file('b.js', '2'), file('a.js', '1')]), {})).toBe(one);
  const others = [
    idOf('r', new Map([file('a.js', '2'), file('b.js', '1')]), {}),
    idOf('s', new Map([file('a.js', '1'), file('b.js', '2')]), {}),
    idOf('r', new Map([file('a.js', '1'), file('b.js', '2')]), { cta: [] }),
  ];
  expect(new Set([one, ...others]).size).toBe(4);
});

test('previews alone have the token in their names', () => {
  expect(fixedName('preview.json', TOKEN)).toBe(`preview.${TOKEN}.json`);
  expect(fixedName('manifest.json', TOKEN)).toBe('manifest.json');
  const hash = 'fedcba9876543210';
  expect(lastingName('preview.js', TOKEN, hash)).toBe(`preview.${TOKEN}.${hash}.js`);
  expect(lastingName('container.js', null, hash)).toBe(`container.${hash}.js`);
});
