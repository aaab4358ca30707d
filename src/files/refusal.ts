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
    super(withoutSecrets(message), cause === undefined ? undefined : { cause });
  }
}

/** Whether a place is somewhere else than in a directory: also where fx knows no way to get there. */
export const isAddress = (place: string): boolean => /^(exec:|[a-z][a-z0-9+.-]+:\/\/)/i.test(place);

/**
 * A text for people, in which addresses are without what may be a password or a token before their `@`. The name by
 * which ssh signs in is none: a key does that.
 */
export const withoutSecrets = (text: string): string =>
  text.replace(/(\b\w+:)?\/\/([^/\s]*)@/g, (whole, scheme: string | undefined, who: string) =>
    scheme === 'ssh:' && !/[:@]/.test(who) ? whole : `${scheme ?? ''}//…@`,
  );

/**
 * A path as messages show it: relative to the working directory, with forward slashes; an address as it is, without
 * secrets.
 */
export const shown = (path: string): string =>
  isAddress(path) ? withoutSecrets(path) : relative(process.cwd(), path).replaceAll(sep, '/') || '.';

/** The system's word for what went wrong, such as `EACCES`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
