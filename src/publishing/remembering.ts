/**
 * Remembers what came of the last comparison of each target, as long as neither its files nor what is published there
 * change.
 */

import type { Experiment, Holdout } from '../core/index.js';
import type { Comparing, PlanResult } from './planning.js';
import type { Project } from './project.js';

interface Known {
  readonly project: Project;
  readonly base: string | null;
  readonly passed: number;
  readonly compared: PlanResult;
}

/**
 * Compares anew where something changed: a file, the configuration, what is published, or the side of a date on which
 * now is.
 *
 * @param now milliseconds since the epoch
 */
export function rememberComparing(now: () => number): Comparing {
  const known = new Map<string, Known>();
  return (target, project, { preview }, work) => {
    const { base, published, holdouts } = target;
    const dated = [...published.values()].map(({ experiment }) => experiment);
    const passed = passedOf([...dated, ...holdouts, ...preview.experiments, ...(preview.holdouts ?? [])], now());
    const last = known.get(target.place);
    // The base is a hash of all that was published: the same is read out of it again.
    if (last?.project === project && last.base === base && last.passed === passed) return last.compared;
    const compared = work();
    known.set(target.place, { project, base, passed, compared });
    return compared;
  };
}

/** How many of all beginnings and ends are over. */
const passedOf = (dated: readonly Pick<Experiment | Holdout, 'startAt' | 'endAt'>[], now: number): number =>
  dated
    .flatMap(({ startAt, endAt }) => [startAt, endAt])
    .filter((moment) => moment !== undefined && Date.parse(moment) <= now).length;
