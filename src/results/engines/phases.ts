/** Adds members of phases up to `Counts`. */

import type { Counts } from '../counts.js';
import type { ResultQuestion } from '../question.js';
import { type Amount, amountOf, type NamedMetric } from './amounts.js';
import type { Dictionary } from './dictionary.js';
import { byBegin, finishPhase } from './finished.js';
import { addTo, type GrowingArm, type GrowingPhase, isInArm, startPhase, upsert } from './growing.js';
import type { Member } from './subjects.js';

/** What is asked of one experiment, with the numbers of its texts. */
export interface NamedExperiment {
  readonly id: string;
  readonly number: number;
  readonly metrics: readonly NamedMetric[];
  /** Whether a published phase followed another one, by phase. */
  readonly later: ReadonlyMap<string, boolean>;
}

/** Takes members, and has counts in the end. */
export interface Tally {
  /** What the subject did, by metric; null of whoever is in no arm. */
  add(member: Member): readonly (Amount | null)[] | null;
  counts(): Counts;
  close(): void;
}

/** What the numbers of members stand for. */
interface Numbered {
  readonly texts: Dictionary;
  readonly facts: Dictionary;
}

/**
 * @param horizonMs how far the events of an experiment reach
 */
export function createTally(
  { by }: ResultQuestion,
  experiments: readonly NamedExperiment[],
  { texts, facts: lists }: Numbered,
  horizonMs: (experiment: number) => number,
): Tally {
  const asked = new Map(experiments.map((one) => [one.number, one]));
  const phases = new Map<number, Map<number, GrowingPhase>>();
  const phaseOf = ({ experiment, phase }: Member, metrics: readonly NamedMetric[]): GrowingPhase => {
    const own = upsert(phases, experiment, () => new Map<number, GrowingPhase>());
    return upsert(own, phase, () => startPhase(texts.textOf(phase), metrics));
  };
  return {
    add(member) {
      // Of experiments that were not asked for there are no members.
      const { metrics } = asked.get(member.experiment) as NamedExperiment;
      const phase = phaseOf(member, metrics);
      phase.sinceMs = Math.min(phase.sinceMs, member.firstMs);
      phase.untilMs = Math.max(phase.untilMs, member.firstMs);
      if (!isInArm(member)) {
        phase.mixed++;
        return null;
      }
      const reachedMs = horizonMs(member.experiment);
      const amounts = metrics.map((metric) => amountOf(metric, member, reachedMs));
      const facts = by.length ? (JSON.parse(lists.textOf(member.facts)) as readonly (string | null)[]) : [];
      addTo(phase.arms, phase, member, amounts, 'day', texts);
      for (const [at, value] of facts.entries()) {
        const arms = upsert(phase.segments, JSON.stringify([at, value]), () => new Map<number, GrowingArm>());
        addTo(arms, phase, member, amounts, 'segment', texts);
      }
      return amounts;
    },
    counts: () => ({
      experiments: experiments.map(({ id, number, later }) => {
        const own = [...(phases.get(number)?.values() ?? [])];
        // Anybody can post an early time for any phase: of those that were published the design alone decides.
        const beganMs = own.reduce(
          (least, one) => (later.get(one.phase) ? least : Math.min(least, one.sinceMs)),
          Number.POSITIVE_INFINITY,
        );
        const isLater = (one: GrowingPhase): boolean => later.get(one.phase) ?? one.sinceMs > beganMs;
        return { id, phases: own.map((one) => finishPhase(one, isLater(one), by, texts)).sort(byBegin) };
      }),
    }),
    close() {
      for (const own of phases.values()) for (const { cells } of own.values()) for (const one of cells) one.close();
    },
  };
}
