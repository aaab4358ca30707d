/** Which variants this tab is to show, whoever looks: from the address, remembered for the tab. */

import type { Experiment } from '../core/index.js';
import { attempt } from './guard.js';
import { PREVIEW, readCookies, readItem, writeCookie, writeItem } from './storage.js';

/** Variants by experiment id, those of imported experiments by `mojito_<id>`. */
export interface Preview {
  readonly _forced: ReadonlyMap<string, string>;
  /** Names the preview manifest, '' for the live one. */
  readonly _token: string;
}

/** What the address or the tab asks for; null when it is nothing. Only names are taken from there, never code or addresses. */
export const readPreview = (): Preview | null => {
  const { search } = location;
  const isAsked = /[?&](fx|mojito_[^=]*)=/.test(search);
  // a cookie is cheap to read, sessionStorage is not: the cookie tells whether there is anything in it
  if (!isAsked) return readCookies(PREVIEW)[0] ? parse(readItem(PREVIEW, true) ?? '') : null;
  const query = new URLSearchParams(search);
  if (query.get('fx') === 'off') {
    endPreview();
    return null;
  }
  const wishes = (query.get('fx') ?? '').split(',');
  query.forEach((value, name) => {
    if (name.startsWith('mojito_')) wishes.push(`${name}:${value}`);
  });
  return parse(`${wishes.filter(Boolean)} ${query.get('fxp') ?? ''}`);
};

/** Remembers a preview until the tab is closed. */
export const keepPreview = ({ _forced: forced, _token: token }: Preview): void => {
  writeCookie(PREVIEW, '1', '', true);
  writeItem(PREVIEW, `${[...forced].map((pair) => pair.join(':'))} ${token}`, true);
};

/** Forgets it. */
export const endPreview = (): void => {
  writeCookie(PREVIEW, null);
  writeItem(PREVIEW, null, true);
};

/** The key that a preview forces for an experiment, null where it forces none. */
export const forcedKey = (preview: Preview | null, { id, mojitoId }: Experiment): string | null =>
  preview?._forced.get(id) ?? preview?._forced.get(`mojito_${mojitoId}`) ?? null;

const parse = (text: string): Preview | null => {
  const [wishes = '', token = ''] = text.split(' ');
  const forced = new Map<string, string>();
  for (const wish of wishes.split(',')) {
    const at = wish.indexOf(':');
    if (at > 0) forced.set(wish.slice(0, at), wish.slice(at + 1));
  }
  return forced.size ? { _forced: forced, _token: /^[\da-f]{16}$/.test(token) ? token : '' } : null;
};

/** The address of the preview manifest or container that lies beside a live one. */
export const beside = (url: string, file: string): string | undefined =>
  attempt(() => new URL(file, new URL(url, location.href)).href);
