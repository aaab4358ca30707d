/** Checks that operations change what they name, and are undone without a trace. */

import { afterEach, describe, expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { type Bench, createBench, html, nodes, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

const cases: readonly [title: string, before: string, ops: readonly Op[], after: string][] = [
  [
    'replaceText takes markup away',
    '<h1>a <i>b</i></h1>',
    [{ op: 'replaceText', selector: 'h1', value: '<X>' }],
    '<h1>&lt;X&gt;</h1>',
  ],
  ['replaceText writes a lone text', '<h1>a</h1>', [{ op: 'replaceText', selector: 'h1', value: 'X' }], '<h1>X</h1>'],
  ['replaceText fills what is empty', '<h1></h1>', [{ op: 'replaceText', selector: 'h1', value: 'X' }], '<h1>X</h1>'],
  ['replaceText may be empty', '<h1>a<b></b></h1>', [{ op: 'replaceText', selector: 'h1', value: '' }], '<h1></h1>'],
  [
    'replaceHTML sets what is inside',
    '<h1>a</h1>',
    [{ op: 'replaceHTML', selector: 'h1', value: 'x<b>y</b>' }],
    '<h1>x<b>y</b></h1>',
  ],
  ['replaceHTML may be empty', '<h1>a <b></b></h1>', [{ op: 'replaceHTML', selector: 'h1', value: '' }], '<h1></h1>'],
  [
    'setAttr sets a new one',
    '<a>a</a>',
    [{ op: 'setAttr', selector: 'a', name: 'href', value: '/x' }],
    '<a href="/x">a</a>',
  ],
  [
    'setAttr sets one that was there',
    '<a href="/a">a</a>',
    [{ op: 'setAttr', selector: 'a', name: 'href', value: '' }],
    '<a href="">a</a>',
  ],
  [
    'addClass adds every word',
    '<p class="a">p</p>',
    [{ op: 'addClass', selector: 'p', value: ' b\n c a ' }],
    '<p class="a b c">p</p>',
  ],
  [
    'addClass makes the attribute',
    '<p>p</p>',
    [{ op: 'addClass', selector: 'p', value: 'b c' }],
    '<p class="b c">p</p>',
  ],
  [
    'removeClass takes every word away',
    '<p class="a b c">p</p>',
    [{ op: 'removeClass', selector: 'p', value: 'c x b' }],
    '<p class="a">p</p>',
  ],
  ['remove takes the element out', '<p>a</p><p>b</p>', [{ op: 'remove', selector: 'p' }], '<p>b</p>'],
  [
    'remove takes neighbours out',
    '<b></b><i></i><u></u>',
    [
      { op: 'remove', selector: 'b' },
      { op: 'remove', selector: 'i' },
    ],
    '<u></u>',
  ],
  [
    'injectHTML has four places, and empty markup is none',
    '<p>a</p>',
    (['beforebegin', 'afterbegin', 'beforeend', 'afterend'] as const).flatMap((position, index): Op[] => [
      { op: 'injectHTML', selector: 'p', position, value: `${index}<b></b>` },
      { op: 'injectHTML', selector: 'p', position, value: '' },
    ]),
    '0<b></b><p>1<b></b>a2<b></b></p>3<b></b>',
  ],
  [
    'several at one place lie as if they had been put in one after the other',
    '<p>a</p>',
    (['beforebegin', 'afterbegin', 'beforeend', 'afterend'] as const).flatMap((position) =>
      ['x', 'y'].map((value): Op => ({ op: 'injectHTML', selector: 'p', position, value })),
    ),
    'xy<p>yxaxy</p>yx',
  ],
  [
    'all changes every match',
    '<p>a</p><p>b</p>',
    [{ op: 'replaceText', selector: 'p', value: 'X', all: true }],
    '<p>X</p><p>X</p>',
  ],
  [
    'the first match is changed',
    '<p>a</p><p>b</p>',
    [{ op: 'replaceText', selector: 'p', value: 'X' }],
    '<p>X</p><p>b</p>',
  ],
  [
    'a later op finds what an earlier one put in',
    '<p>a</p>',
    [
      { op: 'injectHTML', selector: 'p', position: 'afterend', value: '<i>x</i>' },
      { op: 'addClass', selector: 'i', value: 'y' },
    ],
    '<p>a</p><i class="y">x</i>',
  ],
];

test.each(cases)('%s, and undone the page is the same, node by node', (_, before, ops, after) => {
  bench = createBench(before);
  const first = nodes();
  const recipe = bench.apply(ops);
  expect(html()).toBe(after);
  recipe._undo();
  expect(html()).toBe(before);
  expect(nodes()).toEqual(first);
  expect(nodes().every((node, index) => node === first[index])).toBe(true);
  expect(bench.told).toEqual([]);
});

describe('styles', () => {
  test('a property, a custom one and an important one are set and put back', () => {
    bench = createBench('<p style="color: red">a</p>');
    const { style } = one('p');
    const recipe = bench.apply([
      { op: 'setStyle', selector: 'p', name: 'color', value: 'blue ! important ' },
      { op: 'setStyle', selector: 'p', name: '--mine', value: '7' },
      { op: 'setStyle', selector: 'p', name: '--text', value: '"Hi! there"' },
    ]);
    expect([style.getPropertyValue('color'), style.getPropertyPriority('color')]).toEqual(['blue', 'important']);
    expect([style.getPropertyValue('--mine'), style.getPropertyValue('--text')]).toEqual(['7', '"Hi! there"']);
    recipe._undo();
    expect([style.color, style.getPropertyPriority('color'), style.length]).toEqual(['red', '', 1]);
  });

  test('no empty style or class stays behind, in whatever order they are undone', () => {
    bench = createBench('<p>a</p>');
    const ops = (word: string): Op[] => [
      { op: 'addClass', selector: 'p', value: word },
      { op: 'setStyle', selector: 'p', name: `--${word}`, value: '1' },
    ];
    const [a, b] = [bench.apply(ops('x'), 'a'), bench.apply(ops('y'), 'b')];
    a._undo();
    expect(one('p').className).toBe('y');
    b._undo();
    expect(html()).toBe('<p>a</p>');
  });
});

test('a class that an op empties keeps its place', () => {
  bench = createBench('<p class="k" title="a">a</p>');
  const recipe = bench.apply({ op: 'removeClass', selector: 'p', value: 'k' });
  expect(html()).toBe('<p class="" title="a">a</p>');
  recipe._undo();
  expect(html()).toBe('<p class="k" title="a">a</p>');
});

describe('undoing', () => {
  test('leaves what the page changed meanwhile', () => {
    bench = createBench('<p title="a" class="k">a</p>');
    const recipe = bench.apply([
      { op: 'setAttr', selector: 'p', name: 'title', value: 'X' },
      { op: 'addClass', selector: 'p', value: 'x' },
      { op: 'setStyle', selector: 'p', name: '--m', value: '1' },
    ]);
    one('p').title = 'page';
    one('p').classList.add('own');
    one('p').style.setProperty('--m', '2');
    recipe._undo();
    expect([one('p').title, one('p').className, one('p').style.getPropertyValue('--m')]).toEqual([
      'page',
      'k own',
      '2',
    ]);
  });

  test('puts a removed element where it was although its neighbour is gone', () => {
    bench = createBench('<div><b></b><i></i><u></u></div>');
    const recipe = bench.apply({ op: 'remove', selector: 'b' });
    one('i').remove();
    recipe._undo();
    expect(html()).toBe('<div><b></b><u></u></div>');
    expect(bench.told).toEqual([]);
  });

  test('puts a removed element at the end of its parent where its place is gone', () => {
    bench = createBench('<div><b></b><i></i></div>');
    const recipe = bench.apply({ op: 'remove', selector: 'b' });
    one('div').innerHTML = '<u></u>';
    recipe._undo();
    expect(html()).toBe('<div><u></u><b></b></div>');
    expect(bench.told).toEqual([]);
  });

  test('tells a conflict where the parent of a removed element is gone', () => {
    bench = createBench('<div><b></b></div>');
    const recipe = bench.apply({ op: 'remove', selector: 'b' });
    one('div').remove();
    recipe._undo();
    expect(bench.told).toEqual(['conflict b']);
  });

  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('puts neighbours that two experiments removed back in their order, %s first', (first) => {
    bench = createBench('<b></b><i></i><u></u>');
    const a = bench.apply({ op: 'remove', selector: 'b' }, 'a');
    const b = bench.apply({ op: 'remove', selector: 'i' }, 'b');
    for (const recipe of first === 'a' ? [a, b] : [b, a]) recipe._undo();
    expect(html()).toBe('<b></b><i></i><u></u>');
  });

  test.each([
    ['a', 'b'],
    ['b', 'a'],
  ])('puts neighbours back that were removed from the last to the first, %s first', (first) => {
    bench = createBench('<b></b><i></i>');
    const a = bench.apply({ op: 'remove', selector: 'i' }, 'a');
    const b = bench.apply({ op: 'remove', selector: 'b' }, 'b');
    for (const recipe of first === 'a' ? [a, b] : [b, a]) recipe._undo();
    expect(html()).toBe('<b></b><i></i>');
  });
});
