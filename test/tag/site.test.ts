/** Tests what lasts as long as the page: visitor and consent as cookies tell, the nonce, and who hears of faults. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatVisitor } from '../../src/core/index.js';
import type { Options } from '../../src/tag/options.js';
import { eventsOf, sessionOf, siteOf } from './pages.js';
import { createStage, NOW, type Stage } from './stage.js';

const ID = 'a'.repeat(32);
let stage: Stage;
beforeEach(() => {
  stage = createStage();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => {
  for (const script of document.querySelectorAll('script')) script.remove();
  document.documentElement.removeAttribute('data-rendered');
  Reflect.deleteProperty(HTMLElement.prototype, 'nonce');
  Reflect.deleteProperty(window, 'layerOfTest');
  stage.leave();
});
const set = (value: string): void => {
  stage.jar.cookies.push({ name: '_fx', value, domain: '' });
};
const known = (): void => set(formatVisitor({ id: ID, made: NOW, domain: '' }));

test.each<[what: string, options: Options, make: () => void, hasConsent: boolean]>([
  ['nobody has said anything', {}, () => undefined, true],
  ['consent is required, and nobody is known', { consent: 'required' }, () => undefined, false],
  ['consent is required, and was given by whom cookies know', { consent: 'required' }, known, true],
  ['consent was denied', {}, () => set('0'), false],
])('%s', (_, options, make, hasConsent) => {
  make();
  expect(siteOf(options)._hasConsent).toBe(hasConsent);
});

test('the visitor is whom cookies know, else one who is made in memory alone', () => {
  expect(siteOf()._visitor).toMatchObject({ _isNew: true, id: expect.stringMatching(/^[\da-f]{32}$/) });
  expect(stage.jar.writes).toEqual([]);
  known();
  expect(siteOf()._visitor).toEqual({ id: ID, made: NOW, domain: '' });
});

test('making a site begins no session, and touches no storage but cookies', () => {
  const site = siteOf({ subjectId: 7, targetingContext: { a: 1 } });
  expect([site._given, site._context, site._session, stage.touches()]).toEqual(['7', { a: 1 }, undefined, 0]);
});

test('the nonce is that of the options, else of the first script that has one, looked for once and late', () => {
  const script = document.createElement('script');
  script.setAttribute('nonce', 'page');
  // Browsers have it on every element.
  Object.defineProperty(HTMLElement.prototype, 'nonce', {
    configurable: true,
    get(this: HTMLElement) {
      return this.getAttribute('nonce');
    },
  });
  const site = siteOf();
  document.head.append(script);
  expect([siteOf({ nonce: 'own' })._nonce(), site._nonce()]).toEqual(['own', 'page']);
  script.remove();
  expect([site._nonce(), siteOf()._nonce()]).toEqual(['page', undefined]);
});

test('what a server has rendered stands before what the page says later', () => {
  document.documentElement.dataset.rendered = 'a:control';
  expect(siteOf()._rendered).toBe('a:control,');
});

test('a listener that throws is a failure of the experiment that it was told of, once there is a session', () => {
  const session = sessionOf();
  const { _site: site } = session;
  const events = eventsOf(site);
  const emit = (): void => site._emitter._emit('assignment', { experiment: 'a', variant: 'b' });
  site._emitter._on('assignment', () => {
    throw new Error('of the page');
  });
  site._session = undefined;
  emit();
  expect(events).toEqual([]);
  site._session = session;
  emit();
  expect(events).toMatchObject([
    { type: 'failure', experiment: 'a', variant: 'b', code: 'error', message: 'Error: of the page' },
  ]);
});

test('exposures go to the dataLayer that the options name', () => {
  const site = siteOf({ layer: 'layerOfTest' });
  site._emitter._emit('exposure', { experiment: 'a', variant: 'b' });
  expect((window as unknown as Record<string, unknown[]>).layerOfTest).toMatchObject([
    { event: 'experience_impression', experiment_id: 'a', variation_id: 'b' },
  ]);
});
