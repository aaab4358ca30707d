/** Notices amounts in several currencies, which would be added up as if they were one. */

import type { ReadEvent } from './envelope.js';
import type { CountedMetric, ResultQuestion } from './question.js';

/** Looks at events as they come. */
export interface Currencies {
  add(read: ReadEvent): void;
  /** A sentence for each name of events whose amounts are in several. */
  oddities(): string[];
}

/** As ISO 4217 has them. */
const CODE = /^[A-Z]{3}$/;
/** Anybody can post: no more are kept of a name. */
const MOST = 20;

/** @param question only the events whose values a metric adds up matter */
export function createCurrencies({ experiments }: ResultQuestion): Currencies {
  const names = new Map(
    experiments.flatMap(({ metrics }) => metrics.flatMap(addedUp)).map((name) => [name, new Map<string, number>()]),
  );
  return {
    add({ event, currency }) {
      if (currency === undefined || event.type !== 'conversion') return;
      const seen = names.get(event.name);
      const code = currency.toUpperCase();
      const held = seen?.get(code);
      if (seen && CODE.test(code) && (held !== undefined || seen.size < MOST)) seen.set(code, (held ?? 0) + 1);
    },
    oddities: () => [...names].flatMap(([name, seen]) => (seen.size > 1 ? [sentenceOf(name, seen)] : [])),
  };
}

/** The names of the events whose values a metric adds up, or puts in order. */
function addedUp({ kind, eventName, over, isCounted }: CountedMetric): string[] {
  if (kind === 'conversion' || kind === 'count') return [];
  return [...(isCounted ? [] : [eventName]), ...(over?.isValue ? [over.eventName] : [])];
}

function sentenceOf(name: string, seen: ReadonlyMap<string, number>): string {
  const sorted = [...seen].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  const told = sorted.map(([code, events]) => `${code} (${events.toLocaleString('en')})`);
  return `The amounts of ${name} are in ${told.slice(0, -1).join(', ')} and ${told.at(-1)}, and are added up as if they were one currency: convert them before, or give each currency an event of its own.`;
}
