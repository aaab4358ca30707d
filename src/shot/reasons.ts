/** Says in words why there is no picture, and what to do about it. */

import type { Shot } from './shoot.js';

type Missing = Exclude<Shot['state'], 'shown'>;

/** By the word of the system, of the browser, or of fx itself. */
const UNOPENED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there: start the site, or correct the address',
  ENOTFOUND: 'no machine has this name: correct the address',
  EAI_AGAIN: 'no machine has this name: correct the address, or look at the network of this machine',
  private: 'it leads into a private network, which pictures keep out of: take the address of the site itself',
  ECONNRESET: 'it hung up without an answer: see whether it opens in a browser',
  slow: 'it did not answer within 20 s: see whether it opens in a browser',
  endless: 'it was still loading after 20 s, and fx had not run on it: see whether it opens in a browser',
  stuck: 'its own code does not come to an end: see whether it opens in a browser',
  'net::ERR_ABORTED': 'it is a download, or nothing at all: give the address of a page',
  'net::ERR_INVALID_RESPONSE': 'what answers there is no web page: correct the address',
  'net::ERR_HTTP_RESPONSE_CODE_FAILURE':
    'it answers with an error and nothing to show: see whether it opens in a browser',
  'net::ERR_TOO_MANY_REDIRECTS': 'it redirects without end: see whether it opens in a browser that has no cookies',
  'net::ERR_SSL_PROTOCOL_ERROR': 'it speaks no https: give the address with http',
};

const SAID: Readonly<Record<Missing, (why: string) => string>> = {
  unopened: (why) => UNOPENED[why] ?? `it could not be opened (${why}): see whether it opens in a browser`,
  status: (why) =>
    `it answers ${why}, and fx does not show the variant there: give the address of a page that is there`,
  moved: (why) => `it redirects to ${why}, which is not told what to show: take the pictures there`,
  'no-tag': () => 'fx is not on that page: run fx doctor on it',
  'not-shown': () =>
    'the page does not show this variant: publish the experiment first, or open the page with data-debug to see why',
  unfinished: () => 'the page was still loading after 20 s; the picture shows it as it was',
};

/** Whether the reason is the page's own, for every variant of the experiment. */
export const isOfPage = ({ state, why }: Pick<Shot, 'state' | 'why'>): boolean =>
  why !== 'stuck' && !/^(not-shown|unfinished)$/.test(state);

/** A clause that goes after the address. */
export const reasonOf = (state: Missing, why: string | null): string => SAID[state](why ?? '');
