/** The types of browser.mjs. */

/** The path of a Chromium that starts, null when there is none. */
export function findBrowser(): string | null;

/** Finds a Chromium or installs one; throws one sentence that says what to do. */
export function ensureBrowser(): string;
