/** Checks which regular expressions pass: they compile in every supported browser, and never take long. */

import { beforeAll, describe, expect, test } from 'vitest';
import { createJudge } from '../../src/authoring/redos.js';
import { survey } from '../../src/authoring/regex.js';
import { problemsOf, withFields } from './compiling.js';

describe('a pattern that a supported browser would not compile', () => {
  test.each([
    ['(?<=a)b', 'Safari 15 knows no look-behind, (?<= and (?<!'],
    ['(?<!a)b', 'Safari 15 knows no look-behind, (?<= and (?<!'],
    ['(?i:a)', 'no flags can be set inside it, as (?i: does'],
    ['(?-s:a)', 'no flags can be set inside it, as (?i: does'],
    ['(?<y>a)|(?<y>b)', 'the group y stands twice'],
    ['(', 'unterminated group'],
    ['a)', "unmatched ')'"],
    ['[b-a]', 'range out of order in character class'],
    ['*', 'nothing to repeat'],
    ['a**', 'nothing to repeat'],
    ['\\', '\\ at end of pattern'],
  ])('%s', (source, fault) => {
    expect(survey(source).fault).toBe(fault);
  });

  test.each([
    '[(?<=a)]',
    '\\(?<=a',
    '(?=a)',
    '(?!a)',
    '(?<year>\\d{4})',
    '(?:i:a)',
    '[[]',
    '[]',
    '[^]',
    '\\k',
    '\\p{L}',
  ])('%s is none', (source) => {
    expect(survey(source).fault).toBeUndefined();
  });
});

describe('a pattern that is fast by its form', () => {
  test.each([
    '/cart',
    '^/cart(/|$)',
    '^/products/[^/]+/?$',
    '@(?!example\\.com).*$',
    '^https?://([^/]+\\.)?example\\.com/(?:p|product)/\\d+',
    '^/(en|de|fr)/shop/.*-(\\d+)\\.html$',
    '^a.*|^b',
    '(abc)*$',
    `^/(${Array.from({ length: 300 }, (_, index) => `p${index}`).join('|')})/.*`,
    'a{3}b{2,5}',
    '\\d{1000}',
  ])('%s needs no checker', (source) => {
    expect(survey(source)).toEqual({ fast: true, fuzzy: false, ...(source.includes('(?!') ? { fuzzy: true } : {}) });
  });

  test.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|b)*',
    'a*a*a*',
    '.*a.*b',
    '^.*a.*b.*c',
    '^.*a.*|b.*c',
    '(a*){2,3}',
    '(a{0,100}){0,100}',
    '(.)\\1',
    'a?'.repeat(20),
    '(((){999}){999}){999}',
  ])('%s is left to the checker', (source) => {
    expect(survey(source).fast).toBe(false);
  });
});

describe('the checker', () => {
  // A busy machine gets the time that it needs.
  const judge = createJudge({ fuzzMs: 20_000, automatonMs: 60_000, totalMs: 600_000 });
  beforeAll(async () => {
    // Loading it takes a while.
    await judge('(a+)+$');
  }, 60_000);

  test.each([
    ['(a+)+$', 'exponential'],
    ['(a|a)*$', 'exponential'],
    ['(x+x+)+y', 'exponential'],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'exponential'],
    ['a*a*a*$', 'polynomial (degree 4)'],
    ['(.*)(.*)(.*)(.*)z', 'polynomial (degree 5)'],
  ])('proves that %s is slow, with a text that shows it', async (source, growth) => {
    expect(await judge(source)).toEqual({
      verdict: 'slow',
      proven: true,
      growth,
      attack: expect.stringMatching(/repeat/),
    });
  });

  test.each([
    '\\s+$',
    '(a|b)*$',
    '^[\\w.+-]+@[\\w-]+\\.[\\w.-]+$',
    '/p/[0-9]+(-[a-z]+)*$',
    '([a-z]+)-([a-z]+)-([a-z]+)',
  ])('lets %s pass: nothing worse than quadratic', async (source) => {
    expect(await judge(source)).toEqual({ verdict: 'fast' });
  });

  test('only warns of what it found by trying', async () => {
    expect(await judge('(?!(a|a)*$)x')).toMatchObject({ verdict: 'slow', proven: false });
  });

  test('gives up on a look-around or a back-reference when its time is over', async () => {
    const start = performance.now();
    expect(await createJudge({ fuzzMs: 1 })('^(?=(\\w+)-)(?:\\1|x+)+(?!\\1y)z*$')).toEqual({ verdict: 'fast' });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('does not let pass what it had no time for', async () => {
    const hurried = createJudge({ totalMs: 0 });
    expect(await hurried('(a+)+$')).toEqual({ verdict: 'late' });
    expect(await hurried('^/cart')).toEqual({ verdict: 'fast' });
  });

  test('is asked once about a pattern', async () => {
    expect(judge('(a+)+$')).toBe(judge('(a+)+$'));
  });

  test('makes an error of what it proves, in triggers and in rules', async () => {
    const trigger = await problemsOf(withFields("trigger: {kind: urlMatch, regex: true, pattern: '^/(a+)+$'}"));
    expect(trigger).toHaveLength(1);
    expect(trigger[0]).toMatch(
      /^3:49 trigger\.pattern can take exponential time, for example on .*repeat.*: make it simpler$/,
    );
    const rule = await problemsOf(withFields("audience:\n  rule: {matches: [{var: page.path}, '(x+x+)+y']}"));
    expect(rule).toHaveLength(1);
    expect(rule[0]).toMatch(/^4:38 audience\.rule\.matches\[1\] can take exponential time/);
  });
});
