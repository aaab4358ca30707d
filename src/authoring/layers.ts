/** Lays out the slices that experiments take of layers, and finds free ones. */

import type { Layer } from '../core/index.js';

/** What an experiment takes of a layer. */
export interface Slice extends Omit<Layer, 'name'> {
  readonly id: string;
}

/** Shares are written with this many digits. */
const DIGITS = 6;

/** The slices of each layer by its name, in the order in which they lie. */
export function layersOf(
  experiments: Iterable<{ readonly id: string; readonly layer?: Layer | undefined }>,
): ReadonlyMap<string, readonly Slice[]> {
  const layers = new Map<string, Slice[]>();
  for (const { id, layer } of experiments)
    if (layer) layers.set(layer.name, [...(layers.get(layer.name) ?? []), { id, from: layer.from, to: layer.to }]);
  return new Map([...layers].sort().map(([name, slices]) => [name, slices.sort((a, b) => a.from - b.from)]));
}

/** The first place with room for a share of a layer, undefined where none is large enough. */
export function freeSlice(slices: readonly Slice[], share: number): Pick<Slice, 'from' | 'to'> | undefined {
  const found = gapsOf(slices).find(({ from, to }) => rounded(to - from) >= share);
  return found && { from: found.from, to: rounded(found.from + share) };
}

/** What of a layer nobody takes, 0..1. */
export function freeShare(slices: readonly Slice[]): number {
  return rounded(gapsOf(slices).reduce((sum, { from, to }) => sum + to - from, 0));
}

/** What nobody takes, in order. Slices may overlap while one of them is paused. */
export function gapsOf(slices: readonly Slice[]): readonly Pick<Slice, 'from' | 'to'>[] {
  const gaps: Pick<Slice, 'from' | 'to'>[] = [];
  let end = 0;
  for (const { from, to } of [...slices].sort((a, b) => a.from - b.from)) {
    if (from > end) gaps.push({ from: end, to: from });
    end = Math.max(end, to);
  }
  return end < 1 ? [...gaps, { from: end, to: 1 }] : gaps;
}

const rounded = (share: number): number => Number(share.toFixed(DIGITS));
