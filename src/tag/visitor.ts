/** The visitor's id: found, or made and stored on the widest domain that takes it. */

import { readCookies, readItem, VISITOR, writeCookie, writeItem } from './storage.js';

export interface Visitor {
  /** As stored: id, time and domain. */
  readonly _text: string;
  /** 32 hex digits. */
  readonly _id: string;
  /** When the id was made, milliseconds since the epoch. */
  readonly _made: number;
  /** The domain of its cookies, '' for this host only. */
  readonly _domain: string;
  /** Whether it was made on this page. */
  readonly _isNew?: boolean;
  /** Whether cookies are not to be had, so that localStorage has what they would. */
  readonly _isBare?: boolean;
}

/** Whether the visitor denied consent before. */
export const isDenied = (cookies = readCookies(VISITOR)): boolean => cookies.includes('0');

/** The visitor that cookies know. */
export const findVisitor = (cookies = readCookies(VISITOR)): Visitor | null | undefined => {
  let texts = cookies;
  if (texts[1]) {
    // a host-only cookie shadows the one of the domain on this host alone: two ids for one person
    writeCookie(VISITOR, '');
    texts = readCookies(VISITOR);
  }
  return texts.map(parse).find(Boolean);
};

/** A visitor with a new id, in memory. */
export const makeVisitor = (): Visitor => {
  const id = randomId();
  const made = Date.now();
  return { _text: `${id}.${made.toString(36)}.`, _id: id, _made: made, _domain: '', _isNew: true };
};

/**
 * Stores a visitor that is not.
 *
 * @param domain of the cookie; undefined probes for the widest that takes it
 * @returns the visitor as stored; without cookies the one that localStorage has; false where nothing can be stored
 */
export const storeVisitor = (visitor: Visitor, domain: string | undefined): Visitor | false => {
  const { hostname } = location;
  if (!visitor._isNew) return visitor;
  // shop.example.co.nz: co.nz (which browsers refuse), example.co.nz, shop.example.co.nz; of an address nothing
  const domains = /\d$/.test(hostname) ? [] : hostname.split('.').map((_, at, all) => all.slice(-2 - at).join('.'));
  for (const candidate of [...(domain ? [domain] : domains), '']) {
    const text = visitor._text + candidate;
    writeCookie(VISITOR, text, candidate);
    if (readCookies(VISITOR).includes(text)) return { ...visitor, _text: text, _domain: candidate };
  }
  const held = parse(readItem(VISITOR)) ?? (writeItem(VISITOR, visitor._text) && visitor);
  return held && { ...held, _isBare: true };
};

/**
 * Writes cookie and copy again, once a day, and tells whether an id that this page made is the one that holds. Two tabs of a
 * first visit may each have made one: the copy names the one that may have sent, else the cookie the last that was written.
 *
 * @param renew writes again what else has to last, unless another id holds
 */
export const confirmVisitor = (visitor: Visitor, renew: () => void): boolean => {
  const today = ` ${(Date.now() / 864e5) | 0}`;
  const copy = readItem(VISITOR);
  if (copy === visitor._text + today) return true;
  const held = (visitor._isNew && (parse(copy) ?? findVisitor())) || visitor;
  writeItem(VISITOR, held._text + today);
  const isMine = held._id === visitor._id;
  // where the cookie was looked at, and has it, there is nothing to write
  if (copy || !isMine || !visitor._isNew) writeCookie(VISITOR, held._text, held._domain);
  if (isMine) renew();
  return isMine;
};

/** 32 hexadecimal digits from the platform's random source. */
export const randomId = (): string =>
  [...crypto.getRandomValues(new Uint32Array(4))].map((part) => (part + 2 ** 32).toString(16).slice(1)).join('');

const parse = (text: string | null | undefined): Visitor | null => {
  // in the copy the day of its writing follows
  const found = /^([\da-f]{32})\.([\da-z]{1,9})\.([\w.-]*)(?= |$)/.exec(`${text}`);
  return (
    found && {
      _text: found[0],
      _id: found[1] as string,
      _made: parseInt(found[2] as string, 36),
      _domain: found[3] as string,
    }
  );
};
