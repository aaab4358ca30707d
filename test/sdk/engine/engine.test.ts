/** Checks what an engine answers, and what it does when something fails. */

import { describe, expect, test } from 'vitest';
import { type EngineStorage, InvalidManifestError, UnknownExperimentError } from '../../../src/sdk/engine/index.js';
import { lines, made, manifestOf, play, sure } from './made.js';

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

  test('lists what may be met on a route', () => {
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
