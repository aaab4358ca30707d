/** Counts the pages of a visit, and remembers the one that it began on: only where a rule reads that. */

import { formatVisit, namespaces, parseVisit } from '../core/index.js';
import { get } from './dom.js';
import { attempt } from './guard.js';
import { isYoung } from './manifest.js';
import type { Session } from './state.js';
import { readCookies, VISIT, writeCookie } from './storage.js';

/** After so long without a page another visit begins. */
const REST_MS = 18e5;

/** Takes the page into the visit, once for each address that it shows. First touch counts: where a visit begins stays. */
export const touchVisit = (session: Session): void => {
  const { _site: site } = session;
  const { href, pathname, search } = location;
  site._readsVisit ??= site._manifest?.experiments.some(({ audience }) =>
    attempt(() => namespaces(audience?.rule ?? 0).includes('visit')),
  );
  if (!site._readsVisit) return;
  if (site._visitAt !== href) {
    const held = parseVisit(readCookies(VISIT)[0]) ?? site._visit;
    const at = Date.now();
    const begun = { pages: 0, landing: pathname + search, referrer: get(document, 'referrer') };
    const before = held && isYoung(held.at, REST_MS) ? held : begun;
    site._visit = { ...before, at, pages: before.pages + 1 };
    site._visitAt = href;
  }
  if (site._visit && session._canStore) writeCookie(VISIT, formatVisit(site._visit), session._visitor.domain);
};
