/** Runs `experiment.create`: writes the file of a new experiment. */

import * as z from 'zod';
import { gapsOf, layersOf } from '../../authoring/index.js';
import type { Layer } from '../../core/index.js';
import { type Done, refused } from '../fault.js';
import type { Caller, House } from '../house.js';
import { stringifySpec } from '../spec.js';
import type { Catalogue } from '../workspace.js';
import { branchInput } from './lifecycle.js';
import { experimentModel, showChanged } from './model.js';
import { type Operation, operationOf } from './operation.js';
import { weightsFor } from './percentages.js';

/** What it takes: the contract's fields, and of each variant whatever the file may hold. */
export function createInput() {
  return z.strictObject({
    key: z.string().meta({ description: 'Becomes the id: lower-case words joined by hyphens.' }),
    name: z.string(),
    description: z.string().optional(),
    hypothesis: z.string().optional(),
    flagId: z.string().optional().meta({ description: 'An experiment or a layer that is there. Left out: none.' }),
    variants: z.array(
      z.looseObject({
        key: z.string(),
        name: z.string().optional(),
        percentage: z.number().min(0).max(100).optional(),
      }),
    ),
    metrics: z.array(z.looseObject({ key: z.string() })).optional(),
    trigger: z.looseObject({ kind: z.string() }).optional().meta({ description: 'Where it begins, as in the file.' }),
    audiencePercentage: z.int().min(0).max(100).optional(),
    scheduledStartAt: z.iso.datetime({ offset: true }).optional(),
    scheduledEndAt: z.iso.datetime({ offset: true }).optional(),
    orgId: z.string().optional(),
    branch: branchInput(),
  });
}

/** What is asked for. */
export type CreateRequest = z.output<ReturnType<typeof createInput>>;

/** The operation. */
export const createOperation = (): Operation =>
  operationOf({
    name: 'experiment.create',
    kind: 'command',
    role: 'editor',
    summary: 'Create an A/B test experiment.',
    input: createInput(),
    output: experimentModel(),
    faults: [
      'FLAG_NOT_FOUND',
      'EXPERIMENT_KEY_EXISTS',
      'INVALID_VARIANTS',
      'VALIDATION_FAILED',
      'NO_BRANCH',
      'STORAGE_FAILED',
    ],
    onBadInput: (path) => (/^variants(\.|$)/.test(path) ? 'INVALID_VARIANTS' : undefined),
    run: createExperiment,
  });

/** Writes the file; a draft, so that nobody sees it before it is started. */
export async function createExperiment(house: House, request: CreateRequest, caller: Caller): Promise<Done<object>> {
  const catalogue = await house.workspace.read();
  const { key: id, flagId } = request;
  if (flagId !== undefined && !isFlag(catalogue, flagId)) return refused('FLAG_NOT_FOUND');
  if (catalogue.experiments.has(id)) return refused('EXPERIMENT_KEY_EXISTS');
  const given = request.variants.map(({ percentage }) => percentage);
  const isEven = given.every((one) => one === undefined);
  const weights = isEven ? null : weightsFor(given.map((one) => one ?? 0));
  if (request.variants.length < 2 || (!isEven && !weights)) return refused('INVALID_VARIANTS');
  const layer = flagId === undefined ? null : freeSlice(catalogue, flagId);
  if (layer && layer.to - layer.from < 0.0001)
    return refused('VALIDATION_FAILED', {
      problems: [
        {
          path: 'flagId',
          code: 'slice',
          message: `The layer ${layer.name} has no free slice: end one of its experiments.`,
        },
      ],
    });
  const text = stringifySpec(specOf(request, weights, layer));
  const hand = { author: caller.author, what: 'experiment.create', isBranch: request.branch };
  const changed = await house.changes.create(id, text, hand);
  if (!changed.ok) return changed;
  house.live.tell({ type: 'change', experiment: id, who: caller.author.name, what: 'experiment.create' });
  const filed = changed.value.filed ?? (await house.workspace.read()).experiments.get(id);
  if (!filed) return refused('UNEXPECTED', { message: 'It was written, and is not there any more' });
  return { ok: true, value: await showChanged(house, filed, changed.value) };
}

const isFlag = ({ experiments }: Catalogue, flagId: string): boolean =>
  experiments.has(flagId) || [...experiments.values()].some(({ source }) => source.raw.layer?.name === flagId);

/** The largest slice of a layer that no experiment has that is not over; null where it is no layer. */
function freeSlice({ experiments }: Catalogue, name: string): Layer | null {
  const all = [...experiments.values()].map(({ source }) => source.raw);
  const inside = all.filter(({ layer }) => layer?.name === name);
  if (experiments.has(name) || !inside.length) return null;
  const taken = layersOf(inside.filter(({ status }) => status !== 'archived')).get(name) ?? [];
  const [largest = { from: 1, to: 1 }] = [...gapsOf(taken)].sort((a, b) => b.to - b.from - (a.to - a.from));
  return { name, ...largest };
}

function specOf(request: CreateRequest, weights: readonly number[] | null, layer: Layer | null): object {
  const { key, name, description, hypothesis, flagId, variants, metrics, audiencePercentage, orgId } = request;
  return {
    id: key,
    name,
    status: 'draft',
    description,
    hypothesis,
    startAt: request.scheduledStartAt,
    endAt: request.scheduledEndAt,
    guard: true,
    sampleRate: audiencePercentage === undefined ? undefined : audiencePercentage / 100,
    layer: layer ?? undefined,
    variants: variants.map(({ key: own, name: called, percentage: _, ...rest }, at) => ({
      key: own,
      name: called ?? own,
      weight: weights?.[at],
      ...rest,
    })),
    trigger: request.trigger,
    metrics,
    'x-flag': flagId,
    'x-org': orgId,
  };
}
