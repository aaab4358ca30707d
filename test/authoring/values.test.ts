/** Tests values of attributes and styles: what would be code, and what no browser takes, is named. */

import { describe, expect, test } from 'vitest';
import { problemsOf, withFields, withVariant } from './compiling.js';

/** What is said of one op that sets a name to a value. */
const attempt = (op: 'setAttr' | 'setStyle', name: string, value: string): Promise<string[]> =>
  problemsOf(
    withVariant(`domOps: [{op: ${op}, selector: a, name: ${JSON.stringify(name)}, value: ${JSON.stringify(value)}}]`),
  );

describe('setAttr is refused', () => {
  test.each([
    ['onclick', 'x()', 'sets onclick, which would be code in an attribute: use js'],
    ['OnClick', '', 'sets OnClick, which would be code in an attribute: use js'],
    ['style', 'color: red', 'sets style as a whole: use setStyle, one op for each property'],
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
    const problems = await attempt('setAttr', name, value);
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
    expect(await attempt('setAttr', name, value)).toEqual([]);
  });
});

describe('setStyle is refused', () => {
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
    expect(await attempt('setStyle', name, value)).toEqual([`8:14 variants[].treatment.domOps[0] ${problem}`]);
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
    expect(await attempt('setStyle', name, value)).toEqual([]);
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
