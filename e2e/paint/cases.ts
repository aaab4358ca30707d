/** Holds pages that arrive in pieces, with what each must never show. */

import type { Op, Variant } from '../../src/core/index.js';

/** One page. The expressions are those of the sampler. */
export interface Case {
  readonly title: string;
  readonly recipe: Partial<Variant>;
  /** What the body holds, piece by piece; every piece is painted before the next one is sent. */
  readonly pieces: readonly string[];
  /** True while the control can be seen. */
  readonly control: string;
  /** True while the variant can be seen. */
  readonly variant: string;
  /** What stands in the body at the end, where that says more than `variant`. */
  readonly html?: string;
}

const selector = '.hero';
const ops = (...domOps: readonly Op[]): Partial<Variant> => ({ domOps });
const text = ops({ op: 'replaceText', selector, value: 'VARIANT' });
const html = ops({ op: 'replaceHTML', selector, value: '<b>VARIANT</b>' });

const HERO = '<h1 class="hero" elementtiming="hero">CONTROL</h1>';
const PLAIN = '<h1 class="hero" elementtiming="hero">Headline</h1>';
const NEXT = '<p>The rest of the page.</p>';
const isControl = "text().includes('CONTROL')";
const isVariant = "text().includes('VARIANT')";
/** Some 100 KB of other elements. */
const BULK = '<section class="other"><p>Some of the <em>other</em> things of a page</p></section>\n'.repeat(1250);

export const cases: readonly Case[] = [
  { title: 'the text of a whole element', recipe: text, pieces: [HERO, NEXT], control: isControl, variant: isVariant },
  {
    title: 'the markup of a whole element',
    recipe: html,
    pieces: [HERO, NEXT],
    control: isControl,
    variant: isVariant,
    html: '<h1 class="hero" elementtiming="hero"><b>VARIANT</b></h1>',
  },
  {
    title: 'a text that comes in two pieces',
    recipe: text,
    pieces: ['<h1 class="hero">CONT', 'ROL headline</h1>', NEXT],
    control: '/CONT|ROL|headline/.test(text())',
    variant: isVariant,
    html: '<h1 class="hero">VARIANT</h1>',
  },
  {
    title: 'a text that comes in five pieces, cut inside of an entity and a tag',
    recipe: text,
    pieces: ['<h1 cla', 'ss="hero">CON', 'TROL &am', 'p; CONTROL <b>CONTR', 'OL</b> CON', 'TROL</h1>', NEXT],
    control: '/CON|TROL|&/.test(text())',
    variant: isVariant,
    html: '<h1 class="hero">VARIANT</h1>',
  },
  {
    title: 'the text of an element that stays open',
    recipe: text,
    pieces: ['<div class="hero"><b>CONTROL</b>', ' CONTROL', '<i>CONTROL</i>', '<ul><li>CONTROL<li>CONTROL</ul>'],
    control: isControl,
    variant: isVariant,
    html: '<div class="hero">VARIANT</div>',
  },
  {
    title: 'the markup of an element that stays open',
    recipe: html,
    pieces: ['<div class="hero"><b>CONTROL</b>', ' CONTROL', '<i>CONTROL</i>'],
    control: isControl,
    variant: isVariant,
    html: '<div class="hero"><b>VARIANT</b></div>',
  },
  {
    title: 'an element after 100 KB of others',
    recipe: text,
    pieces: [BULK + HERO + BULK, NEXT],
    control: isControl,
    variant: isVariant,
  },
  {
    title: 'a style',
    recipe: ops({ op: 'setStyle', selector, name: 'color', value: 'rgb(1, 2, 3)' }),
    pieces: [PLAIN, NEXT],
    control: "one('.hero') && style('.hero').color !== 'rgb(1, 2, 3)'",
    variant: "one('.hero') && style('.hero').color === 'rgb(1, 2, 3)'",
  },
  {
    title: 'added and removed classes',
    recipe: ops(
      { op: 'addClass', selector: '#hero', value: 'new  newer' },
      { op: 'removeClass', selector: '#hero', value: 'old' },
    ),
    pieces: ['<h1 id="hero" class="old">Headline', ' and more</h1>', NEXT],
    control: "one('#hero') && one('#hero').className !== 'new newer'",
    variant: "one('#hero.new.newer')",
  },
  {
    title: 'an attribute',
    recipe: ops({ op: 'setAttr', selector: 'a', name: 'href', value: '/variant' }),
    pieces: ['<p><a href="/control">Link', '</a></p>', NEXT],
    control: 'one(\'a[href="/control"]\')',
    variant: 'one(\'a[href="/variant"]\')',
  },
  {
    title: 'an element that goes',
    recipe: ops({ op: 'remove', selector }),
    pieces: ['<h1 class="hero">CON', 'TROL</h1>', NEXT],
    control: '/CON|TROL/.test(text())',
    variant: "one('main p') && !one('.hero')",
  },
  {
    title: 'markup beside and inside of an element',
    recipe: ops(
      { op: 'injectHTML', selector, position: 'beforebegin', value: '<i id="a">a</i>' },
      { op: 'injectHTML', selector, position: 'afterbegin', value: '<i id="b">b</i>' },
      { op: 'injectHTML', selector, position: 'beforeend', value: '<i id="c">c</i>' },
      { op: 'injectHTML', selector, position: 'afterend', value: '<i id="d">d</i>' },
    ),
    pieces: ['<h1 class="hero">Head', 'line</h1>', NEXT],
    // what ends an element, or follows it, can be put in only when that end is there
    control: "one('.hero') && (!one('#a') || !one('#b') || (one('main > p') && (!one('#c') || !one('#d'))))",
    variant: "one('#a + .hero + #d') && one('#b:first-child') && one('#c:last-child')",
    html: '<i id="a">a</i><h1 class="hero"><i id="b">b</i>Headline<i id="c">c</i></h1><i id="d">d</i>',
  },
  {
    title: 'the css of a recipe and of an op',
    recipe: { css: '.hero { color: rgb(1, 2, 3) }', domOps: [{ op: 'injectCSS', value: '.hero { order: 7 }' }] },
    pieces: [PLAIN, NEXT],
    control: "one('.hero') && (style('.hero').color !== 'rgb(1, 2, 3)' || style('.hero').order !== '7')",
    variant: "one('.hero') && style('.hero').order === '7'",
  },
  {
    title: 'code that waits for every element that it needs',
    recipe: { js: "experiment.when('.hero', (it) => { it.textContent = 'VARIANT'; }, { all: true })" },
    pieces: [HERO, HERO + NEXT, HERO + NEXT],
    control: isControl,
    variant: isVariant,
  },
  {
    title: 'every match, as they come',
    recipe: ops({ op: 'replaceText', selector: 'li', value: 'VARIANT', all: true }),
    pieces: ['<ul><li>CONTROL', '<li>CONTROL', '<li>CONT', 'ROL<li>CONTROL</ul>', NEXT],
    control: '/CONT|ROL/.test(text())',
    variant: isVariant,
    html: '<ul><li>VARIANT</li><li>VARIANT</li><li>VARIANT</li><li>VARIANT</li></ul>',
  },
];
