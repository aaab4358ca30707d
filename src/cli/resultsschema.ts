/** Makes the JSON Schema of what `fx results --json` writes. */

import * as z from 'zod';

/** JSON Schema (draft-07), made anew at each call. */
export function resultsSchema(): object {
  return z.toJSONSchema(createResults(), { target: 'draft-7', io: 'input' });
}

/** What the schema is made of, to check data against it. */
export const createResults = () =>
  z
    .strictObject({
      schema: z.literal('fx.results/1'),
      version: z.string().optional(),
      directory: z.string(),
      confidence: share().meta({ description: 'How often an interval holds the truth.' }),
      sequential: count().nullable().meta({
        description: 'Subjects at which intervals for every look are narrowest; null: they are for one look.',
      }),
      lines: count(),
      events: count(),
      unread: count().meta({ description: 'Lines without an event, and events of a batch that are none.' }),
      firstUnread: z.string().nullable().meta({ description: 'Where the first of them is, as file:line.' }),
      firstFault: z.string().nullable(),
      dropped: count().meta({ description: 'Events that browsers had to give up.' }),
      oddities: z.array(z.string()),
      repeated: count().nullable().meta({
        description:
          'Events that came again and were counted once, of those that the read-out is about; null where the engine does not say.',
      }),
      experiments: z.array(experimentResult()),
    })
    .meta({ title: 'fx results' });

const count = () => z.number().min(0);
const share = () => z.number().min(0).max(1);
const maybe = () => z.number().nullable();
const moment = () => z.string().nullable().meta({ description: 'ISO 8601.' });

const experimentResult = () =>
  z.strictObject({
    id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    status: z.enum(['draft', 'running', 'paused', 'archived']),
    conclusion: ending().nullable().meta({ description: 'How it ended, as the file says.' }),
    phase: z.string().nullable(),
    phases: z.array(z.strictObject({ phase: z.string().nullable(), subjects: count() })),
    control: z.string(),
    subjects: count(),
    since: moment(),
    until: moment(),
    arms: z.array(arm()),
    split: split().nullable(),
    isOwnDesign: z.boolean().meta({ description: 'Judged by the phase as it was published; else by the file.' }),
    isFilePhase: z.boolean(),
    mixed: count().meta({ description: 'Subjects who saw more than one variant: in no arm.' }),
    carried: count().meta({ description: 'Subjects with the assignment of an earlier phase: in no arm.' }),
    strangers: count().meta({ description: 'Subjects whose variant the phase does not have: in no arm.' }),
    failuresP: maybe().meta({ description: 'How likely failures so unlike between arms are by chance.' }),
    metrics: z.array(metricResult()),
    segments: z.array(segment()),
    days: z.array(day()),
    offDays: offDays().meta({ description: 'On which days the split was off, each tested by itself.' }),
    silent: z.array(silentMetric()).meta({ description: 'Metrics of which nothing was counted, and why.' }),
    planned: z.strictObject({ subjects: count(), share: count() }).nullable(),
    verdict: verdict(),
  });

const ending = () =>
  z.strictObject({
    decision: z.enum(['ship', 'keep', 'repeat']),
    winner: z.string().nullable(),
    learning: z.string().nullable(),
  });

const arm = () =>
  z.strictObject({
    variant: z.string(),
    name: z.string(),
    subjects: count(),
    expectedShare: share(),
    failed: count().meta({
      description: 'Subjects in whom something went wrong: more than that the page had a value of its own (yielded).',
    }),
    failures: z.array(z.strictObject({ code: z.string(), selector: z.string().nullable(), subjects: count() })),
  });

const split = () =>
  z.strictObject({
    state: z.enum(['off', 'fine', 'open']),
    p: share(),
    unexpected: z.array(count()).meta({ description: 'Arms that nobody should be in and somebody is, by place.' }),
    small: z.array(count()).meta({ description: 'Arms that were tested by themselves, by place.' }),
    statistic: maybe(),
    degrees: maybe(),
  });

const metricResult = () =>
  z.strictObject({
    key: z.string(),
    name: z.string(),
    kind: z.enum(['conversion', 'count', 'sum', 'average', 'ratio', 'quantile']),
    eventName: z.string(),
    role: z.enum(['primary', 'secondary', 'guardrail']),
    isPrimary: z.boolean(),
    goal: z.enum(['increase', 'decrease']),
    margin: z.number(),
    quantile: maybe(),
    cap: z.union([z.strictObject({ value: z.number() }), z.strictObject({ quantile: z.number() })]).nullable(),
    over: z.strictObject({ eventName: z.string(), isValue: z.boolean() }).nullable(),
    isCounted: z
      .boolean()
      .meta({ description: 'Of a ratio: the events above the line are counted, whatever values they carry.' }),
    windowMs: maybe(),
    method: z
      .enum(['single', 'dunnett', 'bonferroni'])
      .nullable()
      .meta({ description: 'How the intervals of several variants are made to hold together.' }),
    arms: z.array(metricArm()),
  });

const metricArm = () =>
  z.strictObject({
    variant: z.string(),
    name: z.string(),
    subjects: count(),
    pending: count().meta({ description: 'Subjects whose window is not over: in no other number.' }),
    converted: count(),
    total: z.number(),
    uncappedTotal: maybe(),
    mean: maybe(),
    against: against().nullable().meta({ description: 'Against the control; null for the control itself.' }),
  });

const against = () =>
  z.strictObject({
    lift: maybe().meta({ description: 'As a share of the control: 0.1 is 10% more.' }),
    low: maybe(),
    high: maybe(),
    liftReason: z.string().nullable().meta({ description: 'Why the lift has no bounds.' }),
    difference: maybe().meta({ description: 'In the unit of the metric.' }),
    differenceLow: maybe(),
    differenceHigh: maybe(),
    differenceReason: z.string().nullable().meta({ description: 'Why the difference is not known.' }),
    p: share().nullable(),
    q: share().nullable().meta({ description: 'Of secondary metrics: the rate of false discoveries.' }),
    confidence: share(),
    chanceAbove: share().nullable().meta({ description: 'That the variant is above the control, with a flat prior.' }),
    lossOfVariant: maybe(),
    lossOfControl: maybe(),
    lossScale: z.enum(['lift', 'difference']).nullable(),
    shortages: shortages(),
    guard: z.strictObject({ state: z.enum(['safe', 'worse', 'open']), p: maybe(), bound: maybe() }).nullable(),
    looksTooGood: z.boolean(),
    shrunk: maybe().meta({ description: 'With --adjust: the length of the interval as a share of what it would be.' }),
  });

const shortages = () =>
  z
    .array(
      z.union([
        z.strictObject({ code: z.enum(['few-subjects', 'few-conversions']), least: count(), seen: count() }),
        z.strictObject({ code: z.literal('too-skewed'), least: count(), seen: count(), skewness: z.number() }),
        z.strictObject({ code: z.literal('unknown'), reason: z.string() }),
      ]),
    )
    .meta({ description: 'What is lacking for a verdict; empty where one may be given.' });

const segment = () =>
  z.strictObject({
    by: z.string(),
    value: z.string().nullable(),
    subjects: count(),
    arms: z.array(z.strictObject({ variant: z.string(), subjects: count() })),
    split: split().nullable(),
    metrics: z.array(metricResult()),
  });

const day = () =>
  z.strictObject({
    day: z.string(),
    subjects: z.array(count()).meta({ description: 'New ones, in the order of the arms.' }),
    lifts: z.array(
      z.strictObject({
        variant: z.string(),
        lift: z.union([
          z.strictObject({ is: z.literal('bounded'), value: z.number(), low: z.number(), high: z.number() }),
          z.strictObject({ is: z.literal('open'), low: z.number(), reason: z.string() }),
          z.strictObject({ is: z.literal('unbounded'), reason: z.string(), value: maybe() }),
        ]),
      }),
    ),
  });

const offDays = () =>
  z.strictObject({
    days: z.array(z.strictObject({ day: z.string(), subjects: z.array(count()), p: share() })),
    others: count().meta({ description: 'How many other days there are.' }),
    rest: z.enum(['off', 'fine', 'open']).nullable().meta({ description: 'The split of those together.' }),
  });

const heardName = () => z.strictObject({ name: z.string(), events: count() });

const silentMetric = () =>
  z.union([
    z.strictObject({
      metric: z.string(),
      eventName: z.string(),
      code: z.literal('no-event'),
      alike: heardName().nullable().meta({ description: 'One that differs in capitals and signs alone.' }),
      others: z.array(heardName()).meta({ description: 'Those that come most often.' }),
    }),
    z.strictObject({ metric: z.string(), eventName: z.string(), code: z.literal('nobody'), events: count() }),
  ]);

const verdict = () =>
  z.strictObject({
    code: z.enum(['ship', 'stop', 'keep-running', 'no-difference', 'not-enough', 'do-not-trust']),
    variant: z.string().nullable(),
    alarms: z.array(z.enum(['split', 'mixed', 'failures'])),
    conflicts: z.array(z.strictObject({ variant: z.string(), metric: z.string() })),
    guards: z.array(z.strictObject({ variant: z.string(), metric: z.string(), state: z.enum(['worse', 'open']) })),
    shortages: shortages(),
    missing: maybe().meta({ description: 'Subjects that are still missing, of all variants.' }),
    worth: maybe().meta({ description: 'The smallest change that is worth it, as a share.' }),
    looksTooGood: z.boolean(),
    reason: z.enum(['no-subjects', 'no-primary', 'one-arm']).nullable(),
  });
