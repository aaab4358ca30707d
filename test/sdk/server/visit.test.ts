/** Checks what a server decides for a request. */

import { describe, expect, test } from 'vitest';
import { assignmentOf, parseAssignments } from '../../../src/core/index.js';
import { createServer } from '../../../src/sdk/server/index.js';
import { cookiesIn, experiment, manifestOf, requestOf, serverOf } from './visits.js';

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

  test('asks nothing of the network to decide', () => {
    const asked: unknown[] = [];
    const fetch = async (url: unknown): Promise<Response> => {
      asked.push(url);
      return new Response(null, { status: 204 });
    };
    const collect = 'https://shop.example/events';
    const fx = createServer({
      manifest: manifestOf(experiment('a')),
      collect,
      fetch: fetch as typeof globalThis.fetch,
    });
    const visit = fx.visit(requestOf());
    expect([visit.variant('a'), visit.setCookies.length, asked.length]).toEqual(['treatment', 2, 0]);
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
