/**
 * Lists every way in which something that was asked for can fail, with its status and sentence: the API and the pages
 * say the same.
 */

/** What is wrong at one place of what was sent, or of a file. */
export interface FaultProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  /** Of a problem of a file, as are the next three. */
  readonly severity?: 'error' | 'warning';
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Why something was not done. */
export interface Refused {
  readonly code: FaultCode;
  /** One sentence: what is wrong, and what to do. */
  readonly message: string;
  readonly problems: readonly FaultProblem[];
  /** What a program needs besides, such as both versions of a file. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What came of something: a value, or why there is none. */
export type Done<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: Refused };

/**
 * Codes with their HTTP status and sentence. The first six are those of the contract that other systems of feature
 * flags share, letter by letter.
 */
export const FAULTS = {
  FLAG_NOT_FOUND: [404, 'Flag does not exist'],
  EXPERIMENT_KEY_EXISTS: [409, 'Experiment key already exists'],
  INVALID_VARIANTS: [400, 'Variant percentages must sum to 100'],
  EXPERIMENT_NOT_FOUND: [404, 'Experiment does not exist'],
  EXPERIMENT_ALREADY_RUNNING: [409, 'Experiment is already running'],
  EXPERIMENT_NOT_RUNNING: [409, 'Experiment is not running'],
  INVALID_INPUT: [400, 'The request does not have the fields that it needs'],
  VALIDATION_FAILED: [422, 'The experiment would not be valid: nothing was written'],
  CONFLICT: [412, 'Somebody else changed this since you opened it: look at both versions'],
  CANNOT_EDIT: [409, 'The file is written in a way that only a person can edit: change its YAML'],
  NO_BRANCH: [409, 'Nothing was committed to a branch: change the file here, or commit it with git'],
  BREAKING: [409, 'This would move visitors or break the analysis: allow it, and say why'],
  MOVED: [409, 'Somebody else published meanwhile: look at the plan again'],
  PUBLICATION_FAILED: [409, 'Nothing was published'],
  NO_TARGET: [409, 'No target is configured: name one in fx.config.yaml, as in targets: {live: public/fx}'],
  NO_SITE: [
    409,
    'No site is configured: set its address in Settings, or in fx.config.yaml as site: https://www.example.com',
  ],
  EDIT_LINK_USED: [401, 'This link was used or is too old: open the editor from Studio again'],
  EDIT_SESSION_OVER: [401, 'This session of the editor is over: open it from Studio again'],
  UNAUTHENTICATED: [401, 'Sign in, or send a token: Authorization: Bearer …'],
  FORBIDDEN: [403, 'Your role may not do this'],
  WRONG_ORIGIN: [403, 'This request came from another site'],
  METHOD_NOT_ALLOWED: [405, 'This operation is asked for by another method: Allow names it'],
  NOT_FOUND: [404, 'There is nothing at this address'],
  TOO_LARGE: [413, 'The request is too large'],
  TOO_MANY_REQUESTS: [429, 'Too many tries: wait a minute'],
  RESULTS_UNAVAILABLE: [503, 'The events cannot be counted now: nothing is lost, ask again'],
  STORAGE_FAILED: [503, 'The change could not be stored: nothing was changed'],
  UNEXPECTED: [500, 'Something went wrong in fx: its log says what'],
} as const satisfies Readonly<Record<string, readonly [status: number, message: string]>>;

/** A name of one of them. */
export type FaultCode = keyof typeof FAULTS;

/** What can be added to a fault. */
export interface FaultFacts {
  /** In place of the sentence of its code. */
  readonly message?: string;
  readonly problems?: readonly FaultProblem[];
  readonly details?: Refused['details'];
}

/** A fault as an answer. */
export function refused(code: FaultCode, { message, problems = [], details }: FaultFacts = {}): Done<never> {
  const fault: Refused = { code, message: message ?? FAULTS[code][1], problems, ...(details && { details }) };
  return { ok: false, fault };
}

/** A value as an answer. */
export const succeeded = <Value>(value: Value): Done<Value> => ({ ok: true, value });
