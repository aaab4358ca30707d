/** Says times in words. */

/** `2026-11-02`. */
export const dayOf = (timeMs: number): string =>
  Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString().slice(0, 10) : 'an unknown day';

/** ISO 8601; null where it is no time that a calendar has. */
export const momentOf = (timeMs: number | null): string | null =>
  timeMs !== null && Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString() : null;

/** Milliseconds of `72h` or `14d`. */
export const windowMs = (window: string): number =>
  Number.parseInt(window, 10) * (window.endsWith('d') ? 86_400_000 : 3_600_000);
