/** Reads a manifest out of what a page loads. */

import type { Manifest } from '../core/index.js';

/** The manifest that a container's last call gives to the tag, as JSON. */
export function carriedManifest(text: string): string | null {
  const start = text.lastIndexOf(`('{"version":`);
  if (start < 0) return null;
  const [, quoted] = /^\('((?:[^'\\]|\\.)*)'/s.exec(text.slice(start)) ?? [];
  return quoted?.replace(/\\(.)/gs, '$1') ?? null;
}

/** A manifest as far as a page is looked at; null where the text is none. */
export function parseManifest(text: string | null): Manifest | null {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<Manifest> | null;
    return value?.version === 1 && Array.isArray(value.experiments) && value.experiments.every(isExperiment)
      ? (value as Manifest)
      : null;
  } catch {
    return null; // whoever asked says so
  }
}

/** As much of one as is looked at here. */
const isExperiment = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'variants' in value &&
  Array.isArray(value.variants);
