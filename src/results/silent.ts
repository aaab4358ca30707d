/** Finds metrics whose events nobody in the experiment has, and what may be the matter. */

import type { AskedMetric } from './design.js';
import type { MetricResult, SilentMetric } from './result.js';

/** How many conversions of each name there are in the events. */
export type Heard = ReadonlyMap<string, number>;

/** Anybody can post names: no more of them are kept. */
const MOST_NAMES = 500;
const MOST_OTHERS = 5;

/** Counts names as events come. */
export function createHearing() {
  const names = new Map<string, number>();
  return {
    add: (name: string): void => {
      const held = names.get(name);
      if (held !== undefined || names.size < MOST_NAMES) names.set(name, (held ?? 0) + 1);
    },
    heard: names as Heard,
  };
}

/** Those of the metrics of which nothing was counted, or a part of which never came. */
export function silentIn(metrics: readonly MetricResult[], heard: Heard | undefined): SilentMetric[] {
  // An engine that does not say which events there are, or more names than were kept.
  if (!heard || heard.size >= MOST_NAMES) return [];
  return metrics.flatMap((metric): SilentMetric[] => {
    const missing = namesOf(metric).find((name) => !heard.has(name));
    if (missing !== undefined)
      return [{ metric: metric.key, eventName: missing, code: 'no-event', ...likeness(missing, heard) }];
    const isPending = metric.arms.some(({ pending }) => pending);
    if (isPending || metric.arms.some(({ converted }) => converted)) return [];
    const events = heard.get(metric.eventName) as number;
    return [{ metric: metric.key, eventName: metric.eventName, code: 'nobody', events }];
  });
}

const namesOf = ({ eventName, over }: AskedMetric): string[] => [eventName, ...(over ? [over.eventName] : [])];

const folded = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** A name that differs in capitals and signs alone, and what comes most often. */
function likeness(name: string, heard: Heard): Pick<Extract<SilentMetric, { code: 'no-event' }>, 'alike' | 'others'> {
  const all = [...heard].map(([other, events]) => ({ name: other, events }));
  return {
    alike: all.find((one) => folded(one.name) === folded(name)) ?? null,
    others: all.sort((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1)).slice(0, MOST_OTHERS),
  };
}
