/** Says in words what a result is: the terminal and the page say the same. */

import { inLine, percent, plural } from '../pages/index.js';
import { byFile, caveats, mixedLines, otherPhases } from './caveats.js';
import { type Conclusion, conclude } from './conclusion.js';
import { factText, segmentText } from './factwords.js';
import { groupBy } from './group.js';
import { type MetricWords, metricWords, type Telling } from './metricwords.js';
import { DAY_MS } from './question.js';
import type { MetricResult, Result, SegmentResult } from './result.js';
import { type SplitWords, splitWords } from './splitwords.js';
import { dayOf } from './times.js';
import type { ResultsVoice } from './voices.js';

/** What is said beside the counts. */
export interface Heading {
  readonly name: string;
  readonly status: string;
  readonly description: string | null;
  readonly confidence: number;
  /** Whether the comparison is of many experiments together, with those who are held out of them. */
  readonly isHoldout: boolean;
  /** How the experiment ended, as its file has it; null where it says nothing. */
  readonly ending: Ending | null;
}

/** What was decided, and what it taught. */
export interface Ending {
  readonly decision: 'ship' | 'keep' | 'repeat';
  readonly winner: string | null;
  readonly learning: string | null;
}

/** One experiment. */
export interface ResultWords {
  /** How many, and when; null where nobody was exposed. */
  readonly span: string | null;
  /** How it ended; null where the file does not say. */
  readonly ending: string | null;
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

/** Those of whom a fact is so. */
export interface SegmentWords {
  readonly title: string;
  readonly split: SplitWords | null;
  readonly metrics: readonly MetricWords[];
}

/** No more segments of a fact: anybody can post a language. */
const MOST_SEGMENTS = 12;

/** The words for a result. */
export function wordsOf(result: Result, heading: Heading, voice: ResultsVoice): ResultWords {
  const { who } = voice;
  const ending = heading.ending && endingText(heading.ending);
  const { subjects, sinceMs, untilMs, metrics } = result;
  if (!subjects || sinceMs === null || untilMs === null) {
    const asides = ['Nobody was exposed to it in these events.', ...otherPhases(result, voice)];
    const caveats = result.mixed ? mixedLines(result, voice) : [];
    return { span: null, ending, conclusion: null, split: null, caveats, asides, metrics: [], segments: [] };
  }
  const none = metrics.length ? [] : ['It has no metrics: name the events that count below metrics: in its file.'];
  const isTrusted = result.verdict.code !== 'do-not-trust';
  const telling = { control: result.control, confidence: heading.confidence, isTrusted, isConcluded: true, voice };
  return {
    span: `${plural(subjects, who)}, ${voice.day(dayOf(sinceMs))} to ${voice.day(dayOf(untilMs))}${planText(result.planned, untilMs - sinceMs, voice)}`,
    ending,
    conclusion: conclude(result, heading.isHoldout, voice),
    split: splitWords(result.split, result.arms, voice),
    caveats: caveats(result, untilMs - sinceMs, voice),
    asides: [
      ...byFile(result, voice),
      ...otherPhases(result, voice),
      ...none,
      ...unknownLines(result.segments),
      ...hiddenSegments(result.segments, voice),
    ],
    metrics: byRole(metrics).map((metric) => metricWords(metric, telling)),
    segments: segmentsIn(result.segments).map((one) => segmentWords(one, result, telling)),
  };
}

/** How far it is, and how many days that takes if people come as they did so far. */
function planText(planned: Result['planned'], spanMs: number, { who }: ResultsVoice): string {
  if (!planned) return '';
  const days = Math.floor(spanMs / DAY_MS) + 1;
  const all = Math.max(days, Math.ceil(days / planned.share));
  return `: ${days.toLocaleString('en')} of about ${plural(all, 'day')}, ${percent(planned.share)} of the ${plural(planned.subjects, who)} that are planned`;
}

const ROLES = ['primary', 'guardrail', 'secondary'] as const;

/** First what decides, then what must not get worse; within a role as in the file. */
const byRole = (metrics: readonly MetricResult[]): MetricResult[] =>
  ROLES.flatMap((role) => metrics.filter((metric) => metric.role === role));

/** Those with the most subjects of each fact. */
function segmentsIn(all: readonly SegmentResult[]): readonly SegmentResult[] {
  const unknown = unknownFacts(all);
  const segments = all.filter(({ by }) => !unknown.includes(by));
  const largest = [...segments].sort((a, b) => b.subjects - a.subjects);
  const shown = new Set(
    [...new Set(segments.map(({ by }) => by))].flatMap((by) =>
      largest.filter((one) => one.by === by).slice(0, MOST_SEGMENTS),
    ),
  );
  return segments.filter((one) => shown.has(one));
}

/** Facts that no exposure carries: all subjects are one segment, which says nothing. */
const unknownFacts = (segments: readonly SegmentResult[]): string[] =>
  [...groupBy(segments, ({ by }) => by)].flatMap(([by, all]) => (all.every(({ value }) => value === null) ? [by] : []));

const unknownLines = (segments: readonly SegmentResult[]): string[] =>
  unknownFacts(segments).map(
    (by) =>
      `No exposure here says ${by === 'isNew' ? `who is ${factText(by)}` : inLine(by)}: those of pages say device, language and who is new (isNew), and other facts once fx.config.yaml names them below segments.`,
  );

/** How many are left out, and where they are. */
function hiddenSegments(segments: readonly SegmentResult[], { who, allSegments }: ResultsVoice): string[] {
  const byFact = groupBy(segments, ({ by }) => by);
  return [...byFact].flatMap(([by, all]) => {
    const rest = all.length - MOST_SEGMENTS;
    return rest > 0
      ? [
          `Of ${plural(all.length, 'value')} of ${inLine(by)} the ${MOST_SEGMENTS} with the most ${who}s follow${allSegments}`,
        ]
      : [];
  });
}

function segmentWords(
  { by, value, subjects, arms, split, metrics }: SegmentResult,
  result: Result,
  telling: Telling,
): SegmentWords {
  const own = result.arms.map((arm, at) => ({ ...arm, subjects: (arms[at] as (typeof arms)[number]).subjects }));
  const isTrusted = telling.isTrusted && split?.state !== 'off';
  return {
    title: `${segmentText(by, value)}: ${plural(subjects, telling.voice.who)}`,
    split: split && splitWords(split, own, telling.voice),
    metrics: byRole(metrics).map((metric) => metricWords(metric, { ...telling, isTrusted, isConcluded: false })),
  };
}

function endingText({ decision, winner, learning }: Ending): string {
  const decided = {
    ship: `ship ${winner ?? 'the winner'}`,
    keep: 'keep everything as it was',
    repeat: 'test it again',
  }[decision];
  return [`Decided: ${decided}.`, ...(learning === null ? [] : [inLine(learning.trim().replace(/\s+/g, ' '))])].join(
    ' ',
  );
}
