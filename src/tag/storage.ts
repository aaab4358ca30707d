/** Every name that fx stores something under; nothing here throws. */

import { get, set } from './dom.js';
import { attempt } from './guard.js';

/** The visitor's id, `0` after denied consent: cookie, with a copy in localStorage. */
export const VISITOR = '_fx';
/** Sticky assignments: cookie, with a copy in localStorage. */
export const STICKY = '_fx_s';
/** What a preview forces in this tab: sessionStorage; a session cookie of that name marks that there is one. */
export const PREVIEW = '_fx_p';
/** The fetched manifest: localStorage. */
export const MANIFEST = '_fx_m';
/** The day on which cookies were last renewed: localStorage. */
export const RENEWED = '_fx_r';
/** How many events were given up since the last batch that arrived: localStorage. */
export const DROPPED = '_fx_d';
/** One event of the outbox to a key: localStorage. */
export const OUTBOX = '_fx_e.';
/** One conversion that is counted once to a key: localStorage. */
export const ONCE = '_fx_k.';

/** Cookies last as long as browsers let them: 400 days, in seconds. */
const YEAR_AND_A_BIT_S = 34560000;

/** Every value that the page has under a cookie's name: a host-only cookie and a domain cookie may share it. */
export const readCookies = (name: string): string[] =>
  (attempt(() => get(document, 'cookie')) ?? '')
    .split('; ')
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));

/**
 * Writes a first-party cookie.
 *
 * @param value null deletes it
 * @param domain '' for this host only
 * @param session true for a cookie that ends with the browser session
 */
export const writeCookie = (name: string, value: string | null, domain = '', session = false): void => {
  attempt(() =>
    set(
      document,
      'cookie',
      `${name}=${value ?? ''};path=/;samesite=lax${session ? '' : `;max-age=${value === null ? 0 : YEAR_AND_A_BIT_S}`}${
        domain && `;domain=${domain}`
      }${location.protocol === 'https:' ? ';secure' : ''}`,
    ),
  );
};

/** Reads a key, null where it is missing or storage is blocked. */
export const readItem = (key: string, session?: boolean): string | null =>
  attempt(() => area(session).getItem(key)) ?? null;

/** Writes a key; null deletes it. False where storage is blocked or full. */
export const writeItem = (key: string, value: string | null, session?: boolean): boolean =>
  !!attempt(() => {
    if (value === null) area(session).removeItem(key);
    else area(session).setItem(key, value);
    return true;
  });

/** The keys of localStorage that begin so. */
export const listItems = (prefix: string): string[] =>
  (attempt(() => Object.keys(localStorage)) ?? []).filter((key) => key.startsWith(prefix));

/** Deletes everything that fx ever stored for this visitor, here and under a domain. */
export const eraseAll = (domain: string): void => {
  for (const name of [VISITOR, STICKY, PREVIEW]) {
    writeCookie(name, null);
    if (domain) writeCookie(name, null, domain);
  }
  for (const key of listItems(VISITOR)) if (key === VISITOR || key[3] === '_') writeItem(key, null);
  writeItem(PREVIEW, null, true);
};

const area = (session?: boolean): Storage => (session ? sessionStorage : localStorage);
