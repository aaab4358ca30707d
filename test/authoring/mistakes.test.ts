/** Tests mistakes that people make in YAML: each is named once, at its line, with what to write in its place. */

import { describe, expect, test } from 'vitest';
import { problemsOf, VARIANTS, withFields, withVariant } from './compiling.js';

const weights = (first: string, second: string): string =>
  `id: a\nname: A\nvariants:\n  - {key: c, name: C, weight: ${first}}\n  - {key: t, name: T, weight: ${second}}\n`;

describe('a mistake is named once, with what to write', () => {
  test.each([
    ['a share in words', withFields('sampleRate: half'), '3:13 sampleRate must be a number: write a share from 0 to 1'],
    ['a share as a fraction', withFields('sampleRate: 1/4'), '3:13 sampleRate must be a number: write 0.25'],
    ['a share of 1.5', withFields('sampleRate: 1.5'), '3:13 sampleRate must be <= 1: write 0.015 for 1.5%'],
    ['a share with a comma', withFields('holdback: 0,1'), '3:11 holdback must be a number: write 0.1'],
    ['weights as proportions', weights('1', '3'), 'so write 2500, 7500'],
    ['weights as per mille', weights('500', '500'), 'so write 5000, 5000'],
    ['a day', withFields('startAt: 2026-01-05'), 'write 2026-01-05T00:00:00Z, or the zone that is meant'],
    ['a time without a zone', withFields('endAt: 2026-01-05 10:00'), 'write 2026-01-05T10:00Z, or the zone'],
    ['a zone without a colon', withFields('startAt: 2025-01-05T10:00:00+0100'), 'write 2025-01-05T10:00:00+01:00'],
    ['a day with dots', withFields('startAt: 31.12.2026'), 'write 2026-12-31T00:00:00Z, or the zone that is meant'],
    ['a day with dots, and a time', withFields('startAt: 1.2.2026 9:30'), 'write 2026-02-01T09:30:00Z, or the zone'],
    ['a day with the month first', withFields('endAt: 12/31/2026'), 'write 2026-12-31T00:00:00Z, or the zone'],
    ['a day that may be two', withFields('endAt: 3/4/2026'), 'write 2026-03-04T00:00:00Z or 2026-04-03T00:00:00Z'],
    ['a day that is none in any order', withFields('endAt: 31/31/2026'), 'such as 2026-03-01T09:00:00+01:00'],
    ['a day that is none', withFields('startAt: 2026-02-30T10:00:00Z'), 'there is no day 2026-02-30'],
    [
      'a rule beside audience',
      withFields('audience:\nrule: {var: user.pro}'),
      'rule belongs to audience: indent it by 2',
    ],
    [
      'a kind beside trigger',
      withFields('trigger:\nkind: auto'),
      '4:1 kind belongs to trigger: indent it by 2 spaces more',
    ],
    [
      'an op in several items',
      withVariant('domOps:\n  - op: remove\n  - selector: h1\n  - all: true'),
      'belongs to the item before it',
    ],
    [
      'a variant in two items',
      'id: a\nname: A\nvariants:\n  - key: c\n  - name: C\n  - key: t\n  - name: T\n',
      'belongs to the item before it',
    ],
    [
      'a name that slipped out of its item',
      'id: a\nname: A\nvariants:\n- key: c\n  name: C\n- key: t\nname: T\n',
      '7:1 name stands twice',
    ],
    ['code at the column of its key', withVariant('js: |\nalert(1)'), '9:5 line 9 belongs to js: indent it'],
    [
      'code on lines without |',
      withVariant('js:\n  alert(1)\n  alert(2)'),
      'begin it with | and indent the lines below',
    ],
    ['a dash of a word processor', VARIANTS.replaceAll('- key', '\u2013 key'), 'which is no - to YAML: write -'],
    ['quotes of a word processor', withVariant('domOps: [{op: remove, selector: \u201c.a\u201d}]'), "write '.a'"],
    ['a colour in a list', withFields('tags: [#a, b]'), 'holds #a,, and # begins a comment: put the text in quotes'],
    [
      'a selector that is a list',
      withVariant('domOps:\n  - op: remove\n    selector: [data-x]'),
      '[ begins a value of its own',
    ],
    [
      'a selector that begins with >',
      withVariant('domOps:\n  - op: remove\n    selector: > a'),
      'begins a value with >, a sign',
    ],
    ['a quote inside of quotes', withFields("description: 'Don't'"), 'has a quote inside of quotes: write it twice'],
    [
      'an invisible sign in a key',
      VARIANTS.replace('key: treatment', 'key: t\u200b'),
      'holds an invisible space (U+200B)',
    ],
    [
      'a fact that is compared with itself',
      rule('"==": [{var: user.plan}, {var: user.plan}]'),
      'compares a fact with itself',
    ],
    [
      'an expression as text',
      withFields('audience: {rule: user.plan == pro}'),
      "write { '==': [{ var: user.plan }, pro] }",
    ],
    ['a fact as an operator', rule('user.plan: pro'), "is not an operator: write { '==': [{ var: user.plan }, pro] }"],
    ['two facts in one name', rule('"!!": [{var: "user.plan, user.age"}]'), 'is no name of a fact'],
    ['no as a whole rule', withFields('audience: {rule: no}'), 'write false, without quotes'],
    [
      'two fields beside trigger',
      withFields('trigger:\nkind: urlMatch\npattern: /cart'),
      'as pattern below it: indent each',
    ],
    [
      'conditions beside rule',
      withFields('audience:\n  rule:\n  "==": [{var: user.plan}, pro]'),
      'belongs to rule: indent it',
    ],
    [
      'variants without dashes',
      'id: a\nname: A\nvariants:\n  key: c\n  name: C\n  key: t\n  name: T\n',
      'variants must be a list (lines that begin with -): write - key: control',
    ],
    [
      'an odd blank before a key',
      VARIANTS.replace('    name: T', '\u00a0   name: T'),
      'holds a no-break space (U+00A0)',
    ],
    [
      'a selector that is cut off so that the rest is none',
      withVariant('domOps:\n  - op: remove\n    selector: .a, #b'),
      "10:19 variants[].treatment.domOps[0].selector ends before #, as # begins a comment: put it in quotes, '.a, #b'",
    ],
    [
      'a bracket that is never closed',
      withVariant('domOps: [{op: remove, selector: h1}'),
      '8:13 line 8 opens a [ that is never closed: write ] at its end',
    ],
    ['a brace that is never closed', `${withVariant('payload: {a: b')}metrics: []\n`, 'opens a { that is never closed'],
    [
      'a conflict of two branches',
      withFields('<<<<<<< HEAD\nstatus: draft\n=======\nstatus: running\n>>>>>>> other'),
      '3:1 line 3 is a mark of git: two branches changed the lines below',
    ],
    [
      'a placeholder of a template',
      withFields('description: {{ words }}'),
      'begins with { and {, which are brackets to YAML',
    ],
    ['a name that begins with &', withFields('description: &Co KG'), 'begins with &Co, which YAML takes off'],
    ['nothing but an anchor', withFields('description: &Co'), 'begins with &Co, which YAML takes off'],
    ['a file of another program', 'name: CI\non: push\njobs:\n  build:\n    steps: []\n', 'holds no experiment'],
    [
      'one of two that are both left out',
      rule('or: [{"!=": [{var: a.b}, x]}, {"!=": [{var: a.b}, y]}]'),
      'is true for everyone',
    ],
    [
      'two of three that are both left out, behind another fact',
      rule('or: [{"!=": [{var: a.b}, x]}, {"!=": [{var: a.c}, y]}, {"!=": [{var: a.c}, z]}]'),
      'is true for everyone, as every value is not y or not z',
    ],
    ['a width below nothing', rule('"<": [{var: device.width}, 0]'), 'asks for less than 0, which the fact never is'],
    ['fewer pages than one', rule('"<": [{var: visit.pages}, 1]'), 'asks for less than 1, which the fact never is'],
  ])('%s', async (_, text, words) => {
    const problems = await problemsOf(text.startsWith('variants') ? `id: a\nname: A\n${text}` : text);
    expect(problems).toEqual([expect.stringContaining(words)]);
    expect(problems[0]).not.toMatch(/^\?/);
  });
});

describe('what may be meant is warned of', () => {
  test.each([
    ['yes in a payload', withVariant('payload: {isOn: yes}'), 'payload.isOn is the text yes, and not true'],
    ['no in a rule', rule('"==": [{var: user.news}, no]'), 'is the text no, and not false'],
    ['a comma in a number', withVariant('payload: {price: 1,50}'), 'payload.50 has no value, as a comma ends an entry'],
    [
      'a class with an odd blank',
      withVariant('domOps: [{op: addClass, selector: a, value: "x\\u00a0y"}]'),
      'no-break space',
    ],
    ['an event with an odd blank', withFields("trigger: {kind: event, name: 'x\u200b'}"), 'holds an invisible space'],
    [
      'a pattern with an odd blank at its end',
      withFields("trigger: {kind: urlMatch, pattern: '/a\u00a0'}"),
      'no-break space',
    ],
    ['an event with a line end that nobody sees', withFields("trigger: {kind: event, name: 'x\u2028y'}"), 'U+2028'],
    [
      'a mark of direction in a selector',
      withVariant('domOps: [{op: remove, selector: ".a\u200e"}]'),
      'an invisible sign (U+200E)',
    ],
    ['a number in a list of texts', rule('in: [{var: user.zip}, [01234]]'), 'put 01234 in quotes'],
    ['a star in a path', rule('"==": [{var: page.path}, "/blog/*"]'), "write glob: [{ var: page.path }, '/blog/**']"],
    [
      'a path that should begin with a star',
      rule('startsWith: [{var: page.path}, "/blog/*"]'),
      'where * stands for itself',
    ],
    [
      'a star in a landing page',
      rule('"==": [{var: visit.landing}, "/sale/*"]'),
      "write glob: [{ var: visit.landing }, '/sale/**']",
    ],
    [
      'a star in the beginning of a landing page',
      rule('startsWith: [{var: visit.landing}, "/sale/*"]'),
      "write glob: [{ var: visit.landing }, '/sale/**']",
    ],
    [
      'a star in a list of landing pages',
      rule('in: [{var: visit.landing}, ["/sale/*"]]'),
      "write glob: [{ var: visit.landing }, '/sale/**']",
    ],
    ['a hash in a path', rule('matches: [{var: page.path}, "#reviews"]'), 'a path ends before both: read page.url'],
    ['a hash in a landing page', rule('matches: [{var: visit.landing}, "#x"]'), /a path ends before both$/],
    [
      'a glob as a regular expression',
      rule('matches: [{var: page.path}, "/cart/*"]'),
      'ends in /*, which repeats the slash',
    ],
    ['typographic quotes around a text', withFields('description: \u201cNew\u201d'), 'stands in typographic quotes'],
  ])('%s', async (_, text, words) => {
    expect(await problemsOf(text)).toEqual([
      words instanceof RegExp ? expect.stringMatching(words) : expect.stringContaining(words),
    ]);
    expect((await problemsOf(text))[0]).toMatch(/^\?/);
  });

  test.each([
    ['an anchor that an alias names', withFields('description: &words Hello\nhypothesis: *words')],
    [
      'two facts of which one is left out each',
      rule('or: [{"!=": [{var: page.path}, /x]}, {"!=": [{var: page.url}, "https://y"]}]'),
    ],
    ['a pattern that leaves out a sign', rule('matches: [{var: page.path}, "^/[^#?]+$"]')],
    ['yes in quotes', withVariant("payload: {isOn: 'yes'}")],
    ['the language no in quotes', rule('"==": [{var: user.language}, "no"]')],
    [
      'a quotation inside of a text',
      withVariant('domOps: [{op: replaceText, selector: a, value: Say \u201chello\u201d to it}]'),
    ],
    ['null that is written', withVariant('payload: {price: null, other: ~}')],
    ['code on several lines that ends each with a semicolon', withVariant('js:\n  alert(1);\n  alert(2);')],
  ])('but not %s', async (_, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });
});

function rule(text: string): string {
  return withFields(`audience:\n  rule: {${text}}`);
}
