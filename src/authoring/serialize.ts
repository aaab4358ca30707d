/** Turns a manifest into JSON text, the same bytes on every machine. */

import type { Manifest } from '../core/index.js';

/**
 * The manifest's JSON: no spaces, keys in the order in which `compile` put them, and `<`, U+2028 and U+2029 escaped, so
 * that the text may stand in a script element and in a JavaScript string.
 */
export function serialize(manifest: Manifest): string {
  return escapeForScript(JSON.stringify(manifest));
}

/** JSON or JavaScript string text in which nothing can end a script element or a line of JavaScript. */
export function escapeForScript(json: string): string {
  return json.replace(/[<\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
