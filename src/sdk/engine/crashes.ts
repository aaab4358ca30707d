/** Counts the crashes of variants within a window of time. */

import type { Experiment } from '../../core/index.js';
import type { Rollback } from './types.js';

/** Counts a crash. Returns whether that is one too many, and the rule that says so. */
export type CountCrash = (experiment: Experiment, now: number) => Required<Rollback> | undefined;

/** @param given for experiments that say nothing else in `metadata.rollback` */
export function createCrashes(given: Rollback | undefined): CountCrash {
  const times = new Map<string, readonly number[]>();
  return (experiment, now) => {
    const rule = { threshold: 3, windowMs: 60_000, persistent: false, ...given, ...ownRule(experiment) };
    const recent = [...(times.get(experiment.id) ?? []), now].filter((time) => time > now - rule.windowMs);
    times.set(experiment.id, recent);
    if (recent.length < rule.threshold) return undefined;
    times.delete(experiment.id);
    return rule;
  };
}

function ownRule({ metadata }: Experiment): Rollback {
  const rule: unknown = metadata?.rollback;
  return typeof rule === 'object' && rule !== null ? rule : {};
}
