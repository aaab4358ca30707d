/** Where the manifest comes from: text at hand, a stored copy, or the network. */

import type { Experiment, Manifest } from '../core/index.js';
import { attempt } from './guard.js';
import { MANIFEST, readItem, writeItem } from './storage.js';

/** A manifest, where a value is one that this tag knows, else undefined. */
export const asManifest = (value: unknown): Manifest | undefined => {
  const manifest = value as Manifest | null | undefined;
  return manifest?.version === 1 && Array.isArray(manifest.experiments) ? manifest : undefined;
};

/** A manifest from its text. */
export const parseManifest = (text: string): Manifest | undefined => asManifest(attempt(() => JSON.parse(text)));

/** The stored copy of an address, and when it was fetched (`Date.now()`); null where there is none. */
export const readStored = (url: string): { readonly _text: string; readonly _at: number } | null => {
  const [, at, from, text] = /^(\d+) (\S+) (.*)$/s.exec(readItem(MANIFEST) ?? '') ?? [];
  return text && from === url ? { _text: text, _at: Number(at) } : null;
};

/**
 * Fetches a manifest and, where it is one, stores it.
 *
 * @param keep told how to store it, when it is there
 * @returns undefined where it could not be had or is none
 */
export const fetchManifest = async (url: string, keep: (store: () => void) => void): Promise<Manifest | undefined> => {
  try {
    const response = await fetch(url);
    const text = response.ok ? await response.text() : '';
    const manifest = parseManifest(text);
    const at = Date.now();
    if (manifest) keep(() => writeItem(MANIFEST, `${at} ${url} ${text}`));
    return manifest;
  } catch {
    // no network, no CORS, no answer: the page goes on without experiments, and the caller says so
    return undefined;
  }
};

/** The ids that a newer manifest still runs: nothing else of it counts on this page. */
export const runningIds = ({ enabled, experiments }: Manifest): Set<string> =>
  new Set(
    experiments
      .filter((one: Experiment | null) => enabled !== false && (one?.status ?? 'running') === 'running')
      .map((one: Experiment | null) => one?.id ?? ''),
  );
