/** The types of browser.mjs. */

/** The path of a Chromium that starts, null when there is none. */
export function findBrowser(): string | null;

/** Finds a Chromium or installs one; throws one sentence that says what to do. */
export function ensureBrowser(): string;

/** The path of a program by its name, null where PATH has none. */
export function onPath(name: string): string | null;
