/** Tests ops that the editor applies outside of any experiment: as a recipe would, and back. */

import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createRehearsal } from '../../src/tag/rehearsal.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(() => {
  stage = createStage();
  document.body.innerHTML = '<p class="a">one</p>';
});
afterEach(() => {
  document.body.innerHTML = '';
  for (const script of document.querySelectorAll('script')) script.remove();
  stage.leave();
});

test('ops change the page at once, and are taken back', () => {
  const troubles: unknown[] = [];
  const back = createRehearsal()([{ op: 'replaceText', selector: 'p', value: 'two' }], (...what) =>
    troubles.push(what),
  );
  expect(document.body.textContent).toBe('two');
  back();
  expect([document.body.innerHTML, troubles]).toEqual(['<p class="a">one</p>', []]);
});

test('several rehearsals of one page lie on each other, and each is taken back by itself', () => {
  const rehearse = createRehearsal();
  const none = (): void => undefined;
  const first = rehearse([{ op: 'addClass', selector: 'p', value: 'b' }], none);
  const second = rehearse([{ op: 'replaceText', selector: 'p', value: 'two' }], none);
  expect(document.body.innerHTML).toBe('<p class="a b">two</p>');
  first();
  expect(document.body.innerHTML).toBe('<p class="a">two</p>');
  second();
  expect(document.body.innerHTML).toBe('<p class="a">one</p>');
});

test('a style sheet has the nonce of a script of the page, where no sheet can be constructed', () => {
  vi.stubGlobal('CSSStyleSheet', undefined);
  // Happy-dom has no nonces.
  onTestFinished(() => void Reflect.deleteProperty(HTMLElement.prototype, 'nonce'));
  Object.defineProperty(HTMLElement.prototype, 'nonce', {
    configurable: true,
    get: (): string => 'n0nce',
    set: (nonce: string) => given.push(nonce),
  });
  const given: string[] = [];
  const script = document.createElement('script');
  script.setAttribute('type', 'text/plain');
  script.setAttribute('nonce', 'n0nce');
  document.head.append(script);
  const back = createRehearsal()([{ op: 'injectCSS', value: 'p { color: red }' }], (error) => {
    throw error;
  });
  expect([...document.querySelectorAll('style')].map(({ textContent }) => textContent)).toEqual(['p { color: red }']);
  expect(given).toEqual(['n0nce']);
  back();
  expect(document.querySelector('style')).toBeNull();
});
