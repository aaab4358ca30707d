/**
 * Makes up the events of a shop: people on browsers with clocks that are off, who come back, sign in, buy and are
 * counted twice.
 */

import type { ResultQuestion } from '../../../src/results/index.js';

/** A line of the collector's file. */
export type Event = Readonly<Record<string, unknown>>;

const START = Date.UTC(2026, 10, 2);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What is asked of them: all kinds of metrics, with caps and windows, by three facts. */
export const QUESTION: ResultQuestion = {
  experiments: [
    {
      id: 'cta',
      metrics: [
        { key: 'orders', kind: 'conversion', eventName: 'buy' },
        { key: 'times', kind: 'count', eventName: 'buy', cap: { value: 2 } },
        { key: 'revenue', kind: 'sum', eventName: 'buy', cap: { quantile: 0.9 } },
        { key: 'soon', kind: 'sum', eventName: 'buy', windowMs: 3 * DAY },
        { key: 'basket', kind: 'average', eventName: 'buy' },
        { key: 'per-view', kind: 'ratio', eventName: 'buy', over: { eventName: 'view', isValue: false } },
        { key: 'per-second', kind: 'ratio', eventName: 'buy', over: { eventName: 'view', isValue: true } },
        {
          key: 'orders-per-second',
          kind: 'ratio',
          eventName: 'buy',
          isCounted: true,
          over: { eventName: 'view', isValue: true },
        },
        { key: 'slow', kind: 'quantile', eventName: 'view', quantile: 0.9 },
      ],
    },
    { id: 'price', metrics: [{ key: 'refunds', kind: 'sum', eventName: 'refund' }] },
    { id: "it's", metrics: [{ key: 'orders', kind: 'conversion', eventName: 'buy', windowMs: DAY }] },
    { id: 'unseen', metrics: [{ key: 'orders', kind: 'conversion', eventName: 'buy' }] },
    { id: 'bare', metrics: [] },
  ],
  by: ['device', 'isNew', 'user.tier'],
  isStitched: true,
};

/** The same where it is known in which order phases were published. */
export const questionAfter = (...phases: readonly string[]): ResultQuestion => ({
  ...QUESTION,
  experiments: QUESTION.experiments.map((one) => ({ ...one, designs: phases.map((phase) => ({ phase })) })),
});

/** The same where phases came before those of the events. */
export const LATER_QUESTION = questionAfter('p0', 'p1', 'p2', 'p1');

/** The same where the phases of the events are all that there were. */
export const ORDERED_QUESTION = questionAfter('p1', 'p2');

/** An exposure before all others, to a phase that nobody published. */
export const FORGED: Event = {
  id: 'forged',
  type: 'exposure',
  at: START - 90 * DAY,
  sentAt: START - 90 * DAY,
  received: START - 90 * DAY,
  subject: 'forger',
  experiment: 'cta',
  phase: 'x',
  variant: 'a',
  reason: 'assigned',
  revision: 'r',
  path: '/',
};

/** mulberry32: numbers from 0 to 1 that are the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * So many events, in the order in which they arrive, a person at a time.
 *
 * @param crowd how many people share a browser or an account: 1 of so many
 */
export function* shopEvents(count: number, seed = 1, crowd = 40): Generator<Event> {
  const random = seeded(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const isOneOf = (most: number): boolean => below(most) === 0;
  const hex = (length: number): string => Array.from({ length }, () => below(16).toString(16)).join('');
  const made: Event[] = [];
  let told = 0;
  for (let person = 0; told < count; person++) {
    const browser = isOneOf(crowd) && made.length ? String(made.at(-1)?.visitor ?? made.at(-1)?.subject) : hex(32);
    const host = isOneOf(3) ? `user-${isOneOf(crowd) ? below(person + 1) : person}` : null;
    const signsInAt = host === null ? Infinity : START + below(20) * DAY;
    const off = isOneOf(10) ? (random() - 0.5) * 1e11 : below(2000) - 1000;
    const way = 20 + below(500);
    const came = START + Math.floor(random() * 20 * DAY);
    const arm = below(2);
    let time = came;
    const visits = 1 + below(4);
    const isSeenLate = isOneOf(8); // its first exposure came before there was a log
    for (let visit = 0; visit < visits; visit++) {
      const isIn = time >= signsInAt;
      const batch = (isOneOf(20) ? below(8000) : way) + below(50);
      const base = (type: string): Event => ({
        id: hex(32),
        type,
        at: Math.round(time + off),
        sentAt: Math.round(time + off) + 300,
        received: Math.round(time) + 300 + batch,
        subject: isIn ? host : browser,
        ...(isIn && { visitor: browser }),
        revision: 'r',
        path: '/',
      });
      const phase = time < START + 12 * DAY ? 'p1' : 'p2';
      const events = visitOf(base, { arm, visit, phase, below, isOneOf, random });
      made.push(...events.filter(({ type }) => visit > 0 || !isSeenLate || type !== 'exposure'));
      time += isOneOf(3) ? 0 : Math.floor(random() * 5 * DAY);
    }
    for (const event of made) {
      yield event;
      told++;
      if (isOneOf(50))
        yield {
          ...event,
          received: Number(event.received) + below(60_000),
          sentAt: Number(event.sentAt) + below(50_000),
        };
    }
    made.splice(0, made.length - 1);
    if (made[0]) made[0] = { ...made[0] };
  }
}

interface Visit {
  readonly arm: number;
  readonly visit: number;
  readonly phase: string;
  below(most: number): number;
  isOneOf(most: number): boolean;
  random(): number;
}

function visitOf(base: (type: string) => Event, { arm, visit, phase, below, isOneOf, random }: Visit): Event[] {
  const device = ['mobile', 'desktop', undefined][below(3)];
  const facts = {
    device,
    ...(isOneOf(3) ? {} : { isNew: visit === 0 }),
    ...(isOneOf(2) ? { segments: { 'user.tier': ['gold', '', 'a,"b"\n'][below(3)] } } : {}),
  };
  const exposure = (experiment: string, variant: string, more: Event = {}): Event => ({
    ...base('exposure'),
    experiment,
    variant,
    phase,
    reason: isOneOf(100) ? 'divert' : visit > 0 && isOneOf(2) ? 'sticky' : 'assigned',
    ...facts,
    ...more,
  });
  const conversion = (name: string, value: number): Event => ({ ...base('conversion'), name, value });
  const cents = (most: number): number => Math.round(random() ** 4 * most * 100) / 100;
  const seen = (isOneOf(60) ? 1 - arm : arm) ? 'b' : 'a';
  return [
    exposure('cta', seen),
    ...(isOneOf(2) ? [exposure('price', seen === 'a' ? 'low' : 'high', { phase: isOneOf(9) ? undefined : 'q' })] : []),
    ...(isOneOf(4) ? [exposure("it's", 'x', { phase: 'r' })] : []),
    ...(isOneOf(5) ? [exposure('other', 'x')] : []),
    ...Array.from({ length: below(3) }, () => conversion('view', cents(50))),
    ...(isOneOf(4) ? [conversion('buy', cents(500))] : []),
    ...(isOneOf(9) ? [conversion('refund', -cents(100))] : []),
    ...(isOneOf(9) ? [conversion('scroll', 1)] : []),
    ...(isOneOf(30)
      ? [
          {
            ...base('failure'),
            experiment: 'cta',
            variant: seen,
            code: ['error', 'timeout', 'yielded'][below(3)],
            ...(isOneOf(2) && { selector: '.cta' }),
            message: '',
            stack: '',
          },
        ]
      : []),
  ];
}
