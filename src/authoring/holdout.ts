/** Reads a holdout: a file of its own that keeps a share of the visitors out of several experiments. */

import * as z from 'zod';
import type { Holdout } from '../core/index.js';
import { filled, moment, names, rate, title } from './field.js';
import { ID } from './id.js';
import { fieldsOf } from './json.js';
import { createMetric } from './metric.js';
import { withoutUndefined } from './table.js';

/** The file. */
export const createHoldout = () =>
  z
    .strictObject({
      kind: z.literal('holdout').meta({ description: 'Says that this is no experiment.' }),
      id: z
        .string()
        .max(64)
        .regex(ID)
        .meta({ description: 'Names the holdout: lower-case words joined by hyphens, not the id of an experiment.' }),
      name: title('The name that people read.'),
      description: z.string().max(4000).optional().meta({ description: 'What it is for. Not published.' }),
      share: rate('Share of visitors that is held out.'),
      experiments: z
        .union([
          z.literal('all'),
          z.array(filled('The id of an experiment.')).min(1),
          z.strictObject({ tags: z.array(filled('A tag of experiments.')).min(1) }),
        ])
        .meta({ description: 'From which experiments: `all`, a list of ids, or `{tags: [checkout]}`.' }),
      startAt: moment('From when visitors are held out: date, time and zone.').optional(),
      endAt: moment('When they come in: date, time and zone.').optional(),
      metrics: z.array(createMetric()).optional().meta({ description: 'What is compared.', default: [] }),
      owners: names('Who answers for it. Not published.').optional(),
      tags: names('For lists and filters. Not published.').optional(),
    })
    .meta({ title: 'fx holdout' });

/** A holdout as its author wrote it. */
export type HoldoutSpec = z.infer<ReturnType<typeof createHoldout>>;

/** Whether a document says that it is a holdout. */
export const isHoldout = (value: unknown): boolean => fieldsOf(value).kind === 'holdout';

/** Of an experiment what says whether a holdout is about it. */
export interface Held {
  readonly id: string;
  readonly tags?: readonly string[] | undefined;
}

/**
 * The holdout as a manifest carries it; undefined where none of the manifest's experiments is held.
 *
 * @param experiments those of the manifest
 */
export function buildHoldout(spec: HoldoutSpec, experiments: readonly Held[]): Holdout | undefined {
  const { id, name, share } = spec;
  const held = heldIds(spec, experiments);
  if (held && !held.length) return undefined;
  const instant = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : new Date(text).toISOString().replace('.000Z', 'Z');
  return withoutUndefined({
    id,
    name,
    share,
    experiments: held,
    startAt: instant(spec.startAt),
    endAt: instant(spec.endAt),
  });
}

/** Sorted in code units; undefined for all. */
function heldIds({ experiments: held }: HoldoutSpec, experiments: readonly Held[]): string[] | undefined {
  if (held === 'all') return undefined;
  const isHeld = ({ id, tags = [] }: Held): boolean =>
    Array.isArray(held) ? held.includes(id) : tags.some((tag) => held.tags.includes(tag));
  return experiments.flatMap((one) => (isHeld(one) ? [one.id] : [])).sort();
}
