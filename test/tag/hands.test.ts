/** Where the visitor is: while an event of real input is under way, and no longer. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHands, type Hands } from '../../src/tag/hands.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let hands: Hands;

beforeEach(() => {
  stage = createStage();
  document.body.innerHTML =
    '<h3 id="head">Details</h3><div id="panel"><p><b>x</b></p></div><p id="rest"></p>' +
    '<button aria-controls="panel">open</button><a href="#panel">to it</a><a href="#elsewhere">away</a>';
  hands = createHands();
  hands._listen();
});

afterEach(() => stage.leave());

const at = (selector: string): Element => document.querySelector(selector) ?? document.body;

/** Input as a person makes it, or a script. */
const use = (selector: string, type = 'click', isTrusted = true): void => {
  const event = new Event(type, { bubbles: true, composed: true });
  Object.defineProperty(event, 'isTrusted', { value: isTrusted });
  at(selector).dispatchEvent(event);
};

test('a visitor is at what they touch and at all that holds it', () => {
  use('b');
  expect([
    !!hands._isBusy(),
    hands._isAt(at('b')),
    hands._isAt(at('#panel')),
    hands._isAt(at('a:last-of-type')),
  ]).toEqual([true, true, true, false]);
});

test.each([
  ['#head', '#panel', true],
  ['[aria-controls]', '#panel', true],
  ['a[href="#panel"]', '#panel', true],
  ['a[href="#elsewhere"]', '#panel', false],
  ['#panel', '#rest', true],
  ['#head', '#rest', false],
])('who is at %s is at what it opens, or what follows it: %s is %s', (used, element, isAt) => {
  use(used);
  expect(hands._isAt(at(element))).toBe(isAt);
});

test('an element without an id is named by no control', () => {
  at('#rest').removeAttribute('id');
  use('[aria-controls]');
  expect(hands._isAt(at('p:last-of-type'))).toBe(false);
});

test('they are there until handlers are over, and an event of then is another one', async () => {
  use('b');
  await stage.wait(0);
  expect(!!hands._isBusy()).toBe(false);
  use('b', 'pointerdown');
  use('#rest', 'pointerup');
  expect([hands._isAt(at('b')), hands._isAt(at('#rest'))]).toEqual([false, true]);
});

test('what a script dispatches is nobody', () => {
  use('b', 'click', false);
  expect(!!hands._isBusy()).toBe(false);
});

test.each([
  ['pointerdown', false],
  ['input', false],
  ['pointerup', true],
  ['click', true],
])('after a navigation the page brings what comes, until a %s that begins something: %s', (type, isLate) => {
  hands._isLate = true;
  hands._last = {};
  use('b', type);
  expect([hands._isLate, hands._last]).toEqual([isLate, undefined]);
});

test('it listens once, however often it is asked to', () => {
  hands._listen();
  hands._turn = 0;
  const before = !!hands._isBusy();
  use('b');
  expect([before, !!hands._isBusy()]).toEqual([false, true]);
});
