/** Says at the field of a form what is wrong with it, and above the form what belongs to no field. */

import { type Html, html } from '../../pages/index.js';
import type { Done, FaultProblem, Refused } from '../fault.js';
import type { PageNotice } from './page.js';
import { lineOfProblem } from './words.js';

/** What was posted, by the name of its field. */
export type Posted = Readonly<Record<string, string | undefined>>;

/** A sentence by the name of the field that it stands at. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A form as it is shown again: with what was filled in, and what is wrong with it. */
export interface FormState {
  readonly typed: Posted;
  readonly errors: FieldErrors;
}

/** A form that nobody has filled in yet. */
export const FRESH: FormState = { typed: {}, errors: {} };

/** Refuses a form for some of its fields. */
export const refusedAt = (sentences: FieldErrors): Done<never> => ({ ok: false, fault: faultAt(sentences) });

/** The same as a fault. */
export const faultAt = (sentences: FieldErrors): Refused => ({
  code: 'INVALID_INPUT',
  message: MARKED,
  problems: Object.entries(sentences).map(([path, message]) => ({ path, code: 'field', message })),
});

/** A fault all of which stands at one field. */
export const allAt = (path: string, fault: Refused): Refused => ({
  ...fault,
  problems: [{ path, code: 'field', message: fault.message }],
});

const MARKED = 'Nothing was saved: see the fields that are marked';

/** What of a fault belongs to fields, and what to the whole form. */
export interface Sorted {
  readonly errors: FieldErrors;
  readonly notice: PageNotice;
  /** What no field shows. */
  readonly rest: readonly FaultProblem[];
}

/**
 * Sorts what is wrong by fields.
 *
 * @param fieldOf the field that shows a place of the file; undefined where none does
 */
export function sortedFault(
  { message, problems }: Pick<Refused, 'message' | 'problems'>,
  fieldOf: (path: string) => string | undefined = (path) => path,
): Sorted {
  const errors: Record<string, string> = {};
  const rest: FaultProblem[] = [];
  for (const problem of problems) {
    const name = fieldOf(problem.path);
    if (name === undefined) rest.push(problem);
    else errors[name] ??= sentenceAt(problem);
  }
  const text = rest.length || !problems.length ? message : MARKED;
  return { errors, notice: { kind: 'bad', text: `${text.replace(/\.$/, '')}.`, lines: rest.map(lineOfProblem) }, rest };
}

/** The validator's sentences go on from the place that they name. */
function sentenceAt({ message }: FaultProblem): string {
  const whole = /^(?:must|is|has|may|needs?|takes|names|holds)\b/.test(message) ? `It ${message}` : message;
  return /[.?!]$/.test(whole) ? whole : `${whole}.`;
}

/** The sentence, above its field; empty where nothing is wrong. */
export const errorPart = (errors: FieldErrors, name: string): Html =>
  errors[name] === undefined ? html`` : html`<span class="field-error" id="wrong-${name}">${errors[name]}</span>`;

/** What ties a field to its sentence. */
export const marked = (errors: FieldErrors, name: string): Html =>
  errors[name] === undefined ? html`` : html` aria-invalid="true" aria-describedby="wrong-${name}"`;
