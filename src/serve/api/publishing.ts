/** Runs `plan`, `publish`, `rollback`, `off`, `on`, `results`. */

import * as z from 'zod';
import { planJson } from '../../publishing/index.js';
import { dataOf } from '../../results/index.js';
import { type Done, type FaultCode, refused } from '../fault.js';
import type { TargetState } from '../holdings.js';
import type { Caller, House } from '../house.js';
import { noteText } from '../obstacles.js';
import { reasonInput } from './lifecycle.js';
import { type Operation, type OperationParts, operationOf } from './operation.js';

const to = (left = 'the only one') =>
  z
    .string()
    .optional()
    .meta({ description: `A target of fx.config.yaml. Default: ${left}.` });

const stateModel = () =>
  z.strictObject({
    target: z.string(),
    enabled: z.boolean(),
    revision: z.string().nullable(),
    history: z.array(z.string()).meta({ description: 'Earlier revisions, the newest first.' }),
  });

const FAULTS_OF_TARGETS: readonly FaultCode[] = [
  'NO_TARGET',
  'MOVED',
  'VALIDATION_FAILED',
  'PUBLICATION_FAILED',
  'STORAGE_FAILED',
];

/** The operations. */
export const publishingOperations = (): Operation[] => [
  planOperation(),
  publishing('publish', 'Publish what the plan shows. Moves and breaks need allowBreaking and a reason.', {
    input: z.strictObject({
      to: to(),
      base: z
        .string()
        .nullable()
        .optional()
        .meta({ description: 'Of the plan that was looked at; another one now is MOVED.' }),
      proposed: z
        .string()
        .optional()
        .meta({ description: 'Of the plan that was looked at; where the files make another one now it is MOVED.' }),
      allowBreaking: z.boolean().optional(),
      reason: reasonInput().optional(),
    }),
    faults: [...FAULTS_OF_TARGETS, 'BREAKING'],
    run: ({ publications }, request, { author }) => publications.publish({ ...request, author }),
  }),
  publishing('rollback', 'Publish an earlier revision again.', {
    input: z.strictObject({ to: to(), revision: z.string().optional() }),
    faults: FAULTS_OF_TARGETS,
    run: ({ publications }, request, { author }) => publications.rollback({ ...request, author }),
  }),
  ...(['off', 'on'] as const).map((name) =>
    publishing(name, `Switch all experiments ${name}, at once.`, {
      input: z.strictObject({ to: to('all of them') }),
      faults: FAULTS_OF_TARGETS,
      run: ({ publications }, request, { author }) => publications.toggle({ ...request, author }, name === 'on'),
    }),
  ),
  resultsOperation(),
];

const planOperation = (): Operation =>
  operationOf({
    name: 'plan',
    kind: 'query',
    role: 'viewer',
    summary: 'Say what publishing would change, change by change: safe, moves, breaks.',
    input: z.strictObject({ to: to('the one that visitors meet') }),
    output: z.looseObject({
      target: z.string(),
      base: z.string().nullable(),
      proposed: z.string(),
      noop: z.boolean(),
      counts: z.strictObject({ safe: z.int(), moves: z.int(), breaks: z.int() }),
      experiments: z.array(z.looseObject({ id: z.string(), action: z.enum(['add', 'change', 'remove']) })),
      notes: z.array(z.string()),
    }),
    faults: FAULTS_OF_TARGETS,
    run: async ({ publications }, { to: name }) => {
      const planned = await publications.plan(name);
      if (!planned.ok) return planned;
      return { ok: true, value: { ...planJson(planned.value), notes: planned.value.notes.map(noteText) } };
    },
  });

type Published<Input extends z.ZodType> = Pick<OperationParts<Input>, 'input' | 'faults'> & {
  readonly run: (house: House, input: z.output<Input>, caller: Caller) => Promise<Done<TargetState>>;
};

/** What changes the target is told to whoever listens. */
const publishing = <Input extends z.ZodType>(name: string, summary: string, parts: Published<Input>): Operation =>
  operationOf({
    name,
    kind: 'command',
    role: 'publisher',
    summary,
    output: stateModel(),
    input: parts.input,
    faults: parts.faults,
    run: async (house, input, caller) => {
      const done = await parts.run(house, input, caller);
      if (done.ok) house.live.tell({ type: 'publication', who: caller.author.name, what: name });
      return done;
    },
  });

const resultsOperation = (): Operation =>
  operationOf({
    name: 'results',
    kind: 'query',
    role: 'viewer',
    summary: 'Read the events: what fx results --json says of each experiment.',
    input: z.strictObject({
      experimentId: z.string().optional(),
      phase: z.string().optional().meta({ description: 'Of the experiment, in place of the published one.' }),
      by: z.string().optional(),
      sequential: z.enum(['true', 'false']).optional(),
      adjust: z.enum(['true', 'false']).optional(),
    }),
    output: z.strictObject({
      experiments: z.array(z.looseObject({ id: z.string(), subjects: z.int() })),
      notes: z.array(z.string()),
      at: z.iso.datetime(),
    }),
    faults: ['EXPERIMENT_NOT_FOUND', 'TOO_MANY_REQUESTS', 'RESULTS_UNAVAILABLE'],
    run: async ({ workspace, readouts }, { experimentId, phase, by, sequential, adjust }) => {
      const { experiments, compiled } = await workspace.read();
      if (experimentId !== undefined && !experiments.has(experimentId) && !compiled.holdouts.has(experimentId))
        return refused('EXPERIMENT_NOT_FOUND');
      const options = { isSequential: sequential === 'true', isAdjusted: adjust === 'true' };
      const read = await readouts.read({
        ...options,
        ...(experimentId !== undefined && { experiment: experimentId }),
        ...(phase !== undefined && { phase }),
        ...(by !== undefined && { by: [by] }),
      });
      if (!read.ok) return read;
      const { results, notes, at } = read.value;
      return { ok: true, value: { experiments: results.map(dataOf), notes, at: new Date(at).toISOString() } };
    },
  });
