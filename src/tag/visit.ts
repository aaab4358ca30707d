/** Counts the pages of a visit, and remembers the one that it began on: only where a rule reads that. */

import { continueVisit, formatVisit, namespaces, parseVisit } from '../core/index.js';
import { get } from './dom.js';
import { attempt } from './guard.js';
import type { Session } from './state.js';
import { readCookies, VISIT, writeCookie } from './storage.js';

/**
 * Takes the page into the visit, once for each address that it shows. First touch counts: where a visit begins stays.
 */
export const touchVisit = (session: Session): void => {
  const { _site: site } = session;
  const { href } = location;
  site._readsVisit ??= site._manifest?.experiments.some(({ audience }) =>
    attempt(() => namespaces(audience?.rule ?? 0).includes('visit')),
  );
  if (!site._readsVisit) return;
  if (site._visitAt !== href) {
    site._visit = continueVisit(
      parseVisit(readCookies(VISIT)[0]) ?? site._visit,
      location,
      get(document, 'referrer'),
      Date.now(),
    );
    site._visitAt = href;
  }
  if (site._visit && session._canStore) writeCookie(VISIT, formatVisit(site._visit), session._visitor.domain);
};
