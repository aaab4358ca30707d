/** The part of the panel about what was picked: its way up, its selector with what that is worth, and the forms. */

import type { Op } from '../core/index.js';
import { scoreOf, TRUSTED } from '../selectors/index.js';
import { coloursOf } from './colours.js';
import { type Filled, FORMS, type Form } from './forms.js';
import { button, field, make } from './made.js';
import { MOVES, type MoveWish } from './moves.js';
import { hostOf } from './picker.js';
import { findAlike, findSelector, matchesOf } from './selector.js';

/** What this part tells. */
export interface SelectionEvents {
  /** Another element is meant: one above the picked one. */
  onChoose(element: Element): void;
  /** Shows a change that is not made yet. */
  onTry(op: Op): void;
  onMake(op: Op): void;
  /** The element shall stand elsewhere. */
  onMove(wish: MoveWish, selector: string): void;
}

/** What is known of the element besides. */
export interface SelectionFacts {
  /** How long a change has to wait for it on visitors' pages; undefined: as usual. */
  readonly waitForMs: number | undefined;
}

/** Makes the part anew for one element; it is read on the page without changes. */
export function selectionOf(
  element: Element,
  events: SelectionEvents,
  bare: <T>(run: () => T) => T,
  { waitForMs }: SelectionFacts,
): HTMLElement {
  const [found, alike] = bare(() => [findSelector(element), findAlike(element)] as const);
  const alikeCount = alike === null ? 0 : bare(() => matchesOf(alike).length);
  const state = { selector: found.selector, isAll: false };
  const verdict = make('p', { class: 'quiet', role: 'status' });
  const judge = (): void => {
    const { words, isBad } = bare(() => verdictOn(state.selector, element));
    verdict.textContent = words;
    verdict.className = isBad ? 'bad' : 'quiet';
  };
  const selector = make('input', {
    class: 'code',
    spellcheck: 'false',
    value: found.selector,
    oninput: () => {
      state.selector = selector.value.trim();
      judge();
    },
  });
  const all = make('input', {
    type: 'checkbox',
    onchange: () => {
      state.isAll = all.checked;
      // What is alike has another selector than the one element.
      if (alike !== null && [found.selector, alike].includes(state.selector)) {
        state.selector = all.checked ? alike : found.selector;
        selector.value = state.selector;
      }
      judge();
    },
  });
  const box = make('div');
  const complete = (op: Op): Op =>
    ({
      ...(state.isAll ? withoutWas(op) : op),
      ...(state.isAll && { all: true }),
      ...(waitForMs && { waitForMs }),
    }) as Op;
  const open = (form: Form): void =>
    box.replaceChildren(formOf(form, element, () => state.selector, complete, events, bare));
  const kinds = FORMS.filter(({ fits }) => fits(element)).map((form) => button(form.label, () => choose(form)));
  const choose = (form: Form): void => {
    for (const one of kinds) one.setAttribute('aria-pressed', String(one.textContent === form.label));
    if (form.asked.length) open(form);
    else {
      box.replaceChildren();
      events.onMake(complete(form.op(state.selector, {}, element)));
    }
  };
  judge();
  const first = FORMS.find(({ fits, asked }) => fits(element) && asked.length);
  if (first) choose(first);
  return make(
    'section',
    { 'aria-label': 'Picked element' },
    make('h2', {}, 'Picked'),
    make('div', { class: 'row' }, ...ways(element, events.onChoose)),
    make('div', { class: 'row', role: 'group', 'aria-label': 'Kind of change' }, ...kinds),
    box,
    make(
      'label',
      { class: 'choice' },
      all,
      alike === null ? 'All that match, later ones too' : `All like this (${alikeCount}), later ones too`,
    ),
    make('h2', {}, 'Move it'),
    make(
      'div',
      { class: 'row', role: 'group', 'aria-label': 'Move' },
      ...MOVES.map(({ label, wish }) => button(label, () => events.onMove(wish, state.selector), { class: 'small' })),
    ),
    // What most people need comes first: how it is found again is good already, most of the time.
    field('Selector', selector),
    verdict,
  );
}

/** What stood in one of several is not what stands in each. */
function withoutWas(op: Op): Op {
  const { was: _, ...rest } = op as Op & { readonly was?: string };
  return rest as Op;
}

/** The element and what it lies in, the outermost first. */
function ways(element: Element, onChoose: SelectionEvents['onChoose']): Node[] {
  const up: Element[] = [];
  for (
    let one: Element | null = element;
    one && one !== document.documentElement;
    one = one.parentElement ?? hostOf(one)
  )
    up.unshift(one);
  return up.slice(-4).map((one) =>
    button(one.localName + (one.id ? `#${one.id}` : ''), () => onChoose(one), {
      class: 'small code',
      'aria-current': String(one === element),
    }),
  );
}

function verdictOn(selector: string, element: Element): { readonly words: string; readonly isBad: boolean } {
  const matches = matchesOf(selector);
  if (!matches.length) return { words: 'Nothing on this page matches.', isBad: true };
  if (!matches.includes(element)) return { words: 'This matches something else than what you picked.', isBad: true };
  const count = matches.length > 1 ? `${matches.length} elements match: the first is changed, or all. ` : '';
  if (scoreOf(selector) >= TRUSTED) return { words: `${count}Good: it names what it means.`, isBad: false };
  const name = element.localName;
  return {
    words: `${count}This will hit something else after a change of the page: put data-fx="name" on the <${name}>, and pick it again.`,
    isBad: true,
  };
}

function formOf(
  form: Form,
  element: Element,
  selector: () => string,
  complete: (op: Op) => Op,
  events: SelectionEvents,
  bare: <T>(run: () => T) => T,
): HTMLElement {
  const inputs = new Map<string, HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>();
  let isTouched = false;
  let made = '';
  const op = (): Op => {
    const filled: Filled = Object.fromEntries([...inputs].map(([name, input]) => [name, input.value]));
    return complete(bare(() => form.op(selector(), filled, element)));
  };
  const commit = (): void => {
    const next = op();
    if (!isTouched || JSON.stringify(next) === made) return;
    made = JSON.stringify(next);
    events.onMake(next);
  };
  for (const { name, kind, choices = [], first } of form.asked) {
    const tag = kind === 'choice' ? 'select' : kind === 'text' ? 'textarea' : 'input';
    const input = make(
      tag,
      {
        oninput: () => {
          // Another property: what it is now stands there first.
          if (name === 'property') return readStyle();
          isTouched = true;
          events.onTry(op());
        },
        onchange: () => commit(),
      },
      ...choices.map((choice) => make('option', {}, choice)),
    );
    inputs.set(name, input);
    input.value = bare(() => first(element));
  }
  const readStyle = (): void => {
    const value = inputs.get('value');
    const property = inputs.get('property')?.value ?? '';
    if (value) value.value = bare(() => getComputedStyle(element).getPropertyValue(property));
  };
  const onsubmit = (event: Event): void => {
    event.preventDefault();
    isTouched = true;
    commit();
  };
  const fields = form.asked.map(({ name, label }) => field(label, inputs.get(name) ?? make('input')));
  const swatches = form.kind === 'style' ? [swatchRow(inputs, () => events.onTry(op()), onsubmit)] : [];
  return make('form', { onsubmit }, ...fields, ...swatches, make('button', { type: 'submit', class: 'main' }, 'Apply'));
}

/** The page's own colours, for the properties that have one. */
function swatchRow(
  inputs: ReadonlyMap<string, HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>,
  onTry: () => void,
  onChoose: (event: Event) => void,
): HTMLElement {
  const [property, value] = [inputs.get('property'), inputs.get('value')];
  const row = make('div', { class: 'row', role: 'group', 'aria-label': 'Colours of this page' });
  const choose = (colour: string) => (event: Event) => {
    if (value) value.value = colour;
    onTry();
    onChoose(event);
  };
  for (const colour of coloursOf()) {
    const swatch = button('', choose(colour), { class: 'swatch', 'aria-label': colour, title: colour });
    swatch.style.backgroundColor = colour;
    row.append(swatch);
  }
  const judge = (): void => {
    row.hidden = !/color|border|background/.test(property?.value ?? '');
  };
  property?.addEventListener('change', judge);
  property?.addEventListener('input', judge);
  judge();
  return row;
}
