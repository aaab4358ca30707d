/** What rules answer, and what they never do. */

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { matches, namespaces, prepare, type Rule } from '../../src/core/index.js';
import { anyContext, anyRule } from './arbitraries.js';

const nest = (depth: number, inner: Rule): Rule => (depth ? { '!!': [nest(depth - 1, inner)] } : inner);

describe('any rule over any context', () => {
  test('gets a boolean, always the same', () => {
    fc.assert(
      fc.property(anyRule, anyContext, (rule, context) => {
        const answer = matches(rule, context);
        expect(typeof answer).toBe('boolean');
        expect(matches(rule, context)).toBe(answer);
      }),
      { numRuns: 500 },
    );
  });

  test('gets a boolean for any JSON whatever', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.object(), (rule, context) => {
        expect(typeof matches(rule as Rule, context)).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });

  test('changes neither', () => {
    fc.assert(
      fc.property(anyRule, anyContext, (rule, context) => {
        const before = JSON.stringify([rule, context]);
        matches(rule, context);
        expect(JSON.stringify([rule, context])).toBe(before);
      }),
    );
  });
});

describe('prototypes', () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, 'inherited');
  });

  /** Notes every property that is asked for and is not the object's own; lists may be asked for their methods. */
  const watch = <T>(value: T, strays: string[]): T => {
    if (typeof value !== 'object' || value === null) return value;
    return new Proxy(value, {
      get(target, key) {
        if (
          !Object.hasOwn(target, key) &&
          !(Array.isArray(target) && /^(map|some|slice|constructor)$/.test(String(key)))
        )
          strays.push(String(key));
        return watch(Reflect.get(target, key), strays);
      },
      has(target, key) {
        if (!Object.hasOwn(target, key)) strays.push(`${String(key)} in`);
        return Reflect.has(target, key);
      },
      getPrototypeOf(target) {
        strays.push('its prototype');
        return Reflect.getPrototypeOf(target);
      },
    });
  };

  test('are never looked at, neither of the rule nor of the context', () => {
    fc.assert(
      fc.property(anyRule, anyContext, (rule, context) => {
        const strays: string[] = [];
        expect(matches(watch(rule, strays), watch(context, strays))).toBe(matches(rule, context));
        expect(strays).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('with a getter never run it', () => {
    let runs = 0;
    Object.defineProperty(Object.prototype, 'inherited', {
      configurable: true,
      get: () => {
        runs++;
        return [2, () => () => true];
      },
    });
    for (const path of ['inherited', 'user.inherited', 'user.tags.inherited', 'user.name.inherited'])
      expect(matches({ var: path }, { user: { tags: ['a'], name: 'x' } })).toBe(false);
    expect(matches({ inherited: [1, 2] }, {})).toBe(false);
    expect(matches({ not: [{ inherited: [1, 2] }] }, {})).toBe(false);
    expect(runs).toBe(0);
  });
});

describe('visits', () => {
  test('of a node happen at most once', () => {
    fc.assert(
      fc.property(anyRule, anyContext, (rule, context) => {
        const visits = new Map<string, number>();
        const count = (value: unknown, place: string): unknown => {
          if (typeof value !== 'object' || value === null) return value;
          return new Proxy(value, {
            get(target, key) {
              const name = `${place}/${String(key)}`;
              if (Object.hasOwn(target, key) && key !== 'length') visits.set(name, (visits.get(name) ?? 0) + 1);
              return count(Reflect.get(target, key), name);
            },
          });
        };
        matches(count(rule, '') as Rule, context);
        expect([...visits].filter(([, times]) => times > 1)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('of a node evaluate it at most once', () => {
    fc.assert(
      fc.property(anyRule, fc.array(fc.constantFrom(0, 1, '', 'x', null)), (rule, values) => {
        const reads: number[] = [];
        const context = {};
        const plant = (node: Rule): Rule => {
          if (Array.isArray(node)) return node.map(plant);
          if (typeof node !== 'object' || node === null) return node;
          if ('var' in node) {
            const path = node.var;
            if (Array.isArray(path) && path.length === 2) return { var: ['nothing', plant(path[1])] };
            const index = reads.push(0) - 1;
            Object.defineProperty(context, `v${index}`, {
              get: () => {
                reads[index] = (reads[index] ?? 0) + 1;
                return values[index];
              },
            });
            return { var: `v${index}` };
          }
          return Object.fromEntries(Object.entries(node).map(([name, operand]) => [name, plant(operand)]));
        };
        matches(plant(rule), context);
        expect(reads.filter((times) => times > 1)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('of a namespace happen only when a rule reads it', () => {
    const read: string[] = [];
    const context = {
      get page() {
        read.push('page');
        return { path: '/' };
      },
      get device() {
        read.push('device');
        return {};
      },
    };
    expect(matches({ or: [{ '==': [{ var: 'page.path' }, '/'] }, { var: 'device.type' }] }, context)).toBe(true);
    expect(read).toEqual(['page']);
  });
});

describe('what is unknown or malformed', () => {
  const BROKEN: readonly Rule[] = [
    { frobnicate: 1 },
    { constructor: [1] },
    JSON.parse('{"__proto__": [1]}'),
    {},
    { '==': [1, 1], '!=': [1, 2] },
    { '==': [1] },
    { '==': 1 },
    { '==': [1, 1, 1] },
    { '<': [1] },
    { '<': [1, 2, 3, 4] },
    { not: [] },
    { not: [1, 2] },
    { and: [] },
    { and: true },
    { or: [] },
    { or: true },
    { if: [] },
    { if: true },
    { in: ['a'] },
    { startsWith: ['a'] },
    { startsWith: ['a', 'a', 'a'] },
    { matches: ['a'] },
    { matches: ['a', '('] },
    { matches: [1, '('] },
    { var: [] },
    { var: [null] },
    { var: 1 },
    { var: true },
    { var: ['a', 1, 2] },
    nest(33, true),
  ];
  /** Ways to stand in a rule where evaluation comes by for certain. */
  const WRAPS: readonly ((inner: Rule) => Rule)[] = [
    (inner) => ({ not: [inner] }),
    (inner) => ({ '!': inner }),
    (inner) => ({ '!!': [inner] }),
    (inner) => ({ '==': [inner, 1] }),
    (inner) => ({ '!=': [1, inner] }),
    (inner) => ({ '!==': [inner, 1] }),
    (inner) => ({ '<': [2, 1, inner] }),
    (inner) => ({ in: [1, [1, inner]] }),
    (inner) => ({ startsWith: [1, inner] }),
    (inner) => ({ matches: [inner, 'x'] }),
    (inner) => ({ and: [inner, true] }),
    (inner) => ({ and: [true, inner] }),
    (inner) => ({ or: [inner, true] }),
    (inner) => ({ or: [false, inner] }),
    (inner) => ({ if: [inner, true, true] }),
    (inner) => ({ if: [true, inner, true] }),
    (inner) => ({ if: [false, true, inner] }),
    (inner) => ({ var: ['nothing', inner] }),
    (inner) => [inner],
  ];

  test.each(BROKEN.map((rule) => [JSON.stringify(rule).slice(0, 60), rule] as const))(
    '%s is false, and so is its negation',
    (_, rule) => {
      expect(matches(rule, {})).toBe(false);
      expect(matches({ not: [rule] }, {})).toBe(false);
    },
  );

  test('makes the whole rule false wherever evaluation reaches it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BROKEN),
        fc.array(fc.constantFrom(...WRAPS), { maxLength: 8 }),
        (broken, wraps) => {
          expect(
            matches(
              wraps.reduce((inner, wrap) => wrap(inner), broken),
              { a: 1 },
            ),
          ).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('does no harm where evaluation never comes', () => {
    for (const broken of BROKEN) {
      expect(matches({ or: [true, broken] }, {})).toBe(true);
      expect(matches({ not: [{ and: [false, broken] }] }, {})).toBe(true);
      expect(matches({ if: [true, true, broken] }, {})).toBe(true);
      expect(matches({ if: [false, broken, true] }, {})).toBe(true);
      expect(matches({ var: ['a', broken] }, { a: 1 })).toBe(true);
    }
  });

  test('is an operator nested 33 deep, not one nested 32 deep', () => {
    expect(matches(nest(32, true), {})).toBe(true);
    expect(matches(nest(33, true), {})).toBe(false);
    expect(matches({ not: nest(32, true) }, {})).toBe(false);
    expect(matches(JSON.parse(`${'['.repeat(50_000)}1${']'.repeat(50_000)}`), {})).toBe(false);
  });

  test('is a getter of the page that throws', () => {
    const context = {
      get user(): never {
        throw new Error('not yet');
      },
    };
    expect(matches({ not: [{ var: 'user.tier' }] }, context)).toBe(false);
  });
});

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
