/**
 * The paths of WebKitGTK's WebDriver, its browser and a screen; installs them where it can, throws one sentence
 * otherwise.
 */
export function ensureWebKit(): { readonly driver: string; readonly browser: string; readonly screen: string };
