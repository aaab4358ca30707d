/** Draws the layers of a directory as bars: which experiment takes which slice, and what is free. */

import { freeShare, type Slice } from '../authoring/index.js';
import { inLine } from '../pages/index.js';
import { table } from './table.js';
import type { Paint } from './terminal.js';

/** Characters to a whole layer. */
const WIDTH = 50;
/** Neighbours look different without colours, too. */
const FILLS = ['█', '▒'] as const;
const FREE = '·';

/** A bar for each layer, and its slices by name. */
export function layerText(layers: ReadonlyMap<string, readonly Slice[]>, { bold, dim }: Paint): string {
  return [...layers]
    .map(([name, slices]) => {
      const rows = slices.map(({ id, from, to }, at) => [
        `  ${FILLS[at % 2] ?? FREE} ${id}`,
        `${percentOf(from)} to ${percentOf(to)}`,
      ]);
      const free = freeShare(slices);
      return [
        `${bold(`layer ${inLine(name)}`)}  ${dim(free > 0 ? `${percentOf(free)} free` : 'nothing free')}`,
        `  ${barOf(slices)}`,
        table(rows),
      ].join('\n');
    })
    .join('\n\n');
}

function barOf(slices: readonly Slice[]): string {
  const cells = Array.from({ length: WIDTH }, (_, cell) => {
    const middle = (cell + 0.5) / WIDTH;
    const at = slices.findIndex(({ from, to }) => from <= middle && middle < to);
    return at < 0 ? FREE : (FILLS[at % 2] ?? FREE);
  });
  return cells.join('');
}

const percentOf = (share: number): string => `${Number((share * 100).toFixed(2))}%`;
