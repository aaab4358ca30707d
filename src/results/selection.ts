/** Chooses what is read out of a folder of experiments, and makes of it what a terminal, a page and --json show. */

import type { ExperimentSpec, HoldoutSource, Source } from '../authoring/index.js';
import { statusOf } from '../core/index.js';
import { inLine, plural } from '../pages/index.js';
import { askOf, askOfHoldout } from './asked.js';
import type { Manner } from './compared.js';
import type { ExperimentCounts } from './counts.js';
import { dataOf } from './data.js';
import type { Asked, Design } from './design.js';
import type { FileCounts } from './engines/files.js';
import type { Certainty } from './inference/index.js';
import { shortPercent } from './numbers.js';
import { readOut } from './readout.js';
import type { Entry } from './report.js';
import type { Result } from './result.js';
import type { ResultsVoice } from './voices.js';
import { type Ending, wordsOf } from './words.js';

/** An experiment, and what the head of its result says. */
export interface Selected {
  readonly asked: Asked;
  readonly name: string;
  readonly description: string | null;
  readonly status: string;
  readonly isHoldout: boolean;
  readonly ending: Ending | null;
}

/** And what came of it. */
export interface ToldResult extends Selected {
  readonly result: Result;
}

/** What there is to choose from, as its files compile. */
export interface Selectable {
  readonly sources: ReadonlyMap<string, Pick<Source, 'raw'>>;
  readonly holdouts: ReadonlyMap<string, Pick<HoldoutSource, 'raw'>>;
  /** Which phases the files make; null where any of them has an error. */
  readonly preview: { readonly experiments: readonly { readonly id: string; readonly phase?: string }[] } | null;
}

/**
 * The experiments and holdouts of a folder that have begun, or one of them, begun or not.
 *
 * @param designs every phase that was published
 * @param id nothing is chosen where none is called so
 */
export function chooseResults(
  { preview, sources, holdouts }: Selectable,
  designs: readonly (Design & { readonly id: string })[],
  id: string | undefined,
): Selected[] {
  const phases = new Map((preview?.experiments ?? []).map((one) => [one.id, one.phase ?? null]));
  const experiments = [...sources].map(([one, source]) => ({
    asked: askOf(
      source,
      phases.get(one) ?? null,
      designs.filter((design) => design.id === one),
    ),
    name: source.raw.name,
    description: source.raw.description ?? source.raw.hypothesis ?? null,
    status: statusOf(source.raw),
    isHoldout: false,
    ending: endingOf(source.raw.conclusion),
  }));
  const held = [...holdouts.values()].map((source) => ({
    asked: askOfHoldout(source),
    name: source.raw.name,
    description: source.raw.description ?? null,
    status: 'running',
    isHoldout: true,
    ending: null,
  }));
  return [...experiments, ...held]
    .filter(({ asked }) => id === undefined || asked.id === id)
    .filter(({ status }) => status !== 'draft' || id !== undefined);
}

const endingOf = (conclusion: ExperimentSpec['conclusion']): Ending | null =>
  conclusion
    ? { decision: conclusion.decision, winner: conclusion.winner ?? null, learning: conclusion.learning ?? null }
    : null;

/** Reads the counts of one of them. */
export const readChosen = (one: Selected, counted: FileCounts, at: number, manner: Manner): ToldResult => ({
  ...one,
  result: readOut(one.asked, countsAt(one, counted, at), { ...manner, heard: counted.heard }),
});

/** What was counted of one of them: nothing where no event is of it. */
export const countsAt = ({ asked: { id } }: Selected, { counts }: FileCounts, at: number): ExperimentCounts =>
  counts.experiments[at] ?? { id, phases: [] };

/** As pages and terminals show it. */
export function entryOf(
  { asked: { id, variants }, name, description, status, isHoldout, ending, result }: ToldResult,
  confidence: number,
  voice: ResultsVoice,
): Entry {
  const heading = { name, status, description, confidence, isHoldout, ending };
  return { id, heading, variants, result, words: wordsOf(result, heading, voice) };
}

/** As --json has it. */
export const asData = ({ name, description, status, ending, result }: ToldResult): object => ({
  ...dataOf(result),
  name,
  description,
  status,
  conclusion: ending,
});

/** How many lines or events were left out, and why the first of them. */
export function leftOut({ unread, firstUnread, firstFault }: FileCounts['reading']): string[] {
  const what = unread === 1 ? '1 line or event was' : `${unread.toLocaleString('en')} lines or events were`;
  return unread ? [`! ${what} left out, the first at ${firstUnread}: ${firstFault}.`] : [];
}

/** The events hold experiments, but none that is known: an id was changed, or they are others' events. */
export function noteOnStrangers({ exposed }: FileCounts, known: ReadonlySet<string>): string[] {
  const names = [...(exposed ?? [])]
    .filter(([id]) => !known.has(id))
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([id, lines]) => inLine(`${id} (${plural(lines, 'line')})`));
  return names.length
    ? [`! No file has the id of ${names.join(', ')}: was an id changed, or are these events of another project?`]
    : [];
}

/** What was read, and what was odd about it. */
export function notesOnEvents({ reading, repeated }: FileCounts): string[] {
  const { lines, dropped, oddities } = reading;
  return [
    `Read ${plural(lines, 'line')}.${repeated ? ` ${plural(repeated, 'event')} arrived more than once and ${repeated === 1 ? 'counts' : 'count'} once.` : ''}`,
    ...leftOut(reading),
    ...oddities.map((one) => `! ${one}`),
    ...(dropped ? [`! Browsers had to give up ${plural(dropped, 'event')} before they could send them.`] : []),
  ].map(inLine);
}

/** What holds for all results together. */
export function notesOn(
  counted: FileCounts,
  { confidence, tunedFor }: Certainty,
  isAdjusted: boolean,
  { who, early }: ResultsVoice,
): string[] {
  const intervals = `The ${shortPercent(confidence)} intervals`;
  return [
    ...notesOnEvents(counted),
    tunedFor === undefined
      ? `${intervals} hold for one look, at a number of ${who}s that was fixed before${early}`
      : `${intervals} hold at every look.`,
    ...(isAdjusted ? [`What ${who}s did in the 14 days before is taken into account.`] : []),
  ];
}
