/** The visitor's id: found, or made and stored on the widest domain that takes it. */

import { readCookies, readItem, VISITOR, writeCookie, writeItem } from './storage.js';

export interface Visitor {
  /** 32 hex digits. */
  readonly _id: string;
  /** When the id was made, seconds since the epoch. */
  readonly _made: number;
  /** The domain of its cookies, '' for this host only. */
  readonly _domain: string;
  /** Whether it was made on this page. */
  readonly _isNew: boolean;
  /** As stored. */
  readonly _text: string;
  /** Whether it lasts beyond this page. */
  readonly _isStored: boolean;
  /** Whether cookies work here; else localStorage has to do. */
  readonly _inCookie: boolean;
}

/** Whether the visitor denied consent before. */
export const isDenied = (): boolean => readCookies(VISITOR).includes('0');

/** The stored visitor, null where there is none. The second copy is asked only where cookies hold nothing and `deep` says so. */
export const findVisitor = (deep?: boolean): Visitor | null => {
  const values = readCookies(VISITOR);
  if (values.length > 1) {
    // a host-only cookie shadows the one of the domain on this host alone: two ids for one person
    writeCookie(VISITOR, null);
    return parse(readCookies(VISITOR)[0] ?? values[0], true);
  }
  return parse(values[0], true) ?? (deep ? parse(readItem(VISITOR)) : null);
};

/** A visitor with a new id, in memory. */
export const makeVisitor = (): Visitor => withDomain(randomHex(32), Math.floor(Date.now() / 1000), '');

/**
 * Stores a new visitor, unless one was stored meanwhile.
 *
 * @param domain of the cookie; undefined probes for the widest that takes it
 * @returns the visitor as stored: cookie, else localStorage, else as it was
 */
export const storeVisitor = ({ _id: id, _made: made }: Visitor, domain: string | undefined): Visitor => {
  for (const candidate of domain === undefined ? domains(location.hostname) : [domain, '']) {
    const visitor = withDomain(id, made, candidate);
    writeCookie(VISITOR, visitor._text, candidate);
    if (readCookies(VISITOR).includes(visitor._text)) return { ...visitor, _isStored: true, _inCookie: true };
  }
  const kept = findVisitor(true);
  if (kept) return kept;
  const visitor = withDomain(id, made, '');
  return { ...visitor, _isStored: writeItem(VISITOR, visitor._text) && readItem(VISITOR) === visitor._text };
};

/**
 * Whether an id that this page made is still the stored one, asked before the first event is sent. Two tabs of a first visit
 * may each have made one: the stored id holds from the next page, and this page's events are dropped.
 */
export const isConfirmed = (visitor: Visitor): boolean => {
  if (!visitor._isNew) return true;
  const copy = parse(readItem(VISITOR));
  const cookie = parse(readCookies(VISITOR)[0]);
  if (cookie && cookie._id !== visitor._id) return false;
  // the other tab was overwritten here, but has already sent under its id
  if (cookie && copy && copy._id !== visitor._id) {
    writeCookie(VISITOR, copy._text, copy._domain);
    return false;
  }
  return true;
};

/** Hexadecimal digits from the platform's random source. */
export const randomHex = (digits: number): string =>
  [...crypto.getRandomValues(new Uint8Array(digits / 2))].map((byte) => (byte + 256).toString(16).slice(1)).join('');

const withDomain = (id: string, made: number, domain: string): Visitor => ({
  _id: id,
  _made: made,
  _domain: domain,
  _isNew: true,
  _text: `${id}.${made.toString(36)}.${domain}`,
  _isStored: false,
  _inCookie: false,
});

const parse = (text: string | null | undefined, inCookie = false): Visitor | null => {
  const [, id, made, domain] = /^([\da-f]{32})\.([\da-z]{1,8})\.([\w.-]*)$/.exec(text ?? '') ?? [];
  return id && made && domain !== undefined
    ? { ...withDomain(id, Number.parseInt(made, 36), domain), _isNew: false, _isStored: true, _inCookie: inCookie }
    : null;
};

/** `shop.example.co.nz` → co.nz, example.co.nz, shop.example.co.nz, '' (browsers refuse public suffixes); an address or one label: ''. */
const domains = (host: string): string[] => {
  const labels = host.split('.');
  const found = [''];
  if (!/[\d:]\]?$/.test(host)) {
    for (let i = 0; i < labels.length - 1; i++) found.unshift(labels.slice(i).join('.'));
  }
  return found;
};
