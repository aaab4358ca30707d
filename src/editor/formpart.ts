/**
 * Shows the form of one change: what is typed is shown at once, and stays one change of the list however often it is
 * corrected.
 */

import type { Op } from '../core/index.js';
import type { Filled, Form, FormField } from './forms.js';
import { field, make } from './made.js';
import { createSwatches } from './swatches.js';

/** What a form works with. */
export interface FormTools {
  element(): Element;
  /** The op of the form as it goes into the list. */
  complete(make: (selector: string) => Op): Op;
  /** The change of the list that says it already; null where none does. */
  known(form: Form, key: string): Op | null;
  /** Shows a change that is not made yet, in place of the one that it corrects. */
  onTry(op: Op, instead: Op | null): void;
  onMake(op: Op, instead: Op | null): void;
  /** Reads the page without changes. */
  bare<T>(run: () => T): T;
}

type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Makes it.
 *
 * @param opened the change that is corrected from the beginning; null where a new one is made
 */
export function createFormPart(form: Form, tools: FormTools, opened: Op | null): HTMLElement {
  const inputs = new Map<string, Input>();
  const key = form.asked.find(({ isKey }) => isKey)?.name ?? '';
  const filled = (): Filled => Object.fromEntries([...inputs].map(([name, input]) => [name, input.value]));
  const keyNow = (): string => (key && filled()[key]) || '';
  /** What this form has made, or corrects. */
  let made = opened;
  let isTouched = false;
  const op = (): Op => tools.complete((selector) => tools.bare(() => form.op(selector, filled(), tools.element())));
  const isWhole = (): boolean => (form.needs ?? []).every((name) => filled()[name]?.trim());
  const tryIt = (): void => {
    isTouched = true;
    if (isWhole()) tools.onTry(op(), made);
  };
  const commit = (): void => {
    if (!isTouched || !isWhole()) return;
    const next = op();
    if (JSON.stringify(next) === JSON.stringify(made)) return;
    const instead = made;
    made = next;
    tools.onMake(next, instead);
  };
  const swatches = form.kind === 'style' ? createSwatches(chooseColour) : null;
  function chooseColour(colour: string): void {
    const value = inputs.get('value');
    if (value) value.value = colour;
    tryIt();
    commit();
  }
  /** Begins with what the list or the page says. */
  const fillIn = (from: Op | null): void => {
    made = from;
    isTouched = false;
    const known = from && form.read(from);
    for (const { first, isKey, name } of form.asked) {
      const input = inputs.get(name);
      if (!input || (isKey && !known && input.value)) continue;
      const value = known?.[name] ?? tools.bare(() => first(tools.element(), keyNow()));
      if (input instanceof HTMLSelectElement && ![...input.options].some((one) => one.value === value))
        input.append(make('option', {}, value));
      input.value = value;
    }
    swatches?.judge(keyNow());
  };
  // Of a change that was opened the name is corrected like the rest.
  const rename = opened ? tryIt : () => fillIn(tools.known(form, keyNow()));
  for (const asked of form.asked) {
    const isName = asked.isKey && !opened;
    const listeners = { oninput: asked.isKey ? rename : tryIt, onchange: isName ? () => undefined : commit };
    inputs.set(asked.name, inputFor(asked, listeners));
  }
  fillIn(opened);
  if (!opened) fillIn(tools.known(form, keyNow()));
  const onsubmit = (event: Event): void => {
    event.preventDefault();
    isTouched = true;
    commit();
  };
  const fields = [...inputs].map(([name, input]) => field(labelOf(form, name), input));
  return make(
    'form',
    { onsubmit },
    ...fields,
    ...(swatches ? [swatches.node] : []),
    make('button', { type: 'submit', class: 'main' }, 'Apply'),
  );
}

const inputFor = ({ choices = [], kind }: FormField, listeners: Readonly<Record<'oninput' | 'onchange', () => void>>) =>
  make(
    kind === 'choice' ? 'select' : kind === 'text' ? 'textarea' : 'input',
    listeners,
    ...choices.map((choice) => make('option', {}, choice)),
  );

const labelOf = ({ asked }: Form, wanted: string): string => asked.find(({ name }) => name === wanted)?.label ?? wanted;
