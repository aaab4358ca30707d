/**
 * Shows what is valid YAML and does another thing than it says: each is named once, at its line, and what is right is
 * not.
 */

import { describe, expect, test } from 'vitest';
import { problemsOf, rule, VARIANTS, withFields, withVariant } from './compiling.js';

const op = (fields: string): string => withVariant(`domOps:\n  - {${fields}}`);
const HOLE = '$'.concat('{name}');
const html = (value: string): string => op(`op: replaceHTML, selector: .box, value: '${value}'`);
const trigger = (fields: string): string => withFields(`trigger: {kind: urlMatch, ${fields}}`);
const query = (literal: string): string => rule(`'==': [{var: page.query.utm_campaign}, ${literal}]`);
const fact = (name: string): string => rule(`'==': [{var: '${name}'}, news]`);
const event = (name: string): string =>
  withFields(`metrics:\n  - {key: a, name: A, kind: conversion, eventName: ${name}}`);
const twoArms = (change: string): string =>
  `id: a\nname: A\nvariants:\n  - {key: c, name: C, ${change}}\n  - {key: t, name: T, ${change}}\n`;

describe('an attribute that is there is true', () => {
  test.each(['disabled', 'hidden', 'required', 'checked'])('%s is not set to false', async (name) => {
    expect(await problemsOf(op(`op: setAttr, selector: a, keep: once, name: ${name}, value: 'false'`))).toEqual([
      expect.stringMatching(new RegExp(`^\\? 9:\\d+ .* is true whatever it says: .*removeAttribute\\('${name}'\\)`)),
    ]);
  });
});

describe('a doubt is named once, with what to write', () => {
  test.each([
    ['class as a whole', op('op: setAttr, selector: a, name: class, value: big'), 'use addClass with big'],
    ['an address without a scheme', op('op: setAttr, selector: a, name: href, value: www.x.com'), 'https://www.x.com'],
    ['text of the body', op('op: replaceText, selector: body, value: x'), 'takes away the whole page'],
    ['every element', op("op: remove, selector: '*'"), 'takes away the whole page'],
    ['seconds', op('op: remove, selector: a, waitForMs: 2'), 'write 2000 for 2 seconds'],
    [
      'classes with dots and a comma',
      op("op: addClass, selector: a, value: '.big, .red'"),
      'begins a class with a dot',
    ],
    ['classes with a comma', op("op: addClass, selector: a, value: 'big, red'"), 'write big red'],
    ['a style as a class', op("op: addClass, selector: a, value: 'color: red'"), 'write op: setStyle'],
    ['a rule of css without a declaration', withVariant("css: 'a { color: red } .hero { }'"), 'in .hero sets nothing'],
    ['css without a rule', withVariant("css: '/* later */'"), 'holds no rule'],
    ['an injected rule without one', op("op: injectCSS, value: '@media print { a { } }'"), 'in a sets nothing'],
    ['code that returns a value', withVariant("js: 'alert(1); return false'"), 'returns false, which does nothing'],
    ['no class', op("op: addClass, selector: a, value: ''"), 'names no class'],
    ['a template in a text', op(`op: replaceText, selector: a, value: 'Hi ${HOLE}'`), `holds ${HOLE}`],
    ['a placeholder in HTML', html('Hi <b>{{ name }}</b>'), 'holds {{ name }}'],
    [
      'the same twice',
      withVariant(
        'domOps:\n  - {op: replaceText, selector: a, value: x}\n  - {op: replaceHTML, selector: a, value: y}',
      ),
      'only this one shows',
    ],
    [
      'what was removed',
      withVariant('domOps:\n  - {op: remove, selector: a}\n  - {op: addClass, selector: a, value: y}'),
      'which an op before it removes',
    ],
    ['two variants alike', twoArms('css: "a { color: red }"'), 'does what c does'],
    ['document.write', withVariant("js: document.write('<b>x</b>')"), 'write op: injectHTML'],
    ['a redirect in js', withVariant("js: window.location.href = '/new'"), 'write redirect:'],
    ['another one', withVariant("js: location.replace('/new')"), 'write redirect:'],
    ['one in a function that runs', withVariant("js: (() => location.assign('/new'))()"), 'write redirect:'],
    [
      'one in a function that is called',
      withVariant("js: go(); function go() { location.href = '/new' }"),
      'write redirect:',
    ],
    ['document.write in a callback', withVariant('js: onclick = () => document.write(1)'), 'write op: injectHTML'],
    ['require', withVariant("js: const x = require('x'); x()"), 'no browser has'],
    ['jQuery at once', withVariant("js: $('.a').hide()"), 'use experiment.when(selector, callback)'],
    ['a date far off', withFields('startAt: 2062-01-01T10:00:00Z'), 'is in the year 2062'],
    ['an element left open', html('<b>Sale'), 'opens <b> and never closes it'],
    ['a tag cut off', html('<b>Sale</b'), 'ends within </b'],
    ['a quote left open', html('<a href="/x>go</a>'), 'ends within <a'],
    ['an end without a beginning', html('Sale</div>'), 'closes </div>, which nothing has opened'],
    ['another end', html('<h2>x</h3>'), 'closes </h3>'],
    ['ends in the wrong order', html('<b><i>x</b></i>'), 'closes </b> before </i>'],
    ['a block in a paragraph', html('<p>a<div>b</div></p>'), 'as a block ends a paragraph'],
    ['a slash that does not close', html('<div class="x"/>text'), 'write </div> behind it'],
    ['an end of a void element', html('a</br>b'), 'write <br>'],
    ['a comment without an end', html('a <!-- b'), 'write --> behind it'],
    ['a regular expression for all', trigger("pattern: '/', regex: true"), 'matches every address'],
    ['a question mark', trigger("pattern: '^/cart?x=1$', regex: true"), 'write \\?x='],
    ['a blank in a pattern', trigger("pattern: '/cart '"), 'has a blank'],
    ['localhost', trigger('pattern: http://localhost:4173/cart'), 'where no visitor is'],
    ['localhost in a pattern', trigger("pattern: '^http://localhost:\\d+/x', regex: true"), 'where no visitor is'],
    ['127.0.0.1', trigger("pattern: '127.0.0.1:8080/x', on: url"), 'where no visitor is'],
    ['a campaign in capitals', fact('page.query.UTM_SOURCE'), 'did you mean page.query.utm_source?'],
    ['a campaign in one word', fact('page.query.utmSource'), 'did you mean page.query.utm_source?'],
    ['a campaign with a dash', fact('visit.query.utm-medium'), 'did you mean visit.query.utm_medium?'],
    ['a campaign misspelt', fact('page.query.utm_sorce'), 'did you mean page.query.utm_source?'],
    ['a campaign with its sign', fact('page.query.?utm_source'), 'did you mean page.query.utm_source?'],
    ['a campaign of nothing', fact('query.utm_source'), 'did you mean visit.query.utm_source?'],
    ['a value with its name', query('utm_campaign=spring'), 'write spring'],
    ['a value as in an address', query("'black%20friday'"), "write 'black friday'"],
    ['a value with a plus', query('black+friday'), "write 'black friday'"],
    ['a value in a list', rule("in: [{var: page.query.utm_source}, ['a%20b']]"), "write 'a b'"],
    ['a blank around an event', event("' signup '"), 'write signup'],
    ['quotes within quotes', event('\'"signup"\''), 'quotes that are part of the name'],
    ['a blank around the event of a trigger', withFields("trigger: {kind: event, name: 'ready '}"), 'write ready'],
  ])('%s', async (_, text, words) => {
    const problems = await problemsOf(text);
    expect(problems).toEqual([expect.stringContaining(words)]);
    expect(problems[0]).toMatch(/^\? [2-9]|^\? 1\d/);
  });

  test('a fault in HTML is shown at its own line', async () => {
    const text = withVariant(
      'domOps:\n  - op: replaceHTML\n    selector: a\n    value: |\n      <p>one</p>\n      two</div>',
    );
    expect(await problemsOf(text)).toEqual([expect.stringMatching(/^\? 13:14 .*closes <\/div>/)]);
  });
});

describe('nothing is said of', () => {
  test.each([
    ['true for disabled', op("op: setAttr, selector: a, name: disabled, value: ''")],
    ['false for aria-busy', op("op: setAttr, selector: a, name: aria-busy, value: 'false'")],
    ['hidden until it is found', op('op: setAttr, selector: a, name: hidden, value: until-found')],
    ['a class where what was there is named', op('op: setAttr, selector: a, name: class, value: b, was: c')],
    ['a page below this one', op('op: setAttr, selector: a, name: href, value: www/index.html')],
    ['a class of Tailwind', op("op: addClass, selector: a, value: 'md:flex w-1/2'")],
    ['a layer that is only named', withVariant("css: '@layer base, shop; a { color: red }'")],
    ['a rule with rules in it', withVariant("css: '.a { .b { color: red } &:hover { top: 0 } }'")],
    ['frames of an animation', withVariant("css: '@keyframes x { from { top: 0 } to { top: 1px } }'")],
    ['a style that is taken away', op("op: setStyle, selector: a, name: color, value: ''")],
    ['a text that is taken away', op("op: replaceText, selector: h1, value: ''")],
    [
      'two properties',
      op("op: setStyle, selector: a, name: color, value: red}\n  - {op: setStyle, selector: a, name: top, value: '0'"),
    ],
    ['variants that the page itself tells apart', VARIANTS],
    ['code in only one variant', withVariant("js: document.title = 'x'")],
    ['any value of a fact', rule("matches: [{var: user.plan}, '.+']")],
    ['any part behind a #', trigger("pattern: '.+', on: hash, regex: true")],
    ['a machine in a fact', rule("matches: [{var: user.host}, '^localhost']")],
    ['a value that ends in =', query("'YWJj=='")],
    ['the address that is read', withVariant('js: "document.title = location.href"')],
    ['a link that is followed on a click', withVariant('js: "onclick = () => { location.href = \'/cart\' }"')],
    ['a part of the page', withVariant('js: "location.href = \'#faq\'"')],
    ['modules of a loader', withVariant('js: "require([\'a\'], (a) => a.go())"')],
    ['jQuery in a callback', withVariant("js: experiment.when('.a', (it) => $(it).hide())")],
    ['list items without ends', html('<ul><li>a<li>b</ul>')],
    ['rows of a table', html('<tr><td>a<td>b<tr><td>c')],
    ['lines and pictures', html('a<br>b<br/><img src=x alt="a > b"><hr>')],
    ['SVG', html('<svg viewBox="0 0 1 1"><path d="M0 0"/><g><circle r="1"/></g></svg>')],
    ['a comparison', html('5 < 6 and a &lt; b')],
    ['a style with signs', html('<style>a > b { color: red }</style>')],
    ['a comment', html('<!-- <b> -->x')],
    ['paragraphs without ends', html('<p>a<p>b<h2>c</h2>')],
    ['a custom element', html('<my-card data-a="<b>">x</my-card>')],
    ['hosts of one’s own besides localhost', trigger("pattern: '^https://(localhost|shop.example)/x', regex: true")],
    ['a path that begins so', trigger('pattern: /localhost-guide')],
    ['an optional sign', trigger("pattern: '^/carts?$', regex: true")],
    ['the home page', trigger("pattern: '^/$', regex: true")],
    ['a campaign as it is', fact('page.query.utm_source')],
    ['another part of a campaign', fact('page.query.utm_id')],
    ['a fact of the page', fact('user.utmSource')],
    ['a value with a plus sign', query("'c++'")],
    ['a percentage', query("'50% off'")],
    ['an event of two words', event('sign up')],
  ])('%s', async (_, text) => {
    expect(await problemsOf(text.startsWith('variants') ? `id: a\nname: A\n${text}` : text)).toEqual([]);
  });
});
