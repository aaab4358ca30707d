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
export const createSticky = (subject: string, owner: Owner, known: () => readonly Experiment[]): Sticky => {
  const head = `1.${encode(hash(subject), 6)}.`;
  const isInItem = (): boolean => owner._canStore && !readCookies(VISITOR)[0];
  const text = (isInItem() ? [readItem(STICKY)] : readCookies(STICKY)).find((one) => one?.startsWith(head)) ?? head;
  /** 10 characters an experiment: 6 of its id and salt, 4 of the variant; the oldest first. */
  const marks = new Map(
    text
      .slice(head.length)
      .match(/.{10}/g)
      ?.map((entry) => [entry.slice(0, 6), entry.slice(6)]),
  );
  let isDue = false;
  const save = (isRenewed?: boolean): void => {
    isDue = false;
    if (!owner._canStore || !marks.size) return;
    const renewed = head + [...marks].flat().join('');
    writeCookie(STICKY, renewed, owner._visitor._domain);
    if (isRenewed || isInItem()) writeItem(STICKY, renewed);
  };
  return {
    _get(experiment) {
      const held = marks.get(name(experiment));
      return held ? (experiment.variants.find(({ key }) => mark(key) === held)?.key ?? '') : null;
    },
    _set(experiment, key) {
      const id = name(experiment);
      if (marks.get(id) === mark(key)) return;
      marks.delete(id);
      if (marks.size >= MOST) {
        const names = known().map((one) => one && name(one));
        const ids = [...marks.keys()];
        marks.delete(ids.find((one) => !names.includes(one)) ?? (ids[0] as string));
      }
      marks.set(id, mark(key));
      // one write for all experiments that activate together
      if (!isDue) Promise.resolve().then(() => save());
      isDue = true;
    },
    _renew: () => save(true),
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
