/** Turns an experiment as it was written into one as the manifest carries it: sugar compiled away, keys in order. */

import type { Audience, Experiment, JsonObject, Op, Rule, Trigger, Variant } from '../core/index.js';
import { phaseOf } from './fingerprint.js';
import type { OpSpec } from './op.js';
import type { ExperimentSpec, VariantSpec } from './schema.js';
import type { TriggerSpec } from './trigger.js';

/**
 * The experiment of a valid document. What equals its default is left out, as the tag takes absence for the default;
 * weights alone are always there.
 */
export function build(spec: ExperimentSpec): Experiment {
  const mojitoId = (spec as { readonly 'x-mojito-id'?: unknown })['x-mojito-id'];
  const experiment: Experiment = strip({
    id: spec.id,
    name: spec.name,
    // Keeps its place in the order of keys until it is known.
    phase: '',
    status: spec.status === 'archived' ? undefined : unless('running', spec.status),
    startAt: instant(spec.startAt),
    endAt: instant(spec.endAt),
    salt: unless(spec.id, spec.salt),
    audience: buildAudience(spec),
    sticky: unless(true, spec.sticky),
    divertTo: spec.divertTo,
    manualExposure: unless(false, spec.manualExposure),
    trigger: spec.trigger && spec.trigger.kind !== 'auto' ? buildTrigger(spec.trigger) : undefined,
    sharedJs: unless('', spec.sharedJs),
    sharedCss: unless('', spec.sharedCss),
    // YAML was turned into JSON values before.
    metadata: spec.metadata as JsonObject | undefined,
    control: unless(defaultControl(spec.variants), spec.control),
    variants: buildVariants(spec.variants),
    mojitoId: mojitoId === undefined || mojitoId === null ? undefined : String(mojitoId),
  });
  return { ...experiment, phase: phaseOf(experiment) };
}

/** The baseline of an experiment that names none: the variant `control`, else the first. */
export function defaultControl(variants: readonly { readonly key: string }[]): string {
  return (variants.find(({ key }) => key === 'control') ?? variants[0])?.key ?? '';
}

/** Shares in ten-thousandths that differ by one at most, the larger ones first: 3334, 3333, 3333. */
export function evenWeights(count: number): number[] {
  const share = Math.floor(10000 / count);
  return Array.from({ length: count }, (_, index) => share + (index < 10000 % count ? 1 : 0));
}

function buildAudience({ audience = {}, sampleRate, holdback }: ExperimentSpec): Audience | undefined {
  const rate = holdback === undefined ? (sampleRate ?? audience.sampleRate) : Math.round((1 - holdback) * 1e6) / 1e6;
  const built = strip({
    sampleRate: unless(1, rate),
    excludeRate: unless(0, audience.excludeRate),
    rule: audience.rule as Rule | undefined,
  });
  return Object.keys(built).length ? built : undefined;
}

function buildTrigger(spec: TriggerSpec): Trigger {
  switch (spec.kind) {
    case 'urlMatch': {
      const { kind, pattern, regex, on } = spec;
      return strip({ kind, pattern, regex: unless(false, regex), on });
    }
    case 'waitForSelector':
      return strip({ kind: spec.kind, selector: spec.selector, timeoutMs: spec.timeoutMs });
    case 'event':
      return { kind: spec.kind, name: spec.name };
    case 'visible':
      return strip({ kind: spec.kind, selector: spec.selector, ratio: unless(0.5, spec.ratio) });
    case 'script':
      return { kind: spec.kind, js: spec.js };
    case 'all':
    case 'any':
      return { kind: spec.kind, of: spec.of.map(buildTrigger) };
    default:
      return { kind: spec.kind };
  }
}

function buildVariants(specs: readonly VariantSpec[]): Variant[] {
  const even = evenWeights(specs.length);
  return specs.map((spec, index) =>
    strip({
      key: spec.key,
      name: spec.name,
      weight: spec.weight ?? even[index] ?? 0,
      recipeSampleRate: unless(1, spec.recipeSampleRate),
      css: unless('', spec.css),
      domOps: spec.domOps?.length ? spec.domOps.map(buildOp) : undefined,
      js: unless('', spec.js),
      payload: spec.payload as JsonObject | undefined,
    }),
  );
}

function buildOp(spec: OpSpec): Op {
  if (spec.op === 'injectCSS') return { op: spec.op, value: spec.value };
  const { selector } = spec;
  const target = strip({ waitForMs: unless(2000, spec.waitForMs), all: unless(false, spec.all) });
  switch (spec.op) {
    case 'remove':
      return { op: spec.op, selector, ...target };
    case 'setAttr':
    case 'setStyle':
      return { op: spec.op, selector, name: spec.name, value: spec.value, ...target };
    case 'injectHTML':
      return { op: spec.op, selector, position: spec.position, value: spec.value, ...target };
    default:
      return { op: spec.op, selector, value: spec.value, ...target };
  }
}

/** One way of writing an instant, the same on every machine: UTC, milliseconds only where there are any. */
const instant = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : new Date(text).toISOString().replace('.000Z', 'Z');

const unless = <Value>(fallback: Value, value: Value | undefined): Value | undefined =>
  value === fallback ? undefined : value;

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without its undefined properties. */
const strip = <T extends object>(value: T): Present<T> =>
  Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as Present<T>;
