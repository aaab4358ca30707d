/** Lists what changed between two published experiments, field by field; variants and metrics are matched by key. */

import type { Experiment, Json } from '../core/index.js';
import { type ComparedField, compared, type FieldOwner, isSame, type Metric } from './table.js';

/** An experiment as it is published: what the manifest carries, and what it leaves out. */
export interface Published {
  readonly experiment: Experiment;
  /** Undefined where nobody kept them: then they are not compared. */
  readonly metrics?: readonly Metric[] | undefined;
}

/** Which field changed: `variant.js`, `audience.rule`, or, where a whole one came or went, `variant`. */
export type Field =
  | { [Of in FieldOwner]: `${Of}.${ComparedField<Of>}` }[FieldOwner]
  | 'experiment.mojitoId'
  | 'variant'
  | 'variant order'
  | 'metric';

/** One field that changed; undefined where it is not there. Defaults are written out. */
export interface FieldChange {
  readonly field: Field;
  /** As in messages: `variants[].redesign.weight`. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Every field that differs, in the order of the manifest. The order of keys in free objects makes no difference. */
export function diff(before: Published, after: Published): FieldChange[] {
  const known = before.metrics && after.metrics;
  return [
    ...diffFields(fieldsOf(before.experiment), fieldsOf(after.experiment)),
    ...diffKeyed('variant', before.experiment.variants, after.experiment.variants),
    ...(known ? diffKeyed('metric', before.metrics, after.metrics) : []),
  ];
}

/** A field with its path and its value. */
type Entry = readonly [field: Field, path: string, value: unknown];

function fieldsOf(experiment: Experiment): Entry[] {
  return [
    ...entries('experiment', experiment, ''),
    ...entries('audience', experiment.audience ?? {}, 'audience.'),
    ['experiment.mojitoId', 'x-mojito-id', experiment.mojitoId],
  ];
}

const entries = <Of extends FieldOwner>(of: Of, owner: object, path: string): Entry[] =>
  compared(of, owner).map(([name, value]) => [`${of}.${name}` as Field, path + name, value]);

function diffFields(before: readonly Entry[], after: readonly Entry[]): FieldChange[] {
  return before.flatMap(([field, path, was], index) => {
    const is = after[index]?.[2];
    return isSame(was, is) ? [] : [change(field, path, was, is)];
  });
}

/** Something of which an experiment has several. */
interface Keyed {
  readonly key: string;
}

function diffKeyed(of: 'variant' | 'metric', before: readonly Keyed[], after: readonly Keyed[]): FieldChange[] {
  const stays = (others: readonly Keyed[]) => (one: Keyed) => others.some(({ key }) => key === one.key);
  const kept = before.filter(stays(after));
  const order = after.filter(stays(before));
  const keys = (all: readonly Keyed[]): string[] => all.map(({ key }) => key);
  const removed = before.filter((one) => !stays(after)(one));
  const added = after.filter((one) => !stays(before)(one));
  const path = (key: string): string => `${of}s[].${key}`;
  const fields = (one: Keyed | undefined): Entry[] => (one ? entries(of, one, `${path(one.key)}.`) : []);
  return [
    ...removed.map(({ key }) => change(of, path(key), key, undefined)),
    ...added.map(({ key }) => change(of, path(key), undefined, key)),
    ...(of === 'metric' || isSame(keys(kept), keys(order))
      ? []
      : [change('variant order', `${of}s`, keys(kept), keys(order))]),
    ...kept.flatMap((one) => diffFields(fields(one), fields(order.find(({ key }) => key === one.key)))),
  ];
}

/** Manifests hold JSON only. */
const change = (field: Field, path: string, before: unknown, after: unknown): FieldChange => ({
  field,
  path,
  before: before as Json | undefined,
  after: after as Json | undefined,
});
