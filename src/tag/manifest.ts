/** Where the manifest comes from: text at hand, a stored copy, or the network. */

import type { Manifest } from '../core/index.js';
import { attempt } from './guard.js';
import { MANIFEST, readItem, writeItem } from './storage.js';

/** A manifest, where a value is one that this tag knows, else undefined. */
export const asManifest = (value: unknown): Manifest | undefined => {
  const manifest = value as Manifest | null | undefined;
  return manifest?.version === 1 && Array.isArray(manifest.experiments)
    ? { ...manifest, experiments: manifest.experiments.filter(Boolean) }
    : undefined;
};

/** A manifest from its text. */
export const parseManifest = (text: string): Manifest | undefined => asManifest(attempt(() => JSON.parse(text)));

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
 * @param canStore asked when it is there
 * @returns undefined where it could not be had or is none
 */
export const fetchManifest = async (url: string, canStore: () => boolean): Promise<Manifest | undefined> => {
  try {
    const response = await fetch(url);
    const text = await response.text();
    const manifest = response.ok ? parseManifest(text) : undefined;
    if (manifest && canStore()) writeItem(MANIFEST, `${Date.now()} ${url} ${text}`);
    return manifest;
  } catch {
    // no network, no CORS, no answer: the page goes on without experiments, and the caller says so
    return undefined;
  }
};

/** The ids that a newer manifest still runs: nothing else of it counts on this page. */
export const runningIds = ({ enabled, experiments }: Manifest): Set<string> =>
  new Set(
    experiments.filter(({ status = 'running' }) => enabled !== false && status === 'running').map(({ id }) => id),
  );
