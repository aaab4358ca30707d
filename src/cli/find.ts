/** Finds the experiment that somebody named, or the one that they may have meant. */

import { nearest } from '../authoring/index.js';
import type { Experiment } from '../core/index.js';
import { Refusal } from './print.js';
import type { Valid } from './release.js';

/**
 * The experiment of an id, drafts included.
 *
 * @param directory for the message
 * @throws Refusal where there is none, or where it is archived
 */
export function findExperiment({ preview, sources }: Valid, id: string, directory: string): Experiment {
  const found = preview.experiments.find((experiment) => experiment.id === id);
  if (found) return found;
  if (sources.has(id))
    throw new Refusal(`${id} is archived, so nobody gets it: run fx resume ${id} first.`, 'archived');
  throw unknownId(id, [...sources.keys()], directory);
}

/** Says that there is no such experiment, with the nearest that there is. */
export function unknownId(id: string, known: readonly string[], directory: string): Refusal {
  const close = nearest(id, known);
  const hint = close ? `did you mean ${close}?` : `fx list ${directory} shows those that there are.`;
  return new Refusal(`There is no experiment ${id} in ${directory}: ${hint}`, 'unknown-id', { nearest: close ?? null });
}
