/** Tests facts that last a visit: where it began, where it came from, and how many pages it has had. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Experiment, formatVisit, parseVisit, type Rule } from '../../src/core/index.js';
import type { Options } from '../../src/tag/options.js';
import { experiment, type Living, manifestOf, startManifest } from './pages.js';
import { createStage, NOW, type Stage } from './stage.js';

let stage: Stage;
let pages: Living[];
const { pushState, replaceState } = history;

beforeEach(() => {
  pages = [];
  stage = createStage('https://shop.example.com/?utm_source=mail&utm_source=x');
});
afterEach(() => {
  leave();
  stage.leave();
});

const leave = (): void => {
  for (const { client } of pages.splice(0)) client.dispose();
  Object.assign(history, { pushState, replaceState });
};
const ruled = (rule: Rule): Experiment => experiment('a', { audience: { rule } });
const fromMail: Rule = { '==': [{ var: 'visit.query.utm_source' }, 'mail'] };
const load = (rule: Rule = fromMail, options: Options = {}): Living => {
  const page = startManifest(options, manifestOf(ruled(rule)));
  pages.push(page);
  return page;
};
/** Another page is loaded. */
const open = (path: string, rule?: Rule): string | undefined => {
  leave();
  history.replaceState({}, '', path);
  return load(rule).client.explain('a')?.reason;
};
const cookie = (): string | undefined => stage.jar.cookies.find(({ name }) => name === '_fx_v')?.value;

test('who came by a newsletter still did on the next pages, and the first touch counts', () => {
  load();
  expect(open('/pricing')).toMatch(/^(assigned|sticky)$/);
  expect(open('/pricing?utm_source=ad', { '==': [{ var: 'visit.query.utm_source' }, 'ad'] })).not.toBe('assigned');
  expect(parseVisit(cookie())).toMatchObject({ pages: 3, landing: '/?utm_source=mail&utm_source=x' });
});

test('a rule reads where the visit began, where it came from, and how many pages it has had', () => {
  vi.spyOn(Document.prototype, 'referrer', 'get').mockReturnValue('https://search.example/?q=shoes');
  load();
  const rule: Rule = {
    and: [
      { '==': [{ var: 'visit.landing' }, '/'] },
      { startsWith: [{ var: 'visit.referrer' }, 'https://search.example/'] },
      { '==': [{ var: 'visit.pages' }, 2] },
    ],
  };
  leave();
  vi.spyOn(Document.prototype, 'referrer', 'get').mockReturnValue('https://shop.example.com/');
  history.replaceState({}, '', '/cart');
  const { client } = load({ and: [rule] });
  expect(client.explain('a')?.gates.find(({ gate }) => gate === 'rule')?.pass).toBe(true);
});

test('another visit begins after 30 minutes without a page, and not before', () => {
  load();
  vi.setSystemTime(NOW + 29 * 60e3);
  open('/two');
  vi.setSystemTime(NOW + 58 * 60e3);
  open('/three');
  expect(parseVisit(cookie())).toMatchObject({ pages: 3, landing: '/?utm_source=mail&utm_source=x' });
  vi.setSystemTime(NOW + 89 * 60e3);
  expect(open('/four?a=b')).toBe('rule');
  expect(parseVisit(cookie())).toEqual({ at: NOW + 89 * 60e3, pages: 1, landing: '/four?a=b', referrer: '' });
});

test('each address that a page shows is a page of the visit, and a restart is none', async () => {
  const { client } = load();
  client.identify('user-1');
  history.pushState({}, '', '/two');
  await stage.wait(60);
  client.setContext({ user: {} });
  expect(parseVisit(cookie())?.pages).toBe(2);
});

test('nothing of it is stored where no rule reads it, without consent, or in a preview', () => {
  load(fromMail, { consent: 'required' });
  leave();
  load({ '==': [{ var: 'page.path' }, '/'] });
  leave();
  history.replaceState({}, '', '/?fx=a:treatment');
  load();
  expect(cookie()).toBe(undefined);
});

test('with consent that is given later the visit begins there, and forget erases it', () => {
  const { client } = load(fromMail, { consent: 'required' });
  client.consent(true);
  expect(parseVisit(cookie())?.pages).toBe(1);
  client.forget();
  expect(cookie()).toBe(undefined);
});

test.each(['x', '1/2', `${NOW.toString(36)}/2/%E0%A4%A/`, `${NOW.toString(36)}/-1//`])(
  'a cookie that says %j is no visit: another begins',
  (value) => {
    stage.jar.cookies = [{ name: '_fx_v', value, domain: '' }];
    load();
    expect(stage.jar.writes.some((line) => line.startsWith('_fx_v='))).toBe(true);
  },
);

test('a visit is read as it was written, addresses cut to 600 characters', () => {
  const visit = { at: NOW, pages: 12, landing: '/a/b?c=d/e&f=%20ü', referrer: 'https://x.example/?q=🙂;' };
  expect(parseVisit(formatVisit(visit))).toEqual(visit);
  expect(formatVisit(visit)).not.toMatch(/[;,\s]/);
  expect(parseVisit(formatVisit({ ...visit, landing: 'ü'.repeat(2000) }))?.landing).toHaveLength(600);
  expect(parseVisit(undefined)).toBe(undefined);
});
