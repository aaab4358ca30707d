/** Checks which manifest a server uses, and which requests it reads. */

import { describe, expect, test } from 'vitest';
import { createServer, type ServerProblem } from '../../../src/sdk/server/index.js';
import { CHROME, experiment, incomingOf, manifestOf, requestOf, serverOf } from './visits.js';

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

  test('reads headers by any case, as gateways of functions hand them on', () => {
    const rule = { '==': [{ var: 'page.url' }, 'https://shop.example/shoes?size=9'] };
    const fx = serverOf(experiment('a', { audience: { rule } }));
    const headers = { Host: 'shop.example', 'X-Forwarded-Proto': 'https', 'User-Agent': CHROME };
    expect(fx.visit({ url: '/shoes?size=9', headers }).variant('a')).toBe('treatment');
    const reasonFor = (more: object) => fx.visit({ url: '/', headers: { ...headers, ...more } }).explain('a')?.reason;
    expect(reasonFor({ Cookie: '_fx=0' })).toBe('consent');
    expect(reasonFor({ 'USER-AGENT': 'Googlebot/2.1', 'User-Agent': undefined })).toBe('bot');
    expect(reasonFor({ 'Sec-Purpose': 'prefetch' })).toBe('prefetch');
    expect(reasonFor({ COOKIE: ['theme=dark', '_fx=0'] })).toBe('consent');
  });

  test('takes the origin of a request that names it, whatever path is rendered', () => {
    const rule = { '==': [{ var: 'page.url' }, 'https://shop.example/shoes'] };
    const fx = serverOf(experiment('a', { audience: { rule } }));
    const request = new Request('https://shop.example/_internal', { headers: { 'user-agent': 'x' } });
    expect(fx.visit(request, { path: '/shoes' }).variant('a')).toBe('treatment');
  });

  test.each([
    '//evil.example/x',
    '/\\\\evil.example/x',
    '\\\\evil.example/x',
    // Browsers, and `URL`, take tabs and ends of lines out of an address.
    '/\t/evil.example/x',
    '\t//evil.example/x',
    '/\r\n/evil.example/x',
    '/\t\\\n\t/evil.example/x',
  ])('takes %j for a path of its own host', (url) => {
    const rule = { in: ['https://shop.example/', { var: 'page.url' }] };
    const fx = serverOf(experiment('a', { audience: { rule } }));
    expect(fx.visit({ ...(incomingOf() as object), url } as never).variant('a')).toBe('treatment');
  });

  test.each(['//evil.example/', 'http://[', '', '\\', '/%', 'x:y'])('survives the address %j', (url) => {
    const visit = serverOf(experiment('a')).visit({ url, headers: { host: ':::' } });
    expect(visit.variant('a')).toBe('treatment');
  });

  test.each([null, undefined, 5, 'x', {}, [], { headers: null }, { headers: 5, url: null }, { headers: {}, url: 5 }])(
    'survives %j in place of a request',
    (request) => {
      const visit = serverOf(experiment('a')).visit(request as never);
      expect(visit.variant('a')).toBe('treatment');
      expect(visit.setCookies).toHaveLength(2);
    },
  );

  test('survives headers whose values are none, and a cookie that comes in several', () => {
    const headers = { host: 5, 'user-agent': { join: 1 }, cookie: ['a=b', '_fx=0'] };
    const visit = serverOf(experiment('a')).visit({ headers, url: '/' } as never);
    expect(visit.explain('a')?.reason).toBe('consent');
  });
});
