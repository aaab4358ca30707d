/** Says in a few words when, where and for whom an experiment runs: for lists, overviews and plans. */

import { type Experiment, shareTaken, statusOf, type Trigger } from '../core/index.js';
import { describePattern } from './plainwords.js';

/** When an experiment activates. */
export function describeTrigger(trigger: Trigger = { kind: 'auto' }): string {
  switch (trigger.kind) {
    case 'auto':
      return 'on every page';
    case 'urlMatch':
      return describePattern(trigger);
    case 'waitForSelector':
      return `when ${trigger.selector} is there`;
    case 'event':
      return `on the event ${trigger.name}`;
    case 'visible':
      return `when ${trigger.selector} is on screen`;
    case 'manual':
      return 'when the page calls fx.activate';
    case 'script':
      return 'when its script says so';
    case 'all':
      return trigger.of.map(describeTrigger).join(', and ');
    case 'any':
      return trigger.of.map(describeTrigger).join(', or ');
  }
}

/**
 * Who takes part, and from when to when: `50% of visitors that its rule lets in, starts 2027-01-04T00:00:00Z`.
 *
 * @param now milliseconds since the epoch
 */
export function describeAudience(experiment: Experiment, now: number): string {
  const { audience = {}, layer, startAt, endAt, divertTo } = experiment;
  const share = shareTaken(experiment);
  return [
    `${share === 1 ? 'all' : percent(share)}${share === 1 ? '' : ' of'} visitors${audience.rule === undefined ? '' : ' that its rule lets in'}`,
    ...(layer ? [`layer ${layer.name}, ${percent(layer.from)} to ${percent(layer.to)}`] : []),
    ...(divertTo === undefined ? [] : [`everyone gets ${divertTo}`]),
    ...(startAt === undefined ? [] : [`${Date.parse(startAt) > now ? 'starts' : 'started'} ${startAt}`]),
    ...(endAt === undefined ? [] : [`${Date.parse(endAt) > now ? 'ends' : 'ended'} ${endAt}`]),
  ].join(', ');
}

/**
 * The status as visitors meet it: a running experiment whose time has not come, or is over, is `scheduled` or `ended`.
 *
 * @param now milliseconds since the epoch
 */
export function liveStatus(experiment: Pick<Experiment, 'status' | 'startAt' | 'endAt'>, now: number): string {
  const status = statusOf(experiment);
  if (status !== 'running') return status;
  if (experiment.startAt !== undefined && Date.parse(experiment.startAt) > now) return 'scheduled';
  return experiment.endAt !== undefined && Date.parse(experiment.endAt) <= now ? 'ended' : status;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(2))}%`;
