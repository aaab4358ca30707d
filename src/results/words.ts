/** What a result says, in words: the terminal and the report say the same. */

import { inLine, percent, plural, shellWord } from '../pages/index.js';
import { SPLIT_ALARM } from './inference/index.js';
import type { Lift } from './lift.js';
import type { Arm, MetricArm, MetricResult, Result } from './tally.js';

/** What is said beside the counts. */
export interface Heading {
  readonly name: string;
  readonly status: string;
  readonly control: string;
  readonly confidence: number;
}

/** One experiment. */
export interface ResultWords {
  /** How many, and when; null where nobody was exposed. */
  readonly span: string | null;
  readonly split: SplitWords | null;
  /** What may mislead. */
  readonly caveats: readonly string[];
  /** What is left aside, and how to see it; why there is nothing. */
  readonly asides: readonly string[];
  readonly metrics: readonly MetricWords[];
}

/** Whether the split can be trusted; `open` where there is too little to tell. */
export interface SplitWords {
  readonly verdict: 'right' | 'off' | 'open';
  readonly text: string;
}

/** One metric. */
export interface MetricWords {
  readonly key: string;
  readonly name: string;
  readonly isPrimary: boolean;
  /** `event purchase`, '' where it is called as the metric is. */
  readonly event: string;
  /** Of the cells of an arm after its variant. */
  readonly titles: readonly string[];
  readonly arms: readonly ArmWords[];
  /** What to conclude, where that may be. */
  readonly verdicts: readonly string[];
}

/** One variant. */
export interface ArmWords {
  readonly variant: string;
  readonly name: string;
  readonly counts: readonly string[];
  /** Lift, interval, p: empty for the control. */
  readonly compared: readonly string[];
  readonly against: Lift | null;
  readonly direction: 'more' | 'less' | 'unknown';
}

/** With fewer who did it the normal distribution is no good description. */
const FEW = 10;
/** Below this Pearson's test says nothing (Cochran, 1954). */
const FEW_EXPECTED = 5;
/** Anybody can post events: no more lines of a kind than a person reads. */
const MOST_LINES = 5;
const DAY_MS = 86_400_000;
const WEEK = 7;

/** The words for a result. */
export function wordsOf(result: Result, heading: Heading): ResultWords {
  const { subjects, sinceMs, untilMs, metrics } = result;
  if (!subjects || sinceMs === null || untilMs === null) {
    const asides = ['Nobody was exposed to it in these events.', ...otherPhases(result)];
    return { span: null, split: null, caveats: [], asides, metrics: [] };
  }
  const none = metrics.length ? [] : ['It has no metrics: name the events that count below metrics: in its file.'];
  const split = splitWords(result);
  return {
    span: `${plural(subjects, 'subject')}, ${day(sinceMs)} to ${day(untilMs)}`,
    split,
    caveats: caveats(result, untilMs - sinceMs),
    asides: [...otherPhases(result), ...none],
    metrics: metrics.map((metric) => metricWords(metric, split.verdict === 'off', heading)),
  };
}

function splitWords({ arms, split, subjects }: Result): SplitWords {
  const counts = arms.map(({ subjects }) => subjects.toLocaleString('en')).join(' : ');
  const shares = arms.map(({ expectedShare }) => percent(expectedShare)).join(' : ');
  const isSmall = arms.some(({ expectedShare }) => expectedShare > 0 && expectedShare * subjects < FEW_EXPECTED);
  if (!split || isSmall) return { verdict: 'open', text: `Nothing to tell of the split yet: ${counts}.` };
  const p = split.p < 0.0001 ? 'p < 0.0001' : `p = ${probability(split.p)}`;
  return split.p < SPLIT_ALARM
    ? {
        verdict: 'off',
        text: `The split is off: ${counts} where ${shares} is right, ${p}. Find out why before you believe any of it.`,
      }
    : { verdict: 'right', text: `The split is right: ${counts} where ${shares} is expected, ${p}.` };
}

function caveats({ arms, mixed, strangers, metrics }: Result, spanMs: number): string[] {
  const lines = arms.flatMap(failureLines);
  if (mixed) lines.push(`${plural(mixed, 'subject')} saw more than one variant: left out.`);
  if (strangers) lines.push(`${plural(strangers, 'subject')} saw a variant that the file does not have: left out.`);
  if (spanMs < WEEK * DAY_MS) lines.push('Less than a week so far, and weekdays differ.');
  if (metrics.length && !metrics.some(({ isPrimary }) => isPrimary))
    lines.push('None of several metrics is isPrimary: say in the file which one decides, before you look.');
  const few = metrics.filter(({ isPrimary, arms }) => isPrimary && arms.some(({ converted }) => converted < FEW));
  for (const { key } of few) lines.push(`${key}: fewer than ${FEW} in a variant, too few to rely on.`);
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

const TITLES: Readonly<Record<string, readonly [string, string]>> = {
  conversion: ['did it', 'share'],
  count: ['events', 'to a subject'],
  sum: ['total', 'to a subject'],
};

function metricWords(
  { key, name, kind, isPrimary, eventName, arms }: MetricResult,
  isUntrusted: boolean,
  { control, confidence }: Heading,
): MetricWords {
  const hasP = arms.some(({ against }) => against && against.p !== null);
  const compared = ['lift', `${shortPercent(confidence)} interval`, ...(hasP ? ['p'] : [])];
  return {
    key,
    name,
    isPrimary,
    event: eventName === key ? '' : `event ${eventName}`,
    titles: ['subjects', ...(TITLES[kind] ?? []), ...compared],
    arms: arms.map((arm) => armWords(arm, kind, arm.variant === control)),
    verdicts: isPrimary && !isUntrusted ? arms.flatMap((arm) => verdict(arm, control)) : [],
  };
}

function armWords(
  { variant, name, subjects, total, mean, against }: MetricArm,
  kind: string,
  isControl: boolean,
): ArmWords {
  const counts = [
    subjects.toLocaleString('en'),
    total.toLocaleString('en', { maximumFractionDigits: 2 }),
    kind === 'conversion' ? `${(mean * 100).toFixed(2)}%` : mean.toFixed(3),
  ];
  if (!against) return { variant, name, counts, compared: isControl ? [] : ['–', '–'], against, direction: 'unknown' };
  const { lift, low, high, p } = against;
  const direction = low > 0 ? 'more' : high < 0 ? 'less' : 'unknown';
  const compared = [signed(lift), interval(against), ...(p === null ? [] : [probability(p)])];
  return { variant, name, counts, compared, against, direction };
}

function verdict({ variant, against }: MetricArm, control: string): string[] {
  if (!against) return [];
  if (against.low > 0) return [`${variant} does more than ${control}, by ${interval(against)}.`];
  if (against.high < 0) return [`${variant} does less than ${control}, by ${interval(against)}.`];
  return [`Between ${variant} and ${control} no difference is shown: it may be ${interval(against)}.`];
}

const interval = ({ low, high }: Lift): string => `${signed(low)} to ${signed(high)}`;

/** `+12.3%`; a lift of several times the control is one, too. */
const signed = (share: number): string => `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;

/** `95%`, `99.9%`. */
export const shortPercent = (share: number): string => `${Number((share * 100).toFixed(4))}%`;

const probability = (p: number): string => (p < 0.0001 ? '<0.0001' : p.toFixed(4));

const day = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
