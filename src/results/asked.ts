/** Makes of an experiment's file what is asked of its events. */

import {
  buildMetric,
  defaultControl,
  evenWeights,
  type HoldoutSource,
  type Metric,
  type Source,
} from '../authoring/index.js';
import { exposureShares } from '../core/index.js';
import type { Asked, AskedMetric, Design } from './design.js';
import { windowMs } from './times.js';

/**
 * From the file: what was archived has results, too, and no manifest has it.
 *
 * @param phase what the file makes; null where no manifest has the experiment
 * @param designs every phase that was published, the oldest first
 */
export function askOf({ raw }: Pick<Source, 'raw'>, phase: string | null, designs: readonly Design[]): Asked {
  const { id, variants, control, metrics = [], plan, effect } = raw;
  const even = evenWeights(variants.length);
  const shares = exposureShares(
    variants.map(
      (variant, at) =>
        ({ ...variant, weight: variant.weight ?? (even[at] as number) }) as Parameters<
          typeof exposureShares
        >[0][number],
    ),
  );
  return {
    id,
    variants: variants.map(({ key, name, ...variant }, at) => ({
      key,
      name,
      share: shares[at] as number,
      image: variant.image ?? null,
    })),
    control: control ?? defaultControl(variants),
    phase,
    metrics: metricsOf(metrics.map(buildMetric)),
    designs,
    plan: plan ? { subjects: plan.subjects, effect: plan.effect ?? null } : null,
    effect: effect ?? null,
  };
}

/** A holdout is read as an experiment: who was held out is what the rest is compared with. */
export const askOfHoldout = ({ raw }: Pick<HoldoutSource, 'raw'>): Asked => ({
  id: raw.id,
  variants: [
    { key: 'held', name: 'Held out', share: raw.share, image: null },
    { key: 'open', name: 'The rest', share: 1 - raw.share, image: null },
  ],
  control: 'held',
  phase: null,
  metrics: metricsOf((raw.metrics ?? []).map(buildMetric)),
  designs: [],
  plan: null,
  effect: null,
});

/** Where there is one, it decides. */
const metricsOf = (metrics: readonly Metric[]): AskedMetric[] =>
  metrics.map((metric) => {
    const { key, name, kind, eventName, over, value, quantile, cap, window } = metric;
    const isPrimary = metric.isPrimary ?? (metrics.length === 1 && metric.role === undefined);
    return {
      key,
      name,
      kind,
      eventName,
      role: isPrimary ? 'primary' : (metric.role ?? 'secondary'),
      goal: metric.goal ?? 'increase',
      margin: metric.margin ?? 0.02,
      quantile,
      cap,
      over:
        over === undefined
          ? undefined
          : typeof over === 'string'
            ? { eventName: over, isValue: false }
            : { eventName: over.event, isValue: over.value === true },
      isCounted: value === false,
      windowMs: window === undefined ? undefined : windowMs(window),
    };
  });
