/** Tests how a session begins: who is in it, what keeps everybody out, what is stored, and which preview counts. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatVisitor } from '../../src/core/index.js';
import { createSession, keepVisitor, previewFor } from '../../src/tag/begin.js';
import type { Options } from '../../src/tag/options.js';
import { experiment, sessionOf, siteOf } from './pages.js';
import { createStage, NOW, type Stage } from './stage.js';

const ID = 'a'.repeat(32);
let stage: Stage;
beforeEach(() => {
  stage = createStage();
});
afterEach(() => stage.leave());

const visit = (): void => {
  const value = formatVisitor({ id: ID, made: NOW, domain: 'example.co.nz' });
  stage.jar.cookies.push({ name: '_fx', value, domain: 'example.co.nz' });
};

test('a session is about the visitor, whose new id is stored, or about the subject of the host', () => {
  const session = sessionOf();
  expect([session._subject, session._canStore, session._bar]).toEqual([session._visitor.id, true, '']);
  expect(stage.jar.text()).toContain(session._visitor.id);
  expect(sessionOf({ subjectId: 'ann' })._subject).toBe('ann');
});

test('a session that follows another takes the visitor that cookies name by then', () => {
  const site = siteOf();
  site._session = createSession(site, []);
  expect(createSession(site, [])._visitor.id).toBe(site._session._visitor.id);
  stage.jar.cookies = [];
  visit();
  expect(createSession(site, [])._subject).toBe(ID);
});

test.each<[bar: string, options: Options, make: () => void]>([
  ['bot', {}, () => vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Googlebot/2.1')],
  ['consent', { consent: 'required' }, () => undefined],
  [
    'storage',
    {},
    () => {
      stage.jar.isBlocked = true;
      stage.isStorageBlocked = true;
    },
  ],
  ['storage', { cookies: 'server' }, () => undefined],
])('%s bars everybody, and nothing is stored', (bar, options, make) => {
  make();
  const session = sessionOf(options);
  expect([session._bar, session._canStore, stage.jar.text(), stage.storage.size]).toEqual([bar, false, '', 0]);
});

test('a subject of the host needs no visitor that is stored', () => {
  stage.jar.isBlocked = true;
  stage.isStorageBlocked = true;
  const session = sessionOf({ subjectId: 'ann' });
  expect([session._bar, session._canStore]).toEqual(['', true]);
});

test('a visitor whom a server has stored is in, and their cookie is left alone', () => {
  visit();
  const session = sessionOf({ cookies: 'server' });
  expect([session._subject, session._bar, session._canStore, stage.jar.writes]).toEqual([ID, '', true, []]);
});

test('a prerendered page stores the visitor once it is looked at', () => {
  stage.isPrerendering = true;
  const session = sessionOf();
  expect([session._canStore, stage.jar.writes]).toEqual([false, []]);
  keepVisitor(session);
  expect([session._canStore, session._visitor.domain]).toEqual([true, 'example.co.nz']);
});

test('a session that shows a preview stores nothing, whatever comes', () => {
  window.happyDOM.setURL('https://shop.example.co.nz/?fx=a:control');
  const session = sessionOf({}, experiment('a'));
  keepVisitor(session);
  expect(session._preview).toMatch(/^a:control\b/);
  expect([session._canStore, stage.jar.text()]).toEqual([false, '']);
});

test('a preview counts where it names an experiment of the page, and is lost where it names none', () => {
  window.happyDOM.setURL('https://shop.example.co.nz/?fx=a:control');
  const site = siteOf();
  const onPreview = vi.spyOn(site, '_onPreview');
  expect(previewFor(site, [experiment('b'), experiment('a')])).toMatch(/^a:control\b/);
  expect(onPreview).not.toHaveBeenCalled();
  expect(previewFor(site, [experiment('b')])).toBe('');
  expect(onPreview).toHaveBeenCalledOnce();
});

test('what the page asks for outweighs the address, and where previews are off neither counts', () => {
  window.happyDOM.setURL('https://shop.example.co.nz/?fx=a:control');
  const site = siteOf();
  site._wished = 'a:treatment';
  expect(previewFor(site, [experiment('a')])).toBe('a:treatment');
  site._wished = '';
  expect(previewFor(site, [experiment('a')])).toBe('');
  expect(previewFor(siteOf({ preview: 'off' }), [experiment('a')])).toBe('');
});
