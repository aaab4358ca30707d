/**
 * Checks what YAML makes of a text that means something else: cut, folded, turned into a number, or at the wrong
 * column.
 */

import { describe, expect, test } from 'vitest';
import { compile, NOW, problemsOf, VARIANTS, withFields, withVariant } from './compiling.js';

describe('a text that ends at #', () => {
  const ending = (words: string) =>
    expect.stringMatching(
      new RegExp(
        `^\\d.* ends before #, as # begins a comment: put it in quotes, '${words}', or write a space behind #`,
      ),
    );
  const setting = (value: string): string =>
    withVariant(`domOps:\n  - op: setStyle\n    selector: a\n    name: border\n    value: ${value}`);

  test('is an error where what stands behind it reads on: in selectors, patterns, links and colours', async () => {
    expect(await problemsOf(withVariant('domOps:\n  - op: remove\n    selector: .hero #cta'))).toEqual([
      ending('.hero #cta'),
    ]);
    expect(await problemsOf(withFields('trigger:\n  kind: urlMatch\n  pattern: /docs #install'))).toEqual([
      ending('/docs #install'),
    ]);
    expect(await problemsOf(setting('1px solid #ccc'))).toEqual([ending('1px solid #ccc')]);
    const moved = `id: a\nname: A\ntrigger: {kind: urlMatch, pattern: /old}\n${VARIANTS}    redirect: /new #top\n`;
    expect(await problemsOf(moved)).toEqual([ending('/new #top')]);
  });

  test('is a warning where it may be a remark', async () => {
    const text = 'domOps:\n  - op: replaceText\n    selector: a\n    value: Buy now #or later';
    expect(await problemsOf(withVariant(text))).toEqual([expect.stringMatching(/^\? .*'Buy now #or later'/)]);
    const remark = 'domOps:\n  - op: remove\n    selector: .hero #the one on top';
    expect(await problemsOf(withVariant(remark))).toEqual([expect.stringMatching(/^\? .* ends before #/)]);
  });

  test('is nothing where a space stands behind the sign', async () => {
    expect(await problemsOf(withVariant('domOps:\n  - op: remove\n    selector: .a # cta'))).toEqual([]);
    expect(await problemsOf(setting('1px solid # ccc'))).toEqual([]);
  });

  test('is an error where nothing else is left, and the only one', async () => {
    const op = 'domOps:\n  - op: setStyle\n    selector: a\n    name: color\n    value: #16a34a';
    expect(await problemsOf(withVariant(op))).toEqual([
      expect.stringContaining("domOps[0].value is empty, as # begins a comment: put it in quotes, '#16a34a'"),
    ]);
  });

  test('is none where a comment is written as one, or the field is one word', async () => {
    expect(await problemsOf(withFields('description: Faster # than before\nstatus: running #now'))).toEqual([]);
    expect(await problemsOf(withFields("description: 'a #b'"))).toEqual([]);
  });
});

describe('code in a folded text', () => {
  test('is refused where // swallows what follows', async () => {
    expect(await problemsOf(withFields('sharedJs: >\n  a(); // one\n  b();'))).toEqual([
      '3:11 sharedJs is folded (>), so // makes a comment of all that follows: begin it with | instead',
    ]);
    expect(await problemsOf(withFields('sharedJs: "a(); // one\n  b();"'))).toHaveLength(1);
  });

  test('is right where nothing follows, or the line ends are kept', async () => {
    expect(await problemsOf(withFields('sharedJs: >\n  a();\n  b(); // two'))).toEqual([]);
    expect(await problemsOf(withFields('sharedJs: |\n  a(); // one\n  b();'))).toEqual([]);
    expect(await problemsOf(withFields("sharedJs: >\n  a('https://example.com');\n  b();"))).toEqual([]);
  });
});

describe('a number', () => {
  test.each(['1.10', '0612345678', '12e3', '1.0', '0x10', '+1'])(
    'that prints otherwise than %s is warned of',
    async (written) => {
      const [problem, ...others] = await problemsOf(withFields(`metadata: {v: ${written}}`));
      expect(problem).toBe(
        `? 3:15 metadata.v is the number ${Number(written)}: put ${written} in quotes where the text is meant`,
      );
      expect(others).toEqual([]);
    },
  );

  test('in a payload or a rule is looked at, too', async () => {
    expect(await problemsOf(withVariant('payload: {v: 1.10}'))).toHaveLength(1);
    expect(await problemsOf(withFields("audience: {rule: {in: [{var: user.zip}, [01234, '1234']]}}"))).toHaveLength(1);
  });

  test('in a field that is a number may be written in any way', async () => {
    expect(await problemsOf(withFields('sampleRate: 0.50'))).toEqual([]);
    expect(await problemsOf(withFields('metadata: {a: 1.5, b: -3, c: 0}'))).toEqual([]);
  });
});

describe('an odd blank', () => {
  test('in a selector is named', async () => {
    expect(await problemsOf(withVariant('domOps: [{op: remove, selector: ".a\u00a0.b"}]'))).toEqual([
      expect.stringContaining('domOps[0].selector holds a no-break space (U+00A0), which only looks like a space'),
    ]);
    expect(await problemsOf(withVariant('domOps: [{op: remove, selector: ".a\u200b"}]'))).toEqual([
      expect.stringContaining('an invisible space (U+200B)'),
    ]);
  });

  test('behind a colon or before a key is what is wrong there', async () => {
    expect(await problemsOf(`id: a\nname:\u00a0A\n${VARIANTS}`)).toEqual([
      '2:6 line 2 holds a no-break space (U+00A0), which is no space to YAML: write a space in its place',
    ]);
    expect(await problemsOf(withFields('audience:\n\u00a0\u00a0sampleRate: 0.5'))).toContainEqual(
      expect.stringContaining('holds a no-break space (U+00A0)'),
    );
  });

  test('in text that people read is left alone', async () => {
    expect(await problemsOf(withVariant('domOps: [{op: replaceText, selector: a, value: "5\u00a0€"}]'))).toEqual([]);
  });
});

describe('a broken file', () => {
  const good = [
    ...[
      'id: hero',
      'name: Hero',
      'audience:',
      '  sampleRate: 0.5',
      '  excludeRate: 0.1',
      'variants:',
      '  - key: control',
    ],
    ...[
      '    name: A',
      '  - key: trial',
      '    name: B',
      '    domOps:',
      '      - op: replaceText',
      '        selector: h1',
    ],
    ...['        value: Hi', '      - op: remove', '        selector: .x', 'tags: [a]', ''],
  ];
  const moved = (line: number, by: number): string => {
    const copy = [...good];
    const text = copy[line - 1] ?? '';
    copy[line - 1] = ' '.repeat(text.search(/\S/) + by) + text.trim();
    return copy.join('\n');
  };

  test.each([
    [1, 1, 'line 1 is indented by 1 space: give it 0, so that name in the next line fits'],
    [2, 2, 'line 2 is indented by 2 spaces: give it 0, as id in line 1 has'],
    [4, 1, 'line 4 is indented by 3 spaces: give it 2, so that excludeRate in the next line fits'],
    [5, -1, 'line 5 is indented by 1 space: give it 2, as sampleRate in line 4 has'],
    [5, 2, 'line 5 is indented by 4 spaces: give it 2, as sampleRate in line 4 has'],
    [8, 1, 'line 8 is indented by 5 spaces: give it 4, as key in line 7 has'],
    [8, -1, 'line 8 is indented by 3 spaces: give it 4, as key in line 7 has'],
    [9, 1, 'line 9 is indented by 3 spaces: give it 2, as key in line 7 has'],
    [13, 1, 'line 13 is indented by 9 spaces: give it 8, as op in line 12 has'],
    [14, -2, 'line 14 is indented by 6 spaces: give it 8, as selector in line 13 has'],
    [17, 1, 'line 17 is indented by 1 space: give it 0, as variants in line 6 has'],
  ])('says which line to move: line %i by %i', async (line, by, words) => {
    expect(await problemsOf(moved(line, by))).toEqual([expect.stringContaining(words)]);
  });

  test('gives one problem for one mistake', async () => {
    const lines = Array.from({ length: 20 }, (_, at) => `{"id":"e${at}","type":"conversion"}`).join('\n');
    const { problems } = await compile([{ path: 'events.yaml', text: lines }], { now: NOW });
    expect(problems).toHaveLength(1);
    expect(await problemsOf(withFields('audience:\n\tsampleRate: 1\n\texcludeRate: 0'))).toHaveLength(1);
    expect(await problemsOf(withFields('description: "a\ntags: [b'))).toHaveLength(1);
  });

  test('names the # that ends a list early', async () => {
    const op = 'domOps: [{op: setStyle, selector: a, name: color, value: #ccc}]';
    expect(await problemsOf(withVariant(op))).toEqual([
      expect.stringContaining('line 8 holds #ccc}], and # begins a comment: put the text in quotes'),
    ]);
  });
});
