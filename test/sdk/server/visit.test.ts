/** What a server decides for a request, and what it leaves behind in cookies. */

import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  assignmentOf,
  type Experiment,
  formatVisitor,
  parseAssignments,
  parseVisitor,
} from '../../../src/core/index.js';
import { createServer, type ServerProblem } from '../../../src/sdk/server/index.js';
import { cookiesIn, experiment, incomingOf, manifestOf, nextOf, requestOf } from './visits.js';

afterEach(() => void vi.useRealTimers());

const serverOf = (...experiments: readonly Experiment[]) =>
  createServer({ manifest: manifestOf(...experiments), cookieDomain: 'shop.example' });

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

describe('an experiment', () => {
  test('is decided when it is asked for, once, and only then stored', () => {
    let asked = 0;
    const recall = (): null => {
      asked++;
      return null;
    };
    const fx = createServer({ manifest: manifestOf(experiment('a'), experiment('b')), recall });
    const visit = fx.visit(requestOf());
    expect(asked).toBe(0);
    expect(visit.isPrivate).toBe(true);
    for (let i = 0; i < 3; i++) visit.variant('a');
    visit.payload('a');
    expect(asked).toBe(1);
    const assignments = parseAssignments(cookiesIn(visit.setCookies)._fx_s ?? '', visit.subject);
    expect(assignmentOf(assignments, experiment('b'))).toBeNull();
  });

  test('that is malformed, unknown or stopped is out, and the others run', () => {
    const broken = { ...experiment('a'), variants: [] };
    const fx = serverOf(broken, experiment('b'));
    const visit = fx.visit(requestOf());
    expect([visit.variant('a'), visit.explain('a')?.reason]).toEqual([undefined, 'invalid']);
    expect([visit.variant('x'), visit.payload('x'), visit.explain('x'), visit.expose('x')]).toEqual([
      undefined,
      undefined,
      undefined,
      false,
    ]);
    expect(visit.variant('b')).toBe('treatment');
    fx.use({ ...manifestOf(experiment('b')), enabled: false });
    expect(fx.visit(requestOf()).explain('b')?.reason).toBe('disabled');
  });

  test('whose recipe is kept back has a variant, and shows none', () => {
    const [control, treatment] = experiment('a').variants as [never, object];
    const fx = serverOf({ ...experiment('a'), variants: [control, { ...treatment, recipeSampleRate: 0 } as never] });
    const visit = fx.visit(requestOf());
    expect(visit.variant('a')).toBeUndefined();
    expect(visit.payload('a')).toBeUndefined();
    expect(visit.explain('a')?.variant).toBe('treatment');
    expect(visit.expose('a')).toBe(false);
  });

  test('that is not sticky, or diverts, stores nothing', () => {
    const fx = serverOf(experiment('a', { sticky: false }), experiment('b', { divertTo: 'control' }));
    const visit = fx.visit(requestOf());
    expect([visit.variant('a'), visit.variant('b')]).toEqual(['treatment', 'control']);
    expect(Object.keys(cookiesIn(visit.setCookies))).toEqual(['_fx']);
  });

  test('takes what another tool gave, and what the host has the last word on', () => {
    const fx = createServer({
      manifest: manifestOf(experiment('a'), experiment('b'), experiment('c'), experiment('d')),
      recall: ({ id }) => (id === 'a' ? 'control' : null),
      decide({ id }) {
        if (id === 'd') throw new Error('no');
        return id === 'b' ? 'control' : id === 'c' ? null : undefined;
      },
    });
    const visit = fx.visit(requestOf());
    expect(['a', 'b', 'c', 'd'].map((id) => [visit.variant(id), visit.explain(id)?.reason])).toEqual([
      ['control', 'sticky'],
      ['control', 'sticky'],
      [undefined, 'sample'],
      ['treatment', 'assigned'],
    ]);
  });
});

describe('all decisions', () => {
  const onPage = (pattern: string) => ({ trigger: { kind: 'urlMatch' as const, pattern, on: 'path' as const } });

  test('are plain JSON about the experiments of this page', () => {
    const fx = serverOf(
      experiment('a', onPage('/shoes')),
      experiment('b', onPage('/cart')),
      experiment('c', { audience: { sampleRate: 0 } }),
      experiment('d', { audience: { rule: { '==': [{ var: 'user.tier' }, 'pro'] } } }),
      experiment('e', { trigger: { kind: 'any', of: [{ kind: 'manual' }, { kind: 'urlMatch', pattern: '/x' }] } }),
    );
    const visit = fx.visit(requestOf());
    expect(JSON.parse(JSON.stringify(visit.decisions))).toEqual({
      a: { variant: 'treatment', payload: { price: 9 }, reason: 'assigned' },
      c: { variant: null, reason: 'sample' },
      e: { variant: 'treatment', payload: { price: 9 }, reason: 'assigned' },
    });
  });

  test('are told to the page, with what the host has shown although nobody decided it', () => {
    const rule = { '==': [{ var: 'user.tier' }, 'pro'] };
    const fx = serverOf(
      experiment('a'),
      experiment('b', { audience: { rule } }),
      experiment('c', { audience: { rule } }),
    );
    const visit = fx.visit(requestOf());
    expect(visit.rendered).toBe('');
    visit.variant('a');
    visit.variant('b');
    visit.explain('c');
    expect(visit.rendered).toBe('a:treatment,b:');
  });
});

describe('a server', () => {
  test('without a manifest answers like one without experiments, until it has one', async () => {
    const fx = createServer();
    expect(fx.visit(requestOf()).setCookies).toEqual([]);
    expect(fx.visit(requestOf()).variant('a')).toBeUndefined();
    expect(await fx.use(JSON.stringify(manifestOf(experiment('a'))))).toBe(true);
    expect(fx.visit(requestOf()).variant('a')).toBe('treatment');
  });

  test('keeps its last good manifest, and says so', async () => {
    const problems: ServerProblem[] = [];
    const fx = createServer({ manifest: manifestOf(experiment('a')), onProblem: (problem) => problems.push(problem) });
    for (const broken of ['{', 'null', { version: 2, experiments: [] }, undefined])
      expect(await fx.use(broken)).toBe(false);
    expect(fx.visit(requestOf()).variant('a')).toBe('treatment');
    expect(problems.map(({ code }) => code)).toEqual(['manifest', 'manifest', 'manifest', 'manifest']);
  });

  test('decides and explains without a request', () => {
    const fx = serverOf(experiment('a', { audience: { rule: { '==': [{ var: 'user.tier' }, 'pro'] } } }));
    expect(fx.decide('a', { subject: 'u', context: { user: { tier: 'pro' } } })).toMatchObject({
      variant: 'treatment',
      reason: 'assigned',
    });
    expect(fx.decide('a', { subject: 'u' })?.reason).toBe('context');
    expect(fx.explain('a', { subject: 'u', context: { user: {} } })).toMatchObject({ id: 'a', reason: 'rule' });
    expect(fx.decide('x', { subject: 'u' })).toBeUndefined();
    expect(fx.decide('a', { subject: '' })).toBeUndefined();
  });

  test('shows explanations that can be sent', () => {
    const rule = { or: [{ '==': [{ var: 'page.title' }, 'x'] }, { '>': [{ var: 'device.width' }, 1] }] };
    const visit = serverOf(experiment('a', { audience: { rule } })).visit(requestOf());
    const sent = JSON.parse(JSON.stringify(visit.explain('a')));
    expect(sent.reason).toBe('context');
    expect(JSON.stringify(sent.gates)).toContain('"path":"/shoes"');
  });

  test('reads requests of every kind alike', () => {
    const rule = { '==': [{ var: 'page.url' }, 'https://shop.example/shoes?size=9'] };
    const fx = serverOf(experiment('a', { audience: { rule } }));
    const { headers } = requestOf({ host: 'shop.example', 'x-forwarded-proto': 'https' });
    const express = { ...incomingOf(), url: '/', originalUrl: '/shoes?size=9' };
    for (const request of [requestOf(), incomingOf(), express])
      expect(fx.visit(request).variant('a')).toBe('treatment');
    expect(fx.visit(headers, { path: '/shoes?size=9' }).variant('a')).toBe('treatment');
    const named = createServer({ manifest: fx.manifest as never, origin: 'https://shop.example' });
    expect(named.visit({ url: '/shoes?size=9', headers: { host: '10.0.0.7:8080' } }).variant('a')).toBe('treatment');
  });

  test.each(['//evil.example/', 'http://[', '', '\\', '/%', 'x:y'])('survives the address %j', (url) => {
    const visit = serverOf(experiment('a')).visit({ url, headers: { host: ':::' } });
    expect(visit.variant('a')).toBe('treatment');
  });
});
