/** Checks what is a manifest, and which of its experiments are sound. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asManifest,
  type Experiment,
  hasSoundHoldouts,
  holdoutsFor,
  isSound,
  type Manifest,
  parseManifest,
  statusOf,
} from '../../src/core/index.js';

const experiment: Experiment = {
  id: 'hero',
  name: 'Hero',
  variants: [
    { key: 'control', name: 'C', weight: 5000 },
    { key: 'b', name: 'B', weight: 5000 },
  ],
};
const manifest: Manifest = { version: 1, revision: 'r', enabled: true, experiments: [experiment] };

test('a manifest is one of version 1 with a list of experiments, from which nothings are left out', () => {
  expect(parseManifest(JSON.stringify(manifest))).toEqual(manifest);
  expect(asManifest({ ...manifest, experiments: [null, experiment, 0] })).toEqual(manifest);
  for (const none of [null, undefined, 1, [], {}, { ...manifest, version: 2 }, { ...manifest, experiments: {} }])
    expect(asManifest(none)).toBe(undefined);
  for (const text of ['', '{', 'null', '[]']) expect(parseManifest(text)).toBe(undefined);
});

test('an experiment that says no status is running', () => {
  expect([statusOf({}), statusOf({ status: 'paused' }), statusOf({ status: undefined })]).toEqual([
    'running',
    'paused',
    'running',
  ]);
});

describe('an experiment is sound', () => {
  const [control, b] = experiment.variants;
  const target = { selector: 'h1' };
  const withOp = (op: object) => ({ variants: [control, { ...b, domOps: [op] }] });
  test.each<object>([
    {},
    { status: 'draft', startAt: '2026-01-01T00:00:00Z', salt: 'x', sticky: false, divertTo: 'b', control: 'b' },
    { audience: { sampleRate: 0, excludeRate: 1, rule: 'anything' }, layer: { name: 'a', from: 0, to: 0.5 } },
    { trigger: { kind: 'any', of: [{ kind: 'auto' }, { kind: 'urlMatch', pattern: '^/a', regex: true, on: 'hash' }] } },
    { trigger: { kind: 'script', js: 0 }, sharedJs: 'x()' },
    withOp({ op: 'setAttr', ...target, name: 'title', value: '', waitForMs: 0, all: true }),
    withOp({ op: 'injectHTML', ...target, position: 'beforeend', value: '<b>' }),
    { metadata: JSON.parse(`${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`) },
  ])('%#: with what is known', (rest) => {
    expect(isSound({ ...experiment, ...rest }, [() => undefined])).toBe(true);
  });

  test.each<object>([
    { id: 'Hero' },
    { id: undefined },
    { salt: '' },
    { status: 'archived' },
    { startAt: 'soon' },
    { divertTo: 'gone' },
    { control: 'gone' },
    { audience: { sampleRate: 2 } },
    { audience: [] },
    { layer: { name: 'a', from: 0 } },
    { layer: { name: '', from: 0, to: 1 } },
    { trigger: { kind: 'constructor' } },
    { trigger: { kind: 'all', of: [] } },
    { trigger: { kind: 'urlMatch', pattern: '(', regex: true } },
    { trigger: { kind: 'urlMatch', pattern: '/a', on: 'elsewhere' } },
    { trigger: { kind: 'script', js: 1 } },
    { variants: [control] },
    { variants: [control, control] },
    { variants: [control, { ...b, weight: 4999 }] },
    { variants: [control, { ...b, weight: '5000' }] },
    { variants: [control, { ...b, payload: [] }] },
    { variants: {} },
    withOp({ op: 'explode', ...target }),
    withOp({ op: 'toString', ...target }),
    withOp({ op: 'replaceText', ...target }),
    withOp({ op: 'injectHTML', ...target, position: 'inside', value: '' }),
  ])('no longer with %j', (rest) => {
    expect(isSound({ ...experiment, ...rest }, [() => undefined])).toBe(false);
  });

  test('or not, whatever stands there, without a throw', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom(...Object.keys({ ...experiment, trigger: 0, layer: 0 })),
        (value, name) => {
          expect(typeof isSound(value)).toBe('boolean');
          expect(typeof isSound({ ...experiment, [name]: value })).toBe('boolean');
        },
      ),
    );
    for (const none of [null, undefined]) expect(isSound(none)).toBe(false);
  });
});

describe('holdouts', () => {
  const holdout = { id: 'winter', share: 0.1 };
  const of = (...holdouts: unknown[]): Manifest => ({ ...manifest, holdouts: holdouts as never });

  test('concern every experiment, or those that they name, from startAt to before endAt', () => {
    const now = Date.UTC(2026, 0, 1);
    const at = (rest: object): number => holdoutsFor(of({ ...holdout, ...rest }), experiment, now).length;
    expect(holdoutsFor(manifest, experiment)).toEqual([]);
    expect([{}, { experiments: ['hero'] }, { experiments: ['other'] }].map(at)).toEqual([1, 1, 0]);
    expect([{ startAt: '2026-01-01T00:00:00Z' }, { endAt: '2026-01-01T00:00:00Z' }].map(at)).toEqual([1, 0]);
  });

  test('are sound with an id and a share', () => {
    const full = { ...holdout, name: 'Winter', experiments: ['hero'], startAt: '2026-01-01T00:00:00Z' };
    expect([manifest, of(), of(holdout, full)].map(hasSoundHoldouts)).toEqual([true, true, true]);
    for (const odd of [null, {}, { id: 'winter' }, { ...holdout, share: 2 }, { ...full, experiments: 'all' }])
      expect(hasSoundHoldouts(of(holdout, odd))).toBe(false);
    expect(hasSoundHoldouts({ ...manifest, holdouts: {} as never })).toBe(false);
  });
});
