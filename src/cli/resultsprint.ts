/** Results as people read them: can the split be trusted, then what each variant did. */

import type { Lift } from './lift.js';
import { type Paint, percent, plural, shellWord, table } from './print.js';
import type { Arm, MetricArm, MetricResult, Result } from './tally.js';

/** What is said beside the counts. */
export interface Heading {
  readonly name: string;
  readonly status: string;
  readonly control: string;
  readonly confidence: number;
}

/** Below this a split that is right would be seen once in a thousand experiments. */
const ALARM = 0.001;
/** With fewer on either side the normal distribution is no good description. */
const FEW = 10;
/** Anybody can post events: no more lines of a kind than a person reads. */
const MOST_LINES = 5;
const DAY_MS = 86_400_000;
const WEEK = 7;

/** The result of one experiment. */
export function resultText(result: Result, heading: Heading, paint: Paint): string {
  const { id, subjects, sinceMs, untilMs } = result;
  const head = `${paint.bold(id)}  ${heading.status}  ${heading.name}`;
  if (!subjects || sinceMs === null || untilMs === null)
    return [head, `  Nobody was exposed to it in these events.`, ...phaseLines(result, paint)].join('\n');
  const span = `  ${plural(subjects, 'subject')}, ${day(sinceMs)} to ${day(untilMs)}`;
  return [
    head,
    span,
    splitLine(result, paint),
    ...caveats(result, sinceMs, untilMs).map((line) => `  ${paint.yellow('!')} ${line}`),
    ...phaseLines(result, paint),
    ...result.metrics.flatMap((metric) => ['', ...metricLines(metric, isOff(result), heading, paint)]),
    ...(result.metrics.length
      ? []
      : ['', `  It has no metrics: name the events that count below metrics: in its file.`]),
  ].join('\n');
}

const isOff = ({ split }: Result): boolean => split !== null && split.p < ALARM;

function splitLine(result: Result, { green, red }: Paint): string {
  const { arms, split } = result;
  const counts = arms.map(({ subjects }) => subjects.toLocaleString('en')).join(' : ');
  const shares = arms.map(({ expectedShare }) => percent(expectedShare)).join(' : ');
  if (!split) return `  ${counts} subjects: nothing to test in the split.`;
  const p = `p ${probability(split.p)
    .replace(/^(?!<)/, '= ')
    .replace('<', '< ')}`;
  return isOff(result)
    ? `  ${red('✗')} ${red(`The split is off: ${counts} where ${shares} is right, ${p}. Find out why before you believe any of it.`)}`
    : `  ${green('✓')} The split is right: ${counts} where ${shares} is expected, ${p}.`;
}

function caveats({ arms, mixed, strangers, subjects, metrics }: Result, sinceMs: number, untilMs: number): string[] {
  const lines = arms.flatMap(failureLines);
  if (mixed) lines.push(`${plural(mixed, 'subject')} saw more than one variant and count for none.`);
  if (strangers) lines.push(`${plural(strangers, 'subject')} saw a variant that the file does not have.`);
  if (untilMs - sinceMs < WEEK * DAY_MS && subjects) lines.push('Less than a week so far, and weekdays differ.');
  if (metrics.length && !metrics.some(({ isPrimary }) => isPrimary))
    lines.push('None of several metrics is isPrimary: say in the file which one decides, before you look.');
  const few = metrics.filter(({ isPrimary, arms }) => isPrimary && arms.some(isFew));
  for (const { key } of few) lines.push(`${key}: fewer than ${FEW} in a variant, too few to rely on.`);
  return lines;
}

const isFew = ({ converted }: MetricArm): boolean => converted < FEW;

function failureLines({ variant, failures, subjects }: Arm): string[] {
  const lines = failures.slice(0, MOST_LINES).map(({ code, selector, subjects: failed }) => {
    const what = selector === null ? code : `${code} of ${selector}`;
    return `${variant}: ${what} for ${plural(failed, 'subject')} (${percent(failed / subjects)}).`;
  });
  const rest = failures.length - lines.length;
  return [...lines, ...(rest ? [`${variant}: ${plural(rest, 'more kind')} of failure: --json has them all.`] : [])];
}

function phaseLines({ phase, phases }: Result, { dim }: Paint): string[] {
  const others = phases.filter((other) => other.phase !== phase);
  const lines = others.slice(-MOST_LINES).map(({ phase: other, subjects }) => {
    const who = plural(subjects, 'subject');
    return other === null
      ? `${who} without a phase are left aside.`
      : `${who} began in another phase: --phase ${shellWord(other)} shows them.`;
  });
  const rest = others.length - lines.length;
  return [...lines, ...(rest ? [`… ${plural(rest, 'more phase')}: --json has them all.`] : [])].map((line) =>
    dim(`  ${line}`),
  );
}

const TITLES: Readonly<Record<string, readonly [string, string]>> = {
  conversion: ['did it', 'share'],
  count: ['events', 'to a subject'],
  sum: ['total', 'to a subject'],
};

function metricLines(
  { key, kind, isPrimary, eventName, arms }: MetricResult,
  isUntrusted: boolean,
  { control, confidence }: Heading,
  paint: Paint,
): string[] {
  const { bold, dim } = paint;
  const hasP = arms.some(({ against }) => against?.p !== null && against);
  const titles = [
    '',
    'subjects',
    ...(TITLES[kind] ?? []),
    'lift',
    `${shortPercent(confidence)} interval`,
    hasP ? 'p' : '',
  ];
  const rows = arms.map((arm) => [
    `    ${arm.variant}`,
    arm.subjects.toLocaleString('en'),
    arm.total.toLocaleString('en', { maximumFractionDigits: 2 }),
    kind === 'conversion' ? finePercent(arm.mean) : arm.mean.toFixed(3),
    ...liftCells(arm, arm.variant === control, paint),
  ]);
  const title = `  ${bold(key)}${isPrimary ? ', primary' : ''}${eventName === key ? '' : dim(`, event ${eventName}`)}`;
  const verdicts = isPrimary && !isUntrusted ? arms.flatMap((arm) => verdict(arm, control)) : [];
  return [
    title,
    table([titles.map((one) => dim(one)), ...rows], [1, 2, 3, 4, 5, 6]),
    ...verdicts.map((line) => `    ${line}`),
  ];
}

function liftCells({ against }: MetricArm, isControl: boolean, { green, red }: Paint): string[] {
  if (!against) return isControl ? ['', '', ''] : ['–', '–', ''];
  const paintFor = against.low > 0 ? green : against.high < 0 ? red : String;
  return [signed(against.lift), interval(against), against.p === null ? '' : probability(against.p)].map(paintFor);
}

function verdict({ variant, against }: MetricArm, control: string): string[] {
  if (!against) return [];
  const { low, high } = against;
  if (low > 0) return [`${variant} does more than ${control}, by ${interval(against)}.`];
  if (high < 0) return [`${variant} does less than ${control}, by ${interval(against)}.`];
  return [`Between ${variant} and ${control} no difference is shown: it may be ${interval(against)}.`];
}

const interval = ({ low, high }: Lift): string => `${signed(low)} to ${signed(high)}`;

/** `+12.3%`; a lift of several times the control is one, too. */
const signed = (share: number): string => `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;

const finePercent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** `95%`, `99.9%`. */
export const shortPercent = (share: number): string => `${Number((share * 100).toFixed(4))}%`;

const probability = (p: number): string => (p < 0.0001 ? '<0.0001' : p.toFixed(4));

const day = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
