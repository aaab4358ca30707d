/** Tests which variants a link forces on a tab, and for how long. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { forcedKey } from '../../src/core/index.js';
import { guideOf, isEdited, readPreview, tokenOf } from '../../src/tag/links.js';
import { keepPreview } from '../../src/tag/preview.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => visit('/'));
afterEach(() => stage.leave());

const visit = (path: string): void => {
  const { jar } = stage ?? {};
  stage?.leave();
  stage = createStage(`https://shop.example.com${path}`);
  if (jar) stage.jar.cookies = jar.cookies;
};
const read = (search: string): string => {
  window.happyDOM.setURL(`https://shop.example.com/${search}`);
  return readPreview();
};
const experiment = (id: string, mojitoId?: string) => ({
  id,
  name: id,
  variants: [],
  ...(mojitoId !== undefined && { mojitoId }),
});

test('a page without a preview costs no look into storage', () => {
  expect(read('?fxp=0123456789abcdef&other=fx')).toBe('');
  expect(stage.touches()).toBe(0);
});

test('a link forces a variant for each experiment that it names', () => {
  const preview = read('?utm=1&fx=a:b,c-d:e_f');
  expect(forcedKey(preview, experiment('a'))).toBe('b');
  expect(forcedKey(preview, experiment('c-d'))).toBe('e_f');
  expect(forcedKey(preview, experiment('other'))).toBeNull();
  expect(forcedKey('', experiment('a'))).toBeNull();
});

test('a link whose signs are escaped forces the same variants', () => {
  expect(forcedKey(read('?fx=a%3Ab%2Cc%3Ad'), experiment('c'))).toBe('d');
});

test('a link of Mojito forces a recipe of the imported experiment', () => {
  const preview = read('?mojito_W12=treatment&mojito_undefined=1');
  expect(forcedKey(preview, experiment('w12', 'W12'))).toBe('treatment');
  expect(forcedKey(preview, experiment('w12'))).toBeNull();
  expect(forcedKey(preview, experiment('mojito'))).toBeNull();
});

test('a token is 16 hex digits, anything else names no other manifest', () => {
  expect(tokenOf(read('?fx=a:b&fxp=0123456789abcdef'))).toBe('0123456789abcdef');
  for (const token of ['0123456789ABCDEF', '0123456789abcde', '../../../x', '0123456789abcdef0', '']) {
    expect(tokenOf(read(`?fx=a:b&fxp=${token}`))).toBeUndefined();
  }
  expect(tokenOf(read('?fx=&fxp=0123456789abcdef'))).toBeUndefined();
});

test.each(['?fx=', '?fx=a', '?fx=:b', '?fx=,'])('the address %s asks for no preview', (search) => {
  expect(forcedKey(read(search), experiment('a'))).toBeNull();
});

test('a key that no variant can have stays as it was asked for, so that it is no other', () => {
  expect(forcedKey(read('?fx=a:b.c'), experiment('a'))).toBe('b.c');
  expect(forcedKey(read('?fx=a:b:c'), experiment('a'))).toBe('b:c');
  expect(forcedKey(read('?fx=a:'), experiment('a'))).toBe('');
});

test('a preview lasts for the tab, over addresses that do not name it', () => {
  const preview = read('?fx=a:b,c:d&fxp=0123456789abcdef');
  keepPreview(preview);
  expect(read('')).toEqual(preview);
  // WebKitGTK takes an empty age for 0, and keeps nothing; a word in its place is up to each browser.
  expect(stage.jar.writes.join()).not.toMatch(/max-age|expires/i);
});

test('a new tab has no preview', () => {
  keepPreview(read('?fx=a:b'));
  visit('/');
  expect(stage.jar.text()).toMatch(/^_fx_p=/);
  expect(readPreview()).toBe('');
});

test('fx=off ends a preview, and leaves nothing of it', () => {
  keepPreview(read('?fx=a:b'));
  expect(read('?fx=off')).toBe('');
  expect(stage.jar.text()).toBe('');
  expect(read('')).toBe('');
  keepPreview(read('?fx=a:b'));
  keepPreview('');
  expect(read('')).toBe('');
});

test('what else lies in the tab under its name forces nothing', () => {
  keepPreview('a:b');
  sessionStorage.setItem('_fx_p', 'nonsense');
  expect(forcedKey(read(''), experiment('a'))).toBeNull();
});

test('of several keys for one experiment the first counts', () => {
  expect(forcedKey('a:new,a:old ', experiment('a'))).toBe('new');
});

test('a page is edited where its own tag names a Studio, and nobody is in anything then', () => {
  expect(isEdited(read('?a=1&fx-edit=abc'), { studio: 'https://studio.example.com/' })).toBe(true);
  expect(isEdited(read('?a=1&fx-edit=abc'), {})).toBe(false);
  expect(isEdited(read('?fx=fx-edit:a'), { studio: 'https://studio.example.com/' })).toBe(false);
  read('?fx-edit=abc');
  expect(guideOf({ studio: 'https://studio.example.com/' })[0]).toBe('fx.editor.js');
  expect(guideOf({ studio: 'https://studio.example.com/', preview: 'off' })[0]).toBe('fx.badge.js');
  expect(guideOf({})[0]).toBe('fx.badge.js');
});
