/** Says when an experiment was made, began and ended, of what its file plans and what the record knows. */

import { statusOf } from '../../core/index.js';
import { type DeedMoments, ENDING_DEEDS } from '../deeds.js';
import type { House } from '../house.js';
import { branchFor } from '../reviewing.js';
import type { FiledExperiment } from '../workspace.js';

/** Moments of one experiment, ISO 8601. */
export interface Lifetime {
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
}

/**
 * Of each experiment, in their order. The record is asked once.
 *
 * @param branch for review that the files are of; null: as they are here
 */
export async function lifetimesOf(
  house: House,
  all: readonly FiledExperiment[],
  branch: string | null = null,
): Promise<Lifetime[]> {
  const moments = await house.record.moments();
  const madeAt = ({ id }: FiledExperiment): string | undefined =>
    latest(['experiment.create', 'experiment.duplicate'].map((what) => moments.get(id)?.last.get(what)));
  const others = all.filter((filed) => madeAt(filed) === undefined);
  const births = others.length
    ? await house.births.of(others.map(({ id, source }) => ({ id, path: source.path })))
    : new Map<string, string>();
  return all.map((filed) => {
    const known = moments.get(filed.id);
    // Whoever changed it found it there.
    const createdAt = madeAt(filed) ?? earliest([births.get(filed.id), known?.first]) ?? new Date(0).toISOString();
    return { createdAt, ...spanOf(filed, known, branch, new Date(house.now()).toISOString()) };
  });
}

/** What is planned has not happened: of moments that the file plans only those count that are over. */
function spanOf(
  { id, source: { raw } }: FiledExperiment,
  known: DeedMoments | undefined,
  branch: string | null,
  now: string,
): object {
  const status = statusOf(raw);
  if (status === 'draft') return {};
  const isOver = (at: string | undefined): at is string => at !== undefined && at <= now;
  const momentIn = (moments: ReadonlyMap<string, string> | undefined, what: string): string | undefined => {
    const [here, there] = [moments?.get(what), moments?.get(`${branchFor(id)}:${what}`)];
    // What was done on a branch counts here as soon as the file says so: then that was merged.
    return branch === null ? (here ?? there) : latest([here, there]);
  };
  const [startAt, endAt] = [momentOf(raw.startAt), momentOf(raw.endAt)];
  const stopped =
    status === 'archived' ? earliest(ENDING_DEEDS.map((what) => momentIn(known?.since, what))) : undefined;
  const starts = [momentIn(known?.last, 'experiment.start'), startAt].filter(isOver);
  // One that was started with a plan begins at the later of both; what it was stopped before never came.
  const startedAt = latest(starts.filter((at) => stopped === undefined || at <= stopped));
  const ends = [stopped, endAt].filter(isOver);
  const endedAt = earliest(ends.filter((at) => startedAt === undefined || at >= startedAt));
  return { ...(startedAt !== undefined && { startedAt }), ...(endedAt !== undefined && { endedAt }) };
}

const momentOf = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : new Date(text).toISOString();

const sorted = (moments: readonly (string | undefined)[]): string[] => moments.filter((at) => at !== undefined).sort();
const earliest = (moments: readonly (string | undefined)[]): string | undefined => sorted(moments)[0];
const latest = (moments: readonly (string | undefined)[]): string | undefined => sorted(moments).at(-1);
