/** Reads and writes storage: every name that fx stores something under is here, and nothing throws. */

import { formatCookie, STICKY_COOKIE, VISIT_COOKIE, VISITOR_COOKIE } from '../core/index.js';
import { get } from './dom.js';
import { attempt } from './guard.js';

/** The visitor's id, `0` after denied consent: cookie, with a copy in localStorage and the day of its writing. */
export const VISITOR = VISITOR_COOKIE;
/** Sticky assignments: cookie, with a copy in localStorage. */
export const STICKY = STICKY_COOKIE;
/** The visit, where a rule reads it: a session cookie. */
export const VISIT = VISIT_COOKIE;
/** What a preview forces in this tab: sessionStorage; a session cookie of that name marks that there is one. */
export const PREVIEW = '_fx_p';
/** By experiment, when this tab was sent to another address: sessionStorage. */
export const REDIRECTS = '_fx_r';
/** The fetched manifest: localStorage. */
export const MANIFEST = '_fx_m';
/** By keys and address, when the newest manifest was signed that they let in: localStorage. */
export const SIGNED = '_fx_a';
/** How many events were given up since the last batch that arrived: localStorage. */
export const DROPPED = '_fx_d';
/** One event of the outbox to a dated key: localStorage. */
export const OUTBOX = '_fx_e.';
/** One conversion that is counted once to a dated key: localStorage. */
export const ONCE = '_fx_k.';

/** Where the time stands in a dated key: behind its prefix and a digit. */
const DATED = 7;

/** What has a dated key lasts 7 days, in milliseconds. */
const LONGEST_ITEM_MS = 6048e5;

/**
 * Every value that the page has under a cookie's name: a host-only cookie and a domain cookie may share it. Servers in
 * Python and Java that write one again put it in quotes where it has a slash.
 */
export const readCookies = (name: string): string[] =>
  `; ${attempt(() => get(document, 'cookie'))}`
    .split(`; ${name}=`)
    .slice(1)
    .map((text) => text.replace(/^"|[";].*/g, ''));

/**
 * Writes a first-party cookie. Those of previews and visits end with the browser's session, as one without an age does.
 *
 * @param value '' deletes it
 * @param domain '' for this host only
 */
export const writeCookie = (name: string, value: string, domain = ''): void => {
  const age = !value ? 0 : name === PREVIEW || name === VISIT ? '' : undefined;
  const text = formatCookie(name, value, domain, location.protocol === 'https:', age);
  attempt(() => Reflect.set(Document.prototype, 'cookie', text, document));
};

/** Previews and redirects last for the tab. */
const area = (key: string): Storage => (key === PREVIEW || key === REDIRECTS ? sessionStorage : localStorage);

/** Reads a key, null where it is missing, undefined where storage is blocked. */
export const readItem = (key: string): string | null | undefined => attempt(() => area(key).getItem(key));

/** Writes a key; '' deletes it. False where storage is blocked or full. */
export const writeItem = (key: string, value: string): boolean =>
  !!attempt(() => {
    area(key)[value ? 'setItem' : 'removeItem'](key, value);
    return true;
  });

/** The keys of localStorage that begin so. */
export const listItems = (prefix: string): string[] =>
  (attempt(() => Object.keys(localStorage)) ?? []).filter((key) => key.startsWith(prefix));

/** A key under which something lasts 7 days; keys of a prefix sort by rank, a digit, and then by their time. */
export const toKey = (prefix: string, rank: number, at: number, name: string | number): string =>
  `${prefix}${rank}${at.toString(36)}.${name}`;

/** Whether a dated key has not had its 7 days, by whatever clock. */
export const isRecent = (key: string): boolean =>
  Math.abs(Date.now() - parseInt(key.slice(DATED), 36)) < LONGEST_ITEM_MS;

/** Deletes everything that fx ever stored for this visitor, here and under a domain. */
export const eraseAll = (domain: string): void => {
  for (const name of [VISITOR, STICKY, VISIT, PREVIEW, REDIRECTS, ...listItems('_fx_')]) {
    writeCookie(name, '');
    writeCookie(name, '', domain);
    writeItem(name, '');
  }
};
