/** Copies an experiment: the same test again under an id of its own, as a draft. */

import { editFields, type FieldEdit } from '../../authoring/checks.js';
import { type Done, refused } from '../fault.js';
import type { Caller, House } from '../house.js';
import { stringifySpec } from '../spec.js';
import { freeId } from './naming.js';

/** A file that holds one experiment is copied with its comments; of one that holds several, the one is written anew. */
export async function duplicateExperiment(house: House, id: string, caller: Caller): Promise<Done<object>> {
  const { experiments } = await house.workspace.read();
  const filed = experiments.get(id);
  if (!filed) return refused('EXPERIMENT_NOT_FOUND');
  const { raw, path, index } = filed.source;
  const copy = freeId(id, (one) => experiments.has(one));
  // Its own id draws other visitors: the salt of the first would give everyone the same variant again.
  const edits: FieldEdit[] = [
    { path: ['id'], value: copy },
    { path: ['name'], value: `${raw.name}, again`.slice(0, 255) },
    { path: ['status'], value: 'draft' },
    ...(['salt', 'divertTo', 'conclusion', 'startAt', 'endAt', 'layer'] as const)
      .filter((field) => raw[field] !== undefined)
      .map((field) => ({ path: [field], value: undefined })),
  ];
  const isAlone = [...experiments.values()].filter(({ source }) => source.path === path).length === 1;
  const text = isAlone ? editFields(filed.text, index, edits) : editFields(stringifySpec(raw), 0, edits);
  if (text === null) return refused('CANNOT_EDIT');
  const made = await house.changes.create(copy, text, { author: caller.author, what: 'experiment.duplicate' });
  if (made.ok)
    house.live.tell({ type: 'change', experiment: copy, who: caller.author.name, what: 'experiment.duplicate' });
  return made;
}
