/** Says in a few words when, where and for whom an experiment runs: for lists, overviews and plans. */

import { type Experiment, type Rule, shareTaken, statusOf, type Trigger } from '../core/index.js';
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
 * Who takes part, and from when to when: `50% of visitors that its rule lets in, starts 4 Jan 2027`.
 *
 * @param now milliseconds since the epoch
 */
export function describeAudience(experiment: Experiment, now: number): string {
  const { layer, startAt, endAt, divertTo } = experiment;
  return [
    describeVisitors(experiment),
    ...(layer ? [`layer ${layer.name}, ${percent(layer.from)} to ${percent(layer.to)}`] : []),
    ...(divertTo === undefined ? [] : [`everyone gets ${divertTo}`]),
    ...(startAt === undefined
      ? []
      : [`${Date.parse(startAt) > now ? 'starts' : 'started'} ${momentText(startAt, now)}`]),
    ...(endAt === undefined ? [] : [`${Date.parse(endAt) > now ? 'ends' : 'ended'} ${momentText(endAt, now)}`]),
  ].join(', ');
}

/** `10 Dec`, `4 Jan 2027, 14:30 UTC`: the year where it is another one, the time where it is not midnight. */
function momentText(text: string, now: number): string {
  const moment = new Date(text);
  const year = moment.getUTCFullYear() === new Date(now).getUTCFullYear() ? '' : ` ${moment.getUTCFullYear()}`;
  const time = moment.toISOString().slice(11, 16);
  return `${moment.getUTCDate()} ${MONTHS[moment.getUTCMonth()]}${year}${time === '00:00' ? '' : `, ${time} UTC`}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The visitors that take part: `all visitors`, `10% of visitors on phones`, `all visitors that its rule lets in`. */
export function describeVisitors(experiment: Experiment): string {
  const share = shareTaken(experiment);
  return `${share === 1 ? 'all' : `${percent(share)} of`} ${describeEligible(experiment)}`;
}

/** The visitors that an experiment is for, whatever share of them takes part: `visitors`, `visitors on phones`. */
export function describeEligible({ audience: { rule } = {} }: Experiment): string {
  return rule === undefined ? 'visitors' : `visitors ${devicesOf(rule) ?? 'that its rule lets in'}`;
}

const DEVICE_WORDS: Readonly<Record<string, string>> = { mobile: 'phones', tablet: 'tablets', desktop: 'computers' };

/** `on phones or tablets`, where a rule asks for kinds of devices and for nothing else; null for others. */
function devicesOf(rule: Rule): string | null {
  const [[operator, parts] = [], ...others] = typeof rule === 'object' && rule ? Object.entries(rule) : [];
  if (others.length || !(operator === '==' || operator === 'in') || !Array.isArray(parts)) return null;
  const [fact, value, ...rest] = parts as readonly unknown[];
  if (rest.length || JSON.stringify(fact) !== '{"var":"device.type"}') return null;
  const wanted: readonly unknown[] = operator === '==' ? [value] : Array.isArray(value) ? value : [];
  const words = wanted.map((one) => DEVICE_WORDS[String(one)]);
  return words.length && words.every(Boolean) ? `on ${words.join(' or ')}` : null;
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
