/** Says a verdict in one sentence. */

import { inLine, percent, plural } from '../pages/index.js';
import type { Shortage } from './inference/index.js';
import { differenceText, givenPercent, liftText } from './numbers.js';
import type { Against, Alarm, MetricArm, MetricResult, Result, Verdict } from './result.js';
import type { ResultsVoice } from './voices.js';

/** What to do now. */
export interface Conclusion {
  readonly code: Verdict['code'];
  /** A few words, such as `Ship treatment`. */
  readonly title: string;
  readonly text: string;
}

const alarmText = (alarm: Alarm, { who }: ResultsVoice): string =>
  ({
    split: 'the split is off',
    mixed: `over 1% of ${who}s saw more than one variant`,
    failures: 'failures differ between the variants',
  })[alarm];

interface Wording {
  readonly ship: (variant: string) => string;
  readonly stop: (variant: string) => string;
  readonly better: (control: string) => string;
  readonly worse: (control: string) => string;
  readonly called: (variant: string) => string;
}

const OF_EXPERIMENT: Wording = {
  ship: (variant) => `Ship ${variant}`,
  stop: (variant) => `Stop ${variant}`,
  better: (control) => `improved against ${control}`,
  worse: (control) => `got worse against ${control}`,
  called: (variant) => variant,
};

/** The rest of the visitors is no variant that somebody could ship or stop. */
const OF_HOLDOUT: Wording = {
  ship: () => 'The experiments do good together',
  stop: () => 'The experiments do harm together',
  better: () => 'is better with them than without',
  worse: () => 'is worse with them than without',
  called: () => 'the experiments',
};

/** The sentence for a verdict: what goes against it comes first. */
export function conclude(result: Result, isHoldout: boolean, voice: ResultsVoice): Conclusion {
  const { verdict } = result;
  const wording = isHoldout ? OF_HOLDOUT : OF_EXPERIMENT;
  const first = verdict.conflicts.map(
    ({ variant, metric }) => `With ${wording.called(variant)}, ${metric} gets worse.`,
  );
  const last = verdict.looksTooGood
    ? ['A lift this large is a fault more often than a success: check how it is counted.']
    : [];
  const { title, text } = sentenceFor(result, wording, voice);
  return { code: verdict.code, title, text: [...first, text, ...last].filter(Boolean).join(' ') };
}

function sentenceFor(
  result: Result,
  wording: Wording,
  voice: ResultsVoice,
): { readonly title: string; readonly text: string } {
  const { verdict, control } = result;
  const { code, alarms, guards } = verdict;
  const variant = verdict.variant ?? '';
  switch (code) {
    case 'do-not-trust':
      return {
        title: 'Do not trust these numbers',
        text: `${capital(alarms.map((one) => alarmText(one, voice)).join(', and '))}.`,
      };
    case 'ship':
      return {
        title: wording.ship(variant),
        text: `${primaryOf(result)} ${wording.better(control)}: ${liftOf(result, variant)}.`,
      };
    case 'stop':
      return {
        title: wording.stop(variant),
        text: guards.length
          ? `${guards.map(({ metric }) => metric).join(', ')} is worse than its margin allows.`
          : `${primaryOf(result)} ${wording.worse(control)}: ${liftOf(result, variant)}.`,
      };
    case 'no-difference':
      return {
        title: 'No difference that is worth it',
        text: `The interval of ${primaryOf(result)} rules out changes of ${givenPercent(verdict.worth as number)} and more, the smallest that is worth it.`,
      };
    case 'keep-running':
      return { title: 'Keep running', text: keepText(result, wording, voice) };
    case 'not-enough':
      return { title: 'Not enough to judge', text: lackText(result, voice) };
  }
}

function keepText(result: Result, { called }: Wording, { who }: ResultsVoice): string {
  const { guards, missing } = result.verdict;
  if (guards.length)
    return guards
      .map(({ variant, metric, state }) =>
        state === 'worse'
          ? `With ${called(variant)}, ${metric} is worse than its margin allows.`
          : `With ${called(variant)}, ${metric} may still be worse than its margin allows.`,
      )
      .join(' ');
  const { planned } = result;
  if (planned && planned.share < 1 && missing !== null)
    return `${percent(planned.share)} of the planned ${who}s are in: ${plural(missing, who)} are missing.`;
  return missing
    ? `${primaryOf(result)} shows no difference yet: about ${plural(missing, `more ${who}`)} would show one that is worth it.`
    : `${primaryOf(result)} shows no difference yet.`;
}

function lackText({ verdict: { reason, shortages, missing }, metrics }: Result, voice: ResultsVoice): string {
  if (reason === 'no-primary') return 'Say in the file which metric decides: role: primary.';
  if (reason === 'no-subjects') return 'Nobody was exposed to it.';
  if (reason === 'one-arm') return 'There is nothing to compare with.';
  const more = missing ? [`About ${plural(missing, `more ${voice.who}`)} would do.`] : [];
  const primary = metrics.find(({ isPrimary }) => isPrimary);
  return [...toldOf(shortages).map((one) => lackOf(one, primary, voice)), ...more].join(' ');
}

/** Of a variant with nothing to count it says nothing that it has none of the rest, either. */
export const toldOf = (shortages: readonly Shortage[]): readonly Shortage[] => {
  const empty = shortages.filter((one) => one.code === 'unknown' && one.reason === 'empty');
  return empty.length ? empty : shortages;
};

/** What a metric lacks for a verdict, as a sentence. */
export function lackOf(shortage: Shortage, metric: Capped | undefined, { who }: ResultsVoice): string {
  switch (shortage.code) {
    case 'few-subjects':
      return `${plural(shortage.seen, who)} in a variant: a verdict needs at least ${shortage.least.toLocaleString('en')}.`;
    case 'few-conversions':
      return `${plural(shortage.seen, who)} converted in both variants together: a verdict needs at least ${shortage.least}.`;
    case 'too-skewed':
      return `Few ${who}s make most of the total: for numbers so uneven it takes ${plural(shortage.least, who)} in a variant${orCap(metric)}.`;
    case 'unknown':
      return unknownText(shortage.reason, who);
  }
}

type Capped = Pick<MetricResult, 'kind' | 'cap'>;

/** Totals of subjects can be capped, and no other numbers. */
function orCap(metric: Capped | undefined): string {
  if (metric?.kind !== 'count' && metric?.kind !== 'sum') return '';
  return metric.cap ? ', or a lower cap' : ', or a cap';
}

/** Why the lift of a difference that is known has no bounds; null where it has some. */
export function boundlessOf({ difference, lift }: Pick<Against, 'difference' | 'lift'>): string | null {
  if (difference.is === 'unknown' || lift.is !== 'unbounded') return null;
  return lift.reason === 'control-not-positive'
    ? "The control's value is zero or below, and a share of that means nothing: read the difference."
    : "The control's value may as well be zero, so its lift has no bounds: read the difference.";
}

const unknownText = (
  reason: Extract<Shortage, { readonly code: 'unknown' }>['reason'],
  who: ResultsVoice['who'],
): string =>
  ({
    empty: 'A variant has nothing to count.',
    'one-subject': `A variant has a single ${who}.`,
    'no-variance': `Every ${who} has the same number, so nothing tells how sure that is.`,
    'not-finite': 'The numbers are too large to add up.',
  })[reason];

/** No verdict but `not-enough` is given where no metric decides. */
const primaryIn = ({ metrics }: Result): MetricResult => metrics.find(({ isPrimary }) => isPrimary) as MetricResult;

const primaryOf = (result: Result): string => inLine(primaryIn(result).name);

/** Of a variant that a verdict names, which has been compared. */
function liftOf(result: Result, variant: string): string {
  const { arms, kind } = primaryIn(result);
  const { against } = arms.find((arm) => arm.variant === variant) as MetricArm;
  const { lift, difference } = against as Against;
  const { value, interval } = liftText(lift);
  if (lift.is === 'unbounded') return differenceText(difference, kind);
  return lift.is === 'bounded' ? `${value} (${interval})` : interval;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
