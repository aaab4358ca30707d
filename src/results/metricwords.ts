/** Says what a metric came to in each variant. */

import { inLine, percent } from '../pages/index.js';
import { beliefLines } from './beliefwords.js';
import { boundlessOf, lackOf, toldOf } from './conclusion.js';
import type { AskedMetric } from './design.js';
import { groupBy } from './group.js';
import type { Guard, Shortage } from './inference/index.js';
import {
  differenceText,
  givenPercent,
  liftText,
  meanText,
  probability,
  shortPercent,
  signedPercent,
  totalText,
} from './numbers.js';
import type { Against, MetricArm, MetricResult } from './result.js';
import { wayOf } from './verdict.js';
import type { ResultsVoice } from './voices.js';

/** One metric. */
export interface MetricWords {
  readonly key: string;
  readonly name: string;
  readonly role: AskedMetric['role'];
  /** Role, event, which way is good. */
  readonly beside: readonly string[];
  /** Of the cells of an arm after its variant. */
  readonly titles: readonly string[];
  readonly arms: readonly ArmWords[];
  /** What to conclude, where that may be; what is lacking else. */
  readonly lines: readonly string[];
  /** How likely each variant is better: nothing where the arms are not those that were drawn. */
  readonly beliefs: readonly string[];
}

/** One variant. */
export interface ArmWords {
  readonly variant: string;
  readonly name: string;
  readonly counts: readonly string[];
  /** Lift, interval, difference, p: empty for the control. */
  readonly compared: readonly string[];
  readonly against: Against | null;
  readonly way: 'better' | 'worse' | 'unknown';
}

const titlesOf = (kind: AskedMetric['kind'], { who }: ResultsVoice): readonly [string, string] =>
  (
    ({
      conversion: ['converted', 'share'],
      count: ['events', `per ${who}`],
      sum: ['total', `per ${who}`],
      average: ['total', 'per event'],
      ratio: ['total', 'ratio'],
      quantile: ['events', 'quantile'],
    }) as const
  )[kind];

/** How metrics of one experiment are told. */
export interface Telling {
  readonly control: string;
  readonly confidence: number;
  /** Whether the arms are those that were drawn: else no difference is good or bad. */
  readonly isTrusted: boolean;
  /** Whether sentences say what to conclude. */
  readonly isConcluded: boolean;
  readonly voice: ResultsVoice;
}

/** The words for a metric. */
export function metricWords(metric: MetricResult, telling: Telling): MetricWords {
  const { key, name, kind, role, goal, eventName, cap, arms } = metric;
  const hasRates = arms.some(({ against }) => against?.q != null);
  return {
    key,
    name,
    role,
    beside: [
      ...(role === 'secondary' ? [] : [role]),
      ...(eventName === key ? [] : [`event ${inLine(eventName)}`]),
      ...(goal === 'decrease' ? ['less is better'] : []),
      ...(role === 'guardrail' ? [`at most ${givenPercent(metric.margin)} worse`] : []),
      ...(cap ? ['capped'] : []),
    ],
    titles: [
      `${telling.voice.who}s`,
      ...titlesOf(kind, telling.voice),
      'lift',
      `${shortPercent(telling.confidence)} interval`,
      'difference',
      'p',
      ...(hasRates ? ['q'] : []),
    ],
    arms: arms.map((arm) => armWords(arm, metric, hasRates, telling)),
    lines: [...familyLines(metric), ...cappedLines(metric), ...armLines(metric, telling)],
    beliefs: telling.isTrusted ? beliefLines(metric, telling.control) : [],
  };
}

function armWords(
  { variant, name, subjects, total, mean, against }: MetricArm,
  { kind, goal }: MetricResult,
  hasRates: boolean,
  { isTrusted }: Telling,
): ArmWords {
  const counts = [subjects.toLocaleString('en'), totalText(total), meanText(mean, kind)];
  if (!against) return { variant, name, counts, compared: [], against, way: 'unknown' };
  const { difference, lift, q, shortages } = against;
  const { value, interval } = liftText(lift);
  const p = difference.is === 'known' ? probability(difference.p) : '–';
  const compared = [
    value,
    interval,
    differenceText(difference, kind),
    p,
    ...(hasRates ? [q === null ? '–' : probability(q)] : []),
  ];
  const way = shortages.length || !isTrusted ? 'unknown' : wayOf(against, goal);
  return { variant, name, counts, compared, against, way };
}

/** With several variants one of them looks good by chance more often: their intervals are wider for that. */
const familyLines = ({ method }: MetricResult): string[] =>
  method === null || method === 'single'
    ? []
    : [`The intervals of all variants hold together (${method === 'dunnett' ? 'Dunnett' : 'Bonferroni'}).`];

const cappedLines = ({ arms, cap }: MetricResult): string[] =>
  cap &&
  arms.some(
    ({ uncappedTotal, total }) => uncappedTotal !== null && Math.abs(uncappedTotal - total) > 1e-9 * Math.abs(total),
  )
    ? [
        `Without the cap: ${arms.map(({ variant, uncappedTotal }) => `${variant} ${totalText(uncappedTotal ?? 0)}`).join(', ')}.`,
      ]
    : [];

/** What the arms of a metric come to: what holds for several of them is said once. */
function armLines(metric: MetricResult, telling: Telling): string[] {
  const all = metric.arms.flatMap(({ against }) => against?.shortages ?? []);
  const worst = Math.max(...all.map((one) => (one.code === 'too-skewed' ? one.least : 0)));
  const lacks = metric.arms.flatMap((arm) =>
    lacksOf(arm, metric, worst, telling).map((text) => ({ text, variant: arm.variant })),
  );
  return [
    ...[...groupBy(lacks, ({ text }) => text)].map(
      ([text, those]) => `${those.map(({ variant }) => variant).join(', ')}: ${text}`,
    ),
    ...metric.arms.flatMap((arm) => lineOf(arm, metric, telling)),
  ];
}

/**
 * What is lacking. A secondary metric gets no verdict anyway, so few subjects are no news of it; numbers that are too
 * uneven for the interval that stands there are, and so is the reason why one does not stand there.
 *
 * @param worst of all variants, how many subjects numbers so uneven take
 */
function lacksOf(
  { against }: MetricArm,
  metric: MetricResult,
  worst: number,
  { isConcluded, voice }: Telling,
): string[] {
  if (!against) return [];
  const isTold = (code: Shortage['code']): boolean =>
    metric.role !== 'secondary' || (isConcluded && (code === 'too-skewed' || code === 'unknown'));
  const boundless = isConcluded ? boundlessOf(against) : null;
  return [
    ...toldOf(against.shortages)
      .filter(({ code }) => isTold(code))
      .map((one) => lackOf(one.code === 'too-skewed' ? { ...one, least: worst } : one, metric, voice)),
    ...(boundless === null ? [] : [boundless]),
  ];
}

/** What an arm of a metric comes to. */
function lineOf({ variant, against }: MetricArm, metric: MetricResult, telling: Telling): string[] {
  if (!against) return [];
  const { control, isTrusted, isConcluded } = telling;
  const lines: string[] = [];
  const isJudged = isTrusted && !against.shortages.length;
  if (metric.role === 'guardrail' && isJudged && against.guard)
    lines.push(guardLine(variant, metric, against.guard, telling));
  if (metric.isPrimary && isJudged && isConcluded) lines.push(sentenceOf(variant, against, metric, control));
  if (against.shrunk !== null) lines.push(shrunkLine(variant, against.shrunk, telling.voice));
  return lines;
}

const shrunkLine = (variant: string, shrunk: number, { adjusting }: ResultsVoice): string =>
  Math.abs(1 - shrunk) < 0.0005
    ? `${variant}: ${adjusting} did not change the interval.`
    : `${variant}: ${adjusting} made the interval ${percent(Math.abs(1 - shrunk))} ${shrunk > 1 ? 'longer' : 'shorter'}.`;

function guardLine(
  variant: string,
  { margin }: MetricResult,
  { state, bound }: Guard,
  { confidence }: Telling,
): string {
  const most = givenPercent(margin);
  if (state === 'worse') return `${variant} is worse by more than ${most}.`;
  const at = bound === null ? '' : ` (one-sided ${shortPercent(confidence)} bound: ${signedPercent(bound)})`;
  return state === 'safe'
    ? `${variant} is at most ${most} worse${at}.`
    : `${variant} may still be worse by more than ${most}${at}.`;
}

function sentenceOf(variant: string, { difference, lift }: Against, { kind }: MetricResult, control: string): string {
  const by = lift.is === 'unbounded' ? differenceText(difference, kind) : liftText(lift).interval;
  if (difference.is === 'known' && difference.low > 0) return `${variant} is higher than ${control}, by ${by}.`;
  if (difference.is === 'known' && difference.high < 0) return `${variant} is lower than ${control}, by ${by}.`;
  return `A difference between ${variant} and ${control} is not shown yet: it may lie anywhere from ${by}.`;
}
