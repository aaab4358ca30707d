/** `fx power`: how many subjects a test takes, and how many days. */

import { Refusal } from '../../files/index.js';
import { percent, plural } from '../../pages/index.js';
import { liftFor, type Power, shortPercent, subjectsFor } from '../../results/index.js';
import { example, type Setup } from '../command.js';
import { readCount, readRatio } from '../input.js';
import { table } from '../table.js';

interface Options {
  readonly baseline: string;
  readonly lift?: string;
  readonly variants: string;
  readonly visitors?: string;
  readonly days?: string;
  readonly power: string;
  readonly confidence: string;
}

/** One row of the answer. */
interface Plan {
  readonly lift: number;
  /** To a variant. */
  readonly subjects: number;
  readonly total: number;
  /** Whole weeks; null without visitors. */
  readonly days: number | null;
}

const LIFTS = [0.02, 0.05, 0.1, 0.2, 0.5];
const MOST = 1_000_000_000;
const WEEK = 7;

export const setup: Setup = (command, io) => {
  command
    .requiredOption('--baseline <share>', 'of subjects who do it today: 5% or 0.05')
    .option('--lift <share>', 'the smallest that is worth seeing, of the baseline: 10% is 5% → 5.5% (default: several)')
    .option('--variants <count>', 'the control among them, all of the same weight', '2')
    .option('--visitors <count>', 'who come into the experiment in a day')
    .option('--days <count>', 'with --visitors: what these show, in place of how many it takes')
    .option('--power <share>', 'how often a lift that is there is to be seen', '80%')
    .option('--confidence <share>', '1 less this is how often one is seen that is not there', '95%')
    .addHelpText('after', example('fx power --baseline 5% --lift 10% --visitors 3000'))
    .action((options: Options) => {
      const { terminal } = io;
      const test: Power = {
        baseline: readRatio(options.baseline, '--baseline', 0.00001, 0.999),
        power: readRatio(options.power, '--power', 0.5, 0.9999),
        confidence: readRatio(options.confidence, '--confidence', 0.5, 0.9999),
      };
      const variants = readCount(options.variants, '--variants', 100, 2);
      const visitors = options.visitors === undefined ? null : readCount(options.visitors, '--visitors', MOST);
      const days = options.days === undefined ? null : readCount(options.days, '--days', 3650);
      const lifts =
        options.lift === undefined
          ? LIFTS.filter((lift) => test.baseline * (1 + lift) < 1)
          : [readRatio(options.lift, '--lift', 0.0001, 1 / test.baseline - 1.00001)];
      if (!lifts.length)
        throw new Refusal(`${options.baseline} leaves no room for a lift of 2%: name one with --lift.`, 'usage');
      if (days && !visitors)
        throw new Refusal('--days needs --visitors: how many come into the experiment in a day.', 'usage');
      const smallest = visitors && days ? liftFor(Math.floor((visitors * days) / variants), test) : null;
      const plans = lifts.map((lift) => planFor(lift, test, variants, visitors));
      if (terminal.isJson) return terminal.json('power', { ...test, variants, visitors, days, plans, smallest });
      if (visitors && days) return terminal.data(smallestText(smallest, visitors, days, test));
      terminal.data(plansText(plans, test, variants));
      terminal.say(
        `A lift that is there is seen ${shortPercent(test.power)} of the time; one that is not, ${shortPercent(1 - test.confidence)}.`,
      );
    });
};

function planFor(lift: number, test: Power, variants: number, visitors: number | null): Plan {
  const subjects = subjectsFor(lift, test);
  const total = subjects * variants;
  // a week has all weekdays
  return { lift, subjects, total, days: visitors && Math.ceil(total / visitors / WEEK) * WEEK };
}

function plansText(plans: readonly Plan[], { baseline }: Power, variants: number): string {
  const hasDays = plans.some(({ days }) => days !== null);
  const rows = plans.map(({ lift, subjects, total, days }) => [
    `+${shortPercent(lift)}`,
    `${fine(baseline)} → ${fine(baseline * (1 + lift))}`,
    subjects.toLocaleString('en'),
    total.toLocaleString('en'),
    days === null ? '' : plural(days, 'day'),
  ]);
  const titles = ['lift', 'share', 'to a variant', `in all ${variants}`, hasDays ? 'whole weeks' : ''];
  return table([titles, ...rows], [0, 2, 3, 4]);
}

function smallestText(smallest: number | null, visitors: number, days: number, { baseline }: Power): string {
  const time = `${plural(days, 'day')} with ${plural(visitors, 'visitor')} each`;
  return smallest === null
    ? `${time} show no lift that a baseline of ${fine(baseline)} can have.`
    : `${time} show a lift of ${percent(smallest)} or more: ${fine(baseline)} → ${fine(baseline * (1 + smallest))}.`;
}

const fine = (share: number): string => `${(share * 100).toFixed(2)}%`;
