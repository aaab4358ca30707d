/** Defines the metrics of an experiment, each with its fields. */

import * as z from 'zod';
import { filled, flag, key, rate, title } from './field.js';
import type { Shape } from './table.js';

/** One metric. */
export const createMetric = () =>
  z.strictObject({
    key: key('Names the metric.'),
    name: title('The name that people read.'),
    kind: z.enum(['conversion', 'count', 'sum', 'average', 'ratio', 'quantile']).meta({
      description:
        'conversion: visitors with at least one such event. count: how often. sum: the values added up. average: the value of one event. ratio: the values of one event, 1 unless the page gives another, for each event of another kind. quantile: the value that a share of the events stays below.',
    }),
    eventName: filled('The name that the page passes to `fx.track`.'),
    isPrimary: flag('The same as `role: primary`.', false).optional(),
    role: z.enum(['primary', 'secondary', 'guardrail']).optional().meta({
      description:
        'primary: the one that decides, at most one. secondary: to understand. guardrail: what must not get worse.',
      default: 'secondary',
    }),
    goal: z.enum(['increase', 'decrease']).optional().meta({ description: 'Which way is good.', default: 'increase' }),
    margin: rate('Of a guardrail: how much worse it may get, as a share of what it is.', 0.02).optional(),
    over: z
      .union([
        filled('The name of an event.'),
        z.strictObject({
          event: filled('The name of an event.'),
          value: flag('Its values are added up instead of its events counted.', false).optional(),
        }),
      ])
      .optional()
      .meta({ description: 'Of a ratio: the event below the line, or `{event: name, value: true}` for its values.' }),
    value: flag(
      'Of a ratio: `false` counts the events above the line, whatever values they carry, instead of adding these up.',
      true,
    ).optional(),
    quantile: rate('Of a quantile: which one; 0.95 is what 95% of the events stay below.').optional(),
    cap: z
      .strictObject({
        value: z.number().positive().optional().meta({ description: 'The most that counts.' }),
        quantile: rate('The same, as a quantile of all totals above zero.').optional(),
      })
      .optional()
      .meta({
        description: "Of a count or a sum: the most that one visitor's total counts, by `value` or `quantile`.",
      }),
    window: z
      .string()
      .regex(/^[1-9]\d{0,3}[hd]$/)
      .optional()
      .meta({ description: 'Only what happens so long after the first exposure counts.', examples: ['14d'] }),
  } satisfies Shape<'metric', z.ZodType>);

/** A metric as written. */
export type MetricSpec = z.infer<ReturnType<typeof createMetric>>;
