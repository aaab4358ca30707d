/** Works out the facts that a request has in common with the page that it asks for. */

import type { Place } from './address.js';
import { cookiesIn, parseVisit, VISIT_COOKIE } from './cookie.js';
import { continueVisit, deviceTypeOf, pageFacts, visitFacts, visitorFacts } from './facts.js';

/** iPads and Macs ask for a page with the same words; only the page can count fingers. */
const MAC_OR_IPAD = /Macin(?!.*(Chrome|Firefox)\/)/;

/**
 * The facts of one kind, as far as a request tells them: alike for the tag on the page.
 *
 * @param header the value of a header, '' where there is none
 * @param made when the visitor's id was made, milliseconds since the epoch
 */
export const requestFacts = (
  kind: 'page' | 'device' | 'visit' | 'visitor',
  url: Place,
  header: (name: string) => string,
  made: number,
  now: number,
): object => {
  const referrer = header('referer');
  if (kind === 'page') return pageFacts(url, referrer);
  if (kind === 'visitor') return visitorFacts(made, now);
  if (kind === 'visit') {
    const [held] = cookiesIn(header('cookie'), VISIT_COOKIE);
    return visitFacts(continueVisit(parseVisit(held), url, referrer, now));
  }
  const userAgent = header('user-agent');
  const [language] = /^[\w-]+/.exec(header('accept-language')) ?? [];
  return {
    ...(!MAC_OR_IPAD.test(userAgent) && { type: deviceTypeOf(userAgent, 0) }),
    ...(language && { language }),
  };
};
