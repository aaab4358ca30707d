/** Tests what an address asks a preview for, and which variant it names for an experiment. */

import { expect, test } from 'vitest';
import { forcedKey, previewIn } from '../../src/core/preview.js';

test.each([
  ['', undefined],
  ['?page=2&afx=a:b', undefined],
  ['?fx=hero:b', 'hero:b null'],
  ['?page=2&fx=hero:b,cta:c&fxp=0123', 'hero:b,cta:c 0123'],
  ['?fx=hero%3Ab', 'hero:b null'],
  ['?fx=off', ''],
  ['?fx=off&mojito_w1=b', ''],
  ['?mojito_w1=b&fxp=0123', ',mojito_w1:b 0123'],
  ['?fx=hero:b&mojito_w1=c', 'hero:b,mojito_w1:c null'],
])('%j asks for %j', (search, wanted) => {
  expect(previewIn(search)).toBe(wanted);
});

test.each([
  ['hero:b', { id: 'hero' }, 'b'],
  ['cta:c,hero:b 0123', { id: 'hero' }, 'b'],
  ['hero:b,hero:c', { id: 'hero' }, 'b'],
  ['superhero:b', { id: 'hero' }, null],
  ['hero', { id: 'hero' }, null],
  ['hero: 0123', { id: 'hero' }, ''],
  ['mojito_w1:c 0123', { id: 'hero', mojitoId: 'w1' }, 'c'],
  ['mojito_w1:c,hero:b', { id: 'hero', mojitoId: 'w1' }, 'b'],
  ['mojito_w1:c', { id: 'hero' }, null],
])('%j names for %j the key %j', (preview, experiment, key) => {
  expect(forcedKey(preview, experiment)).toBe(key);
});
