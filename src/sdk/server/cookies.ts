/** Writes the two cookies of a visitor as the tag does, and renews them. */

import { formatVisitor, type StoredVisitor } from '../../core/index.js';

/** Cookies last as long as browsers let them: 400 days, in seconds. */
const LONGEST_COOKIE_S = 34560000;
/** An id that is older is written again once in so long, so that it does not end 400 days after the first visit. */
const RENEW_MS = 2592e6;

/** A value of `Set-Cookie`. Scripts have to read it: the page's tag takes over from here. */
export function formatCookie(name: string, value: string, domain: string, isSecure: boolean): string {
  const [where, how] = [domain && `; Domain=${domain}`, isSecure ? '; Secure' : ''];
  return `${name}=${value}; Path=/; Max-Age=${LONGEST_COOKIE_S}; SameSite=Lax${where}${how}`;
}

/** Whether it is time to write a visitor again: behind a slash the cookie says when a server last did. */
export function isWorn(text: string, { made }: StoredVisitor, now: number): boolean {
  const [, writtenAt = ''] = text.split('/');
  return now - (writtenAt ? parseInt(writtenAt, 36) : made) > RENEW_MS;
}

/** The value of a visitor's cookie, with the time of this writing where that is not the first. */
export function formatRenewed(visitor: StoredVisitor, now: number): string {
  return `${formatVisitor(visitor)}/${now.toString(36)}`;
}

/** A `Cookie` header with some cookies replaced. */
export function replaceCookies(header: string, replaced: readonly (readonly [name: string, value: string])[]): string {
  const kept = header.split(/; */).filter((pair) => pair && !replaced.some(([name]) => pair.startsWith(`${name}=`)));
  return [...kept, ...replaced.map((pair) => pair.join('='))].join('; ');
}
