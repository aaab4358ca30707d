/** Reads the system's own word for a failure, such as `ENOSPC`. */

/** Undefined where the failure has none. */
export const codeIn = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
