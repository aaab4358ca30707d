/** Makes events by their fields, and counts them: of a conversion, totals, a ratio and a quantile, by device. */

import type { Limits } from '../../src/results/engines/passes.js';
import { countFiles, type ResultQuestion } from '../../src/results/index.js';

export const START = Date.UTC(2026, 10, 2);

export interface Fields {
  readonly [name: string]: unknown;
}

export const ORDERS = { key: 'orders', kind: 'conversion', eventName: 'buy' } as const;
export const REVENUE = { key: 'revenue', kind: 'sum', eventName: 'buy' } as const;
export const asked = (
  metrics: ResultQuestion['experiments'][number]['metrics'],
  more: Partial<ResultQuestion> = {},
): ResultQuestion => ({
  experiments: [{ id: 'cta', metrics }],
  by: [],
  isStitched: true,
  ...more,
});
export const QUESTION = asked(
  [
    ORDERS,
    REVENUE,
    { key: 'capped', kind: 'sum', eventName: 'buy', cap: { quantile: 0.5 } },
    { key: 'basket', kind: 'average', eventName: 'buy' },
    { key: 'per-view', kind: 'ratio', eventName: 'buy', over: { eventName: 'view', isValue: false } },
    { key: 'slow', kind: 'quantile', eventName: 'buy', quantile: 0.75 },
  ],
  { by: ['device'] },
);

export const base = (at: number, subject: string): Fields => ({
  at: START + at,
  sentAt: START + at + 10,
  received: START + at + 10,
  subject,
  revision: 'r',
  path: '/',
});
let made = 0;
export const exposure = (at: number, subject: string, variant: string, more: Fields = {}): Fields => ({
  ...base(at, subject),
  id: `e${made++}`,
  type: 'exposure',
  experiment: 'cta',
  variant,
  phase: 'p1',
  reason: 'assigned',
  ...more,
});
export const buy = (at: number, subject: string, value = 10, more: Fields = {}): Fields => ({
  ...base(at, subject),
  id: `c${made++}`,
  type: 'conversion',
  name: 'buy',
  value,
  ...more,
});

export const count = async (files: readonly (readonly Fields[])[], question = QUESTION, limits?: Limits) =>
  await countFiles(
    question,
    files.map((rows, at) => ({
      name: `${at}`,
      async *chunks() {
        yield Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));
      },
    })),
    limits,
  );
export const phasesOf = async (rows: readonly Fields[], question?: ResultQuestion) =>
  (await count([rows], question)).counts.experiments[0]?.phases ?? [];
export const armsOf = async (rows: readonly Fields[], question = asked([ORDERS, REVENUE]), phase = 'p1') =>
  (await phasesOf(rows, question))
    .find((one) => one.phase === phase)
    ?.arms.map(({ variant, subjects, metrics }) => [variant, subjects, ...metrics.map(({ numbers }) => numbers.sum)]);
