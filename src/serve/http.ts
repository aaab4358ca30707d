/** Declares what handlers find besides a request, and answers faults. */

import type { Recognised } from './access/doorkeeper.js';
import { FAULTS, type Refused } from './fault.js';
import type { Line } from './ports.js';
import type { Errand } from './studio/errands.js';

/** What a handler finds besides the request. */
export interface AppEnv {
  readonly Bindings: Line & Partial<Carried>;
  readonly Variables: { caller: Recognised | null };
}

/** What pages of Studio are asked with. */
export interface Carried {
  readonly caller: Recognised;
  /** Of whoever waits for the page; undefined for a program, which waits without a word. */
  readonly errand: Errand | undefined;
}

/** The fault of a code, with its own sentence. */
export const faultOf = (code: Refused['code']): Refused => ({ code, message: FAULTS[code][1], problems: [] });

/** A fault as the API answers it. */
export const answerFault = ({ code, message, problems, details }: Refused): Response =>
  Response.json({ code, message, problems, ...(details && { details }) }, { status: FAULTS[code][0] });
