/** Which variants this tab is to show, whoever looks: from the address, remembered for the tab. */

import type { Experiment } from '../core/index.js';
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
  if (!/[?&](fx|mojito_[^=]*)=/.test(search)) {
    // a cookie is cheap to read, sessionStorage is not: the cookie tells whether there is anything in it
    return readCookies(PREVIEW)[0] ? parse(`${readItem(PREVIEW, true)}`) : null;
  }
  const query = new URLSearchParams(search);
  let wishes = query.get('fx') ?? '';
  if (wishes === 'off') {
    endPreview();
    return null;
  }
  query.forEach((value, name) => {
    if (name.startsWith('mojito_')) wishes += `,${name}:${value}`;
  });
  return parse(`${wishes} ${query.get('fxp')}`);
};

/** Remembers a preview until the tab is closed. */
export const keepPreview = ({ _forced: forced, _token: token }: Preview): void => {
  writeCookie(PREVIEW, '1');
  writeItem(PREVIEW, `${[...forced].map((pair) => pair.join(':'))} ${token}`, true);
};

/** Forgets it. */
export const endPreview = (): void => {
  writeCookie(PREVIEW, '');
  writeItem(PREVIEW, '', true);
};

/** The key that a preview forces for an experiment, null where it forces none. */
export const forcedKey = (preview: Preview | null, { id, mojitoId }: Experiment): string | null =>
  preview?._forced.get(id) ?? preview?._forced.get(`mojito_${mojitoId}`) ?? null;

const parse = (text: string): Preview | null => {
  const forced = new Map([...text.matchAll(/([^ ,:]+):([^ ,]*)/g)].map((found) => found.slice(1) as [string, string]));
  return forced.size ? { _forced: forced, _token: / ([\da-f]{16})$/.exec(text)?.[1] ?? '' } : null;
};
