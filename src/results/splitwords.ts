/** Says whether the split can be trusted. */

import { inLine } from '../pages/index.js';
import { SPLIT_ALARM } from './inference/index.js';
import { probability, sharePercent } from './numbers.js';
import type { Arm, Result, SegmentResult } from './result.js';
import type { ResultsVoice } from './voices.js';

/** Whether the split can be trusted; `open` where there is too little to tell. */
export interface SplitWords {
  readonly verdict: 'fine' | 'off' | 'open';
  readonly text: string;
}

/** No more days and segments are named. */
const MOST_NAMED = 3;

/** Where a split is off: on which days, and in which segments. Empty where none stands out, nor the whole. */
export function splitPlaces({ split, offDays, segments }: Result, voice: ResultsVoice): string[] {
  const places = segments
    .filter((one) => isOffIn(one, segments))
    .map(({ by, value, arms: own }) => ({
      name: `${by} ${value === null ? 'not known' : inLine(value)}`,
      subjects: own.map(({ subjects }) => subjects),
    }));
  const among = places.length ? [`The split is off among ${listed(places)}.`] : [];
  if (!offDays.days.length) {
    if (split?.state !== 'off' || offDays.others < 2 || split.unexpected.length) return among;
    return ['No single day stands out: the split is a little off on all of them.', ...among];
  }
  const days = listed(offDays.days.map(({ day, subjects }) => ({ name: voice.day(day), subjects })));
  return [`The split is off on ${days}${restText(offDays)}`, ...among];
}

/** The alarm is for all segments of a fact together. */
function isOffIn({ by, split }: SegmentResult, segments: readonly SegmentResult[]): boolean {
  if (!split) return false;
  const tests = segments.filter((one) => one.by === by).length;
  return split.unexpected.length > 0 || split.p < SPLIT_ALARM / tests;
}

function listed(places: readonly { readonly name: string; readonly subjects: readonly number[] }[]): string {
  const named = places.slice(0, MOST_NAMED).map(({ name, subjects }) => `${name} (${countsText(subjects)})`);
  const rest = places.length - named.length;
  const all = rest ? [...named, `${rest} more`] : named;
  const last = all.at(-1) as string;
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${last}` : last;
}

function restText({ others, rest }: Result['offDays']): string {
  if (!others) return ', that is on every day.';
  const them = others === 1 ? 'the other day' : `the other ${others} days together`;
  if (rest === 'off') return `, and on ${them}, too.`;
  return `; nothing speaks against it on ${them}. Look what happened then.`;
}

const countsText = (subjects: readonly number[]): string =>
  subjects.map((count) => count.toLocaleString('en')).join(' : ');

/** What the split says of a result. */
export function splitWords(split: Result['split'], arms: readonly Arm[], { who }: ResultsVoice): SplitWords | null {
  if (!split) return null;
  const counts = countsText(arms.map(({ subjects }) => subjects));
  const shares = arms.map(({ expectedShare }) => sharePercent(expectedShare)).join(' : ');
  const p = split.p < 0.0001 ? 'p < 0.0001' : `p = ${probability(split.p)}`;
  if (split.state === 'open') return { verdict: 'open', text: `Too few ${who}s to test the split: ${counts}.` };
  if (split.state === 'fine')
    return {
      verdict: 'fine',
      text: `Nothing speaks against the split: ${counts} where ${shares} is expected, ${p}.`,
    };
  const closed = split.unexpected.map((at) => (arms[at] as Arm).variant);
  const why = closed.length ? `nobody should see ${closed.join(', ')}` : p;
  return {
    verdict: 'off',
    text: `The split is off: ${counts} where ${shares} is expected, ${why}. Find out why before you believe any number.`,
  };
}
