/**
 * Runs `experiment.update` and `experiment.validate`: changes by fields or of the whole text, and what the validator
 * says of a text.
 */

import * as z from 'zod';
import type { FieldEdit } from '../../authoring/checks.js';
import { compile } from '../../authoring/index.js';
import { type Done, refused, succeeded } from '../fault.js';
import type { Caller, House } from '../house.js';
import type { FiledExperiment } from '../workspace.js';
import { branchInput, CHANGE_FAULTS, changeExperiment } from './lifecycle.js';
import { experimentModel } from './model.js';
import { type Operation, operationOf } from './operation.js';
import { weightsFor } from './percentages.js';

/**
 * The schema of `z.json()` refers to itself by a name that the OpenAPI document does not have: this one says nothing
 * instead.
 */
const anyJson = () => {
  const json = z.json();
  return z.unknown().refine((value) => json.safeParse(value).success, 'must be JSON');
};

const patchInput = () =>
  z.strictObject({
    experimentId: z.string(),
    fields: z
      .array(
        z.strictObject({
          path: z
            .array(z.union([z.string(), z.int().min(0)]))
            .min(1)
            .max(20),
          value: anyJson().optional().meta({ description: 'Any JSON. Left out: the field is taken out.' }),
        }),
      )
      .max(200)
      .optional()
      .meta({ description: 'Fields of the file: {path: ["variants", 1, "name"], value: "New"}.' }),
    percentages: z
      .record(z.string(), z.number().min(0).max(100))
      .optional()
      .meta({ description: 'Of all variants, by key.' }),
    yaml: z
      .string()
      .max(2 ** 20)
      .optional()
      .meta({ description: 'The whole file, in place of fields and percentages: not beside them.' }),
    reason: z.string().optional(),
    branch: branchInput(),
  });

/** What an update takes. */
export type UpdateRequest = z.output<ReturnType<typeof patchInput>>;

/** A problem as the validator found it. */
export const problemModel = () =>
  z.strictObject({
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    file: z.string(),
    line: z.int(),
    column: z.int(),
    path: z.string(),
    message: z.string(),
  });

/** The operations. */
export const editingOperations = (): Operation[] => [
  operationOf({
    name: 'experiment.update',
    kind: 'command',
    role: 'editor',
    summary: 'Change fields of an experiment, in their own lines, or its whole file.',
    input: patchInput(),
    output: experimentModel(),
    faults: [...CHANGE_FAULTS, 'INVALID_VARIANTS'],
    run: updateExperiment,
  }),
  operationOf({
    name: 'experiment.validate',
    kind: 'command',
    role: 'viewer',
    summary: 'Say what the validator says: of the folder, or of it with one file changed. Writes nothing.',
    input: z.strictObject({
      experimentId: z.string().optional(),
      yaml: z
        .string()
        .max(2 ** 20)
        .optional(),
    }),
    output: z.strictObject({ valid: z.boolean(), problems: z.array(problemModel()) }),
    faults: ['EXPERIMENT_NOT_FOUND'],
    run: async (house, { experimentId, yaml }) => {
      const problems = await problemsIn(house, experimentId, yaml);
      if (!problems) return refused('EXPERIMENT_NOT_FOUND');
      const valid = !problems.some(({ severity }) => severity === 'error');
      return { ok: true, value: { valid, problems } };
    },
  }),
];

/** Changes the file of an experiment. */
export function updateExperiment(house: House, request: UpdateRequest, caller: Caller): Promise<Done<object>> {
  const { experimentId: id, yaml, reason, branch: isBranch } = request;
  if (yaml !== undefined && (request.fields || request.percentages))
    return Promise.resolve(
      refused('INVALID_INPUT', {
        message: 'Send the whole yaml, or fields and percentages, not both: nothing was changed',
      }),
    );
  const edits = (filed: FiledExperiment): Done<readonly FieldEdit[]> => editsOfUpdate(filed, request);
  const how = yaml === undefined ? { edits } : { text: yaml };
  return changeExperiment(house, id, { what: 'experiment.update', ...how, reason, isBranch }, caller);
}

function editsOfUpdate({ source }: FiledExperiment, request: UpdateRequest): Done<readonly FieldEdit[]> {
  const { fields = [], percentages } = request;
  const edits: FieldEdit[] = fields.map(({ path, value }) => ({ path, value }));
  if (!percentages) return succeeded(edits);
  const keys = source.raw.variants.map(({ key }) => key);
  const weights = weightsFor(keys.map((key) => percentages[key] ?? Number.NaN));
  if (!weights || Object.keys(percentages).length !== keys.length) return refused('INVALID_VARIANTS');
  return succeeded([...edits, ...weights.map((value, at) => ({ path: ['variants', at, 'weight'], value }))]);
}

/** Null where there is no such experiment. Of a file that has an error its path is enough, as it has no id for sure. */
export async function problemsIn(house: House, id: string | undefined, yaml: string | undefined) {
  const { files, compiled, config, experiments, broken } = await house.workspace.read();
  const own =
    id === undefined
      ? null
      : (experiments.get(id)?.source.path ?? broken.find((part) => part.path === id || part.id === id)?.path);
  if (own === undefined) return null;
  if (yaml === undefined) return compiled.problems.filter(({ file }) => own === null || file === own);
  const path = own ?? 'new.yaml';
  const others = files.filter((file) => file.path !== path);
  const { redirectOrigins } = config;
  const { memory } = house.workspace;
  const { problems } = await compile([...others, { path, text: yaml }], { redirectOrigins, memory });
  return problems.filter(({ file, message }) => file === path || message.includes(path));
}
