/** Shows an experiment as the API has it: the fields of the shared contract, and fx's own besides. */

import * as z from 'zod';
import { evenWeights } from '../../authoring/index.js';
import { statusOf } from '../../core/index.js';
import type { House } from '../house.js';
import type { FiledExperiment } from '../workspace.js';
import type { Changed } from '../writing.js';
import { type Lifetime, lifetimesOf } from './lifetime.js';

/** The schema of what the API shows. */
export function experimentModel() {
  return z.strictObject({
    id: z.string(),
    key: z.string(),
    name: z.string(),
    description: z.string().optional(),
    hypothesis: z.string().optional(),
    flagId: z.string().meta({ description: 'The experiment or layer that it belongs to; its own id where none.' }),
    status: z.enum(['draft', 'running', 'paused', 'archived']),
    variants: z.array(
      z.strictObject({
        key: z.string(),
        name: z.string(),
        percentage: z.number(),
        weight: z.int().meta({ description: 'The same in ten-thousandths.' }),
      }),
    ),
    metrics: z.array(z.record(z.string(), z.unknown())).optional(),
    audiencePercentage: z.int(),
    scheduledStartAt: z.iso.datetime({ offset: true }).optional(),
    scheduledEndAt: z.iso.datetime({ offset: true }).optional(),
    startedAt: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'When it began, in the past: the later of its start and its schedule.' }),
    endedAt: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'When it ended, in the past: the earlier of its stop and its schedule.' }),
    winningVariant: z.string().optional(),
    results: z.record(z.string(), z.unknown()).optional(),
    createdAt: z.iso.datetime({ offset: true }),
    revision: z.string().meta({
      description: 'Of its file, for If-Match; of the file on the branch, where that alone holds the change.',
    }),
    file: z.string(),
    branch: z.string().optional().meta({ description: 'The branch of git that alone holds the change.' }),
    notes: z.array(z.string()).optional().meta({
      description: 'What became of the change besides: that git has no commit of it, or that it was not sent.',
    }),
  });
}

/** What the model holds. */
export type ExperimentShown = z.output<ReturnType<typeof experimentModel>>;

/** The same after a change, with what became of it in git where that is not what one expects. */
export const showChanged = async (
  house: House,
  filed: FiledExperiment,
  { branch, notes }: Pick<Changed, 'branch' | 'notes'>,
): Promise<ExperimentShown> => ({
  ...(await showExperiment(house, filed, branch)),
  ...(branch !== null && { branch }),
  ...(notes.length > 0 && { notes: [...notes] }),
});

/** The experiments of files, for which the record is asked once. */
export async function showExperiments(house: House, all: readonly FiledExperiment[]): Promise<ExperimentShown[]> {
  const lifetimes = await lifetimesOf(house, all);
  return all.flatMap((filed, at) => {
    const lifetime = lifetimes[at];
    return lifetime ? [showOne(filed, lifetime)] : [];
  });
}

/** The experiment of a file, or as a branch for review has it. */
export async function showExperiment(
  house: House,
  filed: FiledExperiment,
  branch: string | null = null,
): Promise<ExperimentShown> {
  const [lifetime = { createdAt: new Date(0).toISOString() }] = await lifetimesOf(house, [filed], branch);
  return showOne(filed, lifetime);
}

function showOne({ source: { raw, path }, revision }: FiledExperiment, lifetime: Lifetime): ExperimentShown {
  const weights = weightsOf(raw.variants);
  const flagId = textOf(raw, 'x-flag') ?? raw.layer?.name ?? raw.id;
  const status = statusOf(raw);
  const { description, hypothesis, metrics, conclusion } = raw;
  const winner = conclusion?.winner;
  return {
    id: raw.id,
    key: raw.id,
    name: raw.name,
    ...(description !== undefined && { description }),
    ...(hypothesis !== undefined && { hypothesis }),
    flagId,
    status,
    variants: raw.variants.map(({ key, name }, at) => ({
      key,
      name,
      percentage: (weights[at] ?? 0) / 100,
      weight: weights[at] ?? 0,
    })),
    ...(metrics && { metrics: metrics as Record<string, unknown>[] }),
    audiencePercentage: Math.round(shareOfFile(raw) * 100),
    ...(raw.startAt !== undefined && { scheduledStartAt: new Date(raw.startAt).toISOString() }),
    ...(raw.endAt !== undefined && { scheduledEndAt: new Date(raw.endAt).toISOString() }),
    ...lifetime,
    ...(winner !== undefined && { winningVariant: winner }),
    revision,
    file: path,
  };
}

type Raw = FiledExperiment['source']['raw'];

/** Ten-thousandths, also where the file leaves them out. */
export function weightsOf(variants: Raw['variants']): readonly number[] {
  const even = evenWeights(variants.length);
  return variants.map(({ weight }, at) => weight ?? even[at] ?? 0);
}

/** The share of visitors that the file lets in, whatever it calls it. */
export const shareOfFile = ({ sampleRate, holdback, audience }: Raw): number =>
  sampleRate ?? audience?.sampleRate ?? (holdback === undefined ? 1 : 1 - holdback);

function textOf(raw: object, name: string): string | undefined {
  const value = (raw as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}
