/** Counts what the events of an experiment say: who saw what, what they did then, and whether the split can be trusted. */

import type { Metric } from '../authoring/index.js';
import type { TimedEvent } from './events.js';
import type { Certainty } from './inference/index.js';
import { type ChiSquared, chiSquared } from './inference/index.js';
import { type Lift, liftOf, sampleOf } from './lift.js';

/** Of an experiment what its read-out needs. */
export interface Asked {
  readonly id: string;
  /** In the order of the file; shares are those of exposed subjects and sum to 1. */
  readonly variants: readonly { readonly key: string; readonly name: string; readonly share: number }[];
  readonly control: string;
  /** What is published, null where nothing is. */
  readonly phase: string | null;
  readonly metrics: readonly AskedMetric[];
}

/** One of its metrics. */
export interface AskedMetric extends Metric {
  readonly isPrimary: boolean;
}

/** What came of it, of one phase. */
export interface Result {
  readonly id: string;
  readonly phase: string | null;
  /** All there are, in the order in which they began. */
  readonly phases: readonly { readonly phase: string | null; readonly subjects: number }[];
  readonly subjects: number;
  /** First and last of the first exposures, milliseconds since the epoch; null where there are none. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** In the order of the file. */
  readonly arms: readonly Arm[];
  readonly split: ChiSquared | null;
  /** Subjects who saw more than one variant, and are left out. */
  readonly mixed: number;
  /** Subjects whose variant the file does not have, and who are left out. */
  readonly strangers: number;
  readonly metrics: readonly MetricResult[];
}

/** One variant's subjects. */
export interface Arm {
  readonly variant: string;
  readonly name: string;
  readonly subjects: number;
  readonly expectedShare: number;
  /** Those in whom something went wrong, by code and selector. */
  readonly failures: readonly { readonly code: string; readonly selector: string | null; readonly subjects: number }[];
}

/** One metric, by variant. */
export interface MetricResult extends AskedMetric {
  readonly arms: readonly MetricArm[];
}

/** One variant's subjects and what they did after their first exposure. */
export interface MetricArm {
  readonly variant: string;
  readonly name: string;
  readonly subjects: number;
  /** Who did it at least once. */
  readonly converted: number;
  /** What the kind adds up: subjects, events or values. */
  readonly total: number;
  /** `total` to a subject. */
  readonly mean: number;
  /** Against the control; null for the control itself, and where there is nothing to compare. */
  readonly against: Lift | null;
}

/** The first time that a subject saw something. */
interface Exposed {
  readonly subject: string;
  readonly variant: string;
  readonly phase: string | null;
  readonly timeMs: number;
}

/** The events of one type. */
type Of<T extends TimedEvent['type']> = Extract<TimedEvent, { readonly type: T }>;

/** Events where they are asked for: exposures and failures by experiment, conversions by subject. */
export interface Ledger {
  readonly exposures: ReadonlyMap<string, readonly Of<'exposure'>[]>;
  readonly failures: ReadonlyMap<string, readonly Of<'failure'>[]>;
  readonly conversions: ReadonlyMap<string, readonly Of<'conversion'>[]>;
}

/** Sorts events into a ledger. */
export function ledgerOf(events: readonly TimedEvent[]): Ledger {
  const ofType = <T extends TimedEvent['type']>(type: T): Of<T>[] =>
    events.filter((event): event is Of<T> => event.type === type);
  return {
    exposures: group(ofType('exposure'), ({ experiment }) => experiment),
    failures: group(ofType('failure'), ({ experiment }) => experiment),
    conversions: group(ofType('conversion'), ({ subject }) => subject),
  };
}

/**
 * The result of an experiment within one phase: a subject belongs to that of its first exposure.
 *
 * @param wanted a phase; undefined: the published one, or the last there is where nobody saw that
 */
export function tally(asked: Asked, ledger: Ledger, certainty: Certainty, wanted?: string): Result {
  const { id, variants } = asked;
  const { first, mixed } = firstExposures(ledger.exposures.get(id) ?? []);
  const phases = phasesOf(first);
  const isSeen = phases.some(({ phase }) => phase === asked.phase);
  const last = phases.at(-1);
  const phase = wanted ?? (isSeen || !last ? asked.phase : last.phase);
  const there = first.filter((exposed) => exposed.phase === phase);
  const known = there.filter(({ variant }) => variants.some(({ key }) => key === variant));
  const byVariant = group(known, ({ variant }) => variant);
  const times = known.map(({ timeMs }) => timeMs);
  const arms = variants.map((variant) => armOf(variant, byVariant.get(variant.key) ?? [], ledger.failures.get(id)));
  return {
    id,
    phase,
    phases,
    subjects: known.length,
    sinceMs: edge(times, Math.min),
    untilMs: edge(times, Math.max),
    arms,
    split: chiSquared(
      arms.map(({ subjects }) => subjects),
      arms.map(({ expectedShare }) => expectedShare),
    ),
    mixed,
    strangers: there.length - known.length,
    metrics: asked.metrics.map((metric) => ({ ...metric, arms: measure(asked, metric, byVariant, ledger, certainty) })),
  };
}

/** One to a subject. Who saw two variants has none, and is counted. */
function firstExposures(events: readonly Of<'exposure'>[]): { first: Exposed[]; mixed: number } {
  const first = new Map<string, Exposed>();
  const mixed = new Set<string>();
  for (const { subject, variant, phase = null, reason, timeMs } of events) {
    if (reason === 'divert') continue;
    const held = first.get(subject);
    if (held && held.variant !== variant) mixed.add(subject);
    if (!held || timeMs < held.timeMs) first.set(subject, { subject, variant, phase, timeMs });
  }
  return { first: [...first.values()].filter(({ subject }) => !mixed.has(subject)), mixed: mixed.size };
}

function phasesOf(first: readonly Exposed[]): Result['phases'] {
  const since = (all: readonly Exposed[]): number =>
    edge(
      all.map(({ timeMs }) => timeMs),
      Math.min,
    ) ?? 0;
  return [...group(first, ({ phase }) => phase)]
    .map(([phase, all]) => ({ phase, subjects: all.length, sinceMs: since(all) }))
    .sort((a, b) => a.sinceMs - b.sinceMs)
    .map(({ phase, subjects }) => ({ phase, subjects }));
}

function armOf(
  { key, name, share }: Asked['variants'][number],
  exposed: readonly Exposed[],
  failures: readonly Of<'failure'>[] = [],
): Arm {
  const subjects = new Set(exposed.map(({ subject }) => subject));
  const kinds = group(
    failures.filter(({ subject }) => subjects.has(subject)),
    ({ code, selector }) => `${code} ${selector ?? ''}`,
  );
  return {
    variant: key,
    name,
    subjects: subjects.size,
    expectedShare: share,
    failures: [...kinds.values()]
      .map((all) => ({
        code: all[0]?.code ?? '',
        selector: all[0]?.selector ?? null,
        subjects: new Set(all.map(({ subject }) => subject)).size,
      }))
      .sort((a, b) => b.subjects - a.subjects),
  };
}

function measure(
  { control, variants }: Asked,
  { kind, eventName }: AskedMetric,
  byVariant: ReadonlyMap<string, readonly Exposed[]>,
  { conversions }: Ledger,
  certainty: Certainty,
): MetricArm[] {
  const sums = variants.map(({ key, name }) => {
    const exposed = byVariant.get(key) ?? [];
    let [converted, total, squares] = [0, 0, 0];
    for (const { subject, timeMs } of exposed) {
      const did = (conversions.get(subject) ?? []).filter((one) => one.name === eventName && one.timeMs >= timeMs);
      const sum = did.reduce((all, { value }) => all + value, 0);
      const amount = kind === 'sum' ? sum : kind === 'count' ? did.length : Math.min(1, did.length);
      converted += Math.min(1, did.length);
      total += amount;
      squares += amount * amount;
    }
    return { variant: key, name, converted, total, sample: sampleOf(exposed.length, total, squares) };
  });
  const base = sums.find(({ variant }) => variant === control)?.sample ?? sampleOf(0, 0, 0);
  return sums.map(({ variant, name, converted, total, sample }) => ({
    variant,
    name,
    subjects: sample.subjects,
    converted,
    total,
    mean: sample.mean,
    against: variant === control ? null : liftOf(base, sample, certainty),
  }));
}

function group<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const held = groups.get(keyOf(one));
    if (held) held.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/** The smallest or the largest; null where there is none. `Math.min` itself takes no million arguments. */
const edge = (numbers: readonly number[], pick: (a: number, b: number) => number): number | null =>
  numbers.length ? numbers.reduce((a, b) => pick(a, b)) : null;
