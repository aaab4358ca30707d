/**
 * Says how an experiment is for visitors, who meet what is published, and what its file says besides that nobody
 * meets yet.
 */

import { liveStatus } from '../../authoring/index.js';
import { type Html, html } from '../../pages/index.js';
import { repairPath } from '../broken.js';
import type { LiveState } from '../holdings.js';
import type { House } from '../house.js';
import type { Catalogue, FiledExperiment } from '../workspace.js';

/** What visitors have, or why nobody knows. */
export type Meeting = LiveState | { readonly why: string };

/** An experiment, for visitors and in its file. */
export interface ExperimentStanding {
  /** For visitors; as its file says where nobody knows what is published. */
  readonly status: string;
  /** In its file: `running`, `scheduled`, `ended`, `paused`, `draft`, `archived`; null where that is gone or broken. */
  readonly filed: string | null;
  /** What is not published yet; null where visitors have all of it. */
  readonly waits: string | null;
  /** Where its error can be corrected; null where it has none. */
  readonly errorAt: string | null;
}

/** What visitors have. A target that does not answer keeps no page from being shown. */
export async function meetingOf({ publications }: Pick<House, 'publications'>): Promise<Meeting> {
  const live = await publications.live();
  return live.ok ? live.value : { why: live.fault.message };
}

/** Who is asked about: an id, and what its files hold of it. */
interface Asked {
  readonly id: string;
  readonly filed: FiledExperiment | undefined;
  readonly errorAt: string | null;
}

/** @param now milliseconds since the epoch */
export function standingOf({ id, filed, errorAt }: Asked, meeting: Meeting, now: number): ExperimentStanding {
  const said = filed ? statusInFile(filed, now) : null;
  if ('why' in meeting) return { status: said ?? 'not known', filed: said, waits: null, errorAt };
  const { experiment = null } = meeting.experiments.get(id) ?? {};
  const met = experiment && experiment.status !== 'draft' ? liveStatus(experiment, now) : null;
  const status =
    met === 'running' && !meeting.enabled
      ? 'switched off'
      : (met ?? (said === 'draft' || said === 'archived' ? said : 'not published'));
  if (!filed)
    return { status, filed: null, waits: errorAt === null ? 'its file is gone, not published yet' : null, errorAt };
  if (met === null)
    return {
      ...{ status, filed: said, errorAt },
      waits: said === 'archived' ? null : said === 'draft' ? waitsAsDraft(filed, meeting) : `${said} in its file`,
    };
  if (said !== met) return { status, filed: said, waits: `${said} in its file, not published yet`, errorAt };
  return { status, filed: said, waits: meeting.isOther(filed) ? WAITS : null, errorAt };
}

const WAITS = 'waits to be published';

/** A draft is published for previews. */
const waitsAsDraft = (filed: FiledExperiment, { experiments, isOther }: LiveState): string | null =>
  !experiments.has(filed.id) || isOther(filed) ? WAITS : null;

/** Where the error of an experiment can be corrected; null where it has none. */
export function errorPathOf({ conflicts, experiments, broken }: Catalogue, id: string): string | null {
  const part = experiments.has(id) ? undefined : broken.find((one) => one.id === id);
  const [error] = conflicts.get(id) ?? part?.errors ?? [];
  return error ? repairPath(error.file, error.line) : null;
}

/** Of all there are in files and in the target, by id, with those whose file has an error. */
export function standingsOf(
  catalogue: Catalogue,
  meeting: Meeting,
  now: number,
): ReadonlyMap<string, ExperimentStanding> {
  const published = 'why' in meeting ? [] : [...meeting.experiments.keys()];
  const unread = catalogue.broken.flatMap(({ id }) => id ?? []);
  const ids = new Set([...catalogue.experiments.keys(), ...unread, ...published]);
  return new Map(
    [...ids].map((id) => {
      const asked = { id, filed: catalogue.experiments.get(id), errorAt: errorPathOf(catalogue, id) };
      return [id, standingOf(asked, meeting, now)] as const;
    }),
  );
}

const statusInFile = ({ experiment }: FiledExperiment, now: number): string =>
  experiment ? liveStatus(experiment, now) : 'archived';

const KINDS: Readonly<Record<string, string>> = { 'not published': 'draft', 'not known': 'off', 'switched off': 'off' };

/** Its status as a coloured word, and beside it what its file says besides. */
export const standingChips = ({ status, waits, errorAt }: ExperimentStanding): Html =>
  html`<span class="chip chip-${KINDS[status] ?? status}">${status}</span>${waits === null ? '' : html` <span class="chip chip-waits">${waits}</span>`}${errorAt === null ? '' : html` <a class="chip chip-failure" href="${errorAt}">has an error</a>`}`;

/** Above what only files say. */
export const unknownNote = (meeting: Meeting): Html =>
  'why' in meeting
    ? html`<p class="message message-bad">What is published is not known now: ${meeting.why.replace(/\.$/, '')}. Here stands what the files say.</p>`
    : html``;
