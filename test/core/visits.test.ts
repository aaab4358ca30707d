/** Checks what answering a rule never does: throw, change its input, look at a prototype, visit a node twice. */

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { matches, type Rule } from '../../src/core/index.js';
import { anyContext, anyRule } from './arbitraries.js';

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

  test('leaves rule and context as they were', () => {
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
