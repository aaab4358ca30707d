/**
 * Shows the part of the panel about what was picked: its way up, its selector with what that is worth, and the forms.
 */

import type { Op } from '../core/index.js';
import { createFormPart, type FormTools } from './formpart.js';
import { FORMS, type Form } from './forms.js';
import { button, field, make } from './made.js';
import { MOVES, type MoveWish } from './moves.js';
import { hostOf } from './picker.js';
import { findAlike, matchesOf } from './selector.js';
import { sightWords } from './sight.js';
import { createVerdict } from './verdict.js';

/** What this part tells. */
export interface SelectionEvents extends Pick<FormTools, 'onTry' | 'onMake' | 'bare'> {
  /** Another element is meant: one above the picked one. */
  onChoose(element: Element): void;
  /** The element shall stand elsewhere. */
  onMove(wish: MoveWish, selector: string): void;
}

/** What is known of the element besides. */
export interface SelectionFacts {
  /** Finds it on the page without changes. */
  readonly selector: string;
  /** How long a change has to wait for it on visitors' pages; undefined: as usual. */
  readonly waitForMs: number | undefined;
  /** What the list changes already. */
  readonly ops: () => readonly Op[];
  /** The change that is opened again; null where an element was picked. */
  readonly opened: Op | null;
}

/**
 * Makes the part anew for one element; it is read on the page without changes.
 *
 * @param now the element, or what the page has put in its place since
 */
export function selectionOf(now: () => Element, events: SelectionEvents, facts: SelectionFacts): HTMLElement {
  const { opened, ops } = facts;
  const element = now();
  const sight = make(
    'p',
    { class: 'bad', 'aria-live': 'polite' },
    events.bare(() => sightWords(element)),
  );
  const aim = createSelectorPart(now, events, facts);
  const complete = (makeOp: (selector: string) => Op): Op => {
    const { waitForMs = facts.waitForMs } = (opened ?? {}) as { readonly waitForMs?: number };
    const op = makeOp(aim.selector());
    return { ...(aim.isAll() ? { ...withoutWas(op), all: true } : op), ...(waitForMs && { waitForMs }) } as Op;
  };
  /**
   * Of the kinds of which an element has one for each name, the change that is there; inserts and classes may be many.
   */
  const known = (form: Form, key: string): Op | null =>
    (/^(?:insert|class)$/.test(form.kind)
      ? undefined
      : ops().find((op) => {
          const filled = 'selector' in op && op.selector === aim.selector() ? form.read(op) : null;
          return filled && (filled.property ?? (form.kind === 'attribute' ? filled.name : '')) === key;
        })) ?? null;
  const box = make('div');
  const fitting = FORMS.filter(({ fits }) => fits(element));
  const kinds = fitting.map((form) => button(form.label, () => choose(form)));
  const choose = (form: Form, from: Op | null = null): void => {
    for (const one of kinds) one.setAttribute('aria-pressed', String(one.textContent === form.label));
    const onTry: FormTools['onTry'] = (op, instead) => {
      events.onTry(op, instead);
      sight.textContent = sightWords(now(), op);
    };
    const tools: FormTools = { element: now, complete, known, ...events, onTry };
    box.replaceChildren(...(form.asked.length ? [createFormPart(form, tools, from)] : []));
    if (!form.asked.length)
      events.onMake(
        complete((selector) => form.op(selector, {}, now())),
        null,
      );
  };
  const meant = opened ? fitting.find(({ read }) => read(opened)) : undefined;
  const first = meant ?? fitting.find(({ asked }) => asked.length);
  if (first) choose(first, meant ? opened : null);
  return make(
    'section',
    { 'aria-label': 'Picked element' },
    make('h2', {}, 'Picked'),
    make('div', { class: 'row' }, ...ways(element, events.onChoose)),
    sight,
    make('div', { class: 'row', role: 'group', 'aria-label': 'Kind of change' }, ...kinds),
    box,
    aim.all,
    make('h2', {}, 'Move it'),
    make('div', { class: 'row', role: 'group', 'aria-label': 'Move' }, ...moveButtons(aim.selector, events.onMove)),
    // What most people need comes first: how it is found again is good already, most of the time.
    aim.node,
  );
}

/** The selector that somebody may write, with what it is worth; and whether it means all that are alike. */
function createSelectorPart(
  now: () => Element,
  { bare }: Pick<SelectionEvents, 'bare'>,
  { opened, selector: found }: SelectionFacts,
) {
  const alike = bare(() => findAlike(now()));
  const alikeCount = alike === null ? 0 : bare(() => matchesOf(alike).length);
  const verdict = createVerdict(now);
  const { all: wasAll = false } = (opened ?? {}) as { readonly all?: boolean };
  const judge = (): void => bare(() => verdict.judge(input.value.trim()));
  const input = make('input', { class: 'code', spellcheck: 'false', oninput: judge });
  input.value = opened && 'selector' in opened ? opened.selector : found;
  const box = make('input', {
    type: 'checkbox',
    checked: wasAll,
    onchange: () => {
      // What is alike has another selector than the one element.
      if (alike !== null && [found, alike].includes(input.value.trim())) input.value = box.checked ? alike : found;
      judge();
    },
  });
  judge();
  const words = alike === null ? 'All that match, later ones too' : `All like this (${alikeCount}), later ones too`;
  return {
    selector: () => input.value.trim(),
    isAll: () => box.checked,
    all: make('label', { class: 'choice' }, box, words),
    node: make('div', {}, field('Selector', input), verdict.node),
  };
}

const moveButtons = (selector: () => string, onMove: SelectionEvents['onMove']): Node[] =>
  MOVES.map(({ label, wish }) => button(label, () => onMove(wish, selector()), { class: 'small' }));

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
