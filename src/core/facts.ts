/**
 * Gathers what page, device, visit and visitor are to a rule, and decides whether a visitor is a bot: alike for the tag
 * on a page and for a server that has its request.
 */

import type { Place } from './address.js';
import type { StoredVisit } from './cookie.js';
import { type Device, type Exposure, fitText, LONGEST_SEGMENT, MOST_SEGMENTS, type Segments } from './event.js';
import type { Context } from './types.js';

/** Browsers, Node and workers have it; nothing else of the core asks for it. */
declare const URLSearchParams: new (query: string) => Iterable<readonly [name: string, value: string]>;

/** After so long without a page another visit begins, and a visitor is no longer new, milliseconds. */
const REST_MS = 18e5;

/** The facts of an address that a request and its page have in common. */
export const pageFacts = (
  { href, pathname, search }: Place,
  referrer: string,
): { readonly [name: string]: unknown } => ({
  url: href.split('#')[0],
  path: pathname,
  query: queryFacts(search),
  search,
  referrer,
});

/** A query as a map. */
const queryFacts = (search: string): object =>
  // The first of several values counts, and fromEntries keeps the last.
  Object.fromEntries([...new URLSearchParams(search)].reverse());

/** The kind of device that a browser names itself to be on. */
export const deviceTypeOf = (userAgent: string, touchPoints: number): 'mobile' | 'tablet' | 'desktop' =>
  // An iPad says that it is a Macintosh, but no Macintosh has a touch screen.
  /iPad|Android(?!.*Mobi)/.test(userAgent) || (/Macin/.test(userAgent) && touchPoints > 1)
    ? 'tablet'
    : /Mobi/.test(userAgent)
      ? 'mobile'
      : 'desktop';

/** The facts of a visit. */
export const visitFacts = ({ landing, pages, referrer }: StoredVisit): object => {
  // The default is for the type checker, and no test reaches it: a split gives one part at least. Other ways cost
  // bytes.
  const [path = ''] = landing.split('?');
  return { landing: path, query: queryFacts(landing.slice(path.length)), pages, referrer };
};

/** The visit with one more page: first touch counts, so where it began stays. */
export const continueVisit = (
  held: StoredVisit | undefined,
  { pathname, search }: Pick<Place, 'pathname' | 'search'>,
  referrer: string,
  at: number,
): StoredVisit => {
  const begun = { pages: 0, landing: pathname + search, referrer };
  // A clock may have been set since.
  const before = held && Math.abs(at - held.at) <= REST_MS ? held : begun;
  return { ...before, at, pages: before.pages + 1 };
};

/** The facts of a visitor whose id was made then. */
export const visitorFacts = (made: number, now: number): { readonly isNew: boolean } => ({
  isNew: now - made < REST_MS,
});

/** Whether a user agent is a bot's: CUBOT makes phones; `navigator.webdriver` is quality assurance. */
export const isBotAgent = (userAgent: string): boolean => /(?:^|[^u])bot|crawl|spider/i.test(userAgent);

/**
 * The facts that a site cuts its results by, those that are texts, numbers or booleans.
 *
 * @param named with commas or blanks between them, such as `user.tier,user.plan`, or a list
 * @returns undefined where there is none
 */
export const pickSegments = (named: unknown, context: Context): Segments | undefined => {
  const names = `${named ?? ''}`.split(/[\s,]+/).filter(Boolean);
  const facts = names.slice(0, MOST_SEGMENTS).flatMap((name) => {
    const value = factAt(context, name.split('.'));
    return /^(string|number|boolean)$/.test(typeof value) ? [[name, fitText(`${value}`, LONGEST_SEGMENT)]] : [];
  });
  return facts[0] && Object.fromEntries(facts);
};

/**
 * What an exposure says of whoever was exposed.
 *
 * @param context with `device` and `visitor`
 * @param named as `pickSegments` takes it
 */
export const segmentsIn = (
  context: Context,
  named: unknown,
): Pick<Exposure, 'device' | 'isNew' | 'language' | 'segments'> => {
  const { device, visitor } = context as unknown as SeenFacts;
  return {
    device: device.type,
    isNew: visitor.isNew,
    language: fitText(device.language ?? '', LONGEST_SEGMENT) || undefined,
    segments: pickSegments(named, context),
  };
};

interface SeenFacts {
  readonly device: { readonly type?: Device; readonly language?: string };
  readonly visitor: { readonly isNew: boolean };
}

const factAt = (context: Context, path: readonly string[]): unknown => {
  try {
    return path.reduce<unknown>((from, key) => (from as Context | undefined)?.[key], context);
  } catch {
    // Silence is right: a fact that cannot be read is none.
    return undefined;
  }
};
