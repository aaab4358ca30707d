/** Takes what subjects do today from one's own events, for `fx power --events`. */

import { Refusal } from '../files/index.js';
import { percent, plural } from '../pages/index.js';
import { DEFAULT_DIRECTORY } from '../publishing/index.js';
import { type Asked, baselineOf, FEWEST, type NoBaseline, type Outcome } from '../results/index.js';
import { countEvents } from './engines.js';
import { validAt } from './problems.js';
import { choose } from './readouts.js';
import type { Terminal } from './terminal.js';

/** What the command line says of it. */
export interface EventOptions {
  readonly events?: readonly string[];
  readonly experiment?: string;
  readonly metric?: string;
}

/** What the events say. */
export interface Today {
  readonly outcome: Outcome;
  readonly visitors: number;
  readonly experiment: string;
  readonly metric: string;
  readonly control: string;
  readonly subjects: number;
  /** The 95% interval of the share or mean. */
  readonly range: readonly [low: number, high: number];
}

/** @throws Refusal where the events have nothing to plan with */
export async function readToday(
  terminal: Terminal,
  directory: string = DEFAULT_DIRECTORY,
  { events = [], experiment, metric: wanted }: EventOptions,
): Promise<Today> {
  const { valid } = await validAt(terminal, directory);
  const all = choose(valid, [], directory, experiment);
  const [chosen] = all;
  if (!chosen || all.length > 1)
    throw new Refusal(
      `--events needs --experiment: whose control shows what subjects do today. There ${all.length === 1 ? 'is' : 'are'} ${all.map(({ asked }) => asked.id).join(', ') || 'none'}.`,
      'usage',
    );
  const { asked } = chosen;
  const metric = metricIn(asked, wanted);
  const { counts } = await countEvents(terminal, events, {}, { experiments: [asked], by: [], isStitched: true });
  const found = baselineOf(asked, counts.experiments[0] ?? { id: asked.id, phases: [] }, metric);
  if (!found.ok) throw new Refusal(whyNot(found, asked.id, metric.key), 'no-baseline');
  const { outcome, control, subjects, visitors, range } = found;
  return { outcome, control, subjects, visitors, range, experiment: asked.id, metric: metric.key };
}

function metricIn({ id, metrics }: Asked, wanted: string | undefined): Asked['metrics'][number] {
  const keys = metrics.map(({ key }) => key).join(', ');
  const metric = metrics.find(({ key, role }) => (wanted === undefined ? role === 'primary' : key === wanted));
  if (metric) return metric;
  throw new Refusal(
    !metrics.length
      ? `${id} has no metrics: name the events that count below metrics: in its file.`
      : wanted === undefined
        ? `${id} has no primary metric: name one with --metric, of ${keys}.`
        : `${id} has no metric ${wanted}: it has ${keys}.`,
    'usage',
  );
}

function whyNot({ code, control, subjects, outcome, range }: NoBaseline, id: string, metric: string): string {
  const who = plural(subjects, 'subject');
  switch (code) {
    case 'none':
      return `Nobody saw ${control} of ${id} in these events: name --baseline, or --mean and --sd.`;
    case 'few':
      return `${metric}: ${who} of ${control} are too few to plan with${outcome && range ? `: ${levelText(outcome, range)}` : ''}. Name --baseline, or --mean and --sd, or wait until ${FEWEST} are there.`;
    case 'nothing':
      return `${metric}: nothing came of ${who} of ${control}: name --baseline, or --mean and --sd.`;
    case 'all':
      return `${metric}: all ${who} of ${control} converted, which leaves no room for a lift.`;
    case 'no-variance':
      return `${metric}: ${who} of ${control} have the same number: name --mean and --sd.`;
    case 'below-zero':
      return `${metric}: the mean of ${control} is below zero, and lifts are shares of it.`;
    case 'quantile':
      return `${metric} is a quantile, and fx power plans shares and means: name another with --metric.`;
  }
}

/** What was found, as a sentence. */
export function todayText({ outcome, range, experiment, metric, control, subjects, visitors }: Today): string {
  const { kind } = outcome;
  const deviation = kind === 'mean' ? `, with a standard deviation of ${short(outcome.deviation)}` : '';
  return `${experiment}, ${metric}: ${levelText(outcome, range)}${deviation}, from ${plural(subjects, 'subject')} of ${control}; ${plural(visitors, 'new subject')} a day.`;
}

/** What subjects do, and between which bounds that is known. */
function levelText(outcome: Outcome, [low, high]: readonly [low: number, high: number]): string {
  return outcome.kind === 'share'
    ? `${percent(outcome.baseline)} convert (95% interval ${percent(low)} to ${percent(high)})`
    : `${short(outcome.mean)} per subject (95% interval ${short(low)} to ${short(high)})`;
}

const short = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });
