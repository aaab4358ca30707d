/**
 * Lets a page that names keys use only what one of them has signed. `without/signed.ts` stands in where a companion
 * does that.
 */

import { type Manifest, parseManifest } from '../core/index.js';
import { canCheck, hasSigned, signedAt } from '../sdk/signature/index.js';
import { warn } from './guard.js';
import { fetchManifest, NO_EXPERIMENTS, readStored, writeStored } from './manifest.js';
import type { Options } from './options.js';
import { isFirst, type Site } from './state.js';
import { readItem, SIGNED, writeItem } from './storage.js';

/** A manifest of a page with keys is stored apart from one that nobody has checked. */
const CHECKED = '#signed';
/** Where each page has another address of its manifest, only the last of them are remembered. */
const MOST_FLOORS = 20;

type Keyed = Pick<Site, '_hasConsent' | '_lacks' | '_manifest' | '_options' | '_signedAt'>;

/**
 * Fetches a manifest, with its signature where the page names keys. A refused manifest changes
 * nothing on a page that has decided. Before that, the page has no experiments. The console says why, once.
 *
 * @param keep told how to store it, when it is there
 * @param onRefusal gets the reason, where the caller reports it; then nothing is written to the console
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
    if (at === undefined) {
      why = await whyUnsigned(keys);
      continue;
    }
    // Nothing is waited for from here on: another answer may come in meanwhile.
    if (at < Math.max(site._signedAt ?? 0, site._hasConsent ? floorOf(url, keys) : 0)) {
      why = 'is older than one that was signed later and seen here';
      continue;
    }
    if (!onRefusal) site._signedAt = at;
    const fetchedAt = Date.now();
    // It is stored later, and another tab may have stored a newer one until then.
    keep(() => {
      if (at < floorOf(url, keys)) return;
      noteFloor(url, keys, at);
      writeStored(fetchedAt, url + CHECKED, `${keys} ${at} ${text}`);
    });
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
export const readSigned = (url: string, maxAgeMs: number, site: Pick<Site, '_options' | '_signedAt'>): string => {
  const keys = keysOf(site._options);
  if (!keys) return readStored(url, maxAgeMs);
  const [, by, at = 0, text = ''] = /^(\S*) (\d+) (.*)$/s.exec(readStored(url + CHECKED, maxAgeMs)) ?? [];
  if (by !== `${keys}` || +at < floorOf(url, keys)) return '';
  site._signedAt = +at;
  return text;
};

/** The public keys of a page, undefined where it names none: an empty name is a key that has signed nothing. */
const keysOf = ({ key }: Pick<Options, 'key'>): string[] | undefined =>
  key === undefined ? undefined : [key].flat().flatMap((one) => `${one}`.trim().split(/[\s,]+/));

/** When the newest manifest was signed that the same keys let in from an address, in this browser; 0 for none. */
const floorOf = (url: string, keys: readonly string[]): number =>
  Math.max(0, ...floors().map((line) => (line.endsWith(nameOf(url, keys)) ? parseInt(line, 10) : 0)));

/**
 * Stores when a manifest was signed, apart from its copy: there is one copy, which gives way to that of any other page.
 */
const noteFloor = (url: string, keys: readonly string[], at: number): void => {
  const name = nameOf(url, keys);
  const others = floors().filter((line) => !line.endsWith(name));
  writeItem(SIGNED, [...others, at + name].slice(-MOST_FLOORS).join('\n'));
};

/** A line for each address and its keys: a time, and the two. */
const floors = (): string[] => (readItem(SIGNED) ?? '').split('\n');

const nameOf = (url: string, keys: readonly string[]): string => ` ${keys} ${url}`;

/** Where the signature of an address lies. */
const besideOf = (url: string): string => {
  const beside = new URL(url);
  beside.pathname += '.sig';
  return beside.href;
};

/** Why no key has let a manifest in. */
const whyUnsigned = async (keys: readonly string[]): Promise<string> =>
  (await canCheck(keys))
    ? 'is unsigned: none of the keys in data-key has signed it'
    : 'cannot be checked: a key in data-key is none, this browser has no Ed25519, or the page is not on https';

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
