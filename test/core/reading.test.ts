/** Tests the reader of events: which field is wrong, and what is kept of one that is right. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LARGEST_VALUE, readEvent } from '../../src/core/index.js';

const base = { id: 'e1', at: Date.UTC(2026, 5, 1), subject: 's', revision: 'r', path: '/cart' };
const exposure = { ...base, type: 'exposure', experiment: 'hero', variant: 'b', reason: 'assigned' };
const conversion = { ...base, type: 'conversion', name: 'order', value: 2 };
const failure = {
  ...base,
  type: 'failure',
  experiment: 'hero',
  variant: '',
  code: 'timeout',
  message: '',
  stack: '',
};

const wrong = (value: unknown): string | undefined => {
  const reading = readEvent(value);
  return reading.ok ? undefined : `${reading.fault.field} ${reading.fault.kind} ${reading.fault.range}`;
};

test('an event of each type is read, with all that may be in it', () => {
  const full = { ...exposure, visitor: 'v', phase: 'a1', device: 'tablet', isNew: false, language: 'en-NZ' };
  for (const event of [
    exposure,
    { ...full, segments: { 'user.tier': 'pro' } },
    conversion,
    { ...conversion, key: 'o-1' },
    { ...failure, selector: '#a' },
  ])
    expect(readEvent(event)).toEqual({ ok: true, event });
});

test('of what a stranger sends no other field is kept, and none that is only inherited', () => {
  const event = JSON.parse(`${JSON.stringify(exposure).slice(0, -1)},"more":1,"__proto__":{"phase":"x"}}`);
  expect(readEvent(event)).toEqual({ ok: true, event: exposure });
  const heir = Object.create({ reason: 'assigned' });
  expect(wrong(Object.assign(heir, { ...exposure, reason: undefined }))).toBe('reason text 1-64');
});

describe('the field that is wrong is named', () => {
  test.each<readonly [unknown, string]>([
    [null, ' object '],
    ['text', ' object '],
    [[exposure], ' object '],
    [{}, 'type word exposure|conversion|failure'],
    [{ ...exposure, type: 'constructor' }, 'type word exposure|conversion|failure'],
    [{ ...exposure, type: ['exposure'] }, 'type word exposure|conversion|failure'],
    [{ ...exposure, id: '' }, 'id text 1-64'],
    [{ ...exposure, id: 7 }, 'id text 1-64'],
    [{ ...exposure, subject: 'x'.repeat(257) }, 'subject text 1-256'],
    [{ ...exposure, visitor: null }, 'visitor text 1-256'],
    [{ ...exposure, path: '/cart?mail=a@b.c' }, 'path path 0-2048'],
    [{ ...exposure, path: '/#top' }, 'path path 0-2048'],
    [{ ...exposure, path: `/${'x'.repeat(2048)}` }, 'path text 0-2048'],
    [{ ...exposure, device: 'watch' }, 'device word mobile|tablet|desktop'],
    [{ ...exposure, isNew: 1 }, 'isNew flag flag'],
    [{ ...exposure, segments: [] }, 'segments segments segments'],
    [{ ...exposure, segments: { a: 1 } }, 'segments segments segments'],
    [{ ...exposure, segments: { '': 'x' } }, 'segments segments segments'],
    [{ ...exposure, segments: { a: 'x'.repeat(65) } }, 'segments segments segments'],
    [{ ...exposure, segments: { a: '\0' } }, 'segments segments segments'],
    [{ ...exposure, segments: { a: '', b: '', c: '', d: '', e: '', f: '' } }, 'segments segments segments'],
    [{ ...conversion, name: '' }, 'name text 1-256'],
    [{ ...conversion, name: 'x'.repeat(300) }, 'name text 1-256'],
    [{ ...conversion, name: 'a\0' }, 'name unicode 1-256'],
    [{ ...conversion, name: `${'x'.repeat(255)}\0` }, 'name unicode 1-256'],
    [{ ...conversion, name: `${'x'.repeat(256)}\0` }, 'name text 1-256'],
    [{ ...conversion, name: 'a\ud83d' }, 'name unicode 1-256'],
    [{ ...conversion, value: Number.NaN }, 'value amount amount'],
    [{ ...conversion, value: 1e308 }, 'value amount amount'],
    [{ ...conversion, value: '2' }, 'value amount amount'],
    [{ ...conversion, at: 1e17 }, 'at time time'],
    [{ ...conversion, at: Number.NaN }, 'at time time'],
    [{ ...conversion, at: '2026-06-01' }, 'at time time'],
    [{ ...failure, code: 'sad' }, 'code word error|timeout|conflict|yielded|changed|redirect'],
    [{ ...failure, code: null }, 'code word error|timeout|conflict|yielded|changed|redirect'],
  ])('%j', (event, expected) => {
    expect(wrong(event)).toBe(expected);
  });
});

test('a text is taken at its longest, a value at its largest, whole characters of two halves as they are', () => {
  expect(wrong({ ...conversion, name: 'x'.repeat(256) })).toBe(undefined);
  for (const value of [LARGEST_VALUE, -LARGEST_VALUE]) expect(wrong({ ...conversion, value })).toBe(undefined);
  expect(wrong({ ...conversion, value: LARGEST_VALUE * 1.001 })).toBe('value amount amount');
  expect(wrong({ ...conversion, name: '🙂' })).toBe(undefined);
});

test('whatever is read can be written as UTF-8 and read again', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.nat(0xffff).map((n) => String.fromCharCode(n)), maxLength: 8 }), (name) => {
      const reading = readEvent({ ...conversion, name });
      const bytes = Buffer.from(name, 'utf8').toString('utf8');
      expect(reading.ok).toBe(name !== '' && bytes === name && !name.includes('\0'));
    }),
  );
});

test('any JSON is an event or has a field that is wrong', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom<object>(exposure, conversion, failure), (value, event) => {
      for (const one of [value, ...Object.keys(event).map((name) => ({ ...event, [name]: value }))]) {
        const reading = readEvent(one);
        if (reading.ok) expect(Object.keys(event).sort()).toEqual(Object.keys(reading.event).sort());
        else expect(reading.fault.kind).toEqual(expect.any(String));
      }
    }),
  );
});
