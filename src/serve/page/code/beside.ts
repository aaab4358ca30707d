/** Lets the form and the YAML beside it say the same while somebody types into one of them, and asks before leaving unsaved text. */

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
}

/** What the server answers. */
interface Answer {
  readonly yaml?: string;
  readonly fields?: string;
  readonly problem?: string;
}

const PAUSE_MS = 300;

/** @returns what hears that the text was changed, by whomever */
export function keepBeside({ form, textForm, view, status, url }: BesideParts): () => void {
  const first = textOf(view);
  /** The text that the form shows, to which its fields are edits. */
  let shown = first;
  let isOwnChange = false;
  let timer = 0;
  let turn = 0;
  let waiting: Promise<boolean> = Promise.resolve(true);

  const ask = async (from: 'fields' | 'yaml'): Promise<boolean> => {
    const mine = ++turn;
    const text = from === 'yaml' ? textOf(view) : shown;
    const answer = await askServer(url, from === 'yaml' ? new FormData() : new FormData(form), { from, yaml: text });
    if (mine !== turn) return waiting;
    status.textContent = answer.problem ?? '';
    const parts = form.querySelectorAll('fieldset');
    // Fields that show another text must not be typed into: they would write over it.
    if (from === 'yaml') for (const part of parts) part.disabled = answer.problem !== undefined;
    if (answer.fields !== undefined) {
      showFields(form, answer.fields);
      shown = text;
    }
    if (answer.yaml !== undefined) {
      isOwnChange = true;
      replaceText(view, answer.yaml);
      isOwnChange = false;
    }
    return answer.problem === undefined;
  };
  const later = (from: 'fields' | 'yaml'): void => {
    clearTimeout(timer);
    waiting = new Promise((resolve) => {
      timer = setTimeout(() => resolve(ask(from)), PAUSE_MS);
    });
  };

  form.addEventListener('input', () => later('fields'));
  saveText({ form, textForm, view, status, url }, { first, isSame: () => waiting });
  return () => {
    if (!isOwnChange) later('yaml');
  };
}

interface Saving {
  /** The text that is saved already. */
  readonly first: string;
  /** Once both sides say the same; false where they cannot. */
  readonly isSame: () => Promise<boolean>;
}

/** The button of the form saves the text, too, which says all that the form does and more. */
function saveText({ form, textForm, view, status }: BesideParts, { first, isSame }: Saving): void {
  let isLeaving = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const branch = event.submitter?.getAttribute('name') === 'branch';
    void isSame().then((is) => {
      if (is) submitText(textForm, branch);
      else status.scrollIntoView({ block: 'nearest' });
    });
  });
  textForm.addEventListener('submit', () => {
    isLeaving = true;
  });
  addEventListener('beforeunload', (event) => {
    if (!isLeaving && textOf(view) !== first) event.preventDefault();
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

/** In the place of those that are there; written by the server, in which everything that somebody typed is text. */
function showFields(form: HTMLFormElement, html: string): void {
  const fresh = new DOMParser().parseFromString(html, 'text/html').body;
  const old = [...form.querySelectorAll('fieldset')];
  old[0]?.before(...fresh.childNodes);
  for (const one of old) one.remove();
}

/** Only what differs, so that the cursor stays where it is. */
function replaceText(view: EditorView, text: string): void {
  const before = textOf(view);
  let from = 0;
  while (from < before.length && before[from] === text[from]) from++;
  let end = 0;
  while (end < Math.min(before.length, text.length) - from && before.at(-1 - end) === text.at(-1 - end)) end++;
  if (from === before.length && text.length === before.length) return;
  view.dispatch({ changes: { from, to: before.length - end, insert: text.slice(from, text.length - end) } });
}
