/** Tests rules: what the run time would not understand is an error, and the two agree on what that is. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkRule } from '../../src/authoring/rule.js';
import { matches, type Rule } from '../../src/core/index.js';
import { problemsOf, withFields } from './compiling.js';

const faults = (rule: unknown): string[] =>
  checkRule(rule, ['rule']).findings.map(
    ({ severity, path, message }) => `${severity === 'warning' ? '? ' : ''}${path.join('.')} ${message}`,
  );

describe('a rule is refused', () => {
  test.each([
    [null, 'rule must not be empty: take it out to let everyone in'],
    [{}, 'rule must hold one operator, not 0: join conditions with and'],
    [{ '==': [1, 1], '!=': [1, 2] }, 'rule must hold one operator, not 2: join conditions with and'],
    [{ equals: [1, 1] }, 'rule.equals is not an operator: use =='],
    [{ startswith: ['a', 'a'] }, 'rule.startswith is not an operator; did you mean startsWith?'],
    [{ constructor: [1] }, 'rule.constructor is not an operator'],
    [{ and: true }, 'rule.and must have a list of operands'],
    [{ and: [] }, 'rule.and must have at least one operand'],
    [{ or: [] }, 'rule.or must have at least one operand'],
    [{ if: [] }, 'rule.if must have at least one operand'],
    [{ '==': [1] }, 'rule.== must have 2 operands'],
    [{ in: [1, 2, 3] }, 'rule.in must have 2 operands'],
    [{ '<': [1] }, 'rule.< must have 2 or 3 operands'],
    [{ '<': [1, 2, 3, 4] }, 'rule.< must have 2 or 3 operands'],
    [{ not: [true, false] }, 'rule.not must have one operand'],
    [{ var: [] }, 'rule.var must have 1 or 2 operands'],
    [{ var: 1 }, 'rule.var must name a fact as text, such as user.country'],
    [{ var: [{ var: 'a' }] }, 'rule.var must name a fact as text, such as user.country'],
    [
      { matches: [{ var: 'page.path' }, { var: 'page.query.p' }] },
      'rule.matches.1 must be a pattern written as text: another one could not be checked',
    ],
    [
      { semver: [{ var: 'app.version' }, '>=2,<3'] },
      'rule.semver.1 must be a range of versions as npm writes it, such as ^2.3.0 or >=2.3 <4',
    ],
    [
      { semver: [{ var: 'app.version' }, 2] },
      'rule.semver.1 must be a range of versions as npm writes it, such as ^2.3.0 or >=2.3 <4',
    ],
    [
      { glob: [{ var: 'page.path' }, '/{a,b}/*'] },
      'rule.glob.1 must be a path in which * is one segment and ** any number, such as /shop/*/reviews or /help/**',
    ],
    [{ glob: [{ var: 'page.path' }] }, 'rule.glob must have 2 operands'],
    [{ and: [true, { or: [{ nope: 1 }] }] }, 'rule.and.1.or.0.nope is not an operator'],
  ])('%j', (rule, fault) => {
    expect(faults(rule)).toEqual([fault]);
  });

  test('with every fault that it has', () => {
    expect(faults({ and: [{ nope: 1 }, { in: [1] }, [{ '==': [] }]] })).toHaveLength(3);
  });

  test('where it nests deeper than the run time reads', () => {
    const nest = (depth: number): Rule => (depth === 1 ? { '!!': [true] } : { and: [nest(depth - 1)] });
    expect(faults(nest(32))).toEqual([]);
    expect(matches(nest(32), {})).toBe(true);
    expect(faults(nest(33))).toHaveLength(1);
    expect(matches(nest(33), {})).toBe(false);
  });
});

describe('the checker and the run time', () => {
  const cases = JSON.parse(readFileSync(new URL('../fixtures/rule.json', import.meta.url), 'utf8')) as {
    rule: Rule;
    context: object;
  }[];

  test('agree: what nobody can pass, nor its opposite, is refused', () => {
    const missed = cases.filter(({ rule, context }) => {
      // A rule that is false, and false as well when turned round, has met something that it does not know.
      const poisoned = !matches(rule, { ...context }) && !matches({ not: [rule] }, { ...context });
      const refused = checkRule(rule, []);
      const broken = refused.patterns.some(({ text }) => !compiles(text));
      return poisoned && !broken && !refused.findings.some(({ severity }) => severity === 'error');
    });
    expect(missed.map(({ rule }) => JSON.stringify(rule))).toEqual([]);
  });

  test('agree: what lets somebody in is refused for its form alone, where evaluation did not come', () => {
    const passing = cases.filter(({ rule, context }) => matches(rule, { ...context }));
    const refused = passing.filter(({ rule }) =>
      checkRule(rule, []).findings.some(({ severity }) => severity === 'error'),
    );
    expect(passing.length).toBeGreaterThan(100);
    expect(refused.length).toBeLessThan(passing.length / 10);
  });

  const compiles = (source: string): boolean => {
    try {
      return Boolean(new RegExp(source));
    } catch {
      return false;
    }
  };
});

describe('a negation of a fact that may be missing', () => {
  const fact = { var: 'user.tier' };
  test.each([
    [{ '!=': [fact, 'pro'] }, '!='],
    [{ '!==': [fact, 'pro'] }, '!=='],
    [{ not: { '==': [fact, 'pro'] } }, 'not'],
    [{ '!': [{ in: [fact, ['pro']] }] }, '!'],
    [{ and: [{ '!!': [{ var: 'user.id' }] }, { '!=': [fact, 'pro'] }] }, '!='],
  ])('%j is warned of', (rule, operator) => {
    expect(faults(rule).at(-1)).toContain(
      `${operator} uses ${operator} on user.tier, which holds where the fact is missing too`,
    );
  });

  test.each([
    [{ '!=': [{ var: ['user.tier', 'free'] }, 'pro'] }],
    [{ and: [{ '!!': [fact] }, { '!=': [fact, 'pro'] }] }],
    [{ '!=': [{ var: 'page.path' }, '/'] }],
    [{ not: { '==': [{ var: 'device.type' }, 'mobile'] } }],
    [{ '!': { var: 'visitor.isNew' } }],
    [{ '==': [fact, 'pro'] }],
  ])('%j is not', (rule) => {
    expect(faults(rule)).toEqual([]);
  });
});

test('a fault is shown at its line', async () => {
  const text = withFields(
    "audience:\n  rule:\n    and:\n      - '>=': [{ var: user.age }, 18]\n      - startwith: [{ var: user.name }, A]",
  );
  expect(await problemsOf(text)).toEqual([
    '7:9 audience.rule.and[1].startwith is not an operator; did you mean startsWith?',
  ]);
});
