/** Tests JavaScript and CSS in a file: a fault is an error at its line of the YAML. */

import { describe, expect, test } from 'vitest';
import { problemsOf, withFields, withVariant } from './compiling.js';

describe('JavaScript is refused', () => {
  test.each([
    [
      'in a literal block',
      withVariant('js: |\n  one();\n  two(;\n  three();'),
      '10:11 variants[].treatment.js must be valid JavaScript: Unexpected ";"',
    ],
    [
      'in a block that keeps its last lines',
      withVariant('js: |+\n  one(\n\n'),
      '9:11 variants[].treatment.js must be valid JavaScript: it ends too early',
    ],
    ['in a block with spaces of its own', withVariant('js: |2\n    one();\n   two(;'), '10:12 variants[].treatment.js'],
    [
      'in one line',
      withVariant('js: one() two()'),
      '8:15 variants[].treatment.js must be valid JavaScript: Expected ";" but found "two"',
    ],
    ['in quotes', withVariant("js: 'one() two()'"), '8:16 variants[].treatment.js'],
    ['in a folded block, at its head', withVariant('js: >\n  one();\n  two(;'), '8:9 variants[].treatment.js'],
    ['after letters that take two units', withVariant('js: |\n  "日本🎉" two'), '9:14 variants[].treatment.js'],
    [
      'with Windows line ends',
      withVariant('js: |\n  one();\n  two(;').replaceAll('\n', '\r\n'),
      '10:11 variants[].treatment.js',
    ],
    [
      'in sharedJs',
      withFields('sharedJs: |\n  if ('),
      '4:7 sharedJs must be valid JavaScript: it ends too early: a bracket or a quote is not closed',
    ],
    [
      'in a trigger',
      withFields('trigger:\n  kind: script\n  js: |\n    activate('),
      '6:14 trigger.js must be valid JavaScript',
    ],
    [
      'where it breaks out of its function',
      withVariant("js: '}); evil(); (function(){'"),
      'js must be valid JavaScript: Unexpected "}"',
    ],
    ['where it breaks out over lines', withVariant('js: |\n  }\n  evil();\n  {'), 'js must be valid JavaScript: '],
    [
      'where it awaits',
      withVariant('js: await go()'),
      '8:9 variants[].treatment.js must be valid JavaScript: await needs an async function',
    ],
    ['where it imports', withVariant("js: import a from 'a'"), 'js must be valid JavaScript: '],
    ['where it exports', withVariant('js: export const a = 1'), 'js must be valid JavaScript: '],
    [
      'for a regular expression',
      withVariant('js: |\n  one();\n  two(/(/);'),
      '10:11 variants[].treatment.js must be valid JavaScript: Invalid regular',
    ],
    ['for a name that stands twice', withVariant('js: let a; let a'), 'js must be valid JavaScript: '],
    ['where </script is no text', withVariant('js: a</script/.test(b)'), 'js must be valid JavaScript: '],
  ])('%s', async (_, text, problem) => {
    const problems = await problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  test('once for each variant', async () => {
    const text = `id: a\nname: A\nvariants:\n  - {key: a, name: A, js: 'x('}\n  - {key: b, name: B, js: 'x('}\n`;
    expect((await problemsOf(text)).map((words) => words.split(' ')[1])).toEqual([
      'variants[].a.js',
      'variants[].b.js',
    ]);
  });
});

describe('JavaScript passes', () => {
  test.each([
    ['return', 'return () => undo()'],
    ['sloppy mode', 'with (experiment) { undo = 010 }'],
    ['a comment at the end', 'go() // done'],
    ['new.target and arguments', 'return [new.target, arguments]'],
    ['await as a name', 'var await = go()'],
    ['an import that is a call', "import('/a.js')"],
    ['a script element as text', "box.append('<script></script>')"],
    ['a comment of HTML as text', 'a.innerHTML = `<!-- x -->`'],
    ['what Safari 15 knows', 'a ??= b?.c ?? 1n; class D { #e = 1 }'],
  ])('with %s', async (_, js) => {
    expect(await problemsOf(withVariant(`js: |\n  ${js}`))).toEqual([]);
  });
});

describe('CSS is refused', () => {
  test.each([
    [
      'without its last brace',
      withVariant('css: |\n  a { color: red;\n  b { color: blue }'),
      '10:24 variants[].treatment.css must be valid CSS: it ends too early',
    ],
    [
      'with a brace too many',
      withVariant('css: a{}}'),
      '8:13 variants[].treatment.css must be valid CSS: Unexpected "}"',
    ],
    [
      'with a misspelt property',
      withFields('sharedCss: |\n  a {\n    colr: red }'),
      '5:5 sharedCss sets colr, which is no property of CSS; did you mean color?',
    ],
    [
      'with a comment of JavaScript',
      withVariant('css: |\n  a {} // b\n  c {}'),
      'variants[].treatment.css must be valid CSS: Comments in CSS',
    ],
    [
      'in an op',
      withVariant('domOps:\n  - op: injectCSS\n    value: |\n      a {\n        color red }'),
      'variants[].treatment.domOps[0].value must be valid CSS',
    ],
    [
      'with @import',
      withVariant('css: |\n  /* @import "a" */\n  a::after { content: "@import" }\n  @IMPORT url(a.css);'),
      '11:7 variants[].treatment.css must be valid CSS: @import is dropped by browsers here: add a link element with injectHTML instead',
    ],
  ])('%s', async (_, text, problem) => {
    const problems = await problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  test('but not for what is new', async () => {
    expect(
      await problemsOf(
        withVariant(
          'css: |\n  a { --x: 1; &:hover { color: red } }\n  @container (width > 1px) { b { inset: 0 } }\n  @layer c;',
        ),
      ),
    ).toEqual([]);
  });
});
