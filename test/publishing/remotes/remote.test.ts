/** Tests which files of a target are fx's own, how they are sent, and how long caches keep them. */

import { expect, test } from 'vitest';
import { Blocked } from '../../../src/publishing/attempt.js';
import { cacheOf, cannotReach, isLasting, isOwnName, typeOf } from '../../../src/publishing/remotes/remote.js';

test.each([
  ['manifest.json', 'application/json; charset=utf-8', false],
  ['manifest.0123456789abcdef.json', 'application/json; charset=utf-8', true],
  ['manifest.json.sig', 'text/plain; charset=utf-8', false],
  ['manifest.json.0123456789abcdef.sig', 'text/plain; charset=utf-8', true],
  ['container.js', 'text/javascript; charset=utf-8', false],
  ['preview.0123456789abcdef.js', 'text/javascript; charset=utf-8', false],
  ['preview.0123456789abcdef.fedcba9876543210.js', 'text/javascript; charset=utf-8', true],
])('%s is sent as %s, and kept by caches: %s', (name, type, lasts) => {
  expect([isOwnName(name), typeOf(name), isLasting(name)]).toEqual([true, type, lasts]);
  expect(cacheOf(name)).toBe(lasts ? 'public, max-age=31536000, immutable' : 'public, max-age=60');
});

test.each([
  'index.html',
  'manifest.json.bak',
  'fx',
  'fx.js.map',
  'preview.js',
  'preview.short.json',
  'container.ts',
  'x/fx.js',
])('%s is somebody else’s', (name) => {
  expect(isOwnName(name)).toBe(false);
});

test('why a target was not reached holds no secret, and no full stop of its own', () => {
  const blocked = cannotReach('s3://site/fx', 'https://ci:secret@host/x is away...');
  expect(blocked).toBeInstanceOf(Blocked);
  expect(blocked.obstacle).toEqual({
    code: 'remote',
    address: 's3://site/fx',
    reason: 'https://…@host/x is away',
  });
});
