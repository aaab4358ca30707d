/** Tests the conditions of Studio's form: rows of it and a rule of the file are the same. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/authoring/checks.js';
import { FACT_WORDS } from '../../src/serve/studio/audiencefields.js';
import { conditionsOf, OPERATORS, ruleOf } from '../../src/serve/studio/conditions.js';

describe('conditions', () => {
  test.each([
    [undefined, []],
    [{ '==': [{ var: 'a' }, 1] }, [{ fact: 'a', operator: '==', value: '1' }]],
    [{ '==': [{ var: 'a' }, '1'] }, [{ fact: 'a', operator: '==', value: '"1"' }]],
    [{ in: [{ var: 'a' }, ['x', 'y']] }, [{ fact: 'a', operator: 'in', value: 'x, y' }]],
    [{ in: ['x', { var: 'a' }] }, [{ fact: 'a', operator: 'contains', value: 'x' }]],
    [{ in: ['5', { var: 'a' }] }, [{ fact: 'a', operator: 'contains', value: '5' }]],
    [{ or: [{ '==': [{ var: 'a' }, 1] }] }, null],
    [{ '==': [{ var: 'a' }, { var: 'b' }] }, null],
    [{ and: [{ '!': [{ var: 'a' }] }] }, null],
  ])('%j', (rule, rows) => {
    expect(conditionsOf(rule)).toEqual(rows);
  });

  test('whatever rows say comes back as the same rule', () => {
    const plain = OPERATORS.map(([operator]) => operator).filter(
      (operator) => operator !== 'in' && operator !== 'contains',
    );
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom('true', '1', '"x"', ' 2 ', '\\'));
    const part = fc
      .tuple(fc.constantFrom(...plain), fc.stringMatching(/^[a-z.]{1,8}$/), value)
      .map(([operator, fact, one]) => ({ [operator]: [{ var: fact }, one] }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const rule = parts.length > 1 ? { and: parts } : parts[0];
        const rows = conditionsOf(rule);
        expect(rows && ruleOf(rows)).toEqual(rule);
      }),
    );
  });
});

test('every comparison and every fact that the form offers makes a rule that the validator takes', async () => {
  const text = (rule: unknown): string =>
    `id: a\nname: A\naudience:\n  rule: ${JSON.stringify(rule)}\nvariants:\n  - {key: c, name: C}\n  - {key: t, name: T}\n`;
  const ofOperators = OPERATORS.map(([operator]) => ({
    fact: 'user.plan',
    operator,
    value: operator.length === 2 ? '2' : 'pro',
  }));
  const ofFacts = Object.keys(FACT_WORDS).map((fact) => ({ fact, operator: '!=', value: '' }));
  for (const row of [...ofOperators, ...ofFacts]) {
    const { problems } = await compile([{ path: 'a.yaml', text: text(ruleOf([row])) }]);
    const errors = problems.filter(({ severity, path }) => severity === 'error' && !path.endsWith('[1]'));
    expect(errors, JSON.stringify(row)).toEqual([]);
  }
});
