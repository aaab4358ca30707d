/** Saves both sides of the page of changes at once, by any button, and asks before unsaved text is lost. */

import type { EditorView } from '@codemirror/view';

/** What it works with. */
export interface SavingParts {
  readonly form: HTMLFormElement;
  readonly fields: HTMLElement;
  readonly view: EditorView;
  readonly status: HTMLElement;
  readonly saving: HTMLElement;
  /** Once both sides say the same; false where they cannot. */
  readonly isSame: () => Promise<boolean>;
  /** The text to which the fields are edits. */
  readonly shown: () => string;
  /** How often they could not. */
  readonly refusals: () => number;
  /** The text says what the fields say. */
  readonly isTold: () => boolean;
  /** The text is the one that the file has. */
  readonly isSaved: () => boolean;
}

const PATIENCE_MS = 15_000;

/** Listens. What is saved is the text, which says all that the fields do and more. */
export function saveBoth(parts: SavingParts): void {
  const { form, fields, status, isSame, refusals, isTold, isSaved, shown } = parts;
  let isLeaving = false;
  let isPassing = false;
  const unlock = (): void => {
    isLeaving = false;
    lock(parts, false);
  };
  const send = (button: HTMLElement | null): void => {
    // The text says all of it: fields come along so that they are still filled in where it is refused.
    hiddenIn(form, 'told').value = isTold() ? 'yes' : '';
    hiddenIn(form, 'shown').value = isTold() ? shown() : '';
    isPassing = true;
    form.requestSubmit(button);
    isPassing = false;
    if (!isLeaving) return;
    lock(parts, true);
    setTimeout(() => {
      unlock();
      parts.saving.textContent = 'Studio has not answered yet. What you typed is still here: save again in a moment.';
    }, PATIENCE_MS);
  };
  form.addEventListener('submit', (event) => {
    if (isPassing) {
      isLeaving = true;
      return;
    }
    event.preventDefault();
    if (isLeaving) return;
    const { submitter } = event;
    const before = refusals();
    const decide = (is: boolean): void => {
      if (isLeaving) return;
      // The YAML may have errors that the server says at their lines.
      if ((is || isTold()) && refusals() === before) send(submitter);
      else (fields.querySelector('.shares-status:not(:empty)') ?? status).scrollIntoView({ block: 'center' });
    };
    // A form cannot be sent while it hears that it is to be sent: a promise that is kept already would do that.
    void isSame().then((is) => setTimeout(decide, 0, is));
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) unlock();
  });
  addEventListener('beforeunload', (event) => {
    if (!isLeaving && !(isTold() && isSaved())) event.preventDefault();
  });
}

/** A field of the form that nobody sees. */
export function hiddenIn(form: HTMLFormElement, name: string): HTMLInputElement | HTMLTextAreaElement {
  const field = form.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name="${name}"]`);
  if (!field) throw new Error(`The form has no field ${name}.`);
  return field;
}

/** Nobody types what would not be saved any more. */
function lock({ form, fields, view, saving }: SavingParts, is: boolean): void {
  saving.textContent = is ? 'It is being saved.' : '';
  disable(fields, is);
  view.contentDOM.contentEditable = is ? 'false' : 'true';
  for (const button of form.querySelectorAll('button')) button.disabled = is;
}

/** Fields that show another text must not be typed into: they would write over it. */
export function disable(fields: HTMLElement, is: boolean): void {
  for (const part of fields.querySelectorAll('fieldset')) part.disabled = is;
}
