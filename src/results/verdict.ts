/** Decides what to do now, in one code and the facts for one sentence. */

import type { Asked } from './design.js';
import { type Certainty, type Difference, type Shortage, SPLIT_ALARM } from './inference/index.js';
import type { Against, Alarm, MetricArm, MetricResult, Result, Verdict } from './result.js';

/** Over this share of subjects in two variants the arms are no longer those that were drawn. */
const MOST_MIXED = 0.01;

const NOTHING: Verdict = {
  code: 'not-enough',
  variant: null,
  alarms: [],
  conflicts: [],
  guards: [],
  shortages: [],
  missing: null,
  worth: null,
  looksTooGood: false,
  reason: null,
};

/**
 * The verdict on a result. A primary metric has to improve, and each guardrail has to be shown to be within its margin.
 */
export function verdictOn(result: Omit<Result, 'verdict'>, asked: Asked, certainty: Certainty): Verdict {
  const alarms = alarmsIn(result);
  if (alarms.length) return { ...NOTHING, code: 'do-not-trust', alarms };
  if (!result.subjects) return { ...NOTHING, reason: 'no-subjects' };
  const primary = result.metrics.find(({ isPrimary }) => isPrimary);
  if (!primary) return { ...NOTHING, reason: 'no-primary' };
  const all = primary.arms.flatMap(({ variant, against }) =>
    against && isOpen(variant, result) ? [{ variant, against }] : [],
  );
  if (!all.length) return { ...NOTHING, reason: 'one-arm' };
  const told = all.filter(({ against }) => !against.shortages.length);
  if (!told.length) {
    const [{ shortages }] = all.map(({ against }) => against) as [Against, ...Against[]];
    return { ...NOTHING, shortages, missing: missingFor(result, shortages) };
  }
  const judged = told.map(({ variant, against }) => judge(variant, against, primary, result));
  return { ...decide(judged, told, told.length === all.length, primary, result, asked, certainty), alarms };
}

/** A variant of weight 0 that nobody saw is not waited for. */
const isOpen = (variant: string, { arms }: Omit<Result, 'verdict'>): boolean =>
  arms.some((arm) => arm.variant === variant && (arm.expectedShare > 0 || arm.subjects > 0));

function alarmsIn({ split, mixed, subjects, failuresP }: Omit<Result, 'verdict'>): Alarm[] {
  const found: Alarm[] = [];
  if (split?.state === 'off') found.push('split');
  if (mixed > MOST_MIXED * (subjects + mixed)) found.push('mixed');
  if (failuresP !== null && failuresP < SPLIT_ALARM) found.push('failures');
  return found;
}

interface Judged {
  readonly variant: string;
  readonly way: 'better' | 'worse' | 'unknown';
  readonly lift: number;
  readonly looksTooGood: boolean;
  readonly conflicts: Verdict['conflicts'];
  readonly guards: Verdict['guards'];
}

function judge(variant: string, against: Against, primary: MetricResult, { metrics }: Omit<Result, 'verdict'>): Judged {
  const way = wayOf(against, primary.goal);
  const others = metrics.filter((metric) => metric !== primary);
  // All metrics have the same arms, and whoever is compared in one is in all.
  const of = (metric: MetricResult): Against =>
    (metric.arms.find((arm) => arm.variant === variant) as MetricArm).against as Against;
  const worse = others.filter((metric) => {
    const own = of(metric);
    return (
      metric.role === 'secondary' &&
      !own.shortages.length &&
      own.q !== null &&
      own.q < 0.05 &&
      wayOf(own, metric.goal) === 'worse'
    );
  });
  const guards = others.flatMap((metric) => {
    const state = of(metric).guard?.state;
    return state === 'worse' || state === 'open' ? [{ variant, metric: metric.key, state }] : [];
  });
  return {
    variant,
    way,
    lift: against.difference.value as number,
    looksTooGood: against.looksTooGood,
    conflicts: way === 'better' ? worse.map(({ key }) => ({ variant, metric: key })) : [],
    guards,
  };
}

/** Which way a difference goes, where its interval leaves no doubt. */
export function wayOf(
  { difference }: Pick<Against, 'difference'>,
  goal: 'increase' | 'decrease',
): 'better' | 'worse' | 'unknown' {
  if (difference.is === 'unknown') return 'unknown';
  const isMore = difference.low > 0;
  if (!isMore && !(difference.high < 0)) return 'unknown';
  return isMore === (goal === 'increase') ? 'better' : 'worse';
}

function decide(
  judged: readonly Judged[],
  told: readonly { readonly variant: string; readonly against: Against }[],
  areAllTold: boolean,
  primary: MetricResult,
  result: Omit<Result, 'verdict'>,
  asked: Asked,
  certainty: Certainty,
): Verdict {
  const sign = primary.goal === 'increase' ? 1 : -1;
  const better = judged.filter(({ way }) => way === 'better').sort((a, b) => sign * (b.lift - a.lift));
  const isEarly = certainty.tunedFor === undefined && asked.plan !== null && result.subjects < asked.plan.subjects;
  const conflicts = better.flatMap((one) => one.conflicts);
  const worth = asked.effect ?? asked.plan?.effect ?? null;
  const facts = { ...NOTHING, conflicts, worth, looksTooGood: judged.some((one) => one.looksTooGood) };
  const clean = better.find(({ guards }) => !guards.length);
  const early = {
    ...facts,
    code: 'keep-running' as const,
    missing: asked.plan ? asked.plan.subjects - result.subjects : null,
  };
  if (clean) return isEarly ? early : { ...facts, code: 'ship', variant: clean.variant };
  const harm = judged.filter(({ way, guards }) => way === 'worse' || guards.some(({ state }) => state === 'worse'));
  if (harm.length === judged.length) {
    const [worst] = harm as [Judged, ...Judged[]];
    const guards = harm.flatMap((one) => one.guards.filter(({ state }) => state === 'worse'));
    return { ...facts, code: 'stop', variant: worst.variant, guards };
  }
  const guards = better.flatMap((one) => one.guards);
  if (guards.length) return { ...facts, code: 'keep-running', guards };
  if (worth !== null && areAllTold && told.every(({ against }) => isWithin(against, worth)))
    return { ...facts, code: 'no-difference' };
  return {
    ...facts,
    code: 'keep-running',
    missing: isEarly ? early.missing : missingNow(told, primary, result, worth),
  };
}

/** Whether every lift that the interval leaves is smaller than what is worth it. */
const isWithin = ({ lift }: Against, worth: number): boolean =>
  lift.is === 'bounded' && lift.low > -worth && lift.high < worth;

/**
 * How many subjects are still to come: those that a variant lacks come by its expected share, as few say little of the
 * split; of who converted, and of skewness, all goes on as it is.
 */
function missingFor({ subjects, arms }: Omit<Result, 'verdict'>, shortages: readonly Shortage[]): number | null {
  const counts = shortages.map((one) => {
    if (one.code === 'few-subjects')
      return Math.max(...arms.map((arm) => (arm.expectedShare ? (one.least - arm.subjects) / arm.expectedShare : 0)));
    return 'least' in one && one.seen > 0 ? subjects * (one.least / one.seen - 1) : null;
  });
  if (!arms.length || counts.some((one) => one === null) || !counts.length) return null;
  return Math.ceil(Math.max(...counts.map(Number)));
}

/** Standard errors between nothing and a difference that is seen four times in five, at 95% confidence. */
const SEEN = 0.8416;

/** So many more make the errors as small as the smallest change that is worth it asks for. */
function missingNow(
  told: readonly { readonly against: Against }[],
  { arms }: MetricResult,
  { control, subjects }: Omit<Result, 'verdict'>,
  worth: number | null,
): number | null {
  const base = arms.find(({ variant }) => variant === control)?.mean;
  if (worth === null || !base) return null;
  // Whatever lacks nothing has a difference that is known, and an error above zero.
  const known = told.map(({ against }) => against.difference as Extract<Difference, { readonly is: 'known' }>);
  const needed = known.map(({ low, high, error }) => {
    const width = (high - low) / 2 / error;
    return subjects * (((width + SEEN) * error) / (worth * Math.abs(base))) ** 2;
  });
  return Math.max(0, Math.ceil(Math.max(...needed) - subjects));
}
