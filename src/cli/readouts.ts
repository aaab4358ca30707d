/** Chooses what is read out of a project, and makes of it what a terminal, a page and --json show. */

import type { ExperimentSpec } from '../authoring/index.js';
import { statusOf } from '../core/index.js';
import { Refusal } from '../files/index.js';
import { plural } from '../pages/index.js';
import type { PhaseDesign, Valid } from '../publishing/index.js';
import {
  type Asked,
  askOf,
  askOfHoldout,
  type Certainty,
  dataOf,
  type Ending,
  type Entry,
  type FileCounts,
  type Manner,
  type Result,
  readOut,
  shortPercent,
  wordsOf,
} from '../results/index.js';
import { unknown } from './status.js';

/** An experiment, and what the head of its result says. */
export interface Selected {
  readonly asked: Asked;
  readonly name: string;
  readonly description: string | null;
  readonly status: string;
  readonly ending: Ending | null;
}

/** And what came of it. */
export interface ToldResult extends Selected {
  readonly result: Result;
}

/**
 * The experiments and holdouts of a project, or one of them.
 *
 * @param designs every phase that was published
 */
export function choose(
  { preview, sources, holdouts }: Valid,
  designs: readonly PhaseDesign[],
  directory: string,
  id: string | undefined,
): Selected[] {
  if (id !== undefined && !sources.has(id) && !holdouts.has(id))
    throw new Refusal(unknown(id, directory, [...sources.keys(), ...holdouts.keys()]), 'unknown-id');
  const phases = new Map(preview.experiments.map((one) => [one.id, one.phase ?? null]));
  const experiments = [...sources].map(([one, source]) => ({
    asked: askOf(
      source,
      phases.get(one) ?? null,
      designs.filter((design) => design.id === one),
    ),
    name: source.raw.name,
    description: source.raw.description ?? null,
    status: statusOf(source.raw),
    ending: endingOf(source.raw.conclusion),
  }));
  const held = [...holdouts.values()].map((source) => ({
    asked: askOfHoldout(source),
    name: source.raw.name,
    description: source.raw.description ?? null,
    status: 'running',
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
export const readChosen = (one: Selected, { counts }: FileCounts, at: number, manner: Manner): ToldResult => ({
  ...one,
  result: readOut(one.asked, counts.experiments[at] ?? { id: one.asked.id, phases: [] }, manner),
});

/** As pages and terminals show it. */
export function entryOf(
  { asked: { id, variants }, name, description, status, ending, result }: ToldResult,
  confidence: number,
): Entry {
  const heading = { name, status, description, confidence, ending };
  return { id, heading, variants, result, words: wordsOf(result, heading) };
}

/** As --json has it. */
export const asData = ({ name, description, status, ending, result }: ToldResult): object => ({
  ...dataOf(result),
  name,
  description,
  status,
  conclusion: ending,
});

/** What holds for all results together. */
export function notesOn(
  { reading, repeated }: FileCounts,
  { confidence, tunedFor }: Certainty,
  isAdjusted: boolean,
): string[] {
  const { lines, unread, firstUnread, firstFault, dropped, oddities } = reading;
  const intervals = `The ${shortPercent(confidence)} intervals`;
  return [
    `${plural(lines, 'line')} read${repeated ? `, ${plural(repeated, 'event')} that came again counted once` : ''}.`,
    ...(unread
      ? [`! ${plural(unread, 'line')} or events that are none, the first at ${firstUnread}: ${firstFault}.`]
      : []),
    ...oddities.map((one) => `! ${one}`),
    ...(dropped ? [`! Browsers had to give up ${plural(dropped, 'event')} before they could send them.`] : []),
    tunedFor === undefined
      ? `${intervals} hold for one look, at a number of subjects fixed before (fx power); --sequential gives some for every look.`
      : `${intervals} hold at every look.`,
    ...(isAdjusted ? ['What subjects did in the 14 days before is taken into account.'] : []),
  ];
}
