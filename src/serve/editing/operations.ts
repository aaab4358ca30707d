/** Answers the visual editor, which asks to be let in, for the experiment, for problems, and to save. */

import * as z from 'zod';
import { editFields } from '../../authoring/checks.js';
import { problemModel, problemsIn } from '../api/editing.js';
import { CHANGE_FAULTS, changeExperiment } from '../api/lifecycle.js';
import { type Operation, operationOf } from '../api/operation.js';
import { type Done, refused, succeeded } from '../fault.js';
import type { Caller, House } from '../house.js';
import type { FiledExperiment } from '../workspace.js';
import { controlOf, editedModel, editedOf, type SavedVariant, savedInput } from './model.js';
import { editsOf } from './revision.js';

/** Those of the editor itself, which comes from a page of the site with a session. */
export const editorOperations = (): readonly Operation[] => [
  operationOf({
    name: 'editor.begin',
    kind: 'command',
    role: 'viewer',
    from: 'site',
    summary: 'Exchange the token of an address for a session, which goes into Authorization.',
    input: z.strictObject({ token: z.string().max(200) }),
    output: z.strictObject({ session: z.string(), expiresAt: z.iso.datetime(), experimentId: z.string() }),
    faults: ['EDIT_LINK_USED'],
    // The door exchanges it: before that nobody is known who could ask.
    run: async () => refused('EDIT_LINK_USED'),
  }),
  operationOf({
    name: 'editor.read',
    kind: 'command',
    role: 'editor',
    from: 'site',
    summary: 'The experiment of this session, as its file says it.',
    input: z.strictObject({}),
    output: editedModel(),
    faults: ['EXPERIMENT_NOT_FOUND', 'EDIT_SESSION_OVER'],
    run: async (house, _, caller) => {
      const filed = await filedOf(house, caller);
      return filed ? succeeded(editedOf(filed)) : refused('EXPERIMENT_NOT_FOUND');
    },
  }),
  operationOf({
    name: 'editor.check',
    kind: 'command',
    role: 'editor',
    from: 'site',
    summary: 'What the validator says of a variant that is not saved, and the file as it would be.',
    input: z.strictObject(savedInput()),
    output: z.strictObject({ valid: z.boolean(), problems: z.array(problemModel()), yaml: z.string() }),
    faults: ['EXPERIMENT_NOT_FOUND', 'EDIT_SESSION_OVER', 'CANNOT_EDIT', 'INVALID_VARIANTS'],
    run: checkVariant,
  }),
  operationOf({
    name: 'editor.save',
    kind: 'command',
    role: 'editor',
    from: 'site',
    summary: 'Save a variant into the file of its experiment. If-Match says which revision it was made from.',
    input: z.strictObject(savedInput()),
    output: editedModel(),
    faults: [...CHANGE_FAULTS, 'EDIT_SESSION_OVER', 'INVALID_VARIANTS'],
    run: saveVariant,
  }),
];

async function checkVariant(house: House, input: SavedVariant, caller: Caller): Promise<Done<object>> {
  const filed = await filedOf(house, caller);
  if (!filed) return refused('EXPERIMENT_NOT_FOUND');
  const edits = editsFor(filed, input);
  if (!edits) return refused('INVALID_VARIANTS', { message: `${input.variant} cannot be changed` });
  const yaml = editFields(filed.text, filed.source.index, edits);
  if (yaml === null) return refused('CANNOT_EDIT');
  const problems = (await problemsIn(house, filed.id, yaml)) ?? [];
  return succeeded({ valid: !problems.some(({ severity }) => severity === 'error'), problems, yaml });
}

async function saveVariant(house: House, input: SavedVariant, caller: Caller): Promise<Done<object>> {
  const filed = await filedOf(house, caller);
  if (!filed) return refused('EXPERIMENT_NOT_FOUND');
  // Without it a save could write over what the editor has never seen.
  if (caller.ifRevision === undefined) return refused('INVALID_INPUT', { message: 'Send If-Match' });
  const edits = editsFor(filed, input);
  if (!edits) return refused('INVALID_VARIANTS', { message: `${input.variant} cannot be changed` });
  const saved = await changeExperiment(house, filed.id, { what: 'experiment.update', edits }, caller);
  if (!saved.ok) return saved;
  const now = await filedOf(house, caller);
  return now ? succeeded(editedOf(now)) : refused('EXPERIMENT_NOT_FOUND');
}

const filedOf = async (house: House, { experimentId = '' }: Caller): Promise<FiledExperiment | undefined> =>
  (await house.workspace.read()).experiments.get(experimentId);

/** Null for the control and for what is no variant. */
function editsFor(filed: FiledExperiment, { variant: key, ...revision }: SavedVariant) {
  const { variants } = filed.source.raw;
  const at = variants.findIndex((one) => one.key === key);
  return at < 0 || key === controlOf(filed) ? null : editsOf({ ...variants[at], at }, revision);
}
