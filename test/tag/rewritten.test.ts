/** Checks changes on pages whose scripts rewrite texts: they join them, split them into letters, wrap all there is. */

import { afterEach, expect, test } from 'vitest';
import { type Bench, createBench, html, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

test.each([true, undefined])(
  'what was removed (all: %s) comes back to its place on a page that joins its texts',
  async (all) => {
    bench = createBench('<ul>a<li>1</li>b<li class="x">2</li>c<li>3</li></ul>');
    const recipe = bench.apply({ op: 'remove', selector: '.x', ...(all && { all }) });
    document.body.normalize();
    await bench.hear();
    expect(one('ul').textContent).toBe('a1bc3');
    recipe._undo();
    expect([html(), ...bench.told]).toEqual(['<ul>a<li>1</li>b<li class="x">2</li>c<li>3</li></ul>']);
  },
);

test.each(['New', '<b>N</b>ew', ''])('a page that joins its texts all the time fights for no "%s"', async (value) => {
  bench = createBench('<p>Hello <i>you</i>!</p>');
  const recipe = bench.apply({ op: 'replaceHTML', selector: 'p', value });
  for (let time = 0; time < 20; time++) {
    document.body.normalize();
    await bench.wait(200);
  }
  expect([one('p').textContent, ...bench.told]).toEqual([value.replace(/<.*?>/g, '')]);
  recipe._undo();
  expect(html()).toBe('<p>Hello <i>you</i>!</p>');
});

/** As scripts do that move letters: each in an element of its own. */
const split = (element: Element): Element[] => {
  const letters = [...(element.textContent ?? '')].map((letter) =>
    Object.assign(document.createElement('i'), { textContent: letter }),
  );
  element.replaceChildren(...letters);
  return letters;
};

test.each([
  ['replaceText', 'Old'],
  ['replaceText', 'Old <b>text</b>'],
] as const)(
  'what %s made of %s may be split into letters, as the page could have done with its own',
  async (op, old) => {
    bench = createBench(`<p>${old}</p>`);
    const recipe = bench.apply({ op, selector: 'p', value: 'New one' });
    await bench.wait(100);
    for (let time = 0; time < 2; time++) {
      const letters = split(one('p'));
      await bench.wait(100);
      expect(letters.every((letter) => letter.isConnected)).toBe(true);
      expect([one('p').textContent, ...bench.told]).toEqual(['New one']);
      // As they do when the window becomes narrower.
      one('p').innerHTML = 'New one';
      await bench.wait(100);
    }
    // What the page had at first is still known.
    one('p').innerHTML = old;
    await bench.wait(100);
    expect(one('p').textContent).toBe('New one');
    recipe._undo();
    expect([html(), ...bench.told]).toEqual([`<p>${old}</p>`]);
  },
);

test('markup whose texts a script has emptied, as it takes them apart, is put in whole', async () => {
  bench = createBench('<p>Old</p>');
  const recipe = bench.apply({ op: 'replaceHTML', selector: 'p', value: 'New <em>good</em> one' });
  await bench.wait(100);
  for (const node of one('p').childNodes) if (node instanceof Text) node.data = '';
  one('p').innerHTML = '<div>Old</div>';
  await bench.wait(100);
  expect([html(), ...bench.told]).toEqual(['<p>New <em>good</em> one</p>']);
  recipe._undo();
  expect(html()).toBe('<p><div>Old</div></p>');
});

/**
 * As SplitType does: each word in an element of its own, and these, with the elements of the text, in one for each
 * line, without a blank.
 */
const splitLines = (element: Element): Element[] => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    const words = text.data.match(/\S+/g) ?? [];
    text.replaceWith(...words.map((word) => Object.assign(document.createElement('s'), { textContent: word })));
  }
  const lines = [...element.children].map((word) => {
    const line = document.createElement('div');
    line.append(word);
    return line;
  });
  element.replaceChildren(...lines);
  return lines;
};

test.each(['New <em>good one</em> here', '<em>New <u>good</u> one</em> here'])(
  'markup %s that a script moves into lines of words keeps all of them, and the lines',
  async (value) => {
    bench = createBench('<p>Old <i>text</i></p>');
    const recipe = bench.apply({ op: 'replaceHTML', selector: 'p', value });
    await bench.wait(100);
    const before = one('p').innerHTML;
    const lines = splitLines(one('p'));
    await bench.wait(100);
    expect(one('p').textContent).toBe('Newgoodonehere');
    expect(lines.every((line) => line.isConnected && line.textContent)).toBe(true);
    // As it puts back what it had taken apart.
    one('p').innerHTML = before;
    await bench.wait(100);
    expect([one('p').textContent, ...bench.told]).toEqual(['New good one here', 'yielded p']);
    recipe._undo();
    expect(html()).toBe('<p>Old <i>text</i></p>');
  },
);

test('what was put into an element is wrapped with all that is in it', async () => {
  bench = createBench('<div><p>1</p></div>');
  const recipe = bench.apply([
    { op: 'injectHTML', selector: 'div', position: 'afterbegin', value: '<p class="new">0</p>' },
    { op: 'injectHTML', selector: 'div', position: 'beforeend', value: '<p class="new">2</p>' },
  ]);
  await bench.wait(100);
  const track = document.createElement('section');
  track.append(...one('div').childNodes);
  one('div').append(track);
  await bench.wait(100);
  expect(html()).toBe('<div><section><p class="new">0</p><p>1</p><p class="new">2</p></section></div>');
  recipe._undo();
  expect([html(), ...bench.told]).toEqual(['<div><section><p>1</p></section></div>']);
});
