/** The types of browser.mjs. */

/** The path of a Chromium that starts, null when there is none. */
export function findBrowser(): string | null;

/** Finds a Chromium or installs one; throws one sentence that says what to do. */
export function ensureBrowser(): string;

/** The path of the Chromium that Playwright drives tests in: the one without windows where there is one. */
export function ensureHeadless(): string;

/** The Chromium without windows that PATH has, null where there is none of the same version as the whole one. */
export function shellOf(whole: string): string | null;

/** The path of a program by its name, null where PATH has none. */
export function onPath(name: string): string | null;
