/** Lets a page that names keys use only what one of them has signed. `without/signed.ts` stands in where a companion does that. */

import { type Manifest, parseManifest } from '../core/index.js';
import { canCheck, hasSigned, signedAt } from '../sdk/signature/index.js';
import { warn } from './guard.js';
import { fetchManifest, NO_EXPERIMENTS, readStored, writeStored } from './manifest.js';
import type { Options } from './options.js';
import { isFirst, type Site } from './state.js';

/** A manifest of a page with keys is stored apart from one that nobody has checked. */
const CHECKED = '#signed';

type Keyed = Pick<Site, '_hasConsent' | '_lacks' | '_manifest' | '_options' | '_signedAt'>;

/**
 * Fetches a manifest, with its signature where the page names keys. One that is refused leaves the page as it is, and one
 * that is refused before anything was decided is as one without experiments: it is told once, and not as missing, too.
 *
 * @param keep told how to store it, when it is there
 * @param onRefusal told why, where somebody else says it
 * @returns undefined where there is none
 */
export const fetchSigned = async (
  url: string,
  keep: (store: () => void) => void,
  site: Keyed,
  onRefusal?: (why: string) => void,
): Promise<Manifest | undefined> => {
  const keys = keysOf(site._options);
  if (!keys) return fetchManifest(url, keep);
  let why: string | undefined;
  // What caches hold of the two files may be of different ages: the second look goes past that of the browser.
  for (const cache of ['default', 'reload'] as const) {
    const [text, signature = ''] = await Promise.all([textAt(url, cache), textAt(besideOf(url), cache)]);
    const manifest = text === undefined ? undefined : parseManifest(text);
    if (text === undefined || !manifest) return undefined;
    const at = await signedAt(text, signature, keys, hasSigned);
    const newest = Math.max(site._signedAt ?? 0, site._hasConsent ? readSeen(url)[1] : 0);
    why = await refusalOf(at, newest, keys);
    if (why) continue;
    if (!onRefusal) site._signedAt = at;
    keep(() => writeStored(Date.now(), url + CHECKED, `${keys} ${at} ${text}`));
    return manifest;
  }
  if (onRefusal) {
    onRefusal(`${why}`);
    return undefined;
  }
  if (isFirst(site._lacks, 'signature'))
    warn(`${site._manifest ? 'keeps what it has' : 'no experiments on this page'}: ${url} ${why}`);
  return site._manifest ? undefined : NO_EXPERIMENTS;
};

/** The stored copy of an address, where the page names keys one that the same keys let in; '' for none. */
export const readSigned = (url: string, maxAgeMs: number, { _options: options }: Pick<Site, '_options'>): string => {
  const keys = keysOf(options);
  if (!keys) return readStored(url, maxAgeMs);
  const [by, , text] = readSeen(url, maxAgeMs);
  return by === `${keys}` ? text : '';
};

/** The public keys of a page, undefined where it names none: an empty name is a key that has signed nothing. */
const keysOf = ({ key }: Pick<Options, 'key'>): string[] | undefined =>
  key === undefined ? undefined : [key].flat().flatMap((one) => one.trim().split(/[\s,]+/));

/** What this browser was let in last from an address: by which keys, and when it was signed. */
const readSeen = (url: string, maxAgeMs = Number.MAX_VALUE): [keys: string, at: number, text: string] => {
  const [, keys = '', at = '0', text = ''] = /^(\S*) (\d+) (.*)$/s.exec(readStored(url + CHECKED, maxAgeMs)) ?? [];
  return [keys, +at, text];
};

/** Where the signature of an address lies. */
const besideOf = (url: string): string => {
  const beside = new URL(url);
  beside.pathname += '.sig';
  return beside.href;
};

/** Why a manifest is as none; undefined for one that is used. */
const refusalOf = async (
  at: number | undefined,
  newest: number,
  keys: readonly string[],
): Promise<string | undefined> => {
  if (at !== undefined) return at < newest ? 'is older than one that was signed later and seen here' : undefined;
  return (await canCheck(keys))
    ? 'is unsigned: none of the keys in data-key has signed it'
    : 'cannot be checked: a key in data-key is none, this browser has no Ed25519, or the page is not on https';
};

/** What an address answers, undefined for nothing. */
const textAt = async (url: string, cache: 'default' | 'reload'): Promise<string | undefined> => {
  try {
    const response = await fetch(url, { cache });
    return response.ok ? await response.text() : undefined;
  } catch {
    // No network, no CORS, no answer: the caller goes on without.
    return undefined;
  }
};
