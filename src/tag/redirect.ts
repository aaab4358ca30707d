/** Sends a subject from the page to a variant's address, and knows them again when they are there. */

import type { Experiment, Trigger, Variant } from '../core/index.js';
import { leads } from './capability.js';
import { attempt } from './guard.js';
import { isOnPage } from './page.js';
import type { Run } from './state.js';
import { REDIRECTS, readItem, writeItem } from './storage.js';
import { hidePage } from './veil.js';

/** How long a page that is being left is hidden at most. */
const LONGEST_COVER_MS = 3000;
/** Who is back from another site within this time was sent back: the tag is not there to tell. */
const RETURN_MS = 1e4;

/** By experiment: when the subject was sent away; 0 once the target was seen; -1 where the target sends them back. */
type Marks = Record<string, number>;

/**
 * Whether a trigger holds for an address alone: no other starts a redirect, since a page is left at a view or not at
 * all.
 */
export const holdsHere = (trigger: Trigger | undefined): boolean =>
  trigger?.kind === 'urlMatch'
    ? isOnPage(trigger)
    : !!trigger && 'of' in trigger && trigger.of[trigger.kind === 'all' ? 'every' : 'some'](holdsHere);

/** The variant whose target this page is. */
export const arrivedAt = ({ variants }: Experiment): Variant | undefined =>
  variants.find(({ redirect }) => {
    if (redirect === undefined) return false;
    const { hash, origin, pathname, search } = resolve(redirect);
    return (
      origin + pathname === location.origin + location.pathname &&
      (!hash || hash === location.hash) &&
      pairs(search).every((pair) => pairs(location.search).includes(pair))
    );
  });

/**
 * Why nobody is in an experiment that redirects, `undefined` where nothing keeps them out: every arm is treated alike.
 */
export const barOf = (experiment: Experiment): string | undefined => {
  if (!leads(experiment)) return undefined;
  const isSafe = ({ redirect }: Variant): boolean =>
    redirect === undefined || /^https?:/.test(`${attempt(() => resolve(redirect))}`);
  if (!experiment.variants.every(isSafe)) return 'invalid';
  // Without a memory of it, a page that sends back would never end.
  return writeItem(REDIRECTS, JSON.stringify(readMarks())) ? undefined : 'storage';
};

/** Whether this tab was sent to a target; from now on it was seen there. */
export const notesArrival = (id: string): boolean => {
  const { [id]: at = -1 } = readMarks();
  if (at > 0) mark(id, 0);
  return at >= 0;
};

/**
 * Leaves for the target of a variant. The page is hidden until then, and not in the history afterwards.
 *
 * @returns `false` where the target has sent this tab back: it stays
 */
export const leave = (
  { _experiment: { id }, _session: { _preview: preview, _site: site } }: Run,
  { keepQuery, redirect }: Variant,
): boolean => {
  const target = resolve(redirect as string);
  const isNear = target.origin === location.origin;
  const { [id]: sentAt = 0 } = readMarks();
  const isBack = sentAt < 0 || (sentAt > 0 && (isNear || Date.now() - sentAt < RETURN_MS));
  mark(id, isBack ? -1 : Date.now());
  if (isBack) return false;
  if (keepQuery !== false) {
    const own = pairs(target.search);
    const names = own.map(nameOf);
    target.search = `${[...own, ...pairs(location.search).filter((pair) => !names.includes(nameOf(pair)))].join('&')}`;
  }
  target.hash ||= location.hash;
  if (!isNear) {
    if (preview) target.searchParams.set('fx', preview.split(' ')[0] as string);
    site._delivery._flush();
  }
  site._stay = hidePage(site._nonce, LONGEST_COVER_MS);
  location.replace(target);
  return true;
};

/** A target as an address, relative to the page's own and not to its `<base>`. */
const resolve = (to: string): URL => new URL(to, location.href);

const pairs = (query: string): string[] => query.match(/[^?&]+/g) ?? [];
const nameOf = (pair: string): string => pair.split('=')[0] as string;

const readMarks = (): Marks => Object(attempt(() => JSON.parse(readItem(REDIRECTS) as string)));

const mark = (id: string, value: number): unknown =>
  writeItem(REDIRECTS, JSON.stringify({ ...readMarks(), [id]: value }));
