/**
 * Reads and writes the text of cookies, and says how long they last: the visitor in `_fx`, what they were given in
 * `_fx_s`, the visit in `_fx_v`.
 */

import { fitText } from './event.js';
import { hash } from './hash.js';
import type { Experiment } from './types.js';

/** The name of the visitor's cookie. */
export const VISITOR_COOKIE = '_fx';
/** The name of the cookie with sticky assignments. */
export const STICKY_COOKIE = '_fx_s';
/** The name of the cookie of a visit. */
export const VISIT_COOKIE = '_fx_v';
/** What the visitor's cookie holds after denied consent. */
export const DENIED = '0';

/** Cookies last as long as browsers let them: 400 days, in seconds. */
const LONGEST_COOKIE_S = 34560000;
/** An id that is older is written again once in so long, so that it does not end 400 days after the first visit. */
const RENEW_MS = 2592e6;

/**
 * Every value that a `Cookie` header, or a page, has under a name: a host-only cookie and one of a domain may share it.
 * A value may be in quotes, and a proxy may have joined several headers with commas.
 */
export const cookiesIn = (cookies: string, name: string): string[] =>
  cookies.includes(name)
    ? Array.from(`;${cookies}`.matchAll(new RegExp(`[;,] *${name}="?([^,;"]*)`, 'g')), ([, value]) => value as string)
    : [];

/** A `Cookie` header with some cookies replaced. */
export const replaceCookies = (header: string, replaced: readonly (readonly [name: string, value: string])[]): string =>
  [
    ...header.split(/; */).filter((pair) => pair && !replaced.some(([name]) => pair.startsWith(`${name}=`))),
    ...replaced.map((pair) => pair.join('=')),
  ].join('; ');

/**
 * A cookie as `Set-Cookie` and `document.cookie` take it. Scripts have to read it: server and tag share it.
 *
 * @param domain '' for one host only
 * @param ageS in seconds; '' for one that ends with the browser's session, which has no age: an empty one would be 0 in
 * WebKitGTK (libsoup), which then keeps no such cookie
 */
export const formatCookie = (
  name: string,
  value: string,
  domain: string,
  isSecure: boolean,
  ageS: number | '' = LONGEST_COOKIE_S,
): string =>
  `${name}=${value}; Path=/${ageS === '' ? '' : `; Max-Age=${ageS}`}; SameSite=Lax${domain && `; Domain=${domain}`}${isSecure ? '; Secure' : ''}`;

/** Who a visitor is. */
export interface StoredVisitor {
  /** 32 hex digits. */
  readonly id: string;
  /** When the id was made, milliseconds since the epoch. */
  readonly made: number;
  /** The domain of its cookies, '' for one host only. */
  readonly domain: string;
}

/**
 * The visitor of a cookie's value.
 *
 * @returns undefined for what is none; what follows a space or a slash is not looked at
 * @example
 * parseVisitor('0123456789abcdef0123456789abcdef.mbnvk3g0.example.com')?.domain; // 'example.com'
 */
export const parseVisitor = (text: string | null | undefined): StoredVisitor | undefined => {
  const [, id, made = '', domain = ''] = /^([\da-f]{32})\.([\da-z]{1,9})\.([\w.-]*)(?=[ /]|$)/.exec(`${text}`) ?? [];
  return id ? { id, made: parseInt(made, 36), domain } : undefined;
};

/** Of the visitors of several cookies the one of a domain: the tag deletes the other, which shadows it on one host. */
export const pickVisitor = (texts: readonly string[]): StoredVisitor | undefined => {
  const found = texts.flatMap((text) => parseVisitor(text) ?? []);
  return found.find(({ domain }) => domain) ?? found[0];
};

/** The value of a visitor's cookie. */
export const formatVisitor = ({ id, made, domain }: StoredVisitor): string => `${id}.${made.toString(36)}.${domain}`;

/** The value of a visitor's cookie, with the time of this writing where a server writes it once more. */
export const formatRenewed = (visitor: StoredVisitor, now: number): string =>
  `${formatVisitor(visitor)}/${now.toString(36)}`;

/** Whether it is time that a server writes a visitor again: behind a slash the cookie says when one last did. */
export const isWorn = (text: string, { made }: StoredVisitor, now: number): boolean =>
  now - (parseInt(text.split('/')[1] ?? '', 36) || made) > RENEW_MS;

/** What lasts a visit: it ends with 30 minutes of rest, or with the browser's session. */
export interface StoredVisit {
  /** When its last page began, milliseconds since the epoch. */
  readonly at: number;
  /** How many pages it has had, this one included. */
  readonly pages: number;
  /** Path and query of the page that it began on. */
  readonly landing: string;
  /** Where that page was come to from, '' where nothing says so. */
  readonly referrer: string;
}

/** The visit of a cookie's value, undefined for what is none. */
export const parseVisit = (text: string | undefined): StoredVisit | undefined => {
  const [, at = '', pages, landing = '', referrer = ''] =
    /^([\da-z]{1,9})\/(\d{1,6})\/([^/]*)\/([^/]*)$/.exec(`${text}`) ?? [];
  try {
    const [from, to] = [referrer, landing].map(decodeURIComponent) as [string, string];
    return pages ? { at: parseInt(at, 36), pages: Number(pages), landing: to, referrer: from } : undefined;
  } catch {
    // Silence is right: a cookie that others wrote is no visit.
    return undefined;
  }
};

/** The value of a visit's cookie: of addresses the first 600 characters. */
export const formatVisit = ({ at, pages, landing, referrer }: StoredVisit): string =>
  [at.toString(36), pages, ...[landing, referrer].map((text) => encodeURIComponent(fitText(text, 600)))].join('/');

/**
 * The assignments of one subject, the oldest first: 6 characters for an experiment with its salt, 4 for the variant.
 */
export type Assignments = readonly string[];

/** The most assignments that a cookie has room for. */
export const MOST_ASSIGNMENTS = 150;

/**
 * The assignments of a cookie's value.
 *
 * @returns none for another subject's
 */
export const parseAssignments = (text: string, subject: string): Assignments => {
  const head = headOf(subject);
  return text.startsWith(head) ? (text.slice(head.length).match(/.{10}/g) ?? []) : [];
};

/** The value of the cookie with a subject's assignments. */
export const formatAssignments = (assignments: Assignments, subject: string): string =>
  headOf(subject) + assignments.join('');

/** The key that was stored for an experiment, '' for one that it no longer has, null for none. */
export const assignmentOf = (assignments: Assignments, experiment: Experiment): string | null => {
  // Hashing costs more than all else here, and most visitors hold nothing.
  const name = assignments[0] && nameOf(experiment);
  const held = assignments.find((one) => one.startsWith(name as string));
  return held ? (experiment.variants.find(({ key }) => held.endsWith(markOf(key)))?.key ?? '') : null;
};

/**
 * Adds what an experiment has given; the same list where it was there already.
 *
 * @param known the experiments of the manifest: when the cookie is full, the oldest of the others goes first, else the
 * oldest
 */
export const addAssignment = (
  assignments: Assignments,
  experiment: Experiment,
  key: string,
  known: () => readonly Experiment[],
): Assignments => addMark(assignments, markAssignment(experiment, key), () => known().map((one) => one && nameOf(one)));

/** What stands in the cookie for a variant of an experiment: for those who add the same one often. */
export const markAssignment = (experiment: Experiment, key: string): string => nameOf(experiment) + markOf(key);

/** With what the marks of experiments begin. */
export interface ExperimentNames {
  includes(name: string): boolean;
}

/** The names of experiments, hashed once, when they are first asked for. */
export const namesOf = (experiments: readonly Experiment[]): (() => ExperimentNames) => {
  let names: ReadonlySet<string> | undefined;
  return () => ({
    includes(name) {
      names ??= new Set(experiments.map(nameOf));
      return names.has(name);
    },
  });
};

/**
 * `addAssignment` for what `markAssignment` has made: for those who add often.
 *
 * @param known `namesOf` the manifest's experiments, made once for all that is added
 */
export const addMark = (assignments: Assignments, mark: string, known: () => ExperimentNames): Assignments => {
  if (assignments.includes(mark)) return assignments;
  const kept = assignments.filter((one) => !one.startsWith(mark.slice(0, 6)));
  if (kept.length >= MOST_ASSIGNMENTS) {
    const names = known();
    const stranger = kept.findIndex((one) => !names.includes(one.slice(0, 6)));
    kept.splice(Math.max(0, stranger), 1);
  }
  return [...kept, mark];
};

/** One's own assignments, behind what another place has stored meanwhile of experiments that are not among them. */
export const mergeAssignments = (own: Assignments, stored: Assignments): Assignments =>
  [...stored.filter((one) => !own.some((mine) => mine.startsWith(one.slice(0, 6)))), ...own].slice(-MOST_ASSIGNMENTS);

const headOf = (subject: string): string => `1.${encode(hash(subject))}.`;

const nameOf = ({ id, salt = id }: Experiment): string => encode(hash(`${id}:${salt}`));

/** Of the low 24 bits. */
const markOf = (key: string): string => encode((hash(key) << 8) >>> 0).slice(0, 4);

/** The bytes of an unsigned 32-bit number, most significant first, as base64url. */
const encode = (value: number): string => {
  let text = '';
  for (let bits = 26; bits > -5; bits -= 6) text += digitOf((value / 2 ** bits) & 63);
  return text;
};

const digitOf = (sixBits: number): string =>
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.charAt(sixBits);
