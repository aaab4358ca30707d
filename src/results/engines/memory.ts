/** Counts events by itself, in as much memory as there is, with the disk beside it. */

import type { FxEvent } from '../../core/index.js';
import { type Counts, YIELDED } from '../counts.js';
import type { ReadEvent } from '../envelope.js';
import { groupBy } from '../group.js';
import { type CountedExperiment, laterByDesign, type ResultQuestion } from '../question.js';
import { isUncounted } from '../uncounted.js';
import { type Buckets, createBuckets, hashText } from './buckets.js';
import { type Crowd, createCrowd } from './crowd.js';
import { createDictionary, type Dictionary, TOO_MANY } from './dictionary.js';
import { factsOf } from './facts.js';
import { NO_PHASE } from './growing.js';
import { createMarks, type Marks } from './marks.js';
import { countSubjects, type Limits, type Passed } from './passes.js';
import { createTally, type NamedExperiment } from './phases.js';
import { type Row, writeRow } from './rows.js';
import type { Samples } from './samples.js';
import { type Member, membersOf } from './subjects.js';

/** Takes events in any order, and has counts in the end. */
export interface MemoryEngine {
  add(read: ReadEvent): void;
  /** To be called once. */
  counts(): Passed & { readonly counts: Counts };
  close(): void;
}

/** What of the events is known before they are counted. */
interface Intake {
  readonly browsers: Buckets;
  /** Of browsers. */
  readonly crowd: Crowd;
  readonly texts: Dictionary;
  /** Lists of facts, as JSON: by themselves, as each of many subjects may have one of its own. */
  readonly facts: Dictionary;
  /** By experiment: when the last of its events arrived. */
  readonly horizons: Map<number, number>;
  /**
   * Browsers in which there is a subject that is no visitor's id, and those subjects: nobody else's rows are ever read
   * with those of another browser. Null where there is no such subject.
   */
  hosted: Marks | null;
}

/**
 * First all that a browser sent is brought together, for its clock and its visitor; then all of a subject, for what it
 * saw and did. Both are done bucket by bucket, so that no more than one of them is in memory.
 *
 * @param samples gets every subject that is counted
 */
export function createMemoryEngine(question: ResultQuestion, limits: Limits = {}, samples?: Samples): MemoryEngine {
  const texts = createDictionary();
  const facts = createDictionary(undefined, JSON.stringify(question.by.map(() => TOO_MANY)));
  const experiments = question.experiments.map((one) => nameExperiment(one, texts));
  nameKnown(question.experiments, texts);
  const intake: Intake = {
    browsers: createBuckets(limits.inMemory),
    crowd: createCrowd(limits.rows),
    texts,
    facts,
    horizons: new Map(),
    hosted: null,
  };
  const wanted = wantedBy(experiments);
  const tally = createTally(
    question,
    experiments,
    { texts, facts },
    (experiment) => intake.horizons.get(experiment) as number,
  );
  return {
    add: (read) => addEvent(read, question, wanted, intake),
    counts() {
      const found = countSubjects(intake, question.isStitched, limits, (subject, rows) => {
        for (const member of membersOf(subject, rows, facts.textOf)) {
          const amounts = tally.add(member);
          if (amounts) samples?.add(textsOf(member, texts), subject, member.isCarried, amounts);
        }
      });
      return { ...found, counts: tally.counts() };
    },
    close() {
      intake.browsers.close();
      tally.close();
    },
  };
}

const textsOf = ({ experiment, phase }: Member, texts: Dictionary) => ({
  experiment: texts.textOf(experiment),
  phase: texts.textOf(phase) === NO_PHASE ? null : texts.textOf(phase),
});

/** Names that are known have their numbers before anybody can post so many that there are none left. */
function nameKnown(experiments: readonly CountedExperiment[], texts: Dictionary): void {
  for (const name of [NO_PHASE, YIELDED]) texts.numberOf(name);
  for (const { phase, variants = [], designs = [] } of experiments) {
    const phases = designs.map((design) => design.phase);
    const keys = designs.flatMap(({ shares = {} }) => Object.keys(shares));
    for (const name of [...phases, ...keys, ...variants.map(({ key }) => key), phase ?? NO_PHASE]) texts.numberOf(name);
  }
}

const nameExperiment = (experiment: CountedExperiment, texts: Dictionary): NamedExperiment => ({
  id: experiment.id,
  number: texts.numberOf(experiment.id),
  later: laterByDesign(experiment),
  metrics: experiment.metrics.map((metric) => ({
    metric,
    event: texts.numberOf(metric.eventName),
    over: metric.over ? texts.numberOf(metric.over.eventName) : null,
  })),
});

/** Which experiments an experiment's id or an event's name is of any use to. */
interface Wanted {
  readonly experiments: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<string, readonly number[]>;
}

function wantedBy(experiments: readonly NamedExperiment[]): Wanted {
  const uses = experiments.flatMap(({ number, metrics }) =>
    metrics.flatMap(({ metric }) =>
      [metric.eventName, metric.over?.eventName].flatMap((name) => (name === undefined ? [] : [{ name, number }])),
    ),
  );
  const names = groupBy(uses, ({ name }) => name);
  return {
    experiments: new Map(experiments.map(({ id, number }) => [id, number])),
    names: new Map([...names].map(([name, all]) => [name, all.map(({ number }) => number)])),
  };
}

function addEvent(
  { event, received, sentAt }: ReadEvent,
  { by }: ResultQuestion,
  wanted: Wanted,
  intake: Intake,
): void {
  const { subject, visitor: browser = subject } = event;
  const skewMs = received !== null && sentAt !== null ? received - sentAt : Number.NaN;
  const base = { browser, subject, timeMs: event.at, skewMs };
  const row = rowOf(event, base, by, wanted, intake);
  if (row.is === 'clock' && Number.isNaN(skewMs)) return;
  if (browser !== subject) {
    intake.hosted ??= createMarks();
    intake.hosted.add(hashText(browser));
    intake.hosted.add(hashText(subject));
  }
  const arrived = received ?? event.at;
  const reach = (experiment: number): void => {
    if (arrived > (intake.horizons.get(experiment) ?? 0)) intake.horizons.set(experiment, arrived);
  };
  if (event.type === 'conversion') for (const experiment of wanted.names.get(event.name) ?? []) reach(experiment);
  else if ('experiment' in row) reach(row.experiment);
  if (intake.crowd.admits(browser)) writeRow(intake.browsers, row);
}

type Base = Pick<Row, 'browser' | 'subject' | 'timeMs' | 'skewMs'>;

function rowOf(event: FxEvent, base: Base, by: readonly string[], wanted: Wanted, { texts, facts }: Intake): Row {
  if (event.type === 'conversion') {
    if (!wanted.names.has(event.name)) return { is: 'clock', ...base };
    return { is: 'conversion', ...base, name: texts.numberOf(event.name), value: event.value, id: hashOf(event.id) };
  }
  const experiment = wanted.experiments.get(event.experiment);
  if (experiment === undefined || (event.type === 'exposure' && isUncounted(event.reason)))
    return { is: 'clock', ...base };
  if (event.type === 'failure')
    return {
      is: 'failure',
      ...base,
      experiment,
      code: texts.numberOf(event.code),
      selector: texts.numberOf(event.selector ?? ''),
      id: hashOf(event.id),
    };
  return {
    is: 'exposure',
    ...base,
    experiment,
    phase: texts.numberOf(event.phase ?? NO_PHASE),
    variant: texts.numberOf(event.variant),
    facts: facts.numberOf(by.length ? JSON.stringify(factsOf(event, by)) : ''),
    isSticky: event.reason === 'sticky',
    id: hashOf(event.id),
    unit: base.subject,
    isCrossed: false,
  };
}

/** 53 bits of an id: enough to tell apart the events of one subject. */
function hashOf(id: string): number {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return (b & 0x1fffff) * 2 ** 32 + (a >>> 0);
}
