/**
 * Leaves out links that preview or edit: who comes by a link that previews or edits, or is still in a preview, gets
 * the companion that knows of such things, and so does a page with a key.
 */

import { addCompanion } from '../companion.js';
import { isParsed, listen } from '../dom.js';
import { warn } from '../guard.js';
import type * as links from '../links.js';
import { PREVIEW, readCookies } from '../storage.js';

/** `?fx=<id>:`, `?fx-edit=`, `?mojito_<id>=`: what ends a preview needs no look, as then there is a cookie. */
const ASKED = /[?&](fx(-edit=|=[^&]+(:|%3a))|mojito_)/i;

const COMPANION = 'fx.whole.js';

export const readPreview: typeof links.readPreview = () => '';
export const isEdited: typeof links.isEdited = () => false;
export const guideOf: typeof links.guideOf = ({ name = 'fx' }) => ['fx.badge.js', { name }];
export const tellLost: typeof links.tellLost = () => undefined;
export const takeLent: typeof links.takeLent = () => undefined;
export const gives: typeof links.gives = () => false;
export const withDrafts: typeof links.withDrafts = (_site, _url, _home, _functions, _start, startLive) => startLive();

/**
 * The companion is the whole tag: it starts in place of this one, with what this one holds. Where it does not come,
 * this one starts, unless the page has a key.
 */
export const lends: typeof links.lends = (script, { key, name = 'fx', nonce, preview }, held, goOn) => {
  if (key === undefined && (preview || !((location.search && ASKED.test(location.search)) || readCookies(PREVIEW)[0])))
    return false;
  // Where the parser waits for the tag it waits for the companion, too: nothing of the page is painted untouched.
  const isAwaited = document.currentScript === script && !(script.async || script.defer || isParsed());
  const made: links.Lent | undefined = addCompanion(
    COMPANION,
    { _url: script.src, _nonce: nonce },
    script.dataset,
    isAwaited ? script : undefined,
  );
  const giveUp = (): void => {
    warn(`${COMPANION} is missing`);
    // Nothing here could check what a page with a key loads.
    if (key === undefined) goOn();
  };
  if (!made) giveUp();
  else {
    made.fx = held;
    (window as unknown as Record<string, unknown>)[name] ??= [];
    for (const type of ['load', 'error']) listen(made, type, () => made.fx && giveUp());
  }
  return true;
};
