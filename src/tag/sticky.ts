/** Which variant a subject was given before: a compact cookie, with a copy in localStorage. */

import { type Experiment, hash } from '../core/index.js';
import { readCookies, readItem, STICKY, VISITOR, writeCookie, writeItem } from './storage.js';
import type { Visitor } from './visitor.js';

export interface Sticky {
  /** The key that was stored, '' for one that the experiment no longer has, null for none. */
  _get(experiment: Experiment): string | null;
  _set(experiment: Experiment, key: string): void;
  /** Writes cookie and copy again, which renews the cookie's 400 days. */
  _renew(): void;
}

const MOST = 150;

/**
 * The assignments of one subject; another subject's are replaced at the first write.
 *
 * @param visitor tells the domain of the cookies
 * @param canStore false keeps them in memory for now
 * @param known the experiments of the manifest: when the cookie is full, others go first
 */
export const createSticky = (
  subject: string,
  visitor: () => Visitor,
  canStore: () => boolean,
  known: () => readonly Experiment[],
): Sticky => {
  const head = `1.${encode(hash(subject), 6)}.`;
  const isInItem = (): boolean => canStore() && !readCookies(VISITOR)[0];
  const found = isInItem() ? [readItem(STICKY)] : readCookies(STICKY);
  /** 10 characters an experiment: 6 of its id and salt, 4 of the variant. */
  let entries: string[] =
    found
      .find((text) => text?.startsWith(head))
      ?.slice(head.length)
      .match(/.{10}/g) ?? [];
  let isDue = false;
  const save = (isRenewed?: boolean): void => {
    isDue = false;
    if (!canStore()) return;
    const text = head + entries.join('');
    writeCookie(STICKY, text, visitor()._domain);
    if (isRenewed || isInItem()) writeItem(STICKY, text);
  };
  return {
    _get(experiment) {
      const id = name(experiment);
      const variant = experiment.variants.find(({ key }) => entries.includes(id + mark(key)));
      return variant?.key ?? (entries.some((entry) => entry.startsWith(id)) ? '' : null);
    },
    _set(experiment, key) {
      const id = name(experiment);
      const entry = id + mark(key);
      if (entries.includes(entry)) return;
      entries = entries.filter((one) => !one.startsWith(id));
      if (entries.length >= MOST) {
        const names = known().map((one) => one && name(one));
        const stranger = entries.findIndex((one) => !names.includes(one.slice(0, 6)));
        entries.splice(Math.max(stranger, 0), 1);
      }
      entries.push(entry);
      // one write for all experiments that activate together
      if (!isDue) Promise.resolve().then(() => save());
      isDue = true;
    },
    _renew() {
      if (entries[0]) save(true);
    },
  };
};

const name = ({ id, salt = id }: Experiment): string => encode(hash(`${id}:${salt}`), 6);

/** Of the low 24 bits. */
const mark = (key: string): string => encode(hash(key) << 8, 4);

/** The first characters of a 32-bit number's bytes, most significant first, as base64url. */
const encode = (value: number, length: number): string =>
  btoa(String.fromCharCode(...[24, 16, 8, 0].map((shift) => (value >>> shift) & 255)))
    .slice(0, length)
    .replace(/[+/]/g, (digit) => (digit > '+' ? '_' : '-'));
