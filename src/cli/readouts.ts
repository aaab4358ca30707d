/** Chooses the experiments that a command is about, and refuses an id that none has. */

import { Refusal } from '../files/index.js';
import { openTarget, type PhaseDesign, type Valid } from '../publishing/index.js';
import { chooseResults, type Selected } from '../results/index.js';
import { orRefuse } from './obstacles.js';
import { unknown } from './status.js';

/**
 * The experiments and holdouts of a project, or one of them.
 *
 * @param designs every phase that was published
 * @throws Refusal where none is called `id`
 */
export function choose(
  valid: Valid,
  designs: readonly PhaseDesign[],
  directory: string,
  id: string | undefined,
): Selected[] {
  const chosen = chooseResults(valid, designs, id);
  if (id === undefined || chosen.length) return chosen;
  throw new Refusal(unknown(id, directory, [...valid.sources.keys(), ...valid.holdouts.keys()]), 'unknown-id');
}

/**
 * Every phase that was published to a target.
 *
 * @throws Refusal where there is no such target
 */
export async function designsAt(to: string | undefined): Promise<readonly PhaseDesign[]> {
  if (to === undefined) return [];
  const { state } = orRefuse(await openTarget(to));
  if (!state) throw new Refusal(`${to} is no target: name the folder that fx apply publishes to.`, 'no-target');
  return state.designs ?? [];
}
