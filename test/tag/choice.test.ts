/** Checks what is a visitor's choice: that what an op found comes back while real input is under way, of some kinds. */

import { afterEach, describe, expect, test } from 'vitest';
import type { Op } from '../../src/core/index.js';
import { type Bench, createBench, html, one } from './recipes.js';

let bench: Bench;
afterEach(() => bench.leave());

const press = (): void => {
  const event = new Event('click', { bubbles: true, composed: true });
  Object.defineProperty(event, 'isTrusted', { value: true });
  one('b').dispatchEvent(event);
};

const attribute = (name: string, value = ''): Op => ({ op: 'setAttr', selector: 'p', name, value });
const style = (name: string, value: string): Op => ({ op: 'setStyle', selector: 'p', name, value });

const KINDS: readonly [what: string, op: Op, isChoice: boolean][] = [
  ['a class that is added', { op: 'addClass', selector: 'p', value: 'open' }, true],
  ['a class that is taken away', { op: 'removeClass', selector: 'p', value: 'shut' }, true],
  ['open', attribute('open'), true],
  ['hidden', attribute('hidden'), true],
  ['checked', attribute('checked'), true],
  ['selected', attribute('selected'), true],
  ['value', attribute('value', '2'), true],
  ['aria-expanded', attribute('aria-expanded', 'true'), true],
  ['a display that shows', style('display', 'block'), true],
  ['a display that hides', style('display', 'none'), false],
  ['title', attribute('title', 'X'), false],
  ['a colour', style('color', 'red'), false],
  ['a text', { op: 'replaceText', selector: 'i', value: 'X' }, false],
];

describe.each(KINDS)('%s', (_, op, isChoice) => {
  const before = '<p class="shut"><b></b><i>a</i></p>';
  const start = async (keep?: 'always'): Promise<{ wish: string; putBack(): void }> => {
    bench = createBench(before);
    bench.apply({ ...op, ...(keep && { keep }) });
    await bench.wait(100);
    return {
      wish: html(),
      putBack: () => {
        for (const { name } of [...one('p').attributes]) if (name !== 'class') one('p').removeAttribute(name);
        one('p').className = 'shut';
        (one('i').firstChild as Text).data = 'a';
      },
    };
  };

  test(`${isChoice ? 'stays' : 'comes again where it was'} put back while a visitor presses inside`, async () => {
    const { putBack, wish } = await start();
    press();
    putBack();
    await bench.wait(100);
    expect([html(), ...bench.told]).toEqual([isChoice ? before : wish]);
    document.body.append('x');
    await bench.wait(100);
    expect(html()).toBe(`${isChoice ? before : wish}x`);
  });

  test('comes again where no visitor is at it, or where it is kept always', async () => {
    const render = await start();
    render.putBack();
    await bench.wait(100);
    expect(html()).toBe(render.wish);
    bench.leave();
    const enforced = await start('always');
    press();
    enforced.putBack();
    await bench.wait(100);
    expect(html()).toBe(enforced.wish);
  });
});
