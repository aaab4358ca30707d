/** Tests rules that are sound in form and cannot mean what they say. */

import { describe, expect, test } from 'vitest';
import { checkMeaning } from '../../src/authoring/meaning.js';
import { problemsOf, withFields } from './compiling.js';

const plan = { var: 'user.plan' };
const words = (rule: unknown): string[] =>
  checkMeaning(rule, []).map(({ path, message, severity }) => `${severity[0]} ${path.join('.')} ${message}`);

describe('a rule that is the same for everyone', () => {
  test.each([
    [[{ '==': [plan, 'pro'] }], 'e  is a list, which is true for everyone: put and: or or: before its conditions'],
    [[], 'e  is a list'],
    [
      '{"==": [{"var": "user.plan"}, "pro"]}',
      'e  is text, which is the same for everyone: write the rule without quotes',
    ],
    ['no', 'e  is the text no, which is the same for everyone: write false, without quotes'],
    ['user.plan', 'e  is the text user.plan, which is the same for everyone: a rule reads facts with'],
    [1, 'e  is 1, which is the same for everyone'],
    [true, 'w  lets everyone in: take it out'],
    [false, 'w  lets nobody in: use status: paused'],
    [{ '==': ['user.plan', 'pro'] }, 'e  reads no fact, so == is the same for everyone: write { var: user.plan }'],
    [{ '>': [2, 1] }, 'e  reads no fact, so > is the same for everyone: a rule reads facts'],
    [{ and: [{ '==': [plan, 'pro'] }, 'yes'] }, 'e and.1 is the text yes'],
    [{ and: [{ '==': [plan, 'pro'] }, [plan]] }, 'e and.1 is a list'],
    [{ or: [{ in: ['user.plan', ['pro']] }, { '==': [plan, 'x'] }] }, 'e or.0 reads no fact, so in is the same'],
    [{ not: { startsWith: ['user.email', 'admin'] } }, 'e  reads no fact'],
    [{ if: [{ '==': [plan, 'pro'] }, 'yes', false] }, 'e if.1 is the text yes'],
    [{ if: [{ '==': [plan, 'pro'] }, true, 0] }, 'e if.2 is 0'],
    [{ and: [{ not: { not: ['x'] } }, plan] }, 'e and.0 reads no fact'],
  ])('%j', (rule, problem) => {
    expect(words(rule)).toEqual([expect.stringContaining(problem)]);
  });
});

describe('a rule that is true for nobody', () => {
  const type = { var: 'device.type' };
  test.each([
    [{ '>=': [{ var: 'user.signupAt' }, '2026-01-01'] }, 'is a date, which this operator does not compare'],
    [
      { '<': [{ var: 'user.signupAt' }, '2026-01-01T00:00:00Z'] },
      'is a date, which this operator does not compare: it compares numbers; use before',
    ],
    [{ '<=': ['2026-01-01', { var: 'user.signupAt' }] }, 'use after'],
    [
      { after: [{ var: 'user.signupAt' }, '2026-02-30'] },
      'is 2026-02-30, which is no date: write one such as 2026-03-01',
    ],
    [{ after: [{ var: 'user.signupAt' }, '01.03.2026'] }, 'is 01.03.2026, which is no date'],
    [{ before: [{ var: 'user.signupAt' }, '2026-01-01T10:00'] }, 'has no zone: write 2026-01-01T10:00Z'],
    [{ before: [{ var: 'user.signupAt' }, 2026] }, 'counts milliseconds since 1970, so 2026 is in the seventies'],
    [{ before: [{ var: 'user.signupAt' }, true] }, 'is no date'],
    [{ before: [{ var: 'device.type' }, '2026-01-01'] }, 'is a fact that is never a date'],
    [
      { '>=': [{ var: 'app.version' }, '1.9.0'] },
      'is a version, which this operator does not compare: it compares numbers; write semver: [fact, range]',
    ],
    [{ '>': [{ var: 'user.age' }, 'old'] }, 'is the text old, which this operator does not compare'],
    [{ '>': [{ var: 'user.age' }, true] }, 'is no number'],
    [{ '<': [65, { var: 'user.age' }, 18] }, 'asks for something between 65 and 18, which nothing is'],
    [{ '>=': [18, { var: 'user.age' }, 65] }, 'asks for something between 18 and 65, which nothing is'],
    [{ '==': [plan, ['pro', 'enterprise']] }, 'is a list, which equals nothing: use in to look for one of several'],
    [{ in: [['pro', 'enterprise'], plan] }, 'is a list, and no list is in anything'],
    [{ in: [plan, []] }, 'is empty, so nothing is in it'],
    [{ in: [plan, 7] }, 'must be a list, or a text that holds the fact'],
    [{ in: [plan, [['pro']]] }, 'is no single value, and equals nothing'],
    [{ startsWith: [plan, 7] }, 'must be text'],
    [{ startsWith: [{ var: 'visitor.isNew' }, 'x'] }, 'is a boolean, and this operator is about texts'],
    [{ '==': [type, 'phone'] }, 'is phone, which the fact never is: it is one of desktop, mobile, tablet'],
    [{ in: [type, ['mobile', 'ipad']] }, 'is ipad, which the fact never is'],
    [{ '==': [{ var: 'visitor.isNew' }, 'true'] }, 'is the text true, which the fact never is: it is true or false'],
    [{ '===': [{ var: 'page.query.step' }, 2] }, 'is 2, which the fact never is: it is text'],
    [{ in: [{ var: 'page.query.step' }, [1, 2]] }, 'is 1, which the fact never is: it is text'],
    [{ '===': [{ var: 'device.width' }, '1280'] }, 'is the text 1280, which the fact never is: it is a number'],
    [{ and: [{ '==': [plan, 'pro'] }, { '==': [plan, 'free'] }] }, 'can never hold together with the condition'],
    [{ and: [{ '==': [plan, 'pro'] }, { '!=': [plan, 'pro'] }] }, 'that the same fact is pro'],
    [{ and: [{ in: [plan, ['pro', 'team']] }, { '==': ['free', plan] }] }, 'that the same fact is one of pro, team'],
    [
      { and: [{ '>': [{ var: 'user.age' }, 65] }, { '<': [{ var: 'user.age' }, 18] }] },
      'that the same fact is at least 65',
    ],
    [{ and: [{ '>': [{ var: 'user.age' }, 18] }, { '<=': [{ var: 'user.age' }, 18] }] }, 'can never hold together'],
    [{ and: [{ '>': [{ var: 'user.age' }, 18] }, { and: [{ '==': [{ var: 'user.age' }, 7] }] }] }, 'can never hold'],
    [
      { and: [{ after: [{ var: 'user.at' }, '2026-05-01'] }, { before: [{ var: 'user.at' }, '2026-04-01'] }] },
      'that the same fact is after 2026-05-01',
    ],
    [
      { '==': [{ var: 'page.path' }, 'cart'] },
      'is the text cart, which the fact never is: it is a path, which begins with /',
    ],
    [{ in: [{ var: 'page.path' }, ['/cart', '/pay?step=2']] }, 'is the text /pay?step=2, which the fact never is'],
    [{ startsWith: [{ var: 'page.path' }, 'docs/'] }, 'is the text docs/, which the fact never is'],
    [{ '==': [{ var: 'page.hash' }, 'top'] }, 'it is a hash, which begins with #'],
    [{ '==': [{ var: 'page.url' }, '/cart'] }, 'it is a whole address'],
    [{ in: [{ var: 'page.url' }, '/cart'] }, "looks for the whole fact inside of '/cart'"],
    [{ in: [{ var: 'device.width' }, '320'] }, 'is a number, and no text'],
  ])('%j', (rule, problem) => {
    expect(words(rule)[0]).toMatch(/^e /);
    expect(words(rule)[0]).toContain(problem);
  });
});

describe('a fact that fx does not find out', () => {
  test.each([
    [
      'device.kind',
      'device.kind is not a fact that fx finds out, which are device.type, device.width, device.language',
    ],
    ['device.typ', 'did you mean device.type?'],
    ['page.pathname', 'page.pathname is not a fact'],
    ['page.path.0', 'page.path.0 is not a fact'],
    ['page', 'page is a group of facts: name one of page.url'],
    ['page.query', 'page.query is all of the query: name one part of it'],
    ['page.query.utm.source', 'that has a dot in it cannot be read: use matches on page.search'],
    ['visit.query.utm.source', 'that has a dot in it cannot be read'],
    ['visit.source', 'visit.source is not a fact that fx finds out'],
    ['visitor.new', 'visitor.new is not a fact'],
  ])('%s', (name, problem) => {
    expect(words({ '!!': [{ var: name }] })).toEqual([expect.stringContaining(problem)]);
  });
});

test.each([
  [{ '==': [plan, 'pro'] }],
  [plan],
  [{ '!!': [plan] }],
  [{ and: [{ '==': [plan, 'pro'] }, true] }],
  [{ if: [{ '==': [plan, 'pro'] }, true, { '==': [plan, 'x'] }, true, false] }],
  [{ in: [plan, ['pro', 'enterprise']] }],
  [{ in: ['pro', { var: 'user.tags' }] }],
  [{ in: [plan, 'pro,enterprise'] }],
  [{ in: [{ var: 'user.id' }, [7, '7']] }],
  [{ '<=': [18, { var: 'user.age' }, '65'] }],
  [{ '>': [65, { var: 'user.age' }, 18] }],
  [{ '>': [{ var: 'page.query.step' }, 2] }],
  [{ '==': [{ var: 'page.query.step' }, 2] }],
  [{ '==': [{ var: 'visitor.isNew' }, true] }],
  [{ '==': [{ var: 'page.referrer' }, null] }],
  [{ '==': [{ var: ['device.type', 'x'] }, 'x'] }],
  [{ matches: [{ var: 'visit.query.utm_source' }, '^mail'] }],
  [{ '>=': [{ var: 'visit.pages' }, 3] }],
  [{ '==': [{ var: 'pages.kind' }, 'x'] }],
  [{ or: [{ '==': [plan, 'pro'] }, { '==': [plan, 'free'] }] }],
  [{ after: [{ var: 'user.signupAt' }, '2026-01-01'] }],
  [{ before: ['2026-01-01T00:00:00+01:00', { var: 'page.query.from' }] }],
  [{ and: [{ '>=': [{ var: 'user.age' }, 18] }, { '<=': [{ var: 'user.age' }, 18] }] }],
  [{ and: [{ after: [{ var: 'user.at' }, '2026-04-01'] }, { before: [{ var: 'user.at' }, '2026-05-01'] }] }],
  [{ and: [{ '!=': [plan, 'pro'] }, { '!=': [plan, 'free'] }] }],
  [{ startsWith: [{ var: 'page.referrer' }, 'android-app://'] }],
  [{ startsWith: [{ var: 'page.url' }, 'http'] }],
  [{ '==': [{ var: 'page.hash' }, ''] }],
])('%j may well be meant', (rule) => {
  expect(words(rule)).toEqual([]);
});

test('a number in a list is warned of where the fact may be text', () => {
  expect(words({ in: [{ var: 'user.id' }, [7, 8]] })).toEqual([
    "w in.1 holds 7 only as a number, and in does not find the text '7' there: add '7' in quotes",
  ]);
});

test.each([
  [{ in: [plan, 'pro'] }, "w in looks for the fact inside of the text 'pro': for one of several write a list"],
  [{ startsWith: ['/cart', { var: 'user.start' }] }, "w startsWith asks whether '/cart' startsWith the fact"],
  [{ '==': [plan, 'pro '] }, "w ==.1 is 'pro ', with a blank at its beginning or end"],
  [{ and: [{ '==': [plan, 'pro'] }, false] }, 'w and.1 lets nobody in, whatever else the rule says'],
  [{ or: [{ '==': [plan, 'pro'] }, true] }, 'w or.1 lets everyone in, whatever else the rule says'],
])('%j is doubted', (rule, problem) => {
  expect(words(rule)).toEqual([expect.stringContaining(problem)]);
});

test('what is wrong in form is not judged for its meaning', async () => {
  expect(await problemsOf(withFields('audience: {rule: [{"=": [a, b]}]}'))).toHaveLength(1);
});
