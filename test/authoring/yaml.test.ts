/** Tests the traps of YAML: each is met with a sentence and a line, or does no harm. */

import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../src/authoring/index.js';
import { compileText, experimentOf, problemsOf, VARIANTS, withFields, withVariant } from './compiling.js';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : part)));

describe('a file that is refused', () => {
  test.each([
    ['nothing', '', '1:1 line 1 holds no experiment: at least id, name and variants are needed'],
    ['comments alone', '# id: a\n', '1:1 line 1 holds no experiment: at least id, name and variants are needed'],
    ['separators alone', '---\n---\n', '1:1 line 1 holds no experiment: at least id, name and variants are needed'],
    [
      'a tab before a key',
      'id: a\nname: A\naudience:\n\trule: true\n',
      '4:1 line 4 is indented with a tab: use spaces',
    ],
    ['a key that stands twice', withFields('name: B'), '3:1 name stands twice in the same place: keep one of them'],
    [
      'a key that stands twice further in',
      withVariant('js: a()\njs: b()'),
      '9:5 variants[].treatment.js stands twice in the same place: keep one of them',
    ],
    ['a quote that never ends', `id: "a\nname: A\n${VARIANTS}`, '1:5 line 1 begins a text with " that is never closed'],
    ['a bracket that never ends', withFields('tags: [a, b'), 'opens a [ that is never closed: write ] at its end'],
    [
      'two keys in one line',
      withFields('description: note: this'),
      '3:14 line 3 has two keys in one line: put a value',
    ],
    [
      'a backslash in double quotes',
      withFields('description: "\\d"'),
      'has a backslash that means nothing in double quotes',
    ],
    [
      'a value that begins with @',
      withFields('description: @team'),
      'begins a value with @, a sign that YAML keeps for itself',
    ],
    ['a value that begins with *', withFields('description: *'), '3:14 '],
    [
      'an anchor that is not there',
      withFields('description: *other'),
      '3:14 description begins with *, so it names the anchor other, which is not set',
    ],
    [
      'an anchor inside itself',
      withFields('metadata: &all\n  again: *all'),
      '4:10 metadata.again begins with *, so it names the anchor all',
    ],
    [
      'a custom tag',
      withFields('description: !secret x'),
      '3:14 line 3 uses a tag (!), which fx does not read: take it out',
    ],
    ['a language tag', withFields('metadata: {f: !!js/function "x"}'), '3:15 line 3 uses a tag (!)'],
    ['a binary', withFields('metadata: {f: !!binary aGk=}'), 'metadata.f uses the tag tag:yaml.org,2002:binary'],
    ['a set', withFields('metadata: {f: !!set {x}}'), 'metadata.f uses the tag tag:yaml.org,2002:set'],
    [
      'a merge key',
      withFields('audience:\n  <<: {sampleRate: 1}'),
      '4:3 audience.<< uses merge keys (<<), which fx does not read',
    ],
    ['an older YAML', `%YAML 1.1\n---\nid: a\nname: A\n${VARIANTS}`, 'line 1 uses another version of YAML'],
    ['an unknown directive', `%FX 1\n---\nid: a\nname: A\n${VARIANTS}`, '1:1 line 1 uses a directive (%)'],
    ['not a number', withFields('sampleRate: .nan'), '3:13 sampleRate must be a number, not .nan'],
    ['infinity', withFields('metadata: {limit: -.INF}'), '3:19 metadata.limit must be a number, not -.INF'],
    [
      'a number out of range',
      withFields('metadata: {limit: 1e400}'),
      '3:19 metadata.limit must be a number, not 1e400',
    ],
    [
      'digits that would be lost',
      withFields('metadata: {order: 12345678901234567890}'),
      'metadata.order must be a smaller number',
    ],
    ['a key that is a list', withFields('metadata:\n  ? [a]\n  : 1'), 'metadata has a key that is not text'],
    ['a key without a name', withFields('metadata:\n  : 1'), 'metadata has a key that is not text'],
    [
      '__proto__',
      withFields('metadata: {__proto__: 1}'),
      'metadata has the key __proto__, which is kept for JavaScript',
    ],
    ['a control character', withFields('description: a\u0007b'), '3:15 line 3 holds a control character'],
    ['a zero byte', withFields('description: a\0b'), '3:15 line 3 holds a control character'],
    ['a list at the top', '- id: a\n', '1:1 line 1 must be an object (key: value)'],
    ['text alone', 'hello\n', '1:1 line 1 must be an object (key: value)'],
  ])('%s', async (_, text, problem) => {
    const problems = await problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect((await compileText(text)).manifest).toBeNull();
  });

  test('bytes that are not UTF-8, at their line', async () => {
    expect(await problemsOf(bytes('id: a\nname: Caf', [0xe9], '\n'))).toEqual([
      '2:10 line 2 is not UTF-8 text: save the file as UTF-8',
    ]);
    expect(await problemsOf(bytes([0xff, 0xfe], 'i', [0], 'd', [0]))).toEqual([
      '1:1 line 1 is not UTF-8 text: save the file as UTF-8',
    ]);
  });

  test('a file of more than 1 MB', async () => {
    const text = `${withFields('')}# ${'x'.repeat(2 ** 20)}\n`;
    expect(await problemsOf(text)).toEqual(['1:1 line 1 begins a file of more than 1 MB: split it into several']);
  });

  test('nesting that would end the process', async () => {
    for (const deep of [
      '['.repeat(300000),
      `a: ${'['.repeat(5000)}${']'.repeat(5000)}`,
      '{'.repeat(5000),
      '? '.repeat(5000),
      '- '.repeat(5000),
      Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ]) {
      const [problem, ...others] = await problemsOf(deep);
      expect(problem).toMatch(/^\d+:\d+ line \d+ nests more than 100 levels deep$/);
      expect(others).toEqual([]);
    }
  });

  test('aliases that stand for a terabyte', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `  l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}1]\n`,
    );
    const problems = await problemsOf(withFields(`metadata:\n  l0: &l0 [x, x, x]\n${levels.join('')}`));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^\d+:\d+ metadata\.l\d.* repeats too much through anchors \(\*\): write less of it$/);
  });
});

describe('a file that does no harm', () => {
  test('a byte order mark, in text and in bytes', async () => {
    expect(await problemsOf(`\uFEFF${withFields('')}`)).toEqual([]);
    expect(await problemsOf(bytes([0xef, 0xbb, 0xbf], withFields('')))).toEqual([]);
    expect(await problemsOf(bytes([0xef, 0xbb, 0xbf], 'ID: a\n'))).toContain(
      '1:1 ID is not a known field; did you mean id?',
    );
  });

  test('line ends of Windows compile to the same bytes', async () => {
    const text = withVariant('js: |\n  one();\n\n  two();\ncss: >\n  a {}\n  b {}\nname: "A\n  B"').replace(
      '    name: Treatment\n',
      '',
    );
    const windows = text.replaceAll('\n', '\r\n');
    expect((await experimentOf(windows)).variants[1]?.js).toBe('one();\n\ntwo();\n');
    expect(await compileText(windows)).toEqual(await compileText(text));
  });

  test('no, on, off, dates and times are text', async () => {
    const { metadata } = await experimentOf(
      withFields('metadata: {a: no, b: on, c: OFF, d: 2026-01-01, e: 12:30:45, f: ~, g: TRUE}'),
    );
    expect(metadata).toEqual({ a: 'no', b: 'on', c: 'OFF', d: '2026-01-01', e: '12:30:45', f: null, g: true });
  });

  test('numbers as YAML 1.2 has them', async () => {
    const { metadata } = await experimentOf(
      withFields('metadata: {a: 1e3, b: 010, c: 0x10, d: 0o10, e: 1_000, f: -0.5, g: +1}'),
    );
    expect(metadata).toEqual({ a: 1000, b: 10, c: 16, d: 8, e: '1_000', f: -0.5, g: 1 });
  });

  test('an anchor stands for a copy', async () => {
    const { variants } = await experimentOf(
      withFields('x-hide: &hide [{op: remove, selector: .hint}]').replace(
        '    name: T',
        '    domOps: *hide\n    name: T',
      ),
    );
    expect(variants[1]?.domOps).toEqual([{ op: 'remove', selector: '.hint' }]);
  });

  test('a fault in a copy is shown where it was written', async () => {
    const text = withFields('x-ops: &ops [{op: remove, selector: "a["}]').replace(
      '    name: T',
      '    domOps: *ops\n    name: T',
    );
    expect((await problemsOf(text))[0]).toMatch(
      /^3:37 variants\[\]\.treatment\.domOps\[0\]\.selector must be a valid CSS selector/,
    );
  });
});

describe('several documents in one file', () => {
  const document = (id: string): string => `id: ${id}\nname: A\n${VARIANTS}`;

  test('each is an experiment of its own', async () => {
    const { manifest, sources } = await compileText(`---\n${document('b')}---\n${document('a')}...\n---\n# nothing\n`);
    expect(manifest?.experiments.map(({ id }) => id)).toEqual(['a', 'b']);
    expect([...sources.values()].map(({ line, index }) => [line, index])).toEqual([
      [10, 1],
      [2, 0],
    ]);
  });

  test('with one id are an error that names the other place', async () => {
    expect(await problemsOf(`${document('a')}---\n${document('a')}`)).toEqual([
      '9:5 id must be unique: the same id a is at experiments/a.yaml:1',
    ]);
  });

  test('a broken one does not hide what is wrong with the others', async () => {
    const problems = await problemsOf(
      `${document('A')}---\nid: "\n---\n${document('b').replace('name: A', 'name: 1')}`,
    );
    expect(problems.length).toBeGreaterThanOrEqual(2);
    expect(problems[0]).toMatch(/^1:5 id must be/);
  });
});

describe('a code frame', () => {
  test('shows the line, its neighbours and the column', () => {
    expect(codeFrame('one\ntwo\nthree\nfour\nfive', 3, 2)).toBe(
      '  1 | one\n  2 | two\n> 3 | three\n    |  ^\n  4 | four\n  5 | five',
    );
  });

  test('keeps long lines short and terminals safe', () => {
    const frame = codeFrame(`a: "${'x'.repeat(5000)}\u001b[31m"`, 1, 5004);
    expect(frame.length).toBeLessThan(300);
    expect(frame).not.toContain('\u001b');
  });

  test('is empty for a line that is not there', () => {
    expect(codeFrame('one', 2, 1)).toBe('');
    expect(codeFrame('one', 0, 1)).toBe('');
  });
});
