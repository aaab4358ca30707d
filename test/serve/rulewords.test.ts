/** Checks the sentence of a rule: facts that fx finds out have words, and those of the site their own name. */

import { describe, expect, test } from 'vitest';
import { factOf } from '../../src/authoring/facts.js';
import { matches } from '../../src/core/rule.js';
import type { Rule } from '../../src/core/types.js';
import { FACT_WORDS } from '../../src/serve/studio/audiencefields.js';
import { factName, sentenceOfRule } from '../../src/serve/studio/rulewords.js';

const about = (fact: string, operator: string, value: unknown): string | null =>
  sentenceOfRule({ [operator]: [{ var: fact }, value] });

describe('a rule is said in a sentence', () => {
  test('with words for what fx finds out, and in quotes what the site calls a fact', () => {
    const and = [
      { startsWith: [{ var: 'device.language' }, 'en'] },
      { in: [{ var: 'device.type' }, ['mobile', 'tablet']] },
      { '==': [{ var: 'user.tier' }, 'gold'] },
    ];
    expect(sentenceOfRule({ and })).toBe(
      'the language of the browser begins with en, and the kind of device is one of mobile, tablet, and “user.tier” is gold',
    );
  });

  test.each([
    ['==', true, 'the visitor is new'],
    ['!=', false, 'the visitor is new'],
    ['==', false, 'the visitor came before'],
    ['!=', true, 'the visitor came before'],
    ['==', 1, 'the visitor is new'],
    ['!=', '0', 'the visitor is new'],
    ['==', '', 'the visitor came before'],
    ['==', 'true', '“visitor.isNew” is the text "true" (it never is)'],
    ['!=', 'yes', '“visitor.isNew” is not the text "yes" (it never is)'],
    ['==', 2, '“visitor.isNew” is 2 (it never is)'],
    ['>=', true, '“visitor.isNew” is at least true'],
  ])('of visitor.isNew %s %j it is “%s”', (operator, value, words) => {
    expect(about('visitor.isNew', operator, value)).toBe(words);
  });

  test('of visitor.isNew the sentence says what the rule answers', () => {
    for (const operator of ['==', '!='])
      for (const value of [true, false, 0, 1, 2, '', '0', '1', '2', 'true', 'false', 'yes', '1.0', ' 1'])
        for (const isNew of [true, false]) {
          const rule = { [operator]: [{ var: 'visitor.isNew' }, value] };
          const words = about('visitor.isNew', operator, value);
          const said = words?.endsWith('(it never is)')
            ? operator === '!='
            : words === (isNew ? 'the visitor is new' : 'the visitor came before');
          expect(said, JSON.stringify([rule, isNew])).toBe(matches(rule as Rule, { visitor: { isNew } }));
        }
  });

  test.each([
    ['page.query.a,b', '“a,b” in the query of the address'],
    ['page.query.gclid', '“gclid” in the query of the address'],
    ['visit.query.utm_source', 'the campaign of the visit (utm_source)'],
    ['visit.query.ref', '“ref” in the query of the first page of the visit'],
    ['constructor', '“constructor”'],
    ['device', '“device”'],
    ['page.query', '“page.query”'],
    ['device.type.name', '“device.type.name”'],
  ])('the fact %s is %s', (fact, words) => {
    expect(factName(fact)).toBe(words);
  });

  test('no fact that fx finds out by itself is called by its key', () => {
    const page = ['url', 'path', 'search', 'hash', 'referrer', 'title', 'query.q'].map((name) => `page.${name}`);
    const visit = ['referrer', 'landing', 'pages', 'query.q'].map((name) => `visit.${name}`);
    for (const fact of [...page, ...visit, ...Object.keys(FACT_WORDS)]) {
      expect(factOf(fact), fact).not.toHaveProperty('fault');
      expect(factName(fact), fact).not.toContain(fact);
    }
  });
});
