/** Checks what the operators answer, and which facts a rule reads. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matches, namespaces, prepare, type Rule } from '../../src/core/index.js';
import { anyRule } from './arbitraries.js';

describe('operators', () => {
  const SPECIFIED = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/;

  test('compare a text as a number exactly where it is written as one', () => {
    const unit = fc.constantFrom(...'0123456789.+-eExXinfIN_ \t\n\u00a0');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit, maxLength: 8 }), fc.string(), fc.double().map(String)), (text) => {
        expect(matches({ '>=': [text, text] }, {})).toBe(SPECIFIED.test(text));
      }),
      { numRuns: 500 },
    );
  });

  test('compare a text of 100,000 characters without delay', () => {
    expect(matches({ '<': [`${'1'.repeat(100_000)}x`, 1] }, {})).toBe(false);
    expect(matches({ '<': [`${' '.repeat(100_000)}x`, 1] }, {})).toBe(false);
  });

  test('before and after compare dates, dates with a time and its zone, and milliseconds since 1970', () => {
    const holds = (name: string, left: Rule, right: Rule): boolean => matches({ [name]: [left, right] }, {});
    expect(holds('before', '2026-02-28', '2026-03-01')).toBe(true);
    expect(holds('after', '2026-02-28', '2026-03-01')).toBe(false);
    expect(holds('after', '2026-03-01T00:30:00+01:00', '2026-02-28T23:29:59Z')).toBe(true);
    expect(holds('before', Date.UTC(2026, 1, 28), '2026-03-01')).toBe(true);
    for (const name of ['before', 'after']) {
      expect(holds(name, '2026-03-01', '2026-03-01T00:00:00Z')).toBe(false);
      // Engines read these in the zone of the machine, each in its own way, or not at all.
      for (const other of ['2026-03-01T10:00', '1 March 2026', '2026', '3/1/2026', '', '2026-13-01', null, true])
        expect([holds(name, other, '2000-01-01'), holds(name, '2000-01-01', other)]).toEqual([false, false]);
    }
    expect(matches({ not: { before: ['2026-01-01'] } }, {})).toBe(false);
  });

  test('and, or and if give the operand that decides', () => {
    expect(matches({ '===': [{ and: [1, 'last'] }, 'last'] }, {})).toBe(true);
    expect(matches({ '===': [{ and: [0, 'last'] }, 0] }, {})).toBe(true);
    expect(matches({ '===': [{ or: [0, '', 'x', 'y'] }, 'x'] }, {})).toBe(true);
    expect(matches({ '===': [{ or: [0, ''] }, ''] }, {})).toBe(true);
    expect(matches({ '===': [{ if: [0, 'a', 1, 'b', 'c'] }, 'b'] }, {})).toBe(true);
    expect(matches({ '===': [{ if: [0, 'a', 0, 'b', 'c'] }, 'c'] }, {})).toBe(true);
    expect(matches({ '===': [{ if: [0, 'a'] }, { var: 'nothing' }] }, {})).toBe(true);
  });

  test('objects and lists equal nothing, not even themselves', () => {
    const context = { user: {}, list: [1] };
    for (const name of ['==', '===']) {
      expect(matches({ [name]: [{ var: 'user' }, { var: 'user' }] }, context)).toBe(false);
      expect(matches({ [name]: [{ var: 'list' }, 1] }, context)).toBe(false);
    }
    expect(matches({ '!==': [{ var: 'user' }, { var: 'user' }] }, context)).toBe(true);
    expect(matches({ in: [{ var: 'user' }, [{ var: 'user' }]] }, context)).toBe(false);
  });

  test('matches holds a pattern against the first 1,000 characters', () => {
    const context = { text: `${'a'.repeat(999)}bc` };
    expect(matches({ matches: [{ var: 'text' }, 'b$'] }, context)).toBe(true);
    expect(matches({ matches: [{ var: 'text' }, 'c'] }, context)).toBe(false);
  });

  test('matches answers each pattern for itself where the pattern is a fact too', () => {
    const rule: Rule = { matches: ['cart', { var: 'pattern' }] };
    const decide = prepare({
      id: 'a',
      name: 'A',
      audience: { rule },
      variants: [{ key: 'a', name: 'A', weight: 10000 }],
    });
    const answers = ['x', '^c', '(', '(', '^c'].map((pattern) => decide({ subject: '1', context: { pattern } }).reason);
    expect(answers).toEqual(['rule', 'assigned', 'rule', 'rule', 'assigned']);
  });

  test('var falls back where a path leads nowhere, not where it leads to null', () => {
    expect(matches({ var: ['user.name', 'x'] }, { user: {} })).toBe(true);
    expect(matches({ var: ['user.name', 'x'] }, { user: { name: null } })).toBe(false);
    expect(matches({ var: ['user.name', { var: 'other' }] }, { other: 1 })).toBe(true);
  });

  test('var reads lists by index, never their length, and texts not at all', () => {
    const context = { list: [0, 'x'], text: 'abc', own: { length: 2 } };
    expect(matches({ var: 'list.1' }, context)).toBe(true);
    expect(matches({ var: 'list.length' }, context)).toBe(false);
    expect(matches({ var: 'own.length' }, context)).toBe(true);
    expect(matches({ var: 'text.0' }, context)).toBe(false);
    expect(matches({ var: 'text.length' }, context)).toBe(false);
  });
});

describe('namespaces', () => {
  test('are the first segments of every var, wherever it stands', () => {
    const rule: Rule = {
      or: [{ '==': [{ var: 'user.tier' }, 'pro'] }, { if: [true, { var: ['page.path', { var: 'visitor' }] }] }],
    };
    expect(new Set(namespaces(rule))).toEqual(new Set(['user', 'page', 'visitor']));
  });

  test('are none for the whole context, for literals and for what is malformed', () => {
    for (const rule of [{ var: '' }, true, null, 'var', ['var'], { var: [] }, { var: 3 }, { var: {} }] as const)
      expect(namespaces(rule)).toEqual([]);
  });

  test('are found in any JSON whatever, however deep', () => {
    fc.assert(fc.property(anyRule, (rule) => namespaces(rule).every((name) => typeof name === 'string')));
    expect(namespaces(JSON.parse(`${'['.repeat(50_000)}{"var":"deep.down"}${']'.repeat(50_000)}`))).toEqual(['deep']);
  });
});
