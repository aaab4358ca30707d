/** JavaScript and CSS in a file: a fault is an error at its line of the YAML. */

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
      '8:9 variants[].treatment.js must be valid JavaScript: "await" can only be used',
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
    ['a script element as text', "document.write('<script></script>')"],
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

describe('setAttr is refused', () => {
  const attempt = (name: string, value: string): Promise<string[]> =>
    problemsOf(
      withVariant(
        `domOps: [{op: setAttr, selector: a, name: ${JSON.stringify(name)}, value: ${JSON.stringify(value)}}]`,
      ),
    );

  test.each([
    ['onclick', 'x()', 'sets onclick, which would be code in an attribute: use js'],
    ['OnClick', '', 'sets OnClick, which would be code in an attribute: use js'],
    ['style', 'color: red', 'sets style as a whole: use setStyle, one op to a property'],
    ['SRCDOC', '', 'sets SRCDOC, which would be a page of its own: use js'],
    ['data title', 'x', 'sets "data title", which is no name of an attribute'],
    ['1x', 'x', 'sets "1x", which is no name of an attribute'],
    [
      'href',
      'javascript:alert(1)',
      'sets href to an address with javascript:, where only http(s), mailto, tel and relative ones may stand',
    ],
    ['href', ' \u00a0javascript:x'.replace('\u00a0', ''), 'sets href to an address with javascript:'],
    ['HREF', 'JavaScript:x', 'sets HREF to an address with javascript:'],
    ['href', 'java\nscript:x', 'sets href to an address with javascript:'],
    ['href', 'java\tscript\r:x', 'sets href to an address with javascript:'],
    ['href', '\u0001\u001f javascript:x', 'sets href to an address with javascript:'],
    ['xlink:href', 'vbscript:x', 'sets xlink:href to an address with vbscript:'],
    ['href', 'data:image/png;base64,AA', 'sets href to an address with data:'],
    ['src', 'data:text/html,x', 'sets src to an address with data:'],
    ['action', 'blob:x', 'sets action to an address with blob:'],
    ['formaction', 'ftp://x', 'sets formaction to an address with ftp:'],
    ['poster', 'file:///x', 'sets poster to an address with file:'],
    ['data', 'data:image/svg+xml,x', 'sets data to an address with data:'],
    ['srcset', '/a.png 1x, javascript:x 2x', 'sets srcset to an address with javascript:'],
  ])('for %j = %j', async (name, value, problem) => {
    const problems = await attempt(name, value);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`8:14 variants[].treatment.domOps[0] ${problem}`);
  });

  test.each([
    ['href', 'https://example.com/a:b'],
    ['href', '//example.com'],
    ['href', '/a?b=javascript:c'],
    ['href', 'a/javascript:x'],
    ['href', '#javascript:x'],
    ['href', 'MAILTO:a@example.com'],
    ['href', 'tel:+49123'],
    ['href', ''],
    ['src', ' data:image/png;base64,AA'],
    ['srcset', '/a.png 1x, https://example.com/b.png 2x'],
    ['aria-label', 'javascript:x'],
    ['data-x', 'javascript:x'],
    ['title', ''],
  ])('not for %j = %j', async (name, value) => {
    expect(await attempt(name, value)).toEqual([]);
  });
});

describe('setStyle is refused', () => {
  const attempt = (name: string, value: string): Promise<string[]> =>
    problemsOf(
      withVariant(
        `domOps: [{op: setStyle, selector: a, name: ${JSON.stringify(name)}, value: ${JSON.stringify(value)}}]`,
      ),
    );

  test.each([
    ['backgroundColor', 'red', 'sets backgroundColor, which browsers do not know by that name: write background-color'],
    ['color red', 'red', 'sets "color red", which is no CSS property'],
    ['color:', 'red', 'sets "color:", which is no CSS property'],
    ['color', 'red;', 'sets a value that ends in a semicolon, which browsers do not take: leave it out'],
    ['backgroundcolour', 'grene', 'sets backgroundcolour, which is no property of CSS; did you mean background-color?'],
    ['color', 'grene', 'sets color to grene, which no browser takes; did you mean green?'],
    ['display', 'non', 'sets display to non, which no browser takes; did you mean none?'],
    ['text-align', 'centre', 'sets text-align to centre, which no browser takes; did you mean center?'],
    ['font-size', '16', 'sets font-size to 16, which lacks a unit: write 16px'],
    ['margin', '0 10', 'sets margin to 0 10, which lacks a unit: write 0 10px'],
    ['font-size', '16 px', 'sets font-size to 16 px, which has a space before its unit: write 16px'],
    ['opacity', '0,5', 'sets opacity to 0,5, which has a comma in a number: write 0.5'],
    ['color', '16a34a', 'sets color to 16a34a, which lacks its #: write #16a34a'],
    ['color', '#16a34', 'sets color to #16a34, but a colour has 3, 4, 6 or 8 digits of 0 to f behind its #'],
    ['color', 'red; top: 0', 'sets color to red; top: 0, which is more than one value: one op sets one property'],
  ])('for %j = %j', async (name, value, problem) => {
    expect(await attempt(name, value)).toEqual([`8:14 variants[].treatment.domOps[0] ${problem}`]);
  });

  test.each([
    ['color', 'red !important'],
    ['--brandColor', 'anything; at all'],
    ['-webkit-line-clamp', '2'],
    ['color', ''],
    ['width', 'calc(100% - var(--gap))'],
    ['color', 'oklch(0.7 0.1 200)'],
    ['background', "url('/a;b.png') center / cover no-repeat"],
    ['text-wrap', 'pretty'],
    ['height', '100dvh'],
    ['font-family', '"Inter Var", sans-serif'],
    ['grid-template-areas', '"a b" "c d"'],
    ['Display', 'NONE'],
    ['display', '-webkit-box'],
  ])('not for %j = %j', async (name, value) => {
    expect(await attempt(name, value)).toEqual([]);
  });
});

describe('css whose values no browser takes', () => {
  test('is named at each declaration, nested ones too, and descriptors are left alone', async () => {
    const css = [
      '.a {',
      '  colour: red;',
      '  width: 10;',
      '  &:hover { display: non; }',
      '}',
      '@font-face { src: url(a) }',
    ];
    const text = withFields(`sharedCss: |\n${css.map((line) => `  ${line}`).join('\n')}\n`);
    expect(await problemsOf(text)).toEqual([
      '5:5 sharedCss sets colour, which is no property of CSS; did you mean color?',
      '6:5 sharedCss sets width to 10, which lacks a unit: write 10px',
      '7:15 sharedCss sets display to non, which no browser takes; did you mean none?',
    ]);
  });

  test('is warned of where what was meant is not plain, as browsers may know more than a table', async () => {
    expect(
      await problemsOf(withFields('sharedCss: "a { display: frobnicate; zorp: 1; margin-trim: sideways }"')),
    ).toEqual([
      expect.stringMatching(/^\? .* sets display to frobnicate, which no browser takes, as far as fx knows: check it$/),
      expect.stringMatching(/^\? .* sets zorp, which is no property of CSS, as far as fx knows: check it$/),
      expect.stringMatching(/^\? .* sets margin-trim to sideways, which no browser takes, as far as fx knows/),
    ]);
  });

  test.each([
    '@keyframes a { from { opacity: 0 } 50.5% { opacity: 1 } }',
    '@media (min-width: 30em) { a { inset: 0 } }',
    '@supports (display: grid) { a { display: grid } }',
    '@container (width > 30em) { a { color: red } }',
    '@layer base { a { accent-color: auto } }',
    'a { color: red\\9; _height: 1px }',
    'a { width: -webkit-fill-available; -webkit-tap-highlight-color: transparent }',
    'a { color: light-dark(#fff, #000); width: clamp(1rem, 2vw, 3rem); margin-inline: auto }',
    'a { background: linear-gradient(90deg, red, blue 50%), url("data:image/png;base64,AA==") }',
    ':root { --a: { b: c }; --empty:; }',
  ])('is not named in %s', async (css) => {
    expect(await problemsOf(withFields(`sharedCss: ${JSON.stringify(css)}`))).toEqual([]);
  });
});
