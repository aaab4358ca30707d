/** Says what may mislead in a result, and what is left aside. */

import { inLine, percent, plural, shellWord } from '../pages/index.js';
import { groupBy } from './group.js';
import { SPLIT_ALARM } from './inference/index.js';
import { probability } from './numbers.js';
import type { Arm, Result, SilentMetric } from './result.js';
import { splitPlaces } from './splitwords.js';

/** Anybody can post events: no more lines of a kind than a person reads. */
const MOST_LINES = 5;
const DAY_MS = 86_400_000;
const WEEK = 7;

/** Subjects in two variants. */
export function mixedLines({ mixed, subjects }: Result): string[] {
  const share = percent(mixed / (mixed + subjects));
  return [`${plural(mixed, 'subject')} saw more than one variant (${share}): left out.`];
}

/** All that may mislead, the worst first. */
export function caveats(result: Result, spanMs: number): string[] {
  const { arms, mixed, strangers, carried, metrics, failuresP } = result;
  const lines = [...splitPlaces(result), ...silentLines(result), ...arms.flatMap(failureLines)];
  if (failuresP !== null && failuresP < SPLIT_ALARM)
    lines.push(
      `Failures differ between the variants (p ${failuresP < 0.0001 ? '< 0.0001' : `= ${probability(failuresP)}`}): what is compared is no longer what was drawn.`,
    );
  if (mixed) lines.push(...mixedLines(result));
  if (strangers) lines.push(`${plural(strangers, 'subject')} saw a variant that the file does not have: left out.`);
  if (carried) lines.push(`${plural(carried, 'subject')} came with the assignment of an earlier phase: left out.`);
  if (spanMs < WEEK * DAY_MS) lines.push('Less than a week so far, and weekdays differ.');
  if (metrics.length && !metrics.some(({ isPrimary }) => isPrimary))
    lines.push('No metric is primary: write role: primary for the one that decides, before you look.');
  for (const { key, arms: all } of metrics) {
    const pending = all.reduce((sum, arm) => sum + arm.pending, 0);
    if (pending) lines.push(`${key}: ${plural(pending, 'subject')} whose window is not over: not counted yet.`);
  }
  return lines;
}

/** Why metrics have nothing to count: a line for each event. */
function silentLines({ silent, phases, metrics }: Result): string[] {
  const seen =
    phases.filter(({ subjects }) => subjects).length > 1
      ? 'saw this phase, and before a later one'
      : 'saw this experiment';
  const hasWindow = ({ metric }: SilentMetric): boolean =>
    metrics.some(({ key, windowMs }) => key === metric && windowMs !== undefined);
  const byEvent = groupBy(silent, ({ eventName, code }) => `${code} ${eventName}`);
  return [...byEvent.values()].map((all) => {
    const when = all.every(hasWindow) ? `${seen}, and within its window` : seen;
    return `${all.map(({ metric }) => metric).join(', ')}: ${silentText(all[0] as SilentMetric, when)}`;
  });
}

function silentText(silent: SilentMetric, when: string): string {
  const called = `called ${inLine(silent.eventName)}`;
  if (silent.code === 'nobody')
    return `of ${plural(silent.events, 'event')} ${called} none comes after its subject ${when}. Do both carry the same subject?`;
  const { alike, others } = silent;
  const none = `no event is ${called} here.`;
  if (alike)
    return `${none} ${plural(alike.events, 'event')} ${alike.events === 1 ? 'is' : 'are'} called ${inLine(alike.name)}: is that the one?`;
  const names = others.map(({ name, events }) => `${inLine(name)} (${plural(events, 'line')})`);
  return names.length ? `${none} There are ${names.join(', ')}.` : `${none} There is no conversion at all.`;
}

function failureLines({ variant, failures, subjects }: Arm): string[] {
  const lines = failures.slice(0, MOST_LINES).map(({ code, selector, subjects: failed }) => {
    const what = selector === null ? code : `${code} of ${inLine(selector)}`;
    return `${variant}: ${what} for ${plural(failed, 'subject')} (${percent(failed / subjects)}).`;
  });
  const rest = failures.length - lines.length;
  return [
    ...lines,
    ...(rest ? [`${variant}: ${plural(rest, 'more kind')} of failure: fx results --json has them all.`] : []),
  ];
}

/** Of the phase that the file makes, the file says how it is split; of another one it may not. */
export const byFile = ({ isOwnDesign, isFilePhase }: Result): string[] =>
  isOwnDesign || isFilePhase
    ? []
    : [
        "The split is judged by the file's weights, since nothing says how this phase was published: fx results --to reads that from its target.",
      ];

/** Subjects of other phases, and how to see them. */
export function otherPhases({ phase, phases }: Result): string[] {
  const others = phases.filter((other) => other.phase !== phase);
  const lines = others.slice(-MOST_LINES).map(({ phase: other, subjects }) => {
    const who = plural(subjects, 'subject');
    return other === null
      ? `${who} without a phase are left aside.`
      : `${who} began in another phase: fx results --phase ${shellWord(inLine(other))} shows them.`;
  });
  const rest = others.length - lines.length;
  return [...lines, ...(rest ? [`… ${plural(rest, 'more phase')}: fx results --json has them all.`] : [])];
}
