/** Counts over fixed ids, with the real core, how many visitors a change moves. */

import { type Experiment, prepare } from '../core/index.js';

/** How many fixed ids a share is counted over. */
export const SAMPLE_SIZE = 10_000;

/**
 * Share of 10,000 fixed ids to whom two experiments give different variants or recipes, 0..1. Rules, dates and status
 * are left aside: it is a share of eligible visitors.
 */
export function shareMoved(before: Experiment, after: Experiment): number {
  const [was, is] = [prepare(bare(before)), prepare(bare(after))];
  return countIds((subject) => {
    const [a, b] = [was({ subject }), is({ subject })];
    return a.variant !== b.variant || a.recipe !== b.recipe;
  });
}

/** Share of 10,000 fixed ids that are in an experiment, 0..1. Rules, dates and status are left aside. */
export function shareIn(experiment: Experiment): number {
  const one = bare(experiment);
  const decideFor = prepare(one);
  const isIn = (subject: string): boolean => decideFor({ subject }).variant !== null;
  return isDrawn(one) ? countIds(isIn) : Number(isIn('visitor-0'));
}

/** Whether it depends on the id who is in; else one id speaks for all. */
const isDrawn = ({ layer, audience: { sampleRate = 1, excludeRate = 0 } = {} }: Experiment): boolean =>
  layer !== undefined || sampleRate < 1 || excludeRate > 0;

/** Without what depends on the page, the clock or the file's status, so that the rest can be counted. */
function bare(experiment: Experiment): Experiment {
  const { status: _status, startAt: _startAt, endAt: _endAt, audience: targeted = {}, ...rest } = experiment;
  const { rule: _rule, ...audience } = targeted;
  return { ...rest, audience };
}

function countIds(holds: (subject: string) => boolean): number {
  let count = 0;
  for (let index = 0; index < SAMPLE_SIZE; index++) if (holds(`visitor-${index}`)) count++;
  return count / SAMPLE_SIZE;
}
