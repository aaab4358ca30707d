/** Turns an experiment as it was written into one as the manifest carries it: sugar compiled away, keys in order. */

import type { Audience, Experiment, JsonObject, Op, Rule, Trigger, Variant } from '../core/index.js';
import { phaseOf } from './fingerprint.js';
import type { Fields } from './json.js';
import type { MetricSpec } from './metric.js';
import type { OpSpec } from './op.js';
import type { ExperimentSpec, VariantSpec } from './schema.js';
import { type Complete, type Metric, type Shape, withoutDefaults } from './table.js';
import type { TriggerSpec } from './trigger.js';
import { evenWeights } from './weights.js';

/**
 * The experiment of a valid document. What equals its default is left out, as the tag takes absence for the default;
 * weights alone are always there.
 */
export function build(spec: ExperimentSpec): Experiment {
  const mojitoId = (spec as { readonly 'x-mojito-id'?: unknown })['x-mojito-id'];
  const built: Complete<'experiment', Experiment> & Pick<Experiment, 'id' | 'name' | 'phase' | 'variants'> = {
    id: spec.id,
    name: spec.name,
    // Keeps its place in the order of keys until it is known.
    phase: '',
    status: spec.status === 'archived' ? undefined : spec.status,
    startAt: instant(spec.startAt),
    endAt: instant(spec.endAt),
    salt: spec.salt,
    audience: buildAudience(spec),
    layer: spec.layer && { name: spec.layer.name, from: spec.layer.from, to: spec.layer.to },
    sticky: spec.sticky,
    divertTo: spec.divertTo,
    manualExposure: spec.manualExposure,
    trigger: spec.trigger && buildTrigger(spec.trigger),
    sharedJs: filled(spec.sharedJs),
    sharedCss: filled(spec.sharedCss),
    // YAML was turned into JSON values before.
    metadata: spec.metadata as JsonObject | undefined,
    control: spec.control,
    variants: buildVariants(spec.variants),
  };
  const experiment: Experiment = {
    ...withoutDefaults('experiment', built),
    ...(mojitoId === undefined || mojitoId === null ? {} : { mojitoId: String(mojitoId) }),
  };
  return { ...experiment, phase: phaseOf(experiment) };
}

/** A metric as it is kept: `role: primary` is written in one way, and defaults are left out. */
export function buildMetric(spec: MetricSpec): Metric {
  const isPrimary = spec.isPrimary === true || spec.role === 'primary';
  const built: Shape<'metric', unknown> = {
    key: spec.key,
    name: spec.name,
    kind: spec.kind,
    eventName: spec.eventName,
    isPrimary,
    role: spec.role === 'primary' ? undefined : spec.role,
    goal: spec.goal,
    margin: spec.margin,
    over: spec.over,
    value: spec.value,
    quantile: spec.quantile,
    cap: spec.cap,
    window: spec.window,
  };
  return withoutDefaults('metric', built) as unknown as Metric;
}

function buildAudience({ audience = {}, sampleRate, holdback }: ExperimentSpec): Audience | undefined {
  const built: Complete<'audience', Audience> = {
    sampleRate: holdback === undefined ? (sampleRate ?? audience.sampleRate) : Math.round((1 - holdback) * 1e6) / 1e6,
    excludeRate: audience.excludeRate,
    rule: audience.rule as Rule | undefined,
  };
  const kept = withoutDefaults('audience', built);
  return Object.keys(kept).length ? kept : undefined;
}

function buildVariants(specs: readonly VariantSpec[]): Variant[] {
  const even = evenWeights(specs.length);
  return specs.map((spec, index) => {
    const built: Complete<'variant', Variant> & Pick<Variant, 'key' | 'name' | 'weight'> = {
      key: spec.key,
      name: spec.name,
      weight: spec.weight ?? even[index] ?? 0,
      recipeSampleRate: spec.recipeSampleRate,
      css: filled(spec.css),
      domOps: spec.domOps?.length ? spec.domOps.map(buildOp) : undefined,
      js: filled(spec.js),
      payload: spec.payload as JsonObject | undefined,
      redirect: spec.redirect,
      keepQuery: spec.keepQuery,
    };
    return withoutDefaults('variant', built);
  });
}

/** The fields of all triggers in the order of the manifest, each with what its absence means. */
const triggerFields: { readonly [Name in KeysOf<TriggerSpec>]: unknown } = {
  kind: undefined,
  pattern: undefined,
  regex: false,
  on: undefined,
  name: undefined,
  jquery: false,
  selector: undefined,
  timeoutMs: undefined,
  ratio: 0.5,
  js: undefined,
  of: undefined,
};

function buildTrigger(spec: TriggerSpec): Trigger {
  const flat = 'of' in spec ? { ...spec, of: spec.of.map(buildTrigger) } : spec;
  return inOrder(flat, triggerFields) as unknown as Trigger;
}

/** The same for ops. */
const opFields: { readonly [Name in KeysOf<OpSpec>]: unknown } = {
  op: undefined,
  selector: undefined,
  position: undefined,
  name: undefined,
  value: undefined,
  was: undefined,
  waitForMs: 2000,
  all: false,
  keep: 'render',
};

const buildOp = (spec: OpSpec): Op => inOrder(spec, opFields) as unknown as Op;

/** Every field of a union. */
type KeysOf<Union> = Union extends unknown ? keyof Union : never;

/** Only the fields that are known, in their order, without what says no more than its absence would. */
function inOrder(spec: object, fields: Fields): Fields {
  const given = spec as Fields;
  const names = Object.keys(fields).filter((name) => given[name] !== undefined && given[name] !== fields[name]);
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}

/** One way of writing an instant, the same on every machine: UTC, milliseconds only where there are any. */
const instant = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : new Date(text).toISOString().replace('.000Z', 'Z');

const filled = (text: string | undefined): string | undefined => text || undefined;
