/** Says what a change of an experiment's slice of a layer does to its visitors. */

import type { Layer } from '../core/index.js';

/** Whether everyone who was in stays, and the sentence about it. */
export interface SliceChange {
  readonly isSafe: boolean;
  readonly reason: string;
}

/** @param was without a layer everyone is in the slice, and so for `is` */
export function compareSlices(was: Layer | undefined, is: Layer | undefined): SliceChange {
  if (!is) return { isSafe: true, reason: 'It leaves its layer: everyone may come in, and everyone who was in stays.' };
  if (!was)
    return { isSafe: false, reason: `It takes ${rangeOf(is)} of the layer ${is.name}: everyone else drops out.` };
  if (was.name !== is.name)
    return { isSafe: false, reason: `It goes from the layer ${was.name} to ${is.name}, which draws other visitors.` };
  const name = `Its slice of the layer ${is.name}`;
  if (is.from <= was.from && was.to <= is.to) {
    const reason = `${name} grows from ${rangeOf(was)} to ${rangeOf(is)}: more visitors come in, and everyone who was in stays.`;
    return { isSafe: true, reason };
  }
  const isWithin = was.from <= is.from && is.to <= was.to;
  const what = isWithin ? 'shrinks' : 'moves';
  const left = is.to <= was.from || was.to <= is.from ? 'all who were in drop out' : `${lost(was, is)} drops out`;
  return { isSafe: false, reason: `${name} ${what} from ${rangeOf(was)} to ${rangeOf(is)}: ${left}.` };
}

/** What of the old slice the new one does not hold. */
function lost(was: Layer, is: Layer): string {
  const parts = [
    ...(is.from > was.from ? [{ ...was, to: is.from }] : []),
    ...(is.to < was.to ? [{ ...was, from: is.to }] : []),
  ];
  return `who was in ${parts.map(rangeOf).join(' and ')}`;
}

const rangeOf = ({ from, to }: Layer): string => `${percentOf(from)} to ${percentOf(to)}`;

const percentOf = (share: number): string => `${Number((share * 100).toFixed(2))}%`;
