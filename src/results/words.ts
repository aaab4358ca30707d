/** Says in words what a result is: the terminal and the page say the same. */

import { inLine, percent, plural, shellWord } from '../pages/index.js';
import { type Conclusion, conclude, lackOf } from './conclusion.js';
import type { AskedMetric } from './design.js';
import { differenceText, liftText, meanText, probability, shortPercent, totalText } from './numbers.js';
import type { Against, Arm, MetricArm, MetricResult, Result, SegmentResult } from './result.js';
import { dayOf } from './times.js';
import { wayOf } from './verdict.js';

/** What is said beside the counts. */
export interface Heading {
  readonly name: string;
  readonly status: string;
  readonly description: string | null;
  readonly confidence: number;
}

/** One experiment. */
export interface ResultWords {
  /** How many, and when; null where nobody was exposed. */
  readonly span: string | null;
  /** What to do now; null where nobody was exposed. */
  readonly conclusion: Conclusion | null;
  readonly split: SplitWords | null;
  /** What may mislead. */
  readonly caveats: readonly string[];
  /** What is left aside, and how to see it; why there is nothing. */
  readonly asides: readonly string[];
  readonly metrics: readonly MetricWords[];
  readonly segments: readonly SegmentWords[];
}

/** Whether the split can be trusted; `open` where there is too little to tell. */
export interface SplitWords {
  readonly verdict: 'fine' | 'off' | 'open';
  readonly text: string;
}

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

/** Those of whom a fact is so. */
export interface SegmentWords {
  readonly title: string;
  readonly split: SplitWords | null;
  readonly metrics: readonly MetricWords[];
}

/** Anybody can post events: no more lines of a kind than a person reads. */
const MOST_LINES = 5;
/** No more segments of a fact: anybody can post a language. */
const MOST_SEGMENTS = 12;
const DAY_MS = 86_400_000;
const WEEK = 7;

/** The words for a result. */
export function wordsOf(result: Result, heading: Heading): ResultWords {
  const { subjects, sinceMs, untilMs, metrics } = result;
  if (!subjects || sinceMs === null || untilMs === null) {
    const asides = ['Nobody was exposed to it in these events.', ...otherPhases(result)];
    const caveats = result.mixed ? mixedLines(result) : [];
    return { span: null, conclusion: null, split: null, caveats, asides, metrics: [], segments: [] };
  }
  const none = metrics.length ? [] : ['It has no metrics: name the events that count below metrics: in its file.'];
  const isTrusted = result.verdict.code !== 'do-not-trust';
  const { planned } = result;
  const plan = planned
    ? `, ${percent(planned.share)} of the ${plural(planned.subjects, 'subject')} that are planned`
    : '';
  return {
    span: `${plural(subjects, 'subject')}, ${dayOf(sinceMs)} to ${dayOf(untilMs)}${plan}`,
    conclusion: conclude(result),
    split: splitWords(result.split, result.arms),
    caveats: caveats(result, untilMs - sinceMs),
    asides: [...byFile(result), ...otherPhases(result), ...none],
    metrics: metrics.map((metric) => metricWords(metric, result.control, heading, isTrusted)),
    segments: segmentsIn(result.segments).map((one) => segmentWords(one, result, heading)),
  };
}

/** Those with the most subjects of each fact. */
function segmentsIn(segments: readonly SegmentResult[]): readonly SegmentResult[] {
  const largest = [...segments].sort((a, b) => b.subjects - a.subjects);
  const shown = new Set(
    [...new Set(segments.map(({ by }) => by))].flatMap((by) =>
      largest.filter((one) => one.by === by).slice(0, MOST_SEGMENTS),
    ),
  );
  return segments.filter((one) => shown.has(one));
}

function segmentWords(segment: SegmentResult, { arms, control }: Result, heading: Heading): SegmentWords {
  const { by, value, subjects, split, metrics } = segment;
  const own = arms.map((arm, at) => ({ ...arm, subjects: metrics[0]?.arms[at]?.subjects ?? 0 }));
  return {
    title: `${by} ${value === null ? 'not known' : inLine(value)}: ${plural(subjects, 'subject')}`,
    split: split && splitWords(split, own),
    metrics: metrics.map((metric) => metricWords(metric, control, heading, false)),
  };
}

function splitWords(split: Result['split'], arms: readonly Arm[]): SplitWords | null {
  if (!split) return null;
  const counts = arms.map(({ subjects }) => subjects.toLocaleString('en')).join(' : ');
  const shares = arms.map(({ expectedShare }) => percent(expectedShare)).join(' : ');
  const p = split.p < 0.0001 ? 'p < 0.0001' : `p = ${probability(split.p)}`;
  if (split.state === 'open') return { verdict: 'open', text: `Nothing to tell of the split yet: ${counts}.` };
  if (split.state === 'fine')
    return {
      verdict: 'fine',
      text: `Nothing speaks against the split: ${counts} where ${shares} is expected, ${p}.`,
    };
  const closed = split.unexpected.map((at) => arms[at]?.variant ?? '');
  const why = closed.length ? `nobody should see ${closed.join(', ')}` : p;
  return {
    verdict: 'off',
    text: `The split is off: ${counts} where ${shares} is right, ${why}. Find out why before you believe any of it.`,
  };
}

function mixedLines({ mixed, subjects }: Result): string[] {
  const share = percent(mixed / (mixed + subjects));
  return [`${plural(mixed, 'subject')} saw more than one variant (${share}): left out.`];
}

function caveats(result: Result, spanMs: number): string[] {
  const { arms, mixed, strangers, carried, metrics, failuresP } = result;
  const lines = arms.flatMap(failureLines);
  if (failuresP !== null && failuresP < 0.001)
    lines.push(
      `Failures differ between the variants (p ${failuresP < 0.0001 ? '< 0.0001' : `= ${probability(failuresP)}`}): what is compared is no longer what was drawn.`,
    );
  if (mixed) lines.push(...mixedLines(result));
  if (strangers) lines.push(`${plural(strangers, 'subject')} saw a variant that the file does not have: left out.`);
  if (carried) lines.push(`${plural(carried, 'subject')} came with the assignment of an earlier phase: left out.`);
  if (spanMs < WEEK * DAY_MS) lines.push('Less than a week so far, and weekdays differ.');
  if (metrics.length && !metrics.some(({ isPrimary }) => isPrimary))
    lines.push('None of several metrics is isPrimary: say in the file which one decides, before you look.');
  for (const { key, arms: all } of metrics) {
    const pending = all.reduce((sum, arm) => sum + arm.pending, 0);
    if (pending) lines.push(`${key}: ${plural(pending, 'subject')} whose window is not over: not counted yet.`);
  }
  return lines;
}

function failureLines({ variant, failures, subjects }: Arm): string[] {
  const lines = failures.slice(0, MOST_LINES).map(({ code, selector, subjects: failed }) => {
    const what = selector === null ? code : `${code} of ${inLine(selector)}`;
    return `${variant}: ${what} for ${plural(failed, 'subject')} (${percent(failed / subjects)}).`;
  });
  const rest = failures.length - lines.length;
  return [...lines, ...(rest ? [`${variant}: ${plural(rest, 'more kind')} of failure: --json has them all.`] : [])];
}

/** Of the phase that the file makes, the file says how it is split; of another one it may not. */
const byFile = ({ isOwnDesign, isFilePhase }: Result): string[] =>
  isOwnDesign || isFilePhase
    ? []
    : ['How this phase was published is not known: its split is judged by the file. --to names the target that knows.'];

function otherPhases({ phase, phases }: Result): string[] {
  const others = phases.filter((other) => other.phase !== phase);
  const lines = others.slice(-MOST_LINES).map(({ phase: other, subjects }) => {
    const who = plural(subjects, 'subject');
    return other === null
      ? `${who} without a phase are left aside.`
      : `${who} began in another phase: --phase ${shellWord(inLine(other))} shows them.`;
  });
  const rest = others.length - lines.length;
  return [...lines, ...(rest ? [`… ${plural(rest, 'more phase')}: --json has them all.`] : [])];
}

const TITLES: Readonly<Record<AskedMetric['kind'], readonly [string, string]>> = {
  conversion: ['converted', 'share'],
  count: ['events', 'per subject'],
  sum: ['total', 'per subject'],
  average: ['total', 'per event'],
  ratio: ['total', 'ratio'],
  quantile: ['events', 'quantile'],
};

function metricWords(metric: MetricResult, control: string, { confidence }: Heading, isTrusted: boolean): MetricWords {
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
      ...(role === 'guardrail' ? [`at most ${percent(metric.margin)} worse`] : []),
      ...(cap ? ['capped'] : []),
    ],
    titles: [
      'subjects',
      ...TITLES[kind],
      'lift',
      `${shortPercent(confidence)} interval`,
      'difference',
      'p',
      ...(hasRates ? ['q'] : []),
    ],
    arms: arms.map((arm) => armWords(arm, metric, hasRates)),
    lines: [...cappedLines(metric), ...arms.flatMap((arm) => lineOf(arm, metric, control, isTrusted))],
  };
}

function armWords(
  { variant, name, subjects, total, mean, against }: MetricArm,
  { kind, goal }: MetricResult,
  hasRates: boolean,
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
  const way = shortages.length ? 'unknown' : wayOf(against, goal);
  return { variant, name, counts, compared, against, way };
}

const cappedLines = ({ arms, cap }: MetricResult): string[] =>
  cap &&
  arms.some(
    ({ uncappedTotal, total }) => uncappedTotal !== null && Math.abs(uncappedTotal - total) > 1e-9 * Math.abs(total),
  )
    ? [
        `Without the cap: ${arms.map(({ variant, uncappedTotal }) => `${variant} ${totalText(uncappedTotal ?? 0)}`).join(', ')}.`,
      ]
    : [];

/** What an arm of a metric comes to. */
function lineOf({ variant, against }: MetricArm, metric: MetricResult, control: string, isTrusted: boolean): string[] {
  if (!against) return [];
  const lines = metric.role === 'secondary' ? [] : against.shortages.map((one) => `${variant}: ${lackOf(one)}`);
  if (metric.role === 'guardrail' && against.guard && !lines.length)
    lines.push(guardLine(variant, metric, against.guard.state));
  if (metric.isPrimary && isTrusted && !lines.length) lines.push(sentenceOf(variant, against, metric, control));
  if (against.shrunk !== null)
    lines.push(`${variant}: --adjust made the interval ${percent(1 - against.shrunk)} shorter.`);
  return lines;
}

function guardLine(variant: string, { margin }: MetricResult, state: 'safe' | 'worse' | 'open'): string {
  const most = percent(margin);
  if (state === 'safe') return `${variant} is at most ${most} worse.`;
  return state === 'worse'
    ? `${variant} is worse by more than ${most}.`
    : `${variant} may still be worse by more than ${most}.`;
}

function sentenceOf(variant: string, { difference, lift }: Against, { kind }: MetricResult, control: string): string {
  const by = lift.is === 'unbounded' ? differenceText(difference, kind) : liftText(lift).interval;
  if (difference.is === 'known' && difference.low > 0) return `${variant} does more than ${control}, by ${by}.`;
  if (difference.is === 'known' && difference.high < 0) return `${variant} does less than ${control}, by ${by}.`;
  return `A difference between ${variant} and ${control} is not shown yet: it may lie anywhere from ${by}.`;
}
