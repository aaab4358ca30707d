/** Says what may mislead in a result, and what is left aside. */

import { inLine, percent, plural } from '../pages/index.js';
import { groupBy } from './group.js';
import { SPLIT_ALARM } from './inference/index.js';
import { probability } from './numbers.js';
import type { Arm, Result, SilentMetric } from './result.js';
import { splitPlaces } from './splitwords.js';
import type { ResultsVoice } from './voices.js';

/** Anybody can post events: no more lines of a kind than a person reads. */
const MOST_LINES = 5;
const DAY_MS = 86_400_000;
const WEEK = 7;

/** Subjects in two variants. */
export function mixedLines({ mixed, subjects }: Result, { who }: ResultsVoice): string[] {
  const share = percent(mixed / (mixed + subjects));
  return [`${plural(mixed, who)} saw more than one variant (${share}): left out.`];
}

/** All that may mislead, the worst first. */
export function caveats(result: Result, spanMs: number, voice: ResultsVoice): string[] {
  const { arms, mixed, strangers, carried, metrics, failuresP } = result;
  const { who } = voice;
  const lines = [
    ...splitPlaces(result, voice),
    ...silentLines(result, voice),
    ...arms.flatMap((arm) => failureLines(arm, voice)),
  ];
  if (failuresP !== null && failuresP < SPLIT_ALARM)
    lines.push(
      `Failures differ between the variants (p ${failuresP < 0.0001 ? '< 0.0001' : `= ${probability(failuresP)}`}): what is compared is no longer what was drawn.`,
    );
  if (mixed) lines.push(...mixedLines(result, voice));
  if (strangers) lines.push(`${plural(strangers, who)} saw a variant that the file does not have: left out.`);
  if (carried) lines.push(`${plural(carried, who)} came with the assignment of an earlier phase: left out.`);
  if (spanMs < WEEK * DAY_MS) lines.push('Less than a week so far, and weekdays differ.');
  if (metrics.length && !metrics.some(({ isPrimary }) => isPrimary))
    lines.push('No metric is primary: write role: primary for the one that decides, before you look.');
  for (const { key, arms: all } of metrics) {
    const pending = all.reduce((sum, arm) => sum + arm.pending, 0);
    if (pending) lines.push(`${key}: ${plural(pending, who)} whose window is not over: not counted yet.`);
  }
  return lines;
}

/** Why metrics have nothing to count: a line for each event. */
function silentLines({ silent, phases, metrics }: Result, voice: ResultsVoice): string[] {
  const seen =
    phases.filter(({ subjects }) => subjects).length > 1
      ? 'saw this phase, and before a later one'
      : 'saw this experiment';
  const hasWindow = ({ metric }: SilentMetric): boolean =>
    metrics.some(({ key, windowMs }) => key === metric && windowMs !== undefined);
  const byEvent = groupBy(silent, ({ eventName, code }) => `${code} ${eventName}`);
  return [...byEvent.values()].map((all) => {
    const when = all.every(hasWindow) ? `${seen}, and within its window` : seen;
    return `${all.map(({ metric }) => metric).join(', ')}: ${silentText(all[0] as SilentMetric, when, voice)}`;
  });
}

function silentText(silent: SilentMetric, when: string, { who }: ResultsVoice): string {
  const called = `called ${inLine(silent.eventName)}`;
  if (silent.code === 'nobody')
    return `of ${plural(silent.events, 'event')} ${called} none comes after its ${who} ${when}. Do both carry the same ${who}?`;
  const { alike, others } = silent;
  const none = `no event is ${called} here.`;
  if (alike)
    return `${none} ${plural(alike.events, 'event')} ${alike.events === 1 ? 'is' : 'are'} called ${inLine(alike.name)}: is that the one?`;
  const names = others.map(({ name, events }) => `${inLine(name)} (${plural(events, 'line')})`);
  return names.length ? `${none} There are ${names.join(', ')}.` : `${none} There is no conversion at all.`;
}

function failureLines({ variant, failures, subjects }: Arm, { who, all }: ResultsVoice): string[] {
  const lines = failures.slice(0, MOST_LINES).map(({ code, selector, subjects: failed }) => {
    const what = selector === null ? code : `${code} of ${inLine(selector)}`;
    return `${variant}: ${what} for ${plural(failed, who)} (${percent(failed / subjects)}).`;
  });
  const rest = failures.length - lines.length;
  return [...lines, ...(rest ? [`${variant}: ${plural(rest, 'more kind')} of failure${all}`] : [])];
}

/** Of the phase that the file makes, the file says how it is split; of another one it may not. */
export const byFile = ({ isOwnDesign, isFilePhase }: Result, { publishedHow }: ResultsVoice): string[] =>
  isOwnDesign || isFilePhase
    ? []
    : [`The split is judged by the file's weights, since nothing says how this phase was published${publishedHow}`];

/** Subjects of other phases, and how to see them. */
export function otherPhases({ phase, phases }: Result, voice: ResultsVoice): string[] {
  const others = phases.filter((other) => other.phase !== phase);
  const lines = others.slice(-MOST_LINES).map(({ phase: other, subjects }) => {
    const who = plural(subjects, voice.who);
    return other === null
      ? `${who} without a phase are left aside.`
      : `${who} began in another phase${voice.phase(other)}`;
  });
  const rest = others.length - lines.length;
  return [...lines, ...(rest ? [`… ${plural(rest, 'more phase')}${voice.all}`] : [])];
}
