/** Runs `experiment.start`, `experiment.stop`, `experiment.get`, `experiment.list`. */

import * as z from 'zod';
import type { FieldEdit } from '../../authoring/checks.js';
import { editFields } from '../../authoring/checks.js';
import { defaultControl } from '../../authoring/index.js';
import { statusOf } from '../../core/index.js';
import type { Editing } from '../carrying.js';
import { type Done, type FaultCode, refused, succeeded } from '../fault.js';
import type { Caller, House } from '../house.js';
import { branchFor, footingOf } from '../reviewing.js';
import type { FiledExperiment } from '../workspace.js';
import { experimentModel, showChanged, showExperiments } from './model.js';
import { type Operation, operationOf } from './operation.js';

/** What every change of an experiment can fail with. */
export const CHANGE_FAULTS: readonly FaultCode[] = [
  'EXPERIMENT_NOT_FOUND',
  'CONFLICT',
  'CANNOT_EDIT',
  'NO_BRANCH',
  'VALIDATION_FAILED',
  'STORAGE_FAILED',
];

/** Blanks say nothing. */
export const reasonInput = () => z.string().regex(/\S/, 'Say why: it is kept in the history');

/** Whether a change is to wait for review. */
export const branchInput = () =>
  z.boolean().optional().meta({
    description:
      'Commits to a branch fx/<id> for review. Where that branch is there and not merged, the change is judged by the text on it, and so are If-Match and the revision of the answer.',
  });

/** The operations. */
export const lifecycleOperations = (): Operation[] => [
  operationOf({
    name: 'experiment.start',
    kind: 'command',
    role: 'editor',
    summary: 'Start an experiment: its file says running. Visitors come into it with the next publication.',
    input: z.strictObject({ experimentId: z.string(), branch: branchInput() }),
    output: experimentModel(),
    faults: [...CHANGE_FAULTS, 'EXPERIMENT_ALREADY_RUNNING'],
    run: (house, { experimentId, branch: isBranch }, caller) => startExperiment(house, experimentId, caller, isBranch),
  }),
  operationOf({
    name: 'experiment.stop',
    kind: 'command',
    role: 'editor',
    summary: 'Stop an experiment and say why: its file says archived. Visitors leave it with the next publication.',
    input: z.strictObject({
      experimentId: z.string(),
      reason: reasonInput(),
      winningVariant: z.string().optional(),
      branch: branchInput(),
    }),
    output: experimentModel(),
    faults: [...CHANGE_FAULTS, 'EXPERIMENT_NOT_RUNNING', 'INVALID_VARIANTS'],
    run: (house, input, caller) => stopExperiment(house, input, caller),
  }),
  ...readingOperations(),
];

const readingOperations = (): Operation[] => [
  operationOf({
    name: 'experiment.get',
    kind: 'query',
    role: 'viewer',
    summary: 'Get experiment details.',
    input: z.strictObject({
      experimentId: z.string(),
      branch: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: 'true: as the branch fx/<id> has it, where that is there and not merged.' }),
    }),
    output: experimentModel(),
    faults: ['EXPERIMENT_NOT_FOUND', 'NO_BRANCH'],
    run: async (house, { experimentId, branch }) => {
      const footing = await footingOf(house, await house.workspace.read(), experimentId, branch === 'true');
      if (!footing.ok) return footing;
      const { filed, isOnBranch } = footing.value;
      if (!filed) return refused('EXPERIMENT_NOT_FOUND');
      const how = { branch: isOnBranch ? branchFor(experimentId) : null, notes: [] };
      return { ok: true, value: await showChanged(house, filed, how) };
    },
  }),
  operationOf({
    name: 'experiment.list',
    kind: 'query',
    role: 'viewer',
    summary: 'List experiments.',
    input: z.strictObject({
      status: z.enum(['draft', 'running', 'paused', 'archived']).optional(),
      limit: z.coerce.number().int().min(1).max(1000).optional(),
      offset: z.coerce.number().int().min(0).optional(),
    }),
    output: z.strictObject({ experiments: z.array(experimentModel()), total: z.int() }),
    faults: [],
    run: async (house, { status, limit = 1000, offset = 0 }) => {
      const all = [...(await house.workspace.read()).experiments.values()];
      const wanted = all.filter(({ source }) => status === undefined || statusOf(source.raw) === status);
      const page = wanted.slice(offset, offset + limit);
      const experiments = await showExperiments(house, page);
      return { ok: true, value: { experiments, total: wanted.length } };
    },
  }),
];

/** Sets its status to running. */
export function startExperiment(house: House, id: string, caller: Caller, isBranch?: boolean): Promise<Done<object>> {
  const edits = ({ source }: FiledExperiment): Done<readonly FieldEdit[]> => {
    if (statusOf(source.raw) === 'running') return refused('EXPERIMENT_ALREADY_RUNNING');
    // One that ended and begins again has no conclusion yet.
    return succeeded([
      { path: ['status'], value: 'running' },
      ...(source.raw.conclusion ? [{ path: ['conclusion'], value: undefined }] : []),
    ]);
  };
  return changeExperiment(house, id, { what: 'experiment.start', edits, isBranch }, caller);
}

/** What a stop is asked with. */
export interface StopRequest {
  readonly experimentId: string;
  readonly reason: string;
  readonly winningVariant?: string | undefined;
  readonly learning?: string | undefined;
  readonly branch?: boolean | undefined;
}

/** Ends it, and keeps in its file why. */
export function stopExperiment(house: House, request: StopRequest, caller: Caller): Promise<Done<object>> {
  const { experimentId: id, reason, branch: isBranch } = request;
  const edits = (filed: FiledExperiment): Done<readonly FieldEdit[]> => editsOfStop(filed, request);
  return changeExperiment(house, id, { what: 'experiment.stop', edits, reason, isBranch }, caller);
}

function editsOfStop({ id, source: { raw } }: FiledExperiment, request: StopRequest): Done<readonly FieldEdit[]> {
  const { reason, winningVariant: winner, learning } = request;
  if (statusOf(raw) !== 'running') return refused('EXPERIMENT_NOT_RUNNING');
  const keys = raw.variants.map(({ key }) => key);
  if (winner !== undefined && !keys.includes(winner)) {
    const message = `${id} has no variant ${winner}: it has ${keys.join(', ')}`;
    return refused('INVALID_VARIANTS', { message, problems: [{ path: 'winningVariant', code: 'reference', message }] });
  }
  const isWon = winner !== undefined && winner !== (raw.control ?? defaultControl(raw.variants));
  const conclusion = {
    decision: isWon ? 'ship' : 'keep',
    ...(winner !== undefined && { winner }),
    reason,
    ...(learning !== undefined && { learning }),
  };
  return succeeded([
    { path: ['status'], value: 'archived' },
    { path: ['conclusion'], value: conclusion },
  ]);
}

/** A change by fields, or of the whole text. */
export interface Revising {
  readonly what: string;
  /** Or which ones, by what the file says, or why none. */
  readonly edits?: readonly FieldEdit[] | ((filed: FiledExperiment) => Done<readonly FieldEdit[]>);
  readonly text?: string;
  readonly reason?: string | undefined;
  readonly isBranch?: boolean | undefined;
  /** Whether the revision is that of the file here, also where the branch has another text. */
  readonly isSeenHere?: boolean;
}

/** Changes the file of an experiment, and shows what became of it. */
export async function changeExperiment(
  house: House,
  id: string,
  { what, edits = [], text, reason, isBranch, isSeenHere }: Revising,
  { author, ifRevision }: Caller,
): Promise<Done<object>> {
  const editBy =
    (fields: readonly FieldEdit[]): Editing =>
    (before, index) =>
      editFields(before, index, fields);
  const judge = (filed: FiledExperiment): Done<Editing> => {
    const asked = typeof edits === 'function' ? edits(filed) : succeeded(edits);
    return asked.ok ? succeeded(editBy(asked.value)) : asked;
  };
  const change = { id, author, what, reason, isBranch, isSeenHere, ifRevision, edit: text ?? { judge } };
  const changed = await house.changes.change(change);
  if (!changed.ok) return changed;
  house.live.tell({ type: 'change', experiment: id, who: author.name, what });
  const filed = changed.value.filed ?? (await house.workspace.read()).experiments.get(id);
  return filed ? { ok: true, value: await showChanged(house, filed, changed.value) } : refused('EXPERIMENT_NOT_FOUND');
}
