/** The types of firefox.mjs. */

/** Finds a Firefox or installs one; throws one sentence that says what to do. */
export function ensureFirefox(): string;
