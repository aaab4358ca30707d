/** What changed between two published experiments, field by field; variants and metrics are matched by key. */

import type { Experiment, Json } from '../core/index.js';
import { defaultControl } from './build.js';

/** What is counted. No manifest carries it. */
export interface Metric {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly eventName: string;
  readonly isPrimary?: boolean;
}

/** An experiment as it is published: what the manifest carries, and what it leaves out. */
export interface Published {
  readonly experiment: Experiment;
  /** Undefined where nobody kept them: then they are not compared. */
  readonly metrics?: readonly Metric[] | undefined;
}

/** Which kind of field changed, whatever variant or metric it belongs to. */
export type Field =
  | keyof Omit<Experiment, 'id' | 'phase' | 'audience' | 'variants'>
  | 'sampleRate'
  | 'excludeRate'
  | 'rule'
  | 'variant'
  | 'order'
  | 'variantName'
  | 'weight'
  | 'recipeSampleRate'
  | 'css'
  | 'domOps'
  | 'js'
  | 'payload'
  | 'metric'
  | 'metricName'
  | 'metricKind'
  | 'eventName'
  | 'isPrimary';

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
    ...diffKeyed(
      'variants',
      'variant',
      before.experiment.variants.map(variantOf),
      after.experiment.variants.map(variantOf),
    ),
    ...(known ? diffKeyed('metrics', 'metric', before.metrics.map(metricOf), after.metrics.map(metricOf)) : []),
  ];
}

/** Whether two values are the same, wherever the keys of their objects stand. */
export function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** A field with its path and its value. */
type Entry = readonly [field: Field, path: string, value: unknown];

/** A variant or a metric. */
interface Part {
  readonly key: string;
  readonly fields: readonly Entry[];
}

function fieldsOf(experiment: Experiment): Entry[] {
  const { id, status = 'running', salt = id, audience = {}, sticky = true, manualExposure = false } = experiment;
  const { trigger = { kind: 'auto' }, control = defaultControl(experiment.variants) } = experiment;
  return [
    ['name', 'name', experiment.name],
    ['status', 'status', status],
    ['startAt', 'startAt', experiment.startAt],
    ['endAt', 'endAt', experiment.endAt],
    ['salt', 'salt', salt],
    ['sampleRate', 'audience.sampleRate', audience.sampleRate ?? 1],
    ['excludeRate', 'audience.excludeRate', audience.excludeRate ?? 0],
    ['rule', 'audience.rule', audience.rule],
    ['sticky', 'sticky', sticky],
    ['divertTo', 'divertTo', experiment.divertTo],
    ['manualExposure', 'manualExposure', manualExposure],
    ['trigger', 'trigger', trigger],
    ['sharedJs', 'sharedJs', experiment.sharedJs],
    ['sharedCss', 'sharedCss', experiment.sharedCss],
    ['metadata', 'metadata', experiment.metadata],
    ['control', 'control', control],
    ['mojitoId', 'x-mojito-id', experiment.mojitoId],
  ];
}

function variantOf({ key, ...variant }: Experiment['variants'][number]): Part {
  const path = (name: string): string => `variants[].${key}.${name}`;
  return {
    key,
    fields: [
      ['variantName', path('name'), variant.name],
      ['weight', path('weight'), variant.weight],
      ['recipeSampleRate', path('recipeSampleRate'), variant.recipeSampleRate ?? 1],
      ['css', path('css'), variant.css],
      ['domOps', path('domOps'), variant.domOps],
      ['js', path('js'), variant.js],
      ['payload', path('payload'), variant.payload],
    ],
  };
}

function metricOf({ key, name, kind, eventName, isPrimary = false }: Metric): Part {
  const path = (field: string): string => `metrics[].${key}.${field}`;
  return {
    key,
    fields: [
      ['metricName', path('name'), name],
      ['metricKind', path('kind'), kind],
      ['eventName', path('eventName'), eventName],
      ['isPrimary', path('isPrimary'), isPrimary],
    ],
  };
}

function diffFields(before: readonly Entry[], after: readonly Entry[]): FieldChange[] {
  return before.flatMap(([field, path, was], index) => {
    const is = after[index]?.[2];
    return isSame(was, is) ? [] : [change(field, path, was, is)];
  });
}

function diffKeyed(
  list: string,
  field: 'variant' | 'metric',
  before: readonly Part[],
  after: readonly Part[],
): FieldChange[] {
  const stays = (others: readonly Part[]) => (part: Part) => others.some(({ key }) => key === part.key);
  const kept = before.filter(stays(after));
  const order = after.filter(stays(before));
  const keys = (parts: readonly Part[]): string[] => parts.map(({ key }) => key);
  const removed = before.filter((part) => !stays(after)(part));
  const added = after.filter((part) => !stays(before)(part));
  return [
    ...removed.map(({ key }) => change(field, `${list}[].${key}`, key, undefined)),
    ...added.map(({ key }) => change(field, `${list}[].${key}`, undefined, key)),
    ...(field === 'metric' || isSame(keys(kept), keys(order)) ? [] : [change('order', list, keys(kept), keys(order))]),
    ...kept.flatMap((part) => diffFields(part.fields, order.find(({ key }) => key === part.key)?.fields ?? [])),
  ];
}

/** Manifests hold JSON only. */
const change = (field: Field, path: string, before: unknown, after: unknown): FieldChange => ({
  field,
  path,
  before: before as Json | undefined,
  after: after as Json | undefined,
});

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, held: unknown) =>
      typeof held === 'object' && held !== null && !Array.isArray(held)
        ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
        : held,
    ) ?? ''
  );
}
