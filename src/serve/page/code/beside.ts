/**
 * Lets the form and the YAML beside it say the same while somebody types into one of them, and asks before leaving
 * unsaved text.
 */

import type { EditorView } from '@codemirror/view';

/** What it works with. */
export interface BesideParts {
  /** The form of fields. */
  readonly form: HTMLFormElement;
  /** The form of the text: what is saved is always the text. */
  readonly textForm: HTMLFormElement;
  readonly view: EditorView;
  /** Says what keeps the two from being the same. */
  readonly status: HTMLElement;
  readonly url: string;
  /** The text is what somebody typed and the server refused; the fields show what is saved. */
  readonly isUnsaved: boolean;
}

/** What the server answers. */
interface Answer {
  readonly yaml?: string;
  readonly fields?: string;
  readonly problem?: string;
}

const PAUSE_MS = 300;

const CONFLICT = 'The form and the YAML change the same words: put them back as they were on one side.';

type Side = 'fields' | 'yaml';

/** @returns what hears that the text was changed, by whomever */
export function keepBeside(parts: BesideParts): () => void {
  const { form, view, status, url, isUnsaved } = parts;
  /** The text that the form shows, to which its fields are edits. */
  let shown = textOf(view);
  /** The text as it was when both sides last said the same. */
  let agreed = shown;
  const isTold: Record<Side, boolean> = { fields: true, yaml: true };
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
    status.textContent = problem;
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
    const { fields, problem = '' } = await askServer(url, new FormData(), { from: 'yaml', yaml: text });
    const isLate = !isTold.yaml || !isTold.fields;
    isTold.yaml = !isLate && !problem;
    if (isLate) return true;
    status.textContent = problem;
    disable(form, !!problem);
    if (fields === undefined) return false;
    showFields(form, fields);
    shown = text;
    agreed = text;
    return true;
  };
  const { later, isSame, isAsking } = takeTurns(isTold, { fields: tellText, yaml: tellForm });

  form.addEventListener('input', () => later('fields'));
  const isQuiet = (): boolean => isTold.fields && !isAsking();
  saveText(parts, { first: isUnsaved ? null : shown, isSame, isTold: isQuiet, refusals: () => refusals });
  if (isUnsaved) {
    disable(form, true);
    isTold.yaml = false;
    void isSame();
  }
  return () => {
    if (!isOwnChange) later('yaml');
  };
}

/** What the fields make of the text, together with what was typed into it meanwhile. */
function mergeAnswer({ yaml, problem }: Answer, agreed: string, typed: string) {
  const both = yaml === undefined ? null : mergeTexts(agreed, typed, yaml);
  return { yaml, both, problem: problem ?? (both === null ? CONFLICT : '') };
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

interface Saving {
  /** The text that is saved already; null where another one is. */
  readonly first: string | null;
  /** Once both sides say the same; false where they cannot. */
  readonly isSame: () => Promise<boolean>;
  /** How often they could not. */
  readonly refusals: () => number;
  /** The text says what the fields say. */
  readonly isTold: () => boolean;
}

/** The button of the form saves the text, too, which says all that the form does and more. */
function saveText({ form, textForm, view, status }: BesideParts, { first, isSame, isTold, refusals }: Saving): void {
  let isLeaving = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const branch = event.submitter?.getAttribute('name') === 'branch';
    const before = refusals();
    void isSame().then((is) => {
      if (is && refusals() === before) submitText(textForm, branch);
      else status.scrollIntoView({ block: 'nearest' });
    });
  });
  textForm.addEventListener('submit', () => {
    isLeaving = true;
  });
  addEventListener('beforeunload', (event) => {
    if (!isLeaving && (!isTold() || textOf(view) !== first)) event.preventDefault();
  });
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
  return { problem: 'Studio does not answer: save again in a moment, or sign in in another tab first.' };
}

function submitText(textForm: HTMLFormElement, isBranch: boolean): void {
  const button = textForm.querySelector<HTMLButtonElement>(isBranch ? 'button[name=branch]' : 'button:not([name])');
  textForm.requestSubmit(button);
}

/** Fields that show another text must not be typed into: they would write over it. */
function disable(form: HTMLFormElement, is: boolean): void {
  for (const part of form.querySelectorAll('fieldset')) part.disabled = is;
}

/** In the place of those that are there; written by the server, in which everything that somebody typed is text. */
function showFields(form: HTMLFormElement, html: string): void {
  const fresh = new DOMParser().parseFromString(html, 'text/html').body;
  const old = [...form.querySelectorAll('fieldset')];
  const putBack = keepFocus(form);
  old[0]?.before(...fresh.childNodes);
  for (const one of old) one.remove();
  putBack();
}

/** @returns what puts the focus and the cursor back into the field of the same name */
function keepFocus(form: HTMLFormElement): () => void {
  const field = document.activeElement;
  if (!(field instanceof HTMLElement && form.contains(field))) return () => undefined;
  const name = CSS.escape(field.getAttribute('name') ?? '');
  const [start, end] = isText(field) ? [field.selectionStart, field.selectionEnd] : [null, null];
  return () => {
    const fresh = form.querySelector<HTMLElement>(`fieldset [name="${name}"]`);
    fresh?.focus();
    // Dates and numbers have a focus, and no cursor.
    if (fresh && isText(fresh) && start !== null) fresh.setSelectionRange(start, end);
  };
}

const isText = (field: Element): field is HTMLInputElement | HTMLTextAreaElement =>
  field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;

interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** The one part in which they differ. */
function changeOf(before: string, after: string): Change {
  let from = 0;
  while (from < before.length && before[from] === after[from]) from++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - from && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

/** @returns both changes of a text in one; null where they touch each other */
export function mergeTexts(before: string, typed: string, written: string): string | null {
  if (written === before || written === typed) return typed;
  const [own, other] = [changeOf(before, typed), changeOf(before, written)];
  const isBefore = other.to < own.from;
  if (typed !== before && !isBefore && other.from <= own.to) return null;
  const shift = isBefore ? 0 : typed.length - before.length;
  return typed.slice(0, other.from + shift) + other.insert + typed.slice(other.to + shift);
}

/** Only what differs, so that the cursor stays where it is. */
function replaceText(view: EditorView, text: string): void {
  const changes = changeOf(textOf(view), text);
  if (changes.from < changes.to || changes.insert) view.dispatch({ changes });
}
