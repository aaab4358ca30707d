/**
 * Loads a companion of the tag, which lies beside it and which few visits need:
 * `addCompanion('fx.editor.js', home, { name })`.
 */

import { attach, call, create } from './dom.js';
import { attempt } from './guard.js';

/** Where the tag came from, and the nonce by which its companions may run, too. */
export interface Home {
  readonly _url: string | undefined;
  readonly _nonce: string | undefined;
}

/**
 * The file is named in code and its folder is the tag's own: no query, storage or page has a say in it. Its script has
 * the tag's nonce, and `dataset` as its attributes.
 *
 * @param before the script that runs now, where the companion has to run before anything that the parser reads behind
 * it
 * @returns its element; undefined where it is not known where the tag came from, or where the page lets no script be
 * added
 */
export const addCompanion = (
  file: string,
  { _nonce: nonce = '', _url: home }: Home,
  dataset: object,
  before?: HTMLScriptElement | undefined,
): HTMLScriptElement | undefined =>
  attempt(() => {
    const script = create('script');
    script.src = new URL(file, home).href;
    Object.assign(script.dataset, dataset);
    call(script, 'setAttribute', 'nonce', nonce);
    if (!before) {
      attach(script);
      return script;
    }
    // What is written waits for its turn, so that its element can still be told something.
    document.write(script.outerHTML);
    return before.nextElementSibling as HTMLScriptElement;
  });
