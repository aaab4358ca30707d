/** Checks what a host's own code may do wrong without harm to a request, and what one visit may not do to another. */

import { afterEach, describe, expect, test, vi } from 'vitest';
import { createServer, type ServerOptions, type VisitOptions } from '../../../src/sdk/server/index.js';
import { createCollected, experiment, manifestOf, requestOf, serverOf } from './visits.js';

const fail = (): never => {
  throw new Error('no');
};

afterEach(() => void vi.restoreAllMocks());

/** Goes through every answer of a visit. */
const playAll = (options: ServerOptions, given: VisitOptions = {}): string | undefined => {
  const fx = createServer({ manifest: manifestOf(experiment('a')), ...options });
  const visit = fx.visit(requestOf(), given);
  visit.explain('a');
  visit.expose('a');
  visit.track('paid', 9, { key: 'o-1' });
  JSON.stringify([visit.decisions, visit.rendered, visit.isPrivate, visit.setCookies, visit.cookieHeader]);
  return visit.variant('a');
};

describe("the host's own code may fail", () => {
  const { options } = createCollected();

  test.each<[string, ServerOptions]>([
    ['path', { path: fail }],
    ['waitUntil', { waitUntil: fail }],
    ['recall', { recall: fail }],
    ['decide', { decide: fail }],
    ['onProblem', { onProblem: fail, manifest: '{', collect: 'x' }],
    ['segments', { segments: 'user.tier' }],
  ])('in %s', (what, own) => {
    const given = {
      context: {
        user: {
          get tier() {
            return fail();
          },
        },
      },
    };
    expect(playAll({ ...options, ...own }, given)).toBe(what === 'onProblem' ? undefined : 'treatment');
  });

  test('in a fact, which is none then', () => {
    const rule = { '!': { var: 'user.tier' } };
    const fx = serverOf(experiment('a', { audience: { rule } }), experiment('b'));
    const context = {
      get user() {
        return fail();
      },
    };
    const visit = fx.visit(requestOf(), { context });
    expect(visit.variant('a')).toBeUndefined();
    expect(visit.variant('b')).toBe('treatment');
    expect(JSON.stringify(visit.explain('a'))).toContain('"reason":"context"');
  });

  test.each([null, 5, 'x', [], new Map(), Object.create(null), () => 1])('and give %j as facts', (context) => {
    const fx = serverOf(experiment('a', { audience: { rule: { '==': [{ var: 'user.tier' }, 'pro'] } } }));
    expect(fx.visit(requestOf(), { context: context as never }).explain('a')?.reason).toBe('context');
  });
});

test('a fact that one visit has missed is not missed by the next', () => {
  const onPage = experiment('a', { audience: { rule: { '==': [{ var: 'page.title' }, 'x'] } } });
  const forPro = experiment('b', { audience: { rule: { '==': [{ var: 'user.tier' }, 'pro'] } } });
  const fx = serverOf(onPage, forPro);
  const context = { user: { tier: 'free' } };
  const visit = fx.visit(requestOf(), { context });
  expect(visit.explain('a')?.reason).toBe('context');
  expect(visit.explain('b')?.reason).toBe('rule');
  expect(fx.visit(requestOf(), { context }).explain('b')?.reason).toBe('rule');
});

test('the answers of a visit can be taken out of it', () => {
  const { variant, payload, setCookies, isPrivate, track } = serverOf(experiment('a')).visit(requestOf());
  expect([variant('a'), payload('a'), setCookies.length, isPrivate]).toEqual(['treatment', { price: 9 }, 1, true]);
  track('paid');
});
