/** Says in one sentence why something was refused, and names paths and system errors in it. */

import { relative, sep } from 'node:path';

/** A reason why a command ends with exit code 1: one sentence that says where, what, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    message: string,
    /** For machines: what kind of refusal it is. */
    readonly code = 'refused',
    /** What `--json` shows besides. */
    readonly details: object = {},
    /** What the system said, for whoever looks for the reason behind the sentence. */
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }
}

/** A path as messages show it: relative to the working directory, with forward slashes. An address stays as it is. */
export const shown = (path: string): string =>
  /^[a-z][a-z0-9+]+:\/\//.test(path) ? path : relative(process.cwd(), path).replaceAll(sep, '/') || '.';

/** The system's word for what went wrong, such as `EACCES`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
