/** Describes the fields of `table.ts` as a schema of the experiment file: types, limits and what each of them means. */

import * as z from 'zod';
import { bag, filled, flag, key, moment, names, rate, text, title } from './field.js';
import { createHoldout, isHoldout } from './holdout.js';
import { ID } from './id.js';
import { createMetric } from './metric.js';
import { opSchema } from './op.js';
import type { Shape } from './table.js';
import { triggerSchema } from './trigger.js';

const Op = opSchema();

const Trigger = triggerSchema();

const Variant = z
  .strictObject({
    key: key('Names the variant in code, links and events.'),
    name: title('The name that people read.'),
    weight: z
      .int()
      .min(0)
      .max(10000)
      .optional()
      .meta({ description: 'Share in ten-thousandths: 5000 is half. All variants or none. Left out: an even split.' }),
    recipeSampleRate: rate("Share of the variant's visitors that see it; the others count for nothing.", 1).optional(),
    js: text('JavaScript that changes the page: the body of a function that gets (experiment, variant).').optional(),
    css: text('CSS, added while the variant is shown.').optional(),
    domOps: z.array(Op).optional().meta({ description: 'Changes to the page, without code.' }),
    payload: bag('Anything, for `fx.payload(id)`.').optional(),
    redirect: filled(
      'Another address that the variant is: a path, or https:// and a site that fx.config.yaml names.',
    ).optional(),
    keepQuery: flag("Takes the page's query along, behind the target's own.", true).optional(),
    image: filled('A picture of it for read-outs: a path, from this file on.').optional(),
  } satisfies Shape<'variant', z.ZodType>)
  .meta({ description: 'One version of the page.' });

const Metric = createMetric();

export const HoldoutSchema = createHoldout();

const Plan = z
  .strictObject({
    subjects: z.int().min(1).meta({ description: 'How many visitors it needs, all variants together.' }),
    effect: rate('The change that it is meant to show, as a share of what is there today.').optional(),
  })
  .meta({ description: 'How much it was planned for, as `fx power` says; results tell how far it is.' });

const Ending = z
  .strictObject({
    decision: z.enum(['ship', 'keep', 'repeat']).meta({
      description: 'ship: the winner is for everyone. keep: all stays as it was. repeat: it is tested again.',
    }),
    winner: key('The variant that everyone gets.').optional(),
    reason: z.string().max(4000).optional().meta({ description: 'Why it was decided so.' }),
    learning: z.string().max(4000).optional().meta({ description: 'What it taught, for whoever finds it in a year.' }),
  })
  .meta({ description: 'How it ended. Read-outs show it; not published.' });

const Audience = z
  .strictObject({
    sampleRate: rate('The same as sampleRate of the experiment.', 1).optional(),
    excludeRate: rate('Leaves out, for good, the visitors whose sample number is below it.', 0).optional(),
    rule: z.unknown().optional().meta({ description: 'Who may take part. Left out: everyone.' }),
  } satisfies Shape<'audience', z.ZodType>)
  .meta({ description: 'Who takes part.' });

const Layer = z
  .strictObject({
    name: filled('What the experiments that share out the visitors have in common.'),
    from: rate('Where the slice of this experiment begins.'),
    to: rate('Where it ends.'),
  })
  .meta({
    description:
      'The slice of a layer from which it takes its visitors. Experiments whose slices do not overlap never meet.',
  });

export const ExperimentSchema = z
  .strictObject({
    id: z.string().max(64).regex(ID).meta({ description: 'Names the experiment: lower-case words joined by hyphens.' }),
    name: title('The name that people read.'),
    description: z.string().max(4000).optional().meta({ description: 'What is tested, and why. Not published.' }),
    hypothesis: z
      .string()
      .max(4000)
      .optional()
      .meta({ description: 'What is expected to happen, and why. Not published.' }),
    status: z.enum(['draft', 'running', 'paused', 'archived']).optional().meta({
      description: 'draft: preview only. paused: nobody sees it, assignments are kept. archived: not published.',
      default: 'running',
    }),
    startAt: moment('From when it runs: date, time and zone.').optional(),
    endAt: moment('When it ends: date, time and zone.').optional(),
    salt: filled('Mixed into the draw. Changing it draws everybody anew. Left out: the id.').optional(),
    sampleRate: rate('Share of visitors in the test.', 1).optional(),
    holdback: rate('Share of visitors kept out: 1 - sampleRate.').optional(),
    audience: Audience.optional(),
    layer: Layer.optional(),
    sticky: flag('A visitor keeps the variant, also after weights change.', true).optional(),
    divertTo: key('Sends everyone in the test to this variant.').optional(),
    manualExposure: flag('The page calls `fx.expose(id)` itself.', false).optional(),
    trigger: Trigger.optional().meta({ description: 'When it starts on a page.', default: { kind: 'auto' } }),
    sharedJs: text('JavaScript that runs once a page, before that of any variant.').optional(),
    sharedCss: text('CSS for every variant.').optional(),
    metadata: bag('Anything, for `fx.metadata(id)` and variant code.').optional(),
    control: key('The variant that others are compared with. Left out: `control`, else the first.').optional(),
    variants: z.array(Variant).min(2).max(100).meta({ description: 'The versions of the page, 2 to 100.' }),
    metrics: z.array(Metric).optional().meta({ description: 'What is counted.', default: [] }),
    plan: Plan.optional(),
    guard: flag('Stops it by itself where it does harm, while fx serve runs.', false).optional(),
    effect: rate('The smallest change that is worth it, as a share of what is there today.').optional(),
    conclusion: Ending.optional(),
    owners: names('Who answers for it. Not published.').optional(),
    tags: names('For lists and filters. Not published.').optional(),
  } satisfies Shape<'experiment', z.ZodType>)
  .meta({ title: 'fx experiment' });

/** An experiment as its author wrote it: sugar still in, defaults left out. */
export type ExperimentSpec = z.infer<typeof ExperimentSchema>;

/** One of its variants. */
export type VariantSpec = z.infer<typeof Variant>;

/** The fields that an object may have, and its name where it is one of several kinds. */
export function fieldsAt(
  path: readonly (string | number)[],
  owner: unknown,
): { readonly name?: string; readonly fields: readonly string[] } {
  const place = path.findLast((segment) => typeof segment === 'string');
  const { op: opName, kind: kindName } = Object(owner) as { readonly op?: unknown; readonly kind?: unknown };
  if (place === 'domOps') {
    const found = Op.options.find(({ shape }) => shape.op.value === opName);
    return { name: `the op ${String(opName)}`, fields: Object.keys(found?.shape ?? {}) };
  }
  if (place === 'trigger' || place === 'of') {
    const found = Trigger.options.find(({ shape }) => shape.kind.value === kindName);
    return { name: `the trigger ${String(kindName)}`, fields: Object.keys(found?.shape ?? {}) };
  }
  const whole = isHoldout(owner) ? HoldoutSchema : ExperimentSchema;
  return { fields: Object.keys(shapes[place ?? ''] ?? whole.shape) };
}

/** The fields of everything that is of one kind only, by the place where it stands. */
const shapes: { readonly [place: string]: object | undefined } = {
  variants: Variant.shape,
  metrics: Metric.shape,
  audience: Audience.shape,
  layer: Layer.shape,
  plan: Plan.shape,
  conclusion: Ending.shape,
  cap: Metric.shape.cap.unwrap().shape,
};

/**
 * JSON Schema (draft-07) of one document, for editors: a holdout where it says `kind: holdout`, else an experiment.
 * Keys that begin with `x-` are free in every object.
 */
export function jsonSchema(): object {
  const [holdout, experiment] = [schemaOf(HoldoutSchema), schemaOf(ExperimentSchema)];
  const { $schema, definitions, ...rest } = experiment;
  return {
    $schema,
    type: 'object',
    if: { properties: { kind: { const: 'holdout' } }, required: ['kind'] },
    // biome-ignore lint/suspicious/noThenProperty: the word of JSON Schema
    then: { ...holdout, $schema: undefined },
    else: rest,
    definitions,
  };
}

const schemaOf = (schema: z.ZodType): { readonly [key: string]: unknown } =>
  z.toJSONSchema(schema, { target: 'draft-7', io: 'input', override: ({ jsonSchema: one }) => free(one) });

const free = (schema: { additionalProperties?: unknown; patternProperties?: unknown }): void => {
  if (schema.additionalProperties === false) schema.patternProperties = { '^x-': {} };
};
