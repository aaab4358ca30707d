/** Gathers the context that rules read: what the host gave, and what the page, the device and the visitor are. */

import {
  type Address,
  type AddressPattern,
  type Context,
  deviceTypeOf,
  type Experiment,
  matches,
  matchesAddress,
  type Place,
  pageFacts,
  readAddress,
  readsPage,
  type StoredVisit,
  type Trigger,
  visitFacts,
  visitorFacts,
} from '../core/index.js';
import { get } from './dom.js';
import { attempt } from './guard.js';

/**
 * Adds `page`, `device`, `visit` and `visitor` to the host's facts, computed only when a rule reads them.
 *
 * @param made when the visitor's id was made, milliseconds since the epoch
 * @param visit as far as a rule reads it
 */
export const createContext = (host: Context, made: number, visit?: StoredVisit): Context => ({
  ...host,
  get page() {
    return pageAt(location);
  },
  get device() {
    const { language, maxTouchPoints, userAgent } = navigator;
    return { type: deviceTypeOf(userAgent, maxTouchPoints), width: screen.width, language };
  },
  get visit() {
    return visit && visitFacts(visit);
  },
  get visitor() {
    return visitorFacts(made, Date.now());
  },
});

const pageAt = (place: Place): object => ({
  ...pageFacts(place, get(document, 'referrer')),
  hash: place.hash,
  title: get(document, 'title'),
});

/**
 * Where the page is. Reading it costs more than a thousand patterns that do not match: once for all of them is enough.
 */
export const addressOfPage = (): Address => readAddress(location);

/** Whether a `urlMatch` trigger matches the page's address. */
export const isOnPage = (trigger: AddressPattern, address = addressOfPage()): boolean =>
  matchesAddress(trigger, address);

/**
 * Whether any experiment answers otherwise at another address: by a pattern of its trigger, or by a rule that reads the
 * page.
 *
 * @param context what rules are asked with, but for the page
 */
export const tellsApart = (
  experiments: readonly Experiment[],
  from: Place,
  to: Place,
  context: () => Context,
): boolean => {
  const [was, is] = [readAddress(from), readAddress(to)];
  const seen = (part: Trigger): boolean =>
    part.kind === 'urlMatch'
      ? matchesAddress(part, was) !== matchesAddress(part, is)
      : 'of' in part && part.of.some(seen);
  const differs = ({ audience: { rule } = {}, trigger }: Experiment): boolean => {
    const holds = (at: Place): boolean => matches(rule ?? true, { ...context(), page: pageAt(at) });
    return (!!trigger && seen(trigger)) || (readsPage(rule) && holds(from) !== holds(to));
  };
  // One that is malformed takes no view from the others.
  return experiments.some((experiment) => attempt(() => differs(experiment)));
};
