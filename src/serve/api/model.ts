/** Shows an experiment as the API has it: the fields of the shared contract, and fx's own besides. */

import { stat } from 'node:fs/promises';
import * as z from 'zod';
import { evenWeights } from '../../authoring/index.js';
import { statusOf } from '../../core/index.js';
import type { DeedMoments } from '../deeds.js';
import type { House } from '../house.js';
import { branchFor } from '../reviewing.js';
import type { FiledExperiment } from '../workspace.js';
import type { Changed } from '../writing.js';

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
    startedAt: z.iso.datetime({ offset: true }).optional(),
    endedAt: z.iso.datetime({ offset: true }).optional(),
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
  const moments = await house.record.moments();
  return Promise.all(all.map((filed) => showOne(filed, moments.get(filed.id))));
}

/** The experiment of a file, or as a branch for review has it. */
export const showExperiment = async (
  house: House,
  filed: FiledExperiment,
  branch: string | null = null,
): Promise<ExperimentShown> => showOne(filed, (await house.record.moments()).get(filed.id), branch);

async function showOne(
  filed: FiledExperiment,
  moments: DeedMoments | undefined,
  branch: string | null = null,
): Promise<ExperimentShown> {
  const { raw, path } = filed.source;
  const lastOf = (what: string): string | undefined => {
    const [here, there] = [moments?.last.get(what), moments?.last.get(`${branchFor(raw.id)}:${what}`)];
    // What was done on a branch counts here as soon as the file says so: then that was merged.
    return branch === null
      ? (here ?? there)
      : [here, there]
          .filter((at) => at !== undefined)
          .sort()
          .at(-1);
  };
  const weights = weightsOf(raw.variants);
  const flagId = textOf(raw, 'x-flag') ?? raw.layer?.name ?? raw.id;
  const status = statusOf(raw);
  const [startedAt, endedAt] = [
    momentOf(raw.startAt) ?? (status === 'draft' ? undefined : lastOf('experiment.start')),
    momentOf(raw.endAt) ?? (status === 'archived' ? lastOf('experiment.stop') : undefined),
  ];
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
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(winner !== undefined && { winningVariant: winner }),
    createdAt: lastOf('experiment.create') ?? (await bornAt(path)),
    revision: filed.revision,
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

const momentOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : new Date(text).toISOString();

function textOf(raw: object, name: string): string | undefined {
  const value = (raw as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}

/** A file that came by git or by hand has no deed: when it was made is what the disk knows. */
const bornAt = async (path: string): Promise<string> => {
  const { birthtimeMs, mtimeMs } = await stat(path).catch(() => ({ birthtimeMs: 0, mtimeMs: 0 }));
  return new Date(birthtimeMs > 0 ? birthtimeMs : mtimeMs).toISOString();
};
