/** Gets a manifest that is not at hand: a stored copy, or the network. */

import { type Manifest, parseManifest, statusOf } from '../core/index.js';
import { MANIFEST, readItem, writeItem } from './storage.js';

/** A page without experiments. */
export const NO_EXPERIMENTS: Manifest = { version: 1, revision: '', enabled: true, experiments: [] };

/** The stored copy of an address, '' where there is none that was fetched within `maxAgeMs`. */
export const readStored = (url: string, maxAgeMs: number): string => {
  const [, at, from, text = ''] = /^(\d+) (\S+) (.*)$/s.exec(readItem(MANIFEST) ?? '') ?? [];
  return from === url && isYoung(Number(at), maxAgeMs) ? text : '';
};

/** Whether something happened within a time, by a clock that may have been set since. */
export const isYoung = (at: number, maxAgeMs: number): boolean => Math.abs(Date.now() - at) <= maxAgeMs;

/**
 * Fetches a manifest and, where it is one, stores it.
 *
 * @param keep told how to store it, when it is there
 * @returns undefined where it could not be had or is none
 */
export const fetchManifest = async (url: string, keep: (store: () => void) => void): Promise<Manifest | undefined> => {
  try {
    const response = await fetch(url);
    const text = await response.text();
    const manifest = response.ok ? parseManifest(text) : undefined;
    const at = Date.now();
    if (manifest) keep(() => writeStored(at, url, text));
    return manifest;
  } catch {
    // no network, no CORS, no answer: the page goes on without experiments, and the caller says so
    return undefined;
  }
};

/** Stores the copy of an address, the only one. */
export const writeStored = (at: number, url: string, text: string): boolean =>
  writeItem(MANIFEST, `${at} ${url} ${text}`);

/** The ids that a newer manifest still runs: nothing else of it counts on this page. */
export const runningIds = ({ enabled, experiments }: Manifest): Set<string> =>
  new Set(
    experiments.filter((experiment) => enabled !== false && statusOf(experiment) === 'running').map(({ id }) => id),
  );
