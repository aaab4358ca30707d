/** Runs `experiment.start`, `experiment.stop`, `experiment.get`, `experiment.list`. */

import * as z from 'zod';
import type { FieldEdit } from '../../authoring/checks.js';
import { editFields } from '../../authoring/checks.js';
import { defaultControl } from '../../authoring/index.js';
import { statusOf } from '../../core/index.js';
import { type Done, type FaultCode, refused } from '../fault.js';
import type { Caller, House } from '../house.js';
import { experimentModel, showChanged, showExperiment, showExperiments } from './model.js';
import { type Operation, operationOf } from './operation.js';

/** What every change of an experiment can fail with. */
export const CHANGE_FAULTS: readonly FaultCode[] = [
  'EXPERIMENT_NOT_FOUND',
  'CONFLICT',
  'CANNOT_EDIT',
  'VALIDATION_FAILED',
  'STORAGE_FAILED',
];

/** Blanks say nothing. */
export const reasonInput = () => z.string().regex(/\S/, 'Say why: it is kept in the history');

const branch = () => z.boolean().optional().meta({ description: 'Commits to a branch fx/<id> for review.' });

/** The operations. */
export const lifecycleOperations = (): Operation[] => [
  operationOf({
    name: 'experiment.start',
    kind: 'command',
    role: 'editor',
    summary: 'Start an experiment: its file says running. Visitors come into it with the next publication.',
    input: z.strictObject({ experimentId: z.string(), branch: branch() }),
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
      branch: branch(),
    }),
    output: experimentModel(),
    faults: [...CHANGE_FAULTS, 'EXPERIMENT_NOT_RUNNING', 'INVALID_VARIANTS'],
    run: (house, input, caller) => stopExperiment(house, input, caller),
  }),
  operationOf({
    name: 'experiment.get',
    kind: 'query',
    role: 'viewer',
    summary: 'Get experiment details.',
    input: z.strictObject({ experimentId: z.string() }),
    output: experimentModel(),
    faults: ['EXPERIMENT_NOT_FOUND'],
    run: async (house, { experimentId }) => {
      const filed = (await house.workspace.read()).experiments.get(experimentId);
      return filed ? { ok: true, value: await showExperiment(house, filed) } : refused('EXPERIMENT_NOT_FOUND');
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
export async function startExperiment(
  house: House,
  id: string,
  caller: Caller,
  isBranch?: boolean,
): Promise<Done<object>> {
  const filed = (await house.workspace.read()).experiments.get(id);
  if (!filed) return refused('EXPERIMENT_NOT_FOUND');
  if (statusOf(filed.source.raw) === 'running') return refused('EXPERIMENT_ALREADY_RUNNING');
  // One that ended and begins again has no conclusion yet.
  const edits: FieldEdit[] = [
    { path: ['status'], value: 'running' },
    ...(filed.source.raw.conclusion ? [{ path: ['conclusion'], value: undefined }] : []),
  ];
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
export async function stopExperiment(house: House, request: StopRequest, caller: Caller): Promise<Done<object>> {
  const { experimentId: id, reason, winningVariant: winner, learning } = request;
  const filed = (await house.workspace.read()).experiments.get(id);
  if (!filed) return refused('EXPERIMENT_NOT_FOUND');
  if (statusOf(filed.source.raw) !== 'running') return refused('EXPERIMENT_NOT_RUNNING');
  const keys = filed.source.raw.variants.map(({ key }) => key);
  if (winner !== undefined && !keys.includes(winner)) {
    const message = `${id} has no variant ${winner}: it has ${keys.join(', ')}`;
    return refused('INVALID_VARIANTS', { message, problems: [{ path: 'winningVariant', code: 'reference', message }] });
  }
  const { raw } = filed.source;
  const isWon = winner !== undefined && winner !== (raw.control ?? defaultControl(raw.variants));
  const conclusion = {
    decision: isWon ? 'ship' : 'keep',
    ...(winner !== undefined && { winner }),
    reason,
    ...(learning !== undefined && { learning }),
  };
  const edits: FieldEdit[] = [
    { path: ['status'], value: 'archived' },
    { path: ['conclusion'], value: conclusion },
  ];
  return changeExperiment(house, id, { what: 'experiment.stop', edits, reason, isBranch: request.branch }, caller);
}

/** A change by fields, or of the whole text. */
export interface Revising {
  readonly what: string;
  readonly edits?: readonly FieldEdit[];
  readonly text?: string;
  readonly reason?: string | undefined;
  readonly isBranch?: boolean | undefined;
}

/** Changes the file of an experiment, and shows what became of it. */
export async function changeExperiment(
  house: House,
  id: string,
  { what, edits = [], text, reason, isBranch }: Revising,
  { author, ifRevision }: Caller,
): Promise<Done<object>> {
  const edit = text ?? ((before: string, index: number) => editFields(before, index, edits));
  const changed = await house.changes.change({ id, author, what, reason, isBranch, ifRevision, edit });
  if (!changed.ok) return changed;
  house.live.tell({ type: 'change', experiment: id, who: author.name, what });
  const filed = (await house.workspace.read()).experiments.get(id);
  return filed ? { ok: true, value: await showChanged(house, filed, changed.value) } : refused('EXPERIMENT_NOT_FOUND');
}
