/** Which variant a subject was given before: a compact cookie, with a copy in localStorage. */

import { type Experiment, hash } from '../core/index.js';
import { readCookies, readItem, STICKY, writeCookie, writeItem } from './storage.js';
import type { Visitor } from './visitor.js';

export interface Sticky {
  /** The key that was stored, '' for one that the experiment no longer has, null for none. */
  _get(experiment: Experiment): string | null;
  _set(experiment: Experiment, key: string): void;
  /** Writes cookie and copy again, which renews the cookie's 400 days. */
  _renew(): void;
}

/** Whose assignments they are. */
export interface Owner {
  /** Tells the domain of the cookies. */
  readonly _visitor: Visitor;
  /** Otherwise assignments stay in memory for now. */
  readonly _canStore: boolean;
}

const MOST = 150;

/**
 * The assignments of one subject; another subject's are replaced at the first write.
 *
 * @param known the experiments of the manifest: when the cookie is full, others go first
 */
export const createSticky = (
  subject: string,
  owner: Owner,
  known: () => readonly Experiment[],
  cookies = readCookies(STICKY),
): Sticky => {
  const head = `1.${encode(hash(subject))}.`;
  const text =
    [...cookies, owner._visitor._isBare ? readItem(STICKY) : null].find((one) => one?.startsWith(head)) ?? head;
  /** 10 characters an experiment: 6 of its id and salt, 4 of the variant; the oldest first. */
  let marks: string[] = text.slice(head.length).match(/.{10}/g) ?? [];
  let isDue = false;
  let written = '';
  const save = (isRenewed?: boolean): void => {
    isDue = false;
    if (!owner._canStore || !marks[0]) return;
    const renewed = head + marks.join('');
    // to the browser a cookie is a call of another process
    if (renewed !== written) writeCookie(STICKY, renewed, owner._visitor._domain);
    written = renewed;
    if (isRenewed || owner._visitor._isBare) writeItem(STICKY, renewed);
  };
  return {
    _get(experiment) {
      if (!marks[0]) return null;
      const id = name(experiment);
      const held = marks.find((one) => one.startsWith(id));
      return held ? (experiment.variants.find(({ key }) => held.endsWith(mark(key)))?.key ?? '') : null;
    },
    _set(experiment, key) {
      const id = name(experiment);
      if (marks.includes(id + mark(key))) return;
      marks = marks.filter((one) => !one.startsWith(id));
      if (marks.length >= MOST) {
        const names = known().map((one) => one && name(one));
        // the oldest of all where every one is known
        marks.splice(
          Math.max(
            0,
            marks.findIndex((one) => !names.includes(one.slice(0, 6))),
          ),
          1,
        );
      }
      marks.push(id + mark(key));
      // one write for all experiments that activate together
      if (!isDue) queueMicrotask(save);
      isDue = true;
    },
    _renew: () => save(true),
  };
};

const name = ({ id, salt = id }: Experiment): string => encode(hash(`${id}:${salt}`));

/** Of the low 24 bits. */
const mark = (key: string): string => encode(hash(key) << 8).slice(0, 4);

/** A 32-bit number's bytes, most significant first, as base64url. */
const encode = (value: number): string =>
  btoa(String.fromCharCode(...[24, 16, 8, 0].map((shift) => (value >>> shift) & 255)))
    .slice(0, 6)
    .replace(/[+/]/g, (digit) => (digit > '+' ? '_' : '-'));
