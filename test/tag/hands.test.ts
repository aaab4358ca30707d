/** Checks which elements the visitor is at: while an event of real input is under way, and no longer. */

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
const use = (selector: string, type = 'click', isTrusted = true, fields: object = {}): void => {
  const event = new Event(type, { bubbles: true, composed: true });
  Object.defineProperty(event, 'isTrusted', { value: isTrusted });
  Object.assign(event, fields);
  at(selector).dispatchEvent(event);
};

const isAt = (selector: string, shows: (other: Element) => boolean = () => false): boolean =>
  hands._isAt(at(selector), shows);

test('a visitor is at what they touch and at all that holds it', () => {
  use('b');
  expect([!!hands._isBusy(), isAt('b'), isAt('#panel'), isAt('a:last-of-type')]).toEqual([true, true, true, false]);
});

test.each([
  ['#head', '#panel', true],
  ['[aria-controls]', '#panel', true],
  ['a[href="#panel"]', '#panel', true],
  ['a[href="#elsewhere"]', '#panel', false],
  ['#panel', '#rest', true],
  ['#head', '#rest', false],
])('who is at %s is at what it opens, or what follows it: %s is %s', (used, element, wanted) => {
  use(used);
  expect(isAt(element)).toBe(wanted);
});

test.each(['button', 'div role="button"'])('who presses a <%s> is not at what is shown within it', (tag) => {
  at('#rest').innerHTML = `<${tag}>Buy <i>now</i></${tag.split(' ')[0]}><span>or <u>later</u></span>`;
  use('#rest > :first-child');
  expect(isAt('i')).toBe(false);
  use('#rest span');
  expect(isAt('u')).toBe(true);
});

test('an element without an id is named by no control', () => {
  at('#rest').removeAttribute('id');
  use('[aria-controls]');
  expect(isAt('p:last-of-type')).toBe(false);
});

test('they are there until handlers are over, and an event of then is another one', async () => {
  use('b');
  await stage.wait(0);
  expect(!!hands._isBusy()).toBe(false);
  use('b', 'pointerdown');
  use('#rest', 'pointerup');
  expect([isAt('b'), isAt('#rest')]).toEqual([false, true]);
});

test('an event that a script dispatches is not taken for the visitor', () => {
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

test('the Escape key closes whatever is open, another key what has the focus', () => {
  use('#rest', 'keydown', true, { key: 'Enter' });
  expect([isAt('b'), isAt('#rest')]).toEqual([false, true]);
  use('#rest', 'keydown', true, { key: 'Escape' });
  expect([isAt('b'), isAt('#rest')]).toEqual([true, true]);
});

test('who presses the ground that an element lies on is at it, who presses what else lies there is not', () => {
  use('p');
  expect(isAt('b')).toBe(true);
  document.body.append(Object.assign(document.createElement('i'), { id: 'other' }));
  use('body');
  expect(isAt('b')).toBe(true);
  use('#other');
  expect(isAt('b')).toBe(false);
});

test.each([
  ['<section><button>Close</button></section>', true],
  ['<i>new</i>', false],
])('who presses what says it is a button, around %s, is at that: %s', (inner, wanted) => {
  document.body.insertAdjacentHTML('beforeend', `<div role="button" id="button">${inner}</div>`);
  use('#button');
  expect(isAt('#button > *')).toBe(wanted);
});

test.each([
  ['<i class="backdrop"></i>', true],
  ['<button>another</button>', false],
])('after an element lies %s: who presses that is at the element: %s', (html, wanted) => {
  at('#rest').insertAdjacentHTML('afterend', html);
  use('#rest + *');
  expect(isAt('#rest')).toBe(wanted);
});

test('who is at an element that shows what another has shown is at that, but not inside it', () => {
  use('a[href="#elsewhere"]');
  expect(isAt('#rest', (other) => other.matches('[href="#elsewhere"]'))).toBe(true);
  expect(isAt('#rest', (other) => other.matches('body'))).toBe(false);
});
