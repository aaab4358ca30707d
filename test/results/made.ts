/** Holds what the tests of read-outs have in common: events, files of them in memory, and a question about them. */

import type { ExperimentCounts } from '../../src/results/counts.js';
import type { Asked, AskedMetric } from '../../src/results/design.js';
import {
  countFiles,
  type EventFile,
  type FileCounts,
  type Manner,
  type Result,
  readOut,
  wordsOf,
} from '../../src/results/index.js';
import type { ResultQuestion } from '../../src/results/question.js';
import { TYPED } from '../../src/results/voices.js';

/** A line of the collector's file. */
export type Line = Readonly<Record<string, unknown>>;

export const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Times of the events below are hours from here. */
const START = Date.UTC(2026, 10, 2);

const base = (type: string, subject: string, hours: number, more: Line): Line => {
  const at = START + Math.round(hours * HOUR);
  const line = { type, subject, at, sentAt: at, received: at, revision: 'r', path: '/', ...more };
  return { id: `${type} ${subject} ${hours} ${JSON.stringify(more)}`.replaceAll('"', '').slice(0, 64), ...line };
};
export const exposure = (subject: string, variant: string, hours: number, more: Line = {}): Line =>
  base('exposure', subject, hours, { experiment: 'cta', variant, phase: 'p1', reason: 'assigned', ...more });
/** An exposure to the phase after the first one. */
export const p2 = (subject: string, variant: string, hours: number, more: Line = {}): Line =>
  exposure(subject, variant, hours, { phase: 'p2', ...more });
export const conversion = (subject: string, hours: number, more: Line = {}): Line =>
  base('conversion', subject, hours, { name: 'purchase', value: 1, ...more });
export const failure = (subject: string, variant: string, hours: number, more: Line = {}): Line =>
  base('failure', subject, hours, { experiment: 'cta', variant, code: 'timeout', message: '', stack: '', ...more });

/** A file whose lines come a few at a time. */
export const fileOf = (lines: readonly Line[], name = 'events.ndjson'): EventFile => ({
  name,
  async *chunks() {
    for (let at = 0; at < lines.length; at += 7) yield bytesOf(lines.slice(at, at + 7));
  },
});

const bytesOf = (lines: readonly Line[]): Buffer =>
  Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

export const metric = (fields: Partial<AskedMetric> = {}): AskedMetric => ({
  key: 'orders',
  name: 'Orders',
  kind: 'conversion',
  eventName: 'purchase',
  role: 'primary',
  goal: 'increase',
  margin: 0.02,
  ...fields,
});

/** An experiment with so many to a hundred of each variant. */
export const asked = (fields: Partial<Asked> = {}, shares: Readonly<Record<string, number>> = HALVES): Asked => ({
  id: 'cta',
  variants: Object.entries(shares).map(([key, share]) => ({ key, name: key, share, image: null })),
  control: 'control',
  phase: 'p1',
  metrics: [metric()],
  designs: [],
  plan: null,
  effect: null,
  ...fields,
});
const HALVES = { control: 0.5, treatment: 0.5 };

export const countLines = (
  lines: readonly Line[],
  about: Asked = asked(),
  more: Partial<ResultQuestion> = {},
): Promise<FileCounts> => countFiles({ experiments: [about], by: [], isStitched: true, ...more }, [fileOf(lines)]);

export const countsOf = async (...given: Parameters<typeof countLines>): Promise<ExperimentCounts> =>
  (await countLines(...given)).counts.experiments[0] ?? { id: '', phases: [] };

const ONCE: Manner = { certainty: { confidence: 0.95 }, isAdjusted: false };

export const resultOf = async (
  lines: readonly Line[],
  about: Asked = asked(),
  manner: Partial<Manner> = {},
  question: Partial<ResultQuestion> = {},
): Promise<Result> => readOut(about, await countsOf(lines, about, question), { ...ONCE, ...manner });

/** What stands above a read-out. */
export const HEADING = {
  name: 'CTA',
  status: 'running',
  description: null,
  confidence: 0.95,
  isHoldout: false,
  ending: null,
};
export const wordsFor = (result: Result) => wordsOf(result, HEADING, TYPED);

/** Of a phase: subjects and who converted, by variant. */
export const told = (result: Result): readonly (readonly [string, number, number])[] =>
  result.arms.map(({ variant, subjects }) => [
    variant,
    subjects,
    result.metrics[0]?.arms.find((arm) => arm.variant === variant)?.converted ?? 0,
  ]);

/** So many subjects of a variant, an hour apart and going round every two weeks; the first ones do it an hour later. */
export const crowd = (
  variant: string,
  subjects: number,
  did: number,
  { event = {}, exposed = {}, from = 0 }: { event?: Line; exposed?: Line; from?: number } = {},
): Line[] =>
  Array.from({ length: subjects }, (_, at) => {
    const hours = from + (at % 336);
    const subject = `${variant}-${at}`;
    const seen = exposure(subject, variant, hours, exposed);
    return at < did ? [seen, conversion(subject, hours + 1, event)] : [seen];
  }).flat();
