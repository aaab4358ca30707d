/** Tests warnings: what is allowed but seldom meant. None of them keeps the manifest from being made. */

import { describe, expect, test } from 'vitest';
import { compile, compileText, NOW, problemsOf, VARIANTS, withFields, withVariant } from './compiling.js';

const variants = (first: string, second: string): string =>
  `id: a\nname: A\nvariants:\n  - {key: a, name: A${first}}\n  - {key: b, name: B${second}}\n`;

describe('a warning', () => {
  test.each([
    [
      'a substring that may match anywhere',
      withFields('trigger: {kind: urlMatch, pattern: cart}'),
      '? 3:36 trigger.pattern matches cart anywhere, also inside words: begin it with /',
    ],
    [
      'the same inside a group',
      withFields('trigger: {kind: any, of: [{kind: urlMatch, pattern: cart, on: path}]}'),
      '? 3:53 trigger.of[0].pattern matches cart anywhere',
    ],
    [
      'a pattern between delimiters',
      withFields("trigger: {kind: urlMatch, pattern: '/^\\/cart$/i', regex: true}"),
      '? 3:36 trigger.pattern is held between delimiters and has flags, which are part of the pattern here: write ^\\/cart$',
    ],
    [
      'the same without flags',
      withFields("trigger: {kind: urlMatch, pattern: '/^cart/', regex: true}"),
      '? 3:36 trigger.pattern is held between delimiters, which are part of the pattern here: write ^cart',
    ],
    [
      'an anchor that no address can meet',
      withFields("trigger: {kind: urlMatch, pattern: '(en|de)/^cart', regex: true}"),
      '? 3:36 trigger.pattern can match nothing, as ^ is the beginning of the text and stands behind /',
    ],
    [
      'flags in a rule',
      withFields('audience: {rule: {matches: [{var: user.email}, "/@example[.]com$/i"]}}'),
      '? 3:48 audience.rule.matches[1] is held between delimiters and has flags',
    ],
    [
      'a star that is no regular expression',
      withFields('trigger: {kind: urlMatch, pattern: /products/*}'),
      '? 3:36 trigger.pattern holds *, which stands for itself in a part of the address: add regex: true',
    ],
    [
      'an anchor that is no regular expression',
      withFields('trigger: {kind: urlMatch, pattern: ^/cart$}'),
      '? 3:36 trigger.pattern holds ^, which stands for itself in a part of the address: add regex: true',
    ],
    [
      'an attribute that visitors change',
      withVariant('domOps: [{op: setAttr, selector: details, name: open, value: ""}]'),
      '? 8:14 variants[].treatment.domOps[0] sets open, which visitors change by using the page: add keep: once, or',
    ],
    [
      'a class that visitors change',
      withVariant('domOps: [{op: removeClass, selector: .menu, value: is-open}]'),
      '? 8:14 variants[].treatment.domOps[0] sets is-open, which visitors change by using the page',
    ],
    [
      'waiting for :has(',
      withFields("trigger: {kind: waitForSelector, selector: 'a:has(b)'}"),
      '? 3:44 trigger.selector uses :has(, which is slow to wait for',
    ],
    [
      'an op that waits for :has(',
      withVariant("domOps: [{op: remove, selector: 'a:has(b)'}]"),
      '? 8:37 variants[].treatment.domOps[0].selector uses :has(',
    ],
    [
      'unequal rates',
      variants('', ', recipeSampleRate: 0.2'),
      '? 4:3 variants have unlike recipeSampleRate, so exposures are unequal by design: expect a 83.3%, b 16.7%',
    ],
    [
      'unequal rates with weights',
      variants(', weight: 2000', ', weight: 8000, recipeSampleRate: 0.5'),
      'expect a 33.3%, b 66.7%',
    ],
    [
      'expose in one variant only',
      variants('', ', js: \'fx.expose("a")\''),
      '? 5:27 variants[].b.js calls expose, but not in a: the arms would count differently',
    ],
    [
      'a script element in HTML',
      withVariant("domOps: [{op: replaceHTML, selector: a, value: '<b></b><SCRIPT>x</SCRIPT>'}]"),
      '? 8:52 variants[].treatment.domOps[0].value holds <script, which browsers do not run',
    ],
    [
      'an end in the past',
      withFields('endAt: 2025-12-31T00:00:00Z'),
      '? 3:8 endAt has passed: nobody is in this experiment any more',
    ],
    ['an end just now', withFields('endAt: 2026-01-01T00:00:00Z'), '? 3:8 endAt has passed'],
    [
      'a negated fact',
      withFields("audience: {rule: {'!=': [{var: user.tier}, pro]}}"),
      "? 3:25 audience.rule.!= uses != on user.tier, which holds where the fact is missing too: add { '!!': [{ var: 'user.tier' }] }",
    ],
  ])('of %s', async (_, text, warning) => {
    const problems = await problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(warning);
    expect((await compileText(text)).manifest?.experiments).toHaveLength(1);
  });

  test.each([
    ['a path', withFields('trigger: {kind: urlMatch, pattern: /cart}')],
    [
      'a query or a hash',
      withFields('trigger: {kind: any, of: [{kind: urlMatch, pattern: "?a=b"}, {kind: urlMatch, pattern: "#top"}]}'),
    ],
    ['a whole address', withFields('trigger: {kind: urlMatch, pattern: "https://example.com/"}')],
    ['a part of the whole address', withFields('trigger: {kind: urlMatch, pattern: example, on: url}')],
    ['a regular expression', withFields('trigger: {kind: urlMatch, pattern: cart, regex: true}')],
    ['a regular expression with slashes', withFields("trigger: {kind: urlMatch, pattern: '/en/us', regex: true}")],
    [
      'anchors at the ends of alternatives',
      withFields("trigger: {kind: urlMatch, pattern: '^/$|^/(?:a$|b/?$)|[$^]|x\\$y|(?:^|/)z(?=$|/)', regex: true}"),
    ],
    [
      'an op that says what it keeps',
      withVariant('domOps: [{op: setAttr, selector: details, name: open, value: "", keep: render}]'),
    ],
    ['classes of no state', withVariant('domOps: [{op: addClass, selector: a, value: reactive showcase}]')],
    [':has( that is looked for once', withVariant("domOps: [{op: remove, selector: 'a:has(b)', waitForMs: 0}]")],
    ['equal rates', variants(', recipeSampleRate: 0.5', ', recipeSampleRate: 0.5')],
    ['rates of which one says the default', variants('', ', recipeSampleRate: 1')],
    ['expose in every variant', variants(', js: \'fx.expose("a")\'', ', js: \'window.fx?.expose?.("a")\'')],
    ['a word that contains expose', variants('', ', js: overexpose()')],
    ['an end to come', withFields('endAt: 2026-01-01T00:00:01Z')],
    ['the end of an archived experiment', withFields('status: archived\nendAt: 2020-01-01T00:00:00Z')],
  ])('is not given for %s', async (_, text) => {
    expect(await problemsOf(text)).toEqual([]);
  });
});

describe('experiments with one salt', () => {
  const file = (id: string, more: string): { path: string; text: string } => ({
    path: `${id}.yaml`,
    text: `id: ${id}\nname: A\n${more}${VARIANTS}`,
  });
  const messages = async (...files: { path: string; text: string }[]): Promise<string[]> =>
    (await compile(files, { now: NOW })).problems.map(({ file: path, line, message }) => `${path}:${line} ${message}`);

  test('are warned of while both run', async () => {
    expect(await messages(file('a', 'salt: s\n'), file('b', 'salt: s\n'))).toEqual([
      'b.yaml:3 s is used by a.yaml:3 too: both split visitors in the same way',
    ]);
    expect(await messages(file('a', ''), file('b', 'salt: a\n'))).toEqual([
      'b.yaml:3 a is used by a.yaml:1 too: both split visitors in the same way',
    ]);
  });

  test('are not where one of them does not run', async () => {
    expect(await messages(file('a', 'salt: s\n'), file('b', 'salt: s\nstatus: paused\n'))).toEqual([]);
    expect(await messages(file('a', 'salt: s\nstatus: draft\n'), file('b', 'salt: s\n'))).toEqual([]);
  });
});

describe('experiments that change one element', () => {
  const file = (id: string, op: string, more = ''): { path: string; text: string } => ({
    path: `${id}.yaml`,
    text: `id: ${id}\nname: A\n${more}${VARIANTS}    domOps: [${op}]\n`,
  });
  const messages = async (...files: { path: string; text: string }[]): Promise<string[]> =>
    (await compile(files, { now: NOW })).problems.map(({ file: path, line, message }) => `${path}:${line} ${message}`);
  const text = '{op: replaceText, selector: h1, value: x}';
  const at = (pattern: string): string => `trigger: {kind: urlMatch, pattern: ${pattern}}\n`;

  test('are warned of while both run', async () => {
    expect(await messages(file('a', text), file('b', '{op: remove, selector: " h1"}'))).toEqual([
      'b.yaml:8 changes the content of h1, as the running experiment at a.yaml:1 does: so that no visitor gets both, write layer: { name: a, from: 0, to: 0.5 } there and layer: { name: a, from: 0.5, to: 1 } here, as a line below name:',
    ]);
    const style = '{op: setStyle, selector: .cta, name: color, value: red}';
    expect(await messages(file('a', style), file('b', style))).toEqual([
      expect.stringContaining('changes the style color of .cta'),
    ]);
    expect(await messages(file('a', text, at('/cart')), file('b', text, at('/cart/2')))).toHaveLength(1);
  });

  test('share one layer out between them where they are three, and what is written is no error', async () => {
    const files = [file('a', text), file('b', text), file('c', text)];
    const lines = (await messages(...files)).map((one) => [...one.matchAll(/layer: \{.*?\}/g)].map(String));
    const [first, second, third] = ['from: 0, to: 0.3333', 'from: 0.3333, to: 0.6667', 'from: 0.6667, to: 1'].map(
      (slice) => `layer: { name: a, ${slice} }`,
    );
    expect(lines).toEqual([
      [first, second],
      [first, third],
    ]);
    const written = ['a', 'b', 'c'].map((id, at) => file(id, text, `${[first, second, third][at]}\n`));
    expect(await messages(...written)).toEqual([]);
  });

  test('are shown at the selector, with a free slice of the layer that the other has', async () => {
    const layer = 'layer: {name: hero, from: 0, to: 0.3}\n';
    const files = [
      file('a', text, layer),
      { path: 'b.yaml', text: withVariant(`domOps:\n  - op: remove\n    selector: h1`).replace('id: a', 'id: b') },
    ];
    const [problem, ...others] = (await compile(files, { now: NOW })).problems;
    expect(others).toEqual([]);
    const { line = 0, column = 0, message = '' } = problem ?? {};
    expect(files[1]?.text.split('\n')[line - 1]?.slice(column - 1)).toMatch(/^h1/);
    expect(message).toMatch(/write layer: \{ name: hero, from: 0\.3, to: 1 \} here, as a line below name:$/);
  });

  test('are not where they cannot meet, or change other things', async () => {
    expect(await messages(file('a', text), file('b', text, 'status: paused\n'))).toEqual([]);
    expect(await messages(file('a', text, at('/cart')), file('b', text, at('/pricing')))).toEqual([]);
    expect(await messages(file('a', text), file('b', '{op: addClass, selector: h1, value: big}'))).toEqual([]);
    const slice = (from: number): string => `layer: {name: l, from: ${from}, to: ${from + 0.5}}\n`;
    expect(await messages(file('a', text, slice(0)), file('b', text, slice(0.5)))).toEqual([]);
  });
});
