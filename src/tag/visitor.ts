/** Finds the visitor's id, or has it made and stored on the widest domain that takes it. */

import { DENIED, formatId, formatVisitor, parseVisitor, type StoredVisitor } from '../core/index.js';
import { readCookies, readItem, VISITOR, writeCookie, writeItem } from './storage.js';

export interface Visitor extends StoredVisitor {
  /** Whether it was made on this page. */
  readonly _isNew?: boolean;
  /** Whether cookies are not to be had, or not to be written, so that localStorage has what they would. */
  readonly _isBare?: boolean;
}

/**
 * Of two tabs that opened at once neither made its id so long before the other. A later one overtook a prerendered
 * page.
 */
const TWINS_MS = 500;

/** Whether the visitor denied consent before. */
export const isDenied = (cookies = readCookies(VISITOR)): boolean => cookies.includes(DENIED);

/** The visitor that cookies know. */
export const findVisitor = (cookies = readCookies(VISITOR)): Visitor | undefined => {
  let texts = cookies;
  if (texts[1]) {
    // a host-only cookie shadows the one of the domain on this host alone: two ids for one person
    writeCookie(VISITOR, '');
    texts = readCookies(VISITOR);
  }
  return texts.map(parseVisitor).find(Boolean);
};

/** A visitor with a new id, in memory. */
export const makeVisitor = (): Visitor => ({ id: randomId(), made: Date.now(), domain: '', _isNew: true });

/**
 * Writes the id of a visitor who has none stored yet.
 *
 * @param domain of the cookie; undefined probes for the widest that takes it
 * @returns the visitor as stored; without cookies the one that localStorage has; false where nothing can be stored
 */
export const storeVisitor = (visitor: Visitor, domain: string | undefined): Visitor | false => {
  const { hostname } = location;
  if (!visitor._isNew) return visitor;
  // For shop.example.co.nz: co.nz (which browsers refuse), example.co.nz, then the host itself. An IP address has no
  // domain.
  const domains = +hostname.slice(-1) >= 0 ? [] : hostname.split('.').map((_, at, all) => all.slice(-2 - at).join('.'));
  for (const candidate of [...(domain ? [domain] : domains), '']) {
    const stored = { ...visitor, domain: candidate };
    const text = formatVisitor(stored);
    writeCookie(VISITOR, text, candidate);
    if (readCookies(VISITOR).includes(text)) return stored;
  }
  const held = parseVisitor(readItem(VISITOR)) ?? (writeItem(VISITOR, formatVisitor(visitor)) && visitor);
  return held && { ...held, _isBare: true };
};

/**
 * Writes cookie and copy again, once a day, and tells whether an id that this page made is the one that holds. Two tabs
 * of a first visit may each have made one: the copy names the one that may have sent, else the cookie the last that was
 * written.
 *
 * @param renew writes again what else has to last, unless another id holds
 */
export const confirmVisitor = (visitor: Visitor, renew: () => void): boolean => {
  const today = ` ${(Date.now() / 864e5) | 0}`;
  const copy = readItem(VISITOR);
  if (copy === formatVisitor(visitor) + today) return true;
  const other = parseVisitor(copy);
  // An older copy is of one whose cookies were deleted, by a consent manager or by hand: then that id is not to come
  // back.
  const isTwin = other && (visitor._isBare || other.made > visitor.made - TWINS_MS);
  const held = (visitor._isNew && (isTwin ? other : findVisitor())) || visitor;
  writeItem(VISITOR, formatVisitor(held) + today);
  const isMine = held.id === visitor.id;
  // where the cookie was looked at, and has it, there is nothing to write
  if (copy || !isMine || !visitor._isNew) writeCookie(VISITOR, formatVisitor(held), held.domain);
  if (isMine) renew();
  return isMine;
};

/** 32 hexadecimal digits from the platform's random source. */
export const randomId = (): string => formatId(crypto.getRandomValues(new Uint32Array(4)));
