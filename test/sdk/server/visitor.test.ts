/** Checks who a request is from, and who is in nothing. */

import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  assignmentOf,
  formatVisitor,
  MOST_ASSIGNMENTS,
  parseAssignments,
  parseVisitor,
} from '../../../src/core/index.js';
import { createServer } from '../../../src/sdk/server/index.js';
import { CHROME, cookiesIn, experiment, manifestOf, nextOf, requestOf, serverOf } from './visits.js';

afterEach(() => void vi.useRealTimers());

describe('the visitor', () => {
  test('is made for who has none, and is told with what they were given', () => {
    const visit = serverOf(experiment('a')).visit(requestOf());
    expect(visit.variant('a')).toBe('treatment');
    expect(visit.payload('a')).toEqual({ price: 9 });
    const { _fx: visitor = '', _fx_s: sticky = '' } = cookiesIn(visit.setCookies);
    expect(parseVisitor(visitor)).toMatchObject({ id: visit.subject, domain: 'shop.example' });
    expect(assignmentOf(parseAssignments(sticky, visit.subject), experiment('a'))).toBe('treatment');
    for (const line of visit.setCookies)
      expect(line).toMatch(/; Path=\/; Max-Age=34560000; SameSite=Lax; Domain=shop\.example; Secure$/);
  });

  test('is known on the next request, which changes nothing', () => {
    const fx = serverOf(experiment('a'));
    const first = fx.visit(requestOf());
    first.variant('a');
    const next = fx.visit(nextOf(first.setCookies));
    expect(next.variant('a')).toBe('treatment');
    expect(next.explain('a')?.reason).toBe('sticky');
    expect(next.subject).toBe(first.subject);
    expect(next.setCookies).toEqual([]);
  });

  test('is written again, with the assignments, in the month in which a server last did', () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 2, 1) });
    const fx = serverOf(experiment('a'));
    const first = fx.visit(requestOf());
    first.variant('a');
    vi.setSystemTime(Date.UTC(2026, 3, 2));
    const later = fx.visit(nextOf(first.setCookies));
    expect(Object.keys(cookiesIn(later.setCookies))).toEqual(['_fx', '_fx_s']);
    const renewed = fx.visit(nextOf(later.setCookies));
    expect(renewed.subject).toBe(first.subject);
    expect(renewed.setCookies).toEqual([]);
  });

  test('who has more than cookies have room for costs no look through the manifest for each', () => {
    const count = 4 * MOST_ASSIGNMENTS;
    let reads = 0;
    const counted = Array.from({ length: count }, (_, at) => ({
      ...experiment(`e${at}`),
      // Whoever hashes the name of an experiment reads it.
      get salt() {
        reads++;
        return 'pepper';
      },
    }));
    const fx = serverOf(...counted);
    let request = requestOf();
    for (let i = 0; i < 3; i++) {
      const visit = fx.visit(request);
      for (const { id } of counted) visit.variant(id);
      request = requestOf({ cookie: visit.cookieHeader });
      expect(visit.isPrivate && visit.setCookies.length > 0).toBe(true);
    }
    expect(
      parseAssignments(
        cookiesIn([request.headers.get('cookie') ?? ''].flatMap((all) => all.split('; ')))._fx_s ?? '',
        fx.visit(request).subject,
      ),
    ).toHaveLength(MOST_ASSIGNMENTS);
    expect(reads).toBeLessThan(count * 20);
  });

  test('has cookies for one host without a domain, and not only over https', () => {
    const fx = createServer({ manifest: manifestOf(experiment('a')) });
    const visit = fx.visit({ url: '/', headers: { host: 'localhost:3000' } });
    expect(visit.setCookies[0]).toMatch(/SameSite=Lax$/);
    expect(parseVisitor(cookiesIn(visit.setCookies)._fx)?.domain).toBe('');
  });

  test('keeps the domain that the tag has found', () => {
    const visitor = formatVisitor({ id: 'a'.repeat(32), made: Date.now(), domain: 'example.co.nz' });
    const visit = serverOf(experiment('a')).visit(requestOf({ cookie: `_fx=${visitor}` }));
    visit.variant('a');
    expect(visit.setCookies).toHaveLength(1);
    expect(visit.setCookies[0]).toContain('Domain=example.co.nz');
  });

  test('is known by cookies whose values something on the way has put in quotes', () => {
    const fx = serverOf(experiment('a'));
    const first = fx.visit(requestOf());
    first.variant('a');
    const { _fx: visitor, _fx_s: sticky } = cookiesIn(first.setCookies);
    const next = fx.visit(requestOf({ cookie: `theme="dark"; _fx="${visitor}";_fx_s="${sticky}"` }));
    expect([next.subject, next.variant('a'), next.explain('a')?.reason]).toEqual([
      first.subject,
      'treatment',
      'sticky',
    ]);
    expect(next.setCookies).toEqual([]);
    expect(fx.visit(requestOf({ cookie: '_fx="0"' })).explain('a')?.reason).toBe('consent');
  });

  test('is known where a proxy has joined the headers of cookies with commas', () => {
    const fx = serverOf(experiment('a'));
    const first = fx.visit(requestOf());
    first.variant('a');
    const [visitor = '', held = ''] = first.setCookies.map((line) => line.split(';')[0] as string);
    const headers = { host: 'shop.example', 'user-agent': CHROME, cookie: `theme=dark, ${visitor}, ${held},x=1` };
    const again = fx.visit({ url: '/', headers } as never);
    expect([again.visitor, again.explain('a')?.reason, again.setCookies]).toEqual([first.visitor, 'sticky', []]);
  });

  test('is the one of the domain where a host has a second', () => {
    const [mine, other] = ['a', 'b'].map((digit, index) =>
      formatVisitor({ id: digit.repeat(32), made: Date.now(), domain: index ? '' : 'shop.example' }),
    );
    expect(serverOf().visit(requestOf({ cookie: `_fx=${other}; _fx=${mine}` })).subject).toBe('a'.repeat(32));
  });

  test('is not the subject where the host names one', () => {
    const visit = serverOf(experiment('a')).visit(requestOf(), { subject: 42 });
    visit.variant('a');
    expect(visit.subject).toBe('42');
    expect(cookiesIn(visit.setCookies)._fx).toContain(visit.visitor);
    expect(serverOf().visit(requestOf(), { subject: 'null' }).subject).toHaveLength(32);
  });

  test('is there for what renders this very request', () => {
    const visit = serverOf(experiment('a')).visit(requestOf({ cookie: 'theme=dark; _fx=broken' }));
    visit.variant('a');
    const { _fx: visitor, _fx_s: sticky } = cookiesIn(visit.setCookies);
    expect(visit.cookieHeader).toBe(`theme=dark; _fx=${visitor}; _fx_s=${sticky}`);
  });
});

describe('nobody is in anything, and nothing is stored', () => {
  const visitor = formatVisitor({ id: 'a'.repeat(32), made: Date.now(), domain: '' });

  test.each([
    ['a crawler', { 'user-agent': 'Googlebot/2.1' }, {}, 'bot'],
    ['denied consent', { cookie: '_fx=0' }, {}, 'consent'],
    ['missing consent', {}, { consent: 'required' } as const, 'consent'],
    ['Global Privacy Control', { cookie: `_fx=${visitor}`, 'sec-gpc': '1' }, { gpc: 'respect' } as const, 'consent'],
    ['a prefetch', { 'sec-purpose': 'prefetch' }, {}, 'prefetch'],
    ['a prerendering', { 'sec-purpose': 'prefetch;prerender' }, {}, 'prefetch'],
    ['a prefetch of older browsers', { purpose: 'prefetch' }, {}, 'prefetch'],
    ["a prefetch of Next's router", { 'next-router-prefetch': '1' }, {}, 'prefetch'],
  ])('for %s', (_what, headers, options, reason) => {
    const fx = createServer({ manifest: manifestOf(experiment('a')), ...options });
    const visit = fx.visit(requestOf(headers));
    expect(visit.decisions).toEqual({});
    expect(visit.variant('a')).toBeUndefined();
    expect(visit.explain('a')?.reason).toBe(reason);
    expect(visit.setCookies).toEqual([]);
    expect(visit.expose('a')).toBe(false);
  });

  test.each([
    ['consent that a cookie remembers', { cookie: `_fx=${visitor}` }, { consent: 'required' } as const],
    ['Global Privacy Control that nobody asked for', { 'sec-gpc': '1' }, {}],
    ['a phone by CUBOT', { 'user-agent': 'Mozilla/5.0 (Linux; Android 13; CUBOT P80) Mobile' }, {}],
  ])('but not for %s', (_what, headers, options) => {
    const fx = createServer({ manifest: manifestOf(experiment('a')), ...options });
    expect(fx.visit(requestOf(headers)).variant('a')).toBe('treatment');
  });
});

describe('a page in the editor', () => {
  const fx = createServer({ manifest: manifestOf(experiment('a')) });
  const edited = (server = fx) => server.visit(requestOf({}, '/pricing?step=2&fx-edit=0123abcd'));

  test('is the page as it is: nobody is in anything, and nothing is stored', () => {
    const visit = edited();
    expect(visit.variant('a')).toBeUndefined();
    expect(visit.explain('a')?.reason).toBe('preview');
    expect([visit.rendered, visit.setCookies, visit.expose('a')]).toEqual(['a:', [], false]);
  });

  test.each(['?utm_campaign=fx-editorial', '?return=/x?fx-editor=1', '?q=fx-edit'])('is not one with %s', (query) => {
    expect(fx.visit(requestOf({}, `/pricing${query}`)).variant('a')).toBeDefined();
  });

  test('is decided like any other where previews are off', () => {
    expect(edited(createServer({ manifest: manifestOf(experiment('a')), preview: 'off' })).variant('a')).toBeDefined();
  });
});

describe('a preview', () => {
  test('shows what the address says, stores nothing and counts nothing', () => {
    const visit = serverOf(experiment('a'), experiment('b')).visit(requestOf({}, '/?fx=a:control'));
    expect(visit.variant('a')).toBe('control');
    expect(visit.variant('b')).toBe('treatment');
    expect(visit.setCookies).toEqual([]);
    expect(visit.expose('b')).toBe(false);
  });

  test('that the tag remembers for a tab stores and counts nothing either', () => {
    const visit = serverOf(experiment('a')).visit(requestOf({ cookie: '_fx_p=1' }));
    expect(visit.variant('a')).toBe('treatment');
    expect(visit.setCookies).toEqual([]);
    expect(visit.expose('a')).toBe(false);
  });

  test('of an experiment that is not there is none', () => {
    const visit = serverOf(experiment('a')).visit(requestOf({}, '/?fx=sale:1'));
    visit.variant('a');
    expect(visit.setCookies).toHaveLength(2);
  });

  test('can be switched off', () => {
    const fx = createServer({ manifest: manifestOf(experiment('a')), preview: 'off' });
    expect(fx.visit(requestOf({}, '/?fx=a:control')).variant('a')).toBe('treatment');
  });
});
