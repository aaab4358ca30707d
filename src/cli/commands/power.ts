/** Runs `fx power`: how many subjects a test takes, and how many days. */

import { Refusal } from '../../files/index.js';
import { percent, plural } from '../../pages/index.js';
import { type Outcome, shortPercent, smallestLift, type TestDesign } from '../../results/index.js';
import { example, type Setup } from '../command.js';
import { readCount, readRatio } from '../input.js';
import { type EventOptions, readToday, type Today, todayText } from '../powerevents.js';
import { type PowerPlan, powerPlanFor, subjectsIn, type Traffic } from '../powerplan.js';
import { table } from '../table.js';

interface Options extends EventOptions {
  readonly baseline?: string;
  readonly mean?: string;
  readonly sd?: string;
  readonly lift?: string;
  readonly variants: string;
  readonly weights?: string;
  readonly visitors?: string;
  readonly returning?: string;
  readonly days?: string;
  readonly sequential?: string | true;
  readonly looks?: string;
  readonly margin?: string;
  readonly goal: string;
  readonly power: string;
  readonly confidence: string;
}

const LIFTS = [0.02, 0.05, 0.1, 0.2, 0.5];
const MOST = 1_000_000_000;
const TUNED_FOR = '5000';
const LOOKS = '30';

export const setup: Setup = (command, io) => {
  command
    .argument('[dir]', 'with --events: the directory of experiments')
    .option('--baseline <share>', 'the share of subjects who convert today: 5% or 0.05')
    .option('--mean <number>', 'in place of --baseline: what a subject brings today, such as revenue')
    .option('--sd <number>', "with --mean: the standard deviation of one subject's number")
    .option(
      '--events <file>',
      'in place of --baseline: take it and --visitors from these events; may be given again',
      (one: string, before: readonly string[] = []): readonly string[] => [...before, one],
    )
    .option('--experiment <id>', 'with --events: whose control shows what subjects do today')
    .option('--metric <key>', 'with --events: which metric of the experiment (default: the primary one)')
    .option(
      '--lift <share>',
      'the smallest change of the baseline that the test must show: 10% is 5% → 5.5%, −10% is 4.5% (default: several)',
    )
    .option('--variants <count>', 'the control among them, all of the same weight', '2')
    .option('--weights <numbers>', 'in place of --variants, the control first: 80:20')
    .option('--visitors <count>', 'how many come into the experiment in a day')
    .option('--returning <share>', 'with --visitors: how many of them, after the first day, were there on a day before')
    .option('--days <count>', 'with --visitors: say which lift so many days show, and not how many days it takes')
    .option(
      '--sequential [subjects]',
      `for a test whose results are read with --sequential, and with the same number (default: ${TUNED_FOR})`,
    )
    .option('--looks <count>', 'with --sequential: how often it is read', LOOKS)
    .option(
      '--margin <share>',
      'for a guardrail: how much worse it may get; without --lift the variant is taken to change nothing',
    )
    .option('--goal <way>', 'with --margin: which way is good, increase or decrease', 'increase')
    .option('--power <share>', 'how often the test finds a lift that is really there', '80%')
    .option('--confidence <share>', 'how often it finds none where none is there', '95%')
    .addHelpText('after', example('fx power --baseline 5% --lift 10% --visitors 3000'))
    .action(async (directory: string | undefined, options: Options) => {
      const { terminal } = io;
      checkSources(options, directory);
      const today = options.events === undefined ? null : await readToday(terminal, directory, options);
      const design = readDesign(options, today);
      const power = readRatio(options.power, '--power', 0.5, 0.9999);
      const traffic = readTraffic(options, today);
      const days = options.days === undefined ? null : readCount(options.days, '--days', 3650);
      if (days && !traffic)
        throw new Refusal('--days needs --visitors: how many come into the experiment in a day.', 'usage');
      if (days && design.margin)
        throw new Refusal(
          '--days says which lift is seen, and a guardrail asks for none: leave out one of them.',
          'usage',
        );
      const lifts = readLifts(options, design);
      const { smallest, plans } = await terminal.busy('Simulating tests', async () => ({
        smallest: days && traffic ? smallestLift(subjectsIn(days, traffic), power, design) : null,
        plans: days ? [] : lifts.flatMap((lift) => powerPlanFor(lift, power, design, traffic) ?? []),
      }));
      if (terminal.isJson)
        return terminal.json('power', {
          ...jsonOf(design),
          power,
          ...traffic,
          days,
          plans,
          smallest,
          events: eventsOf(today),
        });
      if (today) terminal.say(todayText(today));
      if (days && traffic) return terminal.data(smallestText(smallest, traffic, days, design));
      terminal.data(plansText(plans, design, traffic));
      terminal.say(promiseText(plans, power, design));
    });
};

function checkSources(options: Options, directory: string | undefined): void {
  const { events, baseline, mean, sd, experiment, metric } = options;
  if (events === undefined && [directory, experiment, metric].some((one) => one !== undefined))
    throw new Refusal('A directory, --experiment and --metric say what --events is read for: add it.', 'usage');
  if (events !== undefined && [baseline, mean, sd].some((one) => one !== undefined))
    throw new Refusal('--events says what subjects do today: leave out --baseline, --mean and --sd.', 'usage');
}

function readDesign(options: Options, today: Today | null): TestDesign {
  const { sequential, margin, goal } = options;
  if (goal !== 'increase' && goal !== 'decrease')
    throw new Refusal(`--goal must be increase or decrease, not ${goal}.`, 'usage');
  return {
    outcome: today?.outcome ?? readOutcome(options),
    shares: readShares(options),
    confidence: readRatio(options.confidence, '--confidence', 0.5, 0.9999),
    looks:
      sequential === undefined
        ? undefined
        : {
            count: readCount(options.looks ?? LOOKS, '--looks', 365, 2),
            tunedFor: readCount(sequential === true ? TUNED_FOR : sequential, '--sequential', MOST),
          },
    margin: margin === undefined ? undefined : { goal, margin: readRatio(margin, '--margin', 0.0001, 0.99) },
  };
}

function readOutcome({ baseline, mean, sd }: Options): Outcome {
  if (mean === undefined && baseline !== undefined)
    return { kind: 'share', baseline: readRatio(baseline, '--baseline', 0.00001, 0.999) };
  if (mean === undefined || baseline !== undefined || sd === undefined)
    throw new Refusal('Name either --baseline, or --mean and --sd, or --events: what a subject does today.', 'usage');
  return { kind: 'mean', mean: readNumber(mean, '--mean'), deviation: readNumber(sd, '--sd') };
}

function readNumber(text: string, option: string): number {
  const number = Number(text);
  if (number > 0 && number <= 1e12) return number;
  throw new Refusal(`${option} must be a number above 0, not ${text}.`, 'usage');
}

function readShares({ variants, weights }: Options): number[] {
  if (weights === undefined) {
    const count = readCount(variants, '--variants', 100, 2);
    return Array.from({ length: count }, () => 1 / count);
  }
  const parts = weights.split(/[:,]/).map(Number);
  const sum = parts.reduce((all, part) => all + part, 0);
  if (parts.length > 1 && parts.length <= 100 && parts.every((part) => part > 0 && part / sum >= 0.0001))
    return parts.map((part) => part / sum);
  throw new Refusal(`--weights must be two numbers or more, such as 80:20, not ${weights}.`, 'usage');
}

/** Of events only new subjects are counted. */
function readTraffic({ visitors, returning }: Options, today: Today | null): Traffic | null {
  if (visitors === undefined && returning === undefined && today) return { visitors: today.visitors, returning: 0 };
  if (visitors === undefined) {
    if (returning === undefined) return null;
    throw new Refusal('--returning needs --visitors: how many come into the experiment in a day.', 'usage');
  }
  return {
    visitors: readCount(visitors, '--visitors', MOST),
    returning: returning === undefined ? 0 : readRatio(returning, '--returning', 0, 0.999),
  };
}

function readLifts({ lift }: Options, { outcome, margin }: TestDesign): readonly number[] {
  const most = outcome.kind === 'share' ? 1 / outcome.baseline - 1.00001 : 1000;
  if (lift !== undefined) {
    const size = readRatio(lift.replace(/^\s*[-−]/, ''), '--lift', margin ? 0 : 0.0001, Math.max(most, 1));
    const read = /^\s*[-−]/.test(lift) ? -size : size;
    return [readRatio(String(read), '--lift', -1, most)];
  }
  if (margin) return [0];
  const lifts = LIFTS.filter((one) => one <= most);
  if (lifts.length) return lifts;
  throw new Refusal(`${valueText(outcome, 0)} leaves no room for a lift of 2%: name one with --lift.`, 'usage');
}

const eventsOf = (today: Today | null) => {
  if (!today) return null;
  const { experiment, metric, control, subjects, range } = today;
  return { experiment, metric, control, subjects, range };
};

const jsonOf = ({ outcome, shares, confidence, looks, margin }: TestDesign) => ({
  ...outcome,
  shares,
  confidence,
  looks: looks ?? null,
  margin: margin ?? null,
});

function plansText(plans: readonly PowerPlan[], { outcome, shares }: TestDesign, traffic: Traffic | null): string {
  const isEven = new Set(shares).size === 1;
  const rows = plans.map(({ lift, arms, total, days, found }) => [
    signed(lift),
    `${valueText(outcome, 0)} → ${valueText(outcome, lift)}`,
    (isEven ? arms.slice(0, 1) : arms).map((count) => count.toLocaleString('en')).join(' : '),
    total.toLocaleString('en'),
    shortShare(found),
    ...(traffic ? [days === null ? 'never' : String(days / 7)] : []),
  ]);
  const titles = [
    'lift',
    outcome.kind === 'share' ? 'share' : 'mean',
    isEven ? 'to a variant' : 'to each',
    `in all ${shares.length}`,
    'simulated',
    ...(traffic ? ['whole weeks'] : []),
  ];
  return table([titles, ...rows], [0, 2, 3, 4, 5]);
}

function promiseText(plans: readonly PowerPlan[], power: number, { confidence, looks, margin }: TestDesign): string {
  if (!plans.length) return 'No number of subjects shows that.';
  const often = looks ? `, at one of ${looks.count} looks` : '';
  const wrong = shortPercent(1 - confidence);
  return margin
    ? `Where it is no worse than that, this is seen ${shortPercent(power)} of the time${often}; worse by the margin of ${shortPercent(margin.margin)} is called safe ${wrong} of the time.`
    : `A lift that is there is seen ${shortPercent(power)} of the time${often}; one that is not, ${wrong}.`;
}

function smallestText(smallest: number | null, { visitors }: Traffic, days: number, { outcome }: TestDesign): string {
  const time = `${plural(days, 'day')} with ${plural(visitors, 'visitor')} each`;
  return smallest === null
    ? `${time} show no lift that a ${outcome.kind === 'share' ? 'baseline' : 'mean'} of ${valueText(outcome, 0)} can have.`
    : `${time} show a lift of ${percent(smallest)} or more: ${valueText(outcome, 0)} → ${valueText(outcome, smallest)}.`;
}

const signed = (lift: number): string => `${lift < 0 ? '−' : '+'}${shortPercent(Math.abs(lift))}`;
const shortShare = (share: number): string => `${(share * 100).toFixed(0)}%`;

function valueText(outcome: Outcome, lift: number): string {
  return outcome.kind === 'share'
    ? `${(outcome.baseline * (1 + lift) * 100).toFixed(2)}%`
    : (outcome.mean * (1 + lift)).toLocaleString('en', { maximumSignificantDigits: 4 });
}
