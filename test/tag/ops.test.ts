/** Operations change what they name, wait for it, take no more than they should, and are undone without a trace. */

import { afterEach, describe, expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { type Bench, createBench, nodes, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

const html = (): string => document.body.innerHTML;

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
  [
    'replaceHTML may be empty',
    '<h1>a<!--c--> <b></b></h1>',
    [{ op: 'replaceHTML', selector: 'h1', value: '' }],
    '<h1></h1>',
  ],
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

describe('waiting', () => {
  test('an element that comes later is changed when it comes', async () => {
    bench = createBench('');
    bench.apply({ op: 'replaceText', selector: '#late', value: 'X' });
    document.body.innerHTML = '<p id="late">a</p>';
    await bench.hear();
    expect(one('#late').textContent).toBe('X');
  });

  test.each([
    ['.late', 'class', 'late'],
    ['#late', 'id', 'late'],
    ['p[data-late]', 'data-late', ''],
  ])('an element that comes to match %s is changed', async (selector, name, value) => {
    bench = createBench('<p>a</p>');
    bench.apply({ op: 'replaceText', selector, value: 'X' });
    await bench.hear();
    one('p').setAttribute(name, value);
    await bench.hear();
    expect(one('p').textContent).toBe('X');
  });

  test('one that does not come in time is told, and the others go on', async () => {
    bench = createBench('<p>a</p>');
    bench.apply([
      { op: 'replaceText', selector: '#late', value: 'X', waitForMs: 100 },
      { op: 'replaceText', selector: 'p', value: 'X' },
    ]);
    await bench.wait(99);
    expect(bench.told).toEqual([]);
    await bench.wait(1);
    expect(bench.told).toEqual(['timeout #late']);
    document.body.insertAdjacentHTML('beforeend', '<p id="late">a</p>');
    await bench.wait(50);
    expect(html()).toBe('<p>X</p><p id="late">a</p>');
  });

  test('there is one last look at the deadline', async () => {
    bench = createBench('');
    bench.apply({ op: 'replaceText', selector: '#late', value: 'X', waitForMs: 100 });
    bench.workshop._watch._pause(true);
    document.body.innerHTML = '<p id="late">a</p>';
    await bench.wait(100);
    expect([one('#late').textContent, ...bench.told]).toEqual(['X']);
  });

  test('two seconds are the default, from when the document is parsed', async () => {
    bench = createBench('');
    bench.parse('loading');
    bench.apply({ op: 'replaceText', selector: '#late', value: 'X' });
    await bench.wait(5000);
    expect(bench.told).toEqual([]);
    bench.parse('interactive');
    await bench.wait(2000);
    expect(bench.told).toEqual(['timeout #late']);
  });

  test('a new view starts the clock anew, also after it ran out', async () => {
    bench = createBench('');
    const recipe = bench.apply({ op: 'replaceText', selector: '#late', value: 'X', waitForMs: 100 });
    await bench.wait(60);
    recipe._restart();
    await bench.wait(60);
    expect(bench.told).toEqual([]);
    await bench.wait(40);
    expect(bench.told).toEqual(['timeout #late']);
    recipe._restart();
    document.body.innerHTML = '<p id="late">a</p>';
    await bench.hear();
    expect(one('#late').textContent).toBe('X');
    await bench.wait(5000);
    expect(bench.told).toEqual(['timeout #late']);
  });

  test('an op that was undone waits no more', async () => {
    bench = createBench('');
    bench.apply({ op: 'replaceText', selector: '#late', value: 'X' })._undo();
    document.body.innerHTML = '<p id="late">a</p>';
    await bench.wait(5000);
    expect([one('#late').textContent, ...bench.told]).toEqual(['a']);
  });
});

describe('matching', () => {
  test('all takes later matches, a thousand at most', async () => {
    bench = createBench('<p>a</p>');
    const recipe = bench.apply({ op: 'addClass', selector: 'p', value: 'x', all: true });
    document.body.insertAdjacentHTML('beforeend', '<p></p>'.repeat(1200));
    await bench.hear();
    expect(document.querySelectorAll('p.x')).toHaveLength(1000);
    recipe._undo();
    expect(document.querySelectorAll('.x')).toHaveLength(0);
  });

  test.each<[op: Op, count: number]>([
    [{ op: 'replaceHTML', selector: 'p', value: '<p>X</p>', all: true }, 4],
    [{ op: 'injectHTML', selector: 'p', position: 'beforebegin', value: '<div><p>Y</p></div>', all: true }, 4],
    [{ op: 'injectHTML', selector: 'p', position: 'beforebegin', value: '<p>Y</p>' }, 3],
  ])('nothing that an op put in is matched by that op: %j', async (op, count) => {
    bench = createBench('<p>a</p><p>b</p>');
    bench.apply(op);
    document.body.append(document.createElement('i'));
    await bench.wait(100);
    expect(document.querySelectorAll('p')).toHaveLength(count);
  });

  test('an element that has left the page is let go, and the first match taken anew', async () => {
    bench = createBench('<div><p>a</p></div>');
    const old = one('p');
    bench.apply({ op: 'replaceText', selector: 'p', value: 'X' });
    one('div').innerHTML = '<p>b</p>';
    await bench.hear();
    expect(html()).toBe('<div><p>X</p></div>');
    expect(old.textContent).toBe('a');
  });

  test('what was removed and is rendered anew is removed anew, and the others with its class stay', async () => {
    bench = createBench('<div><p class="x">a</p></div><p class="x">b</p>');
    const recipe = bench.apply({ op: 'remove', selector: '.x' });
    await bench.wait(100);
    expect(html()).toBe('<div></div><p class="x">b</p>');
    one('div').innerHTML = '<p class="x">again</p>';
    await bench.wait(100);
    expect(html()).toBe('<div></div><p class="x">b</p>');
    recipe._undo();
    expect(html()).toBe('<div><p class="x">again</p></div><p class="x">b</p>');
  });

  test('an element that matches inside one whose children were replaced is left alone', async () => {
    bench = createBench('<div id="o">a<div>b</div></div>');
    const first = nodes();
    const recipe = bench.apply({ op: 'replaceText', selector: 'div', value: 'X', all: true });
    await bench.wait(100);
    expect(html()).toBe('<div id="o">X</div>');
    recipe._undo();
    expect(nodes().every((node, index) => node === first[index])).toBe(true);
  });
});

describe('trouble', () => {
  test('an op that cannot be done undoes what the recipe did, and is told once with its selector', () => {
    bench = createBench('<p>a</p>');
    bench.apply([
      { op: 'replaceText', selector: 'p', value: 'X' },
      { op: 'setAttr', selector: 'p', name: '1 2', value: 'X' },
      { op: 'addClass', selector: 'p', value: 'x' },
    ]);
    expect(html()).toBe('<p>a</p>');
    expect(bench.told).toEqual(['broken', expect.stringMatching(/^error .* at p$/)]);
  });

  test('so does one that cannot be done later', async () => {
    bench = createBench('<p>a</p>');
    bench.apply([
      { op: 'replaceText', selector: 'p', value: 'X' },
      { op: 'setAttr', selector: 'i', name: '1 2', value: 'X', all: true },
    ]);
    document.body.insertAdjacentHTML('beforeend', '<i></i><i></i>');
    await bench.wait(5000);
    expect(html()).toBe('<p>a</p><i></i><i></i>');
    expect(bench.told).toEqual(['broken', expect.stringMatching(/^error .* at i$/)]);
  });

  test('another experiment on the same thing is not touched by one that failed', () => {
    bench = createBench('<p title="a">a</p>');
    const good = bench.apply({ op: 'replaceHTML', selector: 'p', value: 'good' }, 'a');
    const make = bench.workshop._capability;
    const nodesOf = make._nodes;
    make._nodes = (markup, context) => {
      if (markup === 'bad') throw new Error('no');
      return nodesOf(markup, context);
    };
    bench.apply({ op: 'replaceHTML', selector: 'p', value: 'bad' }, 'b');
    make._nodes = nodesOf;
    expect(bench.told).toEqual(['broken', 'error no at p']);
    expect(html()).toBe('<p title="a">good</p>');
    good._undo();
    expect(html()).toBe('<p title="a">a</p>');
  });

  test('forms whose fields have the names of methods and properties are no trouble', () => {
    const names = 'style classList remove append after before isConnected';
    const before = `<form>${names
      .split(' ')
      .map((name) => `<input name="${name}">`)
      .join('')}</form>`;
    bench = createBench(before);
    const form = one('form');
    // happy-dom does not show its fields everywhere where browsers do
    for (const name of names.split(' '))
      Object.defineProperty(form, name, { configurable: true, value: one(`[name=${name}]`) });
    const recipe = bench.apply([
      { op: 'setAttr', selector: 'form', name: 'action', value: '/x' },
      { op: 'addClass', selector: 'form', value: 'x' },
      { op: 'setStyle', selector: 'form', name: 'color', value: 'red' },
      { op: 'injectHTML', selector: 'form', position: 'beforeend', value: '<b></b>' },
      { op: 'injectHTML', selector: 'form', position: 'afterend', value: '<b></b>' },
      { op: 'replaceHTML', selector: 'form', value: 'X' },
      { op: 'remove', selector: 'form' },
    ]);
    expect(bench.told).toEqual([]);
    expect(document.querySelector('form')).toBeNull();
    recipe._undo();
    for (const name of names.split(' ')) Reflect.deleteProperty(form, name);
    expect(html()).toBe(before);
  });
});
