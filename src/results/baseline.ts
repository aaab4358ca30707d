/** Reads from counts what subjects do today, so that a test can be planned with it. */

import { type ExperimentCounts, type MetricCounts, NO_METRIC } from './counts.js';
import { type Asked, type AskedMetric, choosePhase, comparedIn } from './design.js';
import type { Outcome } from './inference/index.js';
import { levelOf } from './measures.js';
import { DAY_MS } from './question.js';

/** What subjects of the control do, and how many come. */
export interface Baseline {
  readonly ok: true;
  readonly outcome: Outcome;
  readonly control: string;
  /** Of the control, without those who are pending. */
  readonly subjects: number;
  /** New subjects a day, of all variants. */
  readonly visitors: number;
  /** The 95% interval of the share or mean. */
  readonly range: readonly [low: number, high: number];
}

/** Why there is nothing to plan with. */
export interface NoBaseline {
  readonly ok: false;
  /**
   * `none`: nobody is in the control. `nothing`, `all`: nobody converted, or everybody. `no-variance`: all have one
   * number. `few`: fewer than `FEWEST`.
   */
  readonly code: 'few' | 'none' | 'nothing' | 'all' | 'no-variance' | 'below-zero' | 'quantile';
  readonly control: string;
  readonly subjects: number;
  /** What the few do, and its range. */
  readonly outcome?: Outcome;
  readonly range?: readonly [low: number, high: number];
}

/** Of fewer subjects nothing is planned: a verdict asks for as many. */
export const FEWEST = 100;

/** What came of the control in the phase that is published, or the last one that was seen. */
export function baselineOf(asked: Asked, counts: ExperimentCounts, metric: AskedMetric): Baseline | NoBaseline {
  const { control, counts: phase } = choosePhase(asked, counts, undefined);
  const { arms } = comparedIn(phase?.arms ?? []);
  const place = asked.metrics.findIndex(({ key }) => key === metric.key);
  const own = arms.get(control)?.metrics[place] ?? NO_METRIC;
  const { subjects } = own.numbers;
  const none = (code: NoBaseline['code']): NoBaseline => ({ ok: false, code, control, subjects });
  if (metric.kind === 'quantile') return none('quantile');
  if (!phase || !subjects) return none('none');
  const outcome = metric.kind === 'conversion' ? shareOf(own) : meanOutcome(metric, own);
  if (typeof outcome === 'string') return none(outcome);
  const range = rangeOf(outcome, subjects);
  if (subjects < FEWEST) return { ...none('few'), outcome, range };
  const all = [...arms.values()].reduce((sum, arm) => sum + arm.subjects, 0);
  const days = Math.max(1, (phase.untilMs - phase.sinceMs) / DAY_MS);
  return { ok: true, outcome, control, subjects, visitors: Math.max(1, Math.round(all / days)), range };
}

/** The 97.5% point of the normal distribution. */
const Z = 1.959964;

/** Wilson's interval of a share (Wilson 1927), the normal one of a mean. */
function rangeOf(outcome: Outcome, subjects: number): readonly [low: number, high: number] {
  if (outcome.kind === 'mean') {
    const error = (Z * outcome.deviation) / Math.sqrt(subjects);
    return [outcome.mean - error, outcome.mean + error];
  }
  const { baseline } = outcome;
  const spread = Z * Math.sqrt((baseline * (1 - baseline)) / subjects + Z ** 2 / (4 * subjects ** 2));
  const middle = baseline + Z ** 2 / (2 * subjects);
  const scale = 1 + Z ** 2 / subjects;
  return [(middle - spread) / scale, (middle + spread) / scale];
}

function shareOf({ converted, numbers: { subjects } }: MetricCounts): Outcome | NoBaseline['code'] {
  if (!converted) return 'nothing';
  return converted < subjects ? { kind: 'share', baseline: converted / subjects } : 'all';
}

/** Of a ratio its mean, and the deviation of a subject's part in it (delta method). */
function meanOutcome(metric: AskedMetric, counts: MetricCounts): Outcome | NoBaseline['code'] {
  const mean = levelOf(metric, counts);
  if (!mean) return 'nothing';
  if (mean < 0) return 'below-zero';
  const { subjects, squares, squaresY, xy, sumY } = counts.numbers;
  const isRatio = metric.kind === 'average' || metric.kind === 'ratio';
  const about = isRatio ? squares - 2 * mean * xy + mean ** 2 * squaresY : squares;
  const deviation = Math.sqrt(about / (subjects - 1)) / (isRatio ? sumY / subjects : 1);
  return deviation > 0 && Number.isFinite(deviation) ? { kind: 'mean', mean, deviation } : 'no-variance';
}
