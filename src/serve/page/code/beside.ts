/**
 * Lets the form and the YAML beside it say the same while somebody types into one of them, and asks before leaving
 * unsaved text.
 */

import type { EditorView } from '@codemirror/view';
import { changeOf, mergeTexts, TOUCHING } from './merge.js';
import { disable, hiddenIn, saveBoth } from './saving.js';

/** What it works with. */
export interface BesideParts {
  /** Both sides are in it. */
  readonly form: HTMLFormElement;
  /** The side of the fields. */
  readonly fields: HTMLElement;
  readonly view: EditorView;
  /** Says what keeps the two from being the same. */
  readonly status: HTMLElement;
  /** Says that it is being saved. */
  readonly saving: HTMLElement;
  readonly url: string;
  /** The text that the file has, to which both sides are changes. */
  readonly saved: string;
  /**
   * Whether fields say something else than the file has, as somebody filled them in and the server refused it: `told`
   * where the text says the same.
   */
  readonly filled: string | undefined;
}

/** What the server answers. */
interface Answer {
  readonly yaml?: string;
  readonly fields?: string;
  readonly problem?: string;
  /** Where it is said: at the shares, else beside the buttons. */
  readonly at?: 'shares';
}

const PAUSE_MS = 300;

type Side = 'fields' | 'yaml';

/** @returns what hears that the text was changed, by whomever */
export function keepBeside(parts: BesideParts): () => void {
  const { form, fields, view, url, saved, filled } = parts;
  /** The text that the form shows, to which its fields are edits. */
  let shown = (filled === 'told' && hiddenIn(form, 'shown').value) || saved;
  /** The text as it was when both sides last said the same. */
  let agreed = filled === 'told' ? textOf(view) : saved;
  const isTold = toldAtFirst(parts);
  let isOwnChange = false;
  /** How often the fields could not be written into the text. A button pressed before must be pressed again. */
  let refusals = 0;

  /** @returns false where there is a problem; true also where more was typed meanwhile, which the answer cannot know */
  const tellText = async (): Promise<boolean> => {
    isTold.fields = true;
    const answer = await askServer(url, new FormData(form), { from: 'fields', yaml: shown });
    const { yaml, both, problem } = mergeAnswer(answer, agreed, textOf(view));
    if (problem) refusals++;
    if (!isTold.fields) return true;
    showProblem(parts, problem, answer.at);
    isTold.fields = !problem;
    if (yaml === undefined || both === null) return false;
    agreed = yaml;
    isOwnChange = true;
    replaceText(view, both);
    isOwnChange = false;
    return true;
  };
  const tellForm = async (): Promise<boolean> => {
    isTold.yaml = true;
    const text = textOf(view);
    const { fields: html, problem = '' } = await askServer(url, new FormData(), { from: 'yaml', yaml: text });
    const isLate = !isTold.yaml || !isTold.fields;
    isTold.yaml = !isLate && !problem;
    if (isLate) return true;
    disable(fields, !!problem);
    if (html !== undefined) showFields(fields, html);
    showProblem(parts, problem);
    if (html === undefined) return false;
    shown = text;
    agreed = text;
    return true;
  };
  const { later, isSame, isAsking } = takeTurns(isTold, { fields: tellText, yaml: tellForm });

  fields.addEventListener('input', () => later('fields'));
  fields.addEventListener('change', ({ target }) => offerValues(target));
  const isQuiet = (): boolean => isTold.fields && !isAsking();
  const isSaved = (): boolean => textOf(view) === saved;
  saveBoth({ ...parts, isSame, isTold: isQuiet, isSaved, refusals: () => refusals, shown: () => shown });
  if (!isTold.fields || !isTold.yaml) void isSame();
  return () => {
    if (!isOwnChange) later('yaml');
  };
}

/** Somebody may have typed before this script came, or the browser put back what they typed before they left. */
const toldAtFirst = ({ form, fields, view, saved, filled }: BesideParts): Record<Side, boolean> => ({
  fields: filled !== 'yes' && !isTyped(fields, form),
  yaml: filled === 'told' || textOf(view) === saved,
});

/** At the shares, where it is about them. */
function showProblem({ fields, status }: BesideParts, problem: string, at?: 'shares'): void {
  const shares = fields.querySelector('.shares-status');
  if (shares) shares.textContent = at === 'shares' ? problem : '';
  status.textContent = at === 'shares' && shares ? '' : problem;
}

/** The values that a fact can have, where it has few. */
function offerValues(target: EventTarget | null): void {
  if (!(target instanceof HTMLSelectElement && target.name.startsWith('fact-'))) return;
  const value = target.closest('.condition')?.querySelector('input');
  const list = `values-${target.value.replaceAll('.', '-')}`;
  if (document.getElementById(list)) value?.setAttribute('list', list);
  else value?.removeAttribute('list');
}

/** What the fields make of the text, together with what was typed into it meanwhile. */
function mergeAnswer({ yaml, problem }: Answer, agreed: string, typed: string) {
  const both = yaml === undefined ? null : mergeTexts(agreed, typed, yaml);
  return { yaml, both, problem: problem ?? (both === null ? TOUCHING : '') };
}

/** One question at a time, a while after the last letter or once somebody saves. */
function takeTurns(isTold: Record<Side, boolean>, tell: Readonly<Record<Side, () => Promise<boolean>>>) {
  let timer = 0;
  let asking: Promise<boolean> | null = null;
  /** The fields first: they are edits to a text that is older than what was typed beside them. */
  const askAll = async (): Promise<boolean> => {
    clearTimeout(timer);
    while (!isTold.fields || !isTold.yaml) if (!(await tell[isTold.fields ? 'yaml' : 'fields']())) return false;
    return true;
  };
  const isSame = (): Promise<boolean> => {
    asking ??= askAll().finally(() => {
      asking = null;
    });
    return asking;
  };
  const later = (side: Side): void => {
    isTold[side] = false;
    clearTimeout(timer);
    timer = setTimeout(isSame, PAUSE_MS);
  };
  return { later, isSame, isAsking: () => asking !== null };
}

const textOf = (view: EditorView): string => view.state.doc.toString();

async function askServer(
  url: string,
  body: FormData,
  more: Readonly<Record<'from' | 'yaml', string>>,
): Promise<Answer> {
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  const response = await fetch(url, { method: 'POST', body }).catch(() => null);
  const isJson = response?.headers.get('content-type')?.includes('json');
  if (response && isJson) return (await response.json()) as Answer;
  if (response?.status === 401) return { problem: 'Your session is over: sign in in another tab, then save again.' };
  return { problem: 'Studio does not answer: save again in a moment.' };
}

/** What the form sends besides its fields. */
const OF_THE_WHOLE = ['yaml', 'revision', 'told', 'shown', 'base'];

/** Whether fields say something else than they did when the page came. */
function isTyped(fields: HTMLElement, form: HTMLFormElement): boolean {
  // What is written out again has the values of the page, and none that was typed.
  const html = `<form>${fields.outerHTML}</form>`;
  const fresh = new DOMParser().parseFromString(html, 'text/html').querySelector('form');
  const now = new FormData(form);
  for (const name of OF_THE_WHOLE) now.delete(name);
  return fresh !== null && JSON.stringify([...new FormData(fresh)]) !== JSON.stringify([...now]);
}

/** In the place of those that are there; written by the server, in which everything that somebody typed is text. */
function showFields(fields: HTMLElement, html: string): void {
  const fresh = new DOMParser().parseFromString(html, 'text/html').body;
  const old = [...fields.querySelectorAll('fieldset')];
  const putBack = keepFocus(fields);
  old[0]?.before(...fresh.childNodes);
  for (const one of old) one.remove();
  putBack();
}

/** @returns what puts the focus and the cursor back into the field of the same name */
function keepFocus(fields: HTMLElement): () => void {
  const field = document.activeElement;
  if (!(field instanceof HTMLElement && fields.contains(field))) return () => undefined;
  const name = CSS.escape(field.getAttribute('name') ?? '');
  const [start, end] = isText(field) ? [field.selectionStart, field.selectionEnd] : [null, null];
  return () => {
    const fresh = fields.querySelector<HTMLElement>(`fieldset [name="${name}"]`);
    fresh?.focus();
    // Dates and numbers have a focus, and no cursor.
    if (fresh && isText(fresh) && start !== null) fresh.setSelectionRange(start, end);
  };
}

const isText = (field: Element): field is HTMLInputElement | HTMLTextAreaElement =>
  field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;

/** Only what differs, so that the cursor stays where it is. */
function replaceText(view: EditorView, text: string): void {
  const changes = changeOf(textOf(view), text);
  if (changes.from < changes.to || changes.insert) view.dispatch({ changes });
}
