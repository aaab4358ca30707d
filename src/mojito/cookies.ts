/** Reads and writes first-party cookies, as `Mojito.Cookies`. */

import { guarded } from './guard.js';

/** Attributes of a cookie as it is written. */
export interface CookieProps {
  /** Days from now, or a date. */
  readonly expires?: number | Date | string;
  readonly [name: string]: unknown;
}

/** Every cookie with its decoded value, the first of a name; null for an empty one. */
const parseCookies = (): Record<string, string | null> =>
  Object.fromEntries(
    [...document.cookie.matchAll(/([^;=\s]+)=([^;]*)/g)]
      .reverse()
      .map(([, name, value]) => [name, decode(value as string) || null]),
  );

const get = (name: string): string | null => parseCookies()[name] ?? null;

/** @param domain of the cookie. Default: this host only */
const set = (name: string, value: string, props?: CookieProps | null, domain = ''): void => {
  const { expires = '' } = props ?? {};
  const date = new Date(typeof expires === 'number' ? Date.now() + expires * 864e5 : expires);
  // browsers pass over an empty domain and a date that is none
  const attributes = { path: '/', domain, ...props, expires: date.toUTCString() };
  // biome-ignore lint/suspicious/noDocumentCookie: waves read it back at once
  document.cookie = Object.entries(attributes).reduce(
    (text, [key, one]) => `${text};${key}=${one}`,
    `${name}=${encodeURIComponent(value)}`,
  );
};

const remove = (name: string): void => set(name, '', { expires: -1 });

/** Another script may have written it, by rules of its own. */
const decode = (text: string): string =>
  guarded(
    () => decodeURIComponent(text),
    () => text,
  );

export const Cookies = { parseCookies, get, set, remove };
