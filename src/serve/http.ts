/** Declares what handlers find besides a request, and answers faults. */

import type { Recognised } from './access/doorkeeper.js';
import { FAULTS, type Refused } from './fault.js';
import type { Line } from './ports.js';

/** What a handler finds besides the request. */
export interface AppEnv {
  readonly Bindings: Line;
  readonly Variables: { caller: Recognised | null };
}

/** The fault of a code, with its own sentence. */
export const faultOf = (code: Refused['code']): Refused => ({ code, message: FAULTS[code][1], problems: [] });

/** A fault as the API answers it. */
export const answerFault = ({ code, message, problems, details }: Refused): Response =>
  Response.json({ code, message, problems, ...(details && { details }) }, { status: FAULTS[code][0] });
