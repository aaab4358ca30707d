/** What an engine answers, remembers and tells. */

import { describe, expect, test } from 'vitest';
import { readEvent } from '../../../src/core/index.js';
import {
  createEngine,
  createMemoryStorage,
  type EngineStorage,
  InvalidManifestError,
  UnknownExperimentError,
} from '../../../src/sdk/engine/index.js';
import { lines, made, manifestOf, NOW, play, sure } from './made.js';

describe('reading', () => {
  test('gives the variant, its value and its payload', () => {
    const { engine } = play(manifestOf(sure('cta')));
    expect(engine.getVariant('cta')).toBe('treatment');
    expect(engine.getVariantValue('cta')).toBe(7);
    expect(engine.payload('cta')).toEqual({ value: 7 });
    expect(engine.reason('cta')).toBe('sticky');
  });

  test('gives the control where nothing holds, and variant gives undefined', () => {
    const { engine } = play(
      manifestOf(sure('cta', { status: 'paused' }), sure('b', { control: 'treatment', status: 'paused' })),
    );
    expect(engine.getVariant('cta')).toBe('control');
    expect(engine.variant('cta')).toBeUndefined();
    expect(engine.payload('cta')).toBeUndefined();
    expect(engine.getVariant('b')).toBe('treatment');
  });

  test('takes a fallback of the host', () => {
    const manifest = manifestOf(sure('cta', { status: 'paused' }));
    expect(play(manifest, { fallback: 'plain' }).engine.getVariant('cta')).toBe('plain');
    expect(play(manifest, { fallback: (id) => `none of ${id}` }).engine.getVariant('x')).toBe('none of x');
  });

  test('asks with other facts for once', () => {
    const rule = { semver: [{ var: 'app.version' }, '>=2'] };
    const { engine, told } = play(manifestOf(sure('cta', { audience: { rule } })), {
      context: { app: { version: '1.0.0' } },
    });
    expect(engine.getVariant('cta', { app: { version: '2.1.0' } })).toBe('treatment');
    expect(engine.variant('cta')).toBeUndefined();
    expect(lines(told)).not.toContain('assignment cta treatment assigned');
  });

  test('keeps a rule waiting for a fact that nobody has given', () => {
    const rule = { '!=': [{ var: 'user.tier' }, 'pro'] };
    const { engine } = play(manifestOf(sure('cta', { audience: { rule } })));
    expect(engine.reason('cta')).toBe('context');
    engine.updateContext({ user: { tier: 'free' } });
    expect(engine.variant('cta')).toBe('treatment');
  });

  test('leaves out what is malformed, and runs the rest', () => {
    const { engine } = play(manifestOf(sure('cta'), { ...made('bad'), variants: [] }));
    expect([engine.reason('bad'), engine.variant('cta')]).toEqual(['invalid', 'treatment']);
  });
});

describe('failing', () => {
  test('open: an unknown id is an event, told once, and gives the fallback', () => {
    const { engine, told } = play(manifestOf(sure('cta')));
    expect(engine.getVariant('nope' as string)).toBeUndefined();
    engine.getVariant('nope');
    expect(engine.expose('nope')).toBe(false);
    engine.setVariant('nope', 'control');
    expect(told.filter(({ type }) => type === 'error')).toMatchObject([{ reason: 'unknown' }]);
  });

  test('closed: an unknown id throws, and says which', () => {
    const { engine } = play(manifestOf(sure('cta')), { failMode: 'closed' });
    expect(() => engine.getVariant('nope')).toThrow(UnknownExperimentError);
    expect(() => engine.getVariant('nope')).toThrow('There is no experiment "nope"');
  });

  test.each(['', 'no JSON', '{"version":2,"experiments":[]}', 'null'])('a manifest %j decides nothing', (text) => {
    const { engine, told } = play(text);
    expect(told).toMatchObject([{ type: 'error', reason: 'config' }, { type: 'ready' }]);
    expect([engine.variant('cta'), engine.experiments]).toEqual([undefined, []]);
    expect(() => play(text, { failMode: 'closed' })).toThrow(InvalidManifestError);
  });

  test('a listener, a storage or a telemetry that throws is told to others and stops nothing', () => {
    const storage: EngineStorage = {
      getItem() {
        throw new Error('blocked');
      },
      setItem() {
        throw new Error('blocked');
      },
    };
    const { engine, told } = play(manifestOf(sure('cta')), {
      storage,
      telemetry: {
        track() {
          throw new Error('down');
        },
      },
    });
    engine.subscribe(() => {
      throw new Error('mine');
    });
    expect(engine.getVariant('cta')).toBe('treatment');
    expect(engine.expose('cta')).toBe(true);
    const reasons = told.flatMap((event) => (event.type === 'error' ? [event.reason] : []));
    expect(new Set(reasons)).toEqual(new Set(['storage', 'listener', 'callback']));
  });

  test('without storage and without a subject it is shown and not counted', () => {
    const storage: EngineStorage = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    };
    const { engine, sent } = play(manifestOf(sure('cta')), { storage, subject: undefined });
    expect(engine.variant('cta')).toBe('treatment');
    expect(engine.expose('cta')).toBe(false);
    expect(sent).toEqual([]);
  });
});

describe('remembering', () => {
  test('a new engine on the same storage knows the subject and the variant', () => {
    const storage = createMemoryStorage();
    const first = play(manifestOf(made('cta')), { storage, subject: undefined });
    const key = first.engine.getVariant('cta');
    const other = manifestOf(
      made('cta', {
        variants: made('cta').variants.map((variant) => ({ ...variant, weight: variant.key === key ? 0 : 10000 })),
      }),
    );
    const second = play(other, { storage, subject: undefined });
    expect(second.engine.getVariant('cta')).toBe(key);
    expect(second.engine.reason('cta')).toBe('sticky');
  });

  test('a storage that answers later: nothing holds before, all of it after', async () => {
    const held = new Map<string, string>();
    const storage: EngineStorage = {
      getItem: async (key) => held.get(key) ?? null,
      setItem: async (key, value) => void held.set(key, value),
    };
    const { engine, told } = play(manifestOf(sure('cta')), { storage, subject: undefined });
    expect([engine.isReady, engine.getVariant('cta'), engine.variant('cta')]).toEqual([false, 'control', undefined]);
    expect(await engine.ready).toBe(engine);
    expect(engine.variant('cta')).toBe('treatment');
    expect(lines(told)).toContain('variantChanged cta treatment system ready');
    expect([...held.keys()]).toEqual(['_fx']);
    engine.getVariant('cta');
    expect([...held.keys()]).toEqual(['_fx', '_fx_s']);
  });

  test('a storage that rejects is an error event', async () => {
    const storage: EngineStorage = {
      getItem: () => Promise.reject(new Error('locked')),
      setItem: () => Promise.reject(new Error('locked')),
    };
    const { engine, told } = play(manifestOf(sure('cta')), { storage });
    await engine.ready;
    expect(engine.getVariant('cta')).toBe('treatment');
    await expect.poll(() => told.filter(({ type }) => type === 'error').length).toBeGreaterThan(2);
  });

  test('whoever denied consent gets nothing, and nothing is written', () => {
    const storage = createMemoryStorage({ _fx: '0' });
    const { engine, sent } = play(manifestOf(sure('cta')), { storage });
    expect([engine.variant('cta'), engine.reason('cta'), engine.expose('cta')]).toEqual([undefined, 'consent', false]);
    engine.track('signup');
    expect([sent, storage.getItem('_fx'), storage.getItem('_fx_s')]).toEqual([[], '0', null]);
  });

  test('another subject has assignments of its own', () => {
    const { engine } = play(manifestOf(made('cta')));
    const before = engine.getVariant('cta');
    for (let at = 0; engine.variant('cta') === before; at++) engine.identify(`user-${at}`);
    engine.getVariant('cta');
    engine.identify('user-1');
    expect(engine.getVariant('cta')).toBe(before);
  });

  test('what another tool gave is asked for where nothing is stored', () => {
    const { engine } = play(manifestOf(sure('cta')), {
      recall: (_, subject) => (subject === 'user-1' ? 'control' : null),
    });
    expect([engine.getVariant('cta'), engine.reason('cta')]).toEqual(['control', 'sticky']);
  });
});

describe('counting', () => {
  test('an exposure is one for each subject and variant, and sound', () => {
    const { engine, sent } = play(manifestOf(sure('cta', { phase: '0123abcd' })), {
      context: { route: '/cart?token=1' },
    });
    expect([engine.expose('cta'), engine.expose('cta')]).toEqual([true, false]);
    engine.identify('user-2');
    expect(engine.expose('cta')).toBe(true);
    expect(sent).toMatchObject([
      {
        type: 'exposure',
        experiment: 'cta',
        variant: 'treatment',
        reason: 'assigned',
        subject: 'user-1',
        path: '/cart',
      },
      { subject: 'user-2', phase: '0123abcd', revision: 'r1', at: NOW },
    ]);
    for (const event of sent) expect(readEvent(JSON.parse(JSON.stringify(event)))).toMatchObject({ ok: true });
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
  });

  test('reading exposes nobody', () => {
    const { engine, sent } = play(manifestOf(sure('cta')));
    engine.getVariant('cta');
    engine.getVariantValue('cta');
    expect(sent).toEqual([]);
  });

  test('nobody is exposed to what does not hold', () => {
    const out = manifestOf(
      sure('a', { status: 'paused' }),
      sure('b', { audience: { rule: false } }),
      sure('c', { variants: sure('c').variants.map((variant) => ({ ...variant, recipeSampleRate: 0 })) }),
    );
    const { engine, sent } = play(out);
    expect(['a', 'b', 'c'].map((id) => engine.expose(id))).toEqual([false, false, false]);
    expect(sent).toEqual([]);
  });

  test('a conversion with a key is one, and a malformed one is none', () => {
    const { engine, sent, told } = play(manifestOf(sure('cta')));
    engine.track('purchase', 59.9, { key: 1 });
    engine.track('purchase', 59.9, { key: '1' });
    engine.track('signup');
    engine.track('', 1);
    engine.track('x', Number.NaN);
    expect(sent).toMatchObject([
      { type: 'conversion', name: 'purchase', value: 59.9, key: '1' },
      { name: 'signup', value: 1 },
    ]);
    expect(told.filter(({ type }) => type === 'error')).toHaveLength(2);
  });

  test('a holdout is exposed on either side, once, with the first of its experiments', () => {
    const manifest = { ...manifestOf(sure('a'), sure('b')), holdouts: [{ id: 'winter', share: 0.5 }] };
    const sides = Array.from({ length: 20 }, (_, at) => {
      const { engine, sent } = play(manifest, { subject: `user-${at}` });
      engine.expose('a');
      engine.expose('b');
      return sent.map((event) => (event.type === 'exposure' ? `${event.experiment} ${event.variant}` : '')).join(', ');
    });
    expect(new Set(sides)).toEqual(new Set(['winter held', 'winter open, a treatment, b treatment']));
  });
});

describe('forcing', () => {
  test('shows a variant, stores and counts nothing, and ends', () => {
    const storage = createMemoryStorage();
    const { engine, sent, told } = play(manifestOf(sure('cta'), sure('other')), { storage });
    engine.variant('cta');
    engine.setVariant('cta', 'control');
    expect([engine.getVariant('cta'), engine.expose('cta'), engine.expose('other')]).toEqual(['control', false, false]);
    engine.track('signup');
    engine.clearVariant('cta');
    expect(engine.variant('cta')).toBe('treatment');
    expect([sent, storage.getItem('_fx_s')]).toEqual([[], null]);
    expect(lines(told)).toEqual([
      'configLoaded r1',
      'ready',
      'variantChanged cta control user preview',
      'assignment cta control preview',
      'variantChanged cta treatment user preview',
    ]);
  });

  test('a key that is not there is an error, and changes nothing', () => {
    const { engine, told } = play(manifestOf(sure('cta')));
    engine.setVariant('cta', 'nope');
    expect(engine.variant('cta')).toBe('treatment');
    expect(told.at(-1)).toMatchObject({ type: 'error', reason: 'unknown' });
  });

  test.each([
    ['myapp://shop/cart?fx=cta:control', 'control', ['cta']],
    ['https://shop.example/?a=1&fx=nope:x,cta%3Acontrol#top', 'control', ['cta']],
    ['myapp://x?fx=cta:nope', 'treatment', []],
    ['myapp://x?fx=cta:control<script>', 'treatment', []],
    ['myapp://x?fx=%', 'treatment', []],
    ['myapp://x?other=cta:control', 'treatment', []],
    ['', 'treatment', []],
  ])('the link %s shows %s', (link, key, ids) => {
    const { engine } = play(manifestOf(sure('cta')));
    expect(engine.applyLink(link)).toEqual(ids);
    expect(engine.variant('cta')).toBe(key);
    engine.applyLink('myapp://x?fx=off');
    expect(engine.variant('cta')).toBe('treatment');
  });
});

describe('taking back', () => {
  const crash = new Error('boom at https://shop.example/a?email=x');

  test('enough crashes within the window, and it says so once', () => {
    let now = NOW;
    const { engine, sent, told } = play(manifestOf(sure('cta')), { now: () => now });
    engine.variant('cta');
    engine.reportCrash('cta', crash);
    engine.reportCrash('cta', crash);
    now += 61_000;
    engine.reportCrash('cta', crash);
    engine.reportCrash('cta', crash);
    expect(engine.variant('cta')).toBe('treatment');
    engine.reportCrash('cta', crash);
    engine.reportCrash('cta', crash);
    expect([engine.variant('cta'), engine.reason('cta')]).toEqual([undefined, 'rollback']);
    expect(sent).toMatchObject([
      {
        type: 'failure',
        code: 'error',
        experiment: 'cta',
        variant: 'treatment',
        message: 'Error: boom at https://shop.example/a',
      },
    ]);
    expect(readEvent(sent[0])).toMatchObject({ ok: true });
    expect(lines(told).slice(-2)).toEqual([
      `rollback cta treatment ${crash}`,
      'variantChanged cta undefined system rollback',
    ]);
  });

  test.each([true, false])('persistent: %s decides whether the next start knows', (persistent) => {
    const storage = createMemoryStorage();
    const rollback = { threshold: 1, persistent };
    const { engine } = play(manifestOf(sure('cta')), { storage, rollback });
    engine.reportCrash('cta', crash);
    const again = play(manifestOf(sure('cta')), { storage, rollback }).engine;
    expect(again.variant('cta')).toBe(persistent ? undefined : 'treatment');
    // Another phase is another chance, and so is a reset.
    expect(play(manifestOf(sure('cta', { phase: 'ffffffff' })), { storage }).engine.variant('cta')).toBe('treatment');
    again.resetAll();
    expect(again.variant('cta')).toBe('treatment');
    expect(play(manifestOf(sure('cta')), { storage }).engine.variant('cta')).toBe('treatment');
  });

  test('an experiment may say otherwise', () => {
    const { engine } = play(manifestOf(sure('cta', { metadata: { rollback: { threshold: 1 } } })));
    engine.reportCrash('cta', crash);
    expect(engine.variant('cta')).toBeUndefined();
  });

  test('an error boundary takes back at once, and a preview shows it all the same', () => {
    const { engine } = play(manifestOf(sure('cta')));
    engine.fail('cta', crash);
    expect(engine.variant('cta')).toBeUndefined();
    engine.setVariant('cta', 'treatment');
    expect(engine.variant('cta')).toBe('treatment');
  });
});

describe('the history', () => {
  test('has the time and the reason of each event, and is bounded', () => {
    let now = NOW;
    const { engine } = play(manifestOf(sure('cta')), { now: () => now++, history: 3 });
    for (let at = 0; at < 5; at++) engine.updateContext({ at });
    expect(engine.getHistory()).toHaveLength(3);
    expect(engine.getHistory().map(({ type }) => type)).toEqual(Array(3).fill('contextUpdated'));
    expect(engine.getHistory()[0]?.at).toBeLessThan(engine.getHistory()[2]?.at ?? 0);
  });

  test('goes back to how things stood', () => {
    const rule = { '==': [{ var: 'user.tier' }, 'pro'] };
    const { engine } = play(manifestOf(sure('cta', { audience: { rule } })));
    engine.updateContext({ user: { tier: 'free' } });
    engine.updateContext({ user: { tier: 'pro' } });
    engine.setVariant('cta', 'control');
    engine.resetAll();
    const seen = engine
      .getHistory()
      .map((event, at) => `${event.type}: ${engine.at(at)?.variant('cta')} (${engine.at(at)?.reason('cta')})`);
    expect(seen).toEqual([
      'configLoaded: undefined (context)',
      'ready: undefined (context)',
      'contextUpdated: undefined (rule)',
      'contextUpdated: treatment (assigned)',
      'variantChanged: control (preview)',
      'variantChanged: treatment (assigned)',
    ]);
    expect(engine.at(-1)?.event.type).toBe('variantChanged');
    expect(engine.at(99)).toBeUndefined();
  });
});

describe('manifests that come later', () => {
  test('replace the first, and what changes is told', async () => {
    const { engine, told } = play(manifestOf(sure('cta')));
    engine.variant('cta');
    let calls = 0;
    engine.on('change', () => calls++);
    await engine.loadConfig({ ...manifestOf(sure('cta')), revision: 'r2', enabled: false });
    expect([engine.variant('cta'), calls]).toEqual([undefined, 1]);
    expect(lines(told).slice(-2)).toEqual(['configLoaded r2', 'variantChanged cta undefined system config']);
    await engine.loadConfig('{}');
    expect(told.at(-1)).toMatchObject({ type: 'error', reason: 'config' });
    const closed = play(manifestOf(), { failMode: 'closed' });
    await expect(closed.engine.loadConfig('{}')).rejects.toThrow(InvalidManifestError);
  });

  test('are fetched, again and again, and a failure keeps the last one', async () => {
    const answers = [manifestOf(sure('cta')), 'broken', { ...manifestOf(sure('cta')), revision: 'r3' }];
    let at = 0;
    const { engine, told } = play(undefined, {
      fetcher: { pollInterval: 1, fetch: async () => answers[Math.min(at++, 2)] ?? '' },
    });
    expect(engine.variant('cta')).toBeUndefined();
    await expect.poll(() => lines(told)).toContain('configLoaded r3');
    expect(engine.variant('cta')).toBe('treatment');
    expect(told).toContainEqual(expect.objectContaining({ type: 'error', reason: 'fetch' }));
    engine.dispose();
    const asked = at;
    await new Promise((done) => setTimeout(done, 20));
    expect(at).toBeLessThanOrEqual(asked + 1);
  });

  test('end on their date without anybody asking', async () => {
    let now = Date.now();
    const endAt = new Date(now + 50).toISOString();
    const { engine, told } = play(manifestOf(sure('cta', { endAt })), { now: () => now });
    expect(engine.variant('cta')).toBe('treatment');
    now += 50;
    await expect.poll(() => lines(told)).toContain('variantChanged cta undefined system schedule');
    expect(engine.getVariant('cta')).toBe('control');
  });

  test('list what may be met on a route', () => {
    const { engine } = play(
      manifestOf(
        sure('a'),
        sure('b', { metadata: { routes: ['/cart/*'] } }),
        sure('c', { audience: { rule: { glob: [{ var: 'route' }, '/home/**'] } } }),
      ),
    );
    const on = (route?: string): string[] => engine.getExperiments(route).map(({ id }) => id);
    expect([on(), on('/cart/1'), on('/home')]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b'],
      ['a', 'c'],
    ]);
  });
});

test('what is disposed of decides and tells nothing', () => {
  const { engine, told } = play(manifestOf(sure('cta')));
  const before = told.length;
  engine.dispose();
  engine.updateContext({ a: 1 });
  expect([engine.variant('cta'), engine.getVariant('cta'), engine.expose('cta'), told.length]).toEqual([
    undefined,
    'control',
    false,
    before,
  ]);
});

test('an id of its own is made without crypto, too', () => {
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, 'crypto', { configurable: true, value: undefined });
  try {
    const storage = createMemoryStorage();
    createEngine(manifestOf(), { storage });
    expect(storage.getItem('_fx')).toMatch(/^[\da-f]{32}\.[\da-z]+\.$/);
  } finally {
    Object.defineProperty(globalThis, 'crypto', { configurable: true, value: crypto });
  }
});
