/** Which variant a subject was given before: a compact cookie, with a copy in localStorage. */

import { type Experiment, hash } from '../core/index.js';
import { readCookies, readItem, STICKY, writeCookie, writeItem } from './storage.js';
import type { Visitor } from './visitor.js';

export interface Sticky {
  /** The key that was stored, '' for one that the experiment no longer has, null for none. */
  _get(experiment: Experiment): string | null;
  _set(experiment: Experiment, key: string): void;
  /** Writes again, also when nothing changed: it renews the cookie's 400 days. */
  _renew(): void;
}

/** 10 characters an experiment: 6 of its id and salt, 4 of the variant. */
const ENTRY = 10;
const MOST = 150;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * The assignments of one subject; another subject's are replaced at the first write.
 *
 * @param visitor tells whether cookies work here, and their domain
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
  const { _inCookie, _isStored } = visitor();
  const text = readCookies(STICKY)[0] ?? (_isStored && !_inCookie ? readItem(STICKY) : '') ?? '';
  const entries: string[] = text.startsWith(head) ? (text.slice(head.length).match(/[\w-]{10}/g) ?? []) : [];
  let isDirty = false;
  const write = (): void => {
    isDirty = false;
    if (!canStore()) return;
    if (visitor()._inCookie) writeCookie(STICKY, head + entries.join(''), visitor()._domain);
    else writeItem(STICKY, head + entries.join(''));
  };
  return {
    _get(experiment) {
      const id = name(experiment);
      const entry = entries.find((one) => one.startsWith(id));
      if (!entry) return null;
      const variant = experiment.variants.find(({ key }) => id + mark(key) === entry);
      return variant ? variant.key : '';
    },
    _set(experiment, key) {
      const id = name(experiment);
      const entry = id + mark(key);
      if (entries.includes(entry)) return;
      const old = entries.findIndex((one) => one.startsWith(id));
      if (old >= 0) entries.splice(old, 1);
      else if (entries.length >= MOST) {
        const names = known().map(name);
        const stranger = entries.findIndex((one) => !names.includes(one.slice(0, ENTRY - 4)));
        entries.splice(Math.max(stranger, 0), 1);
      }
      entries.push(entry);
      // one write for all experiments that activate together
      if (!isDirty) Promise.resolve().then(write);
      isDirty = true;
    },
    _renew() {
      if (entries.length) {
        write();
        if (canStore()) writeItem(STICKY, head + entries.join(''));
      }
    },
  };
};

const name = ({ id, salt = id }: Experiment): string => encode(hash(`${id}:${salt}`), 6);

const mark = (key: string): string => encode(hash(key) & 0xffffff, 4);

/** A number as base64url digits, most significant first. */
const encode = (value: number, digits: number): string => {
  let text = '';
  for (let rest = value; digits--; rest = Math.floor(rest / 64)) text = ALPHABET[rest % 64] + text;
  return text;
};
