/** Finds what is bad enough to stop an experiment at once, without waiting for a person. */

import { plural } from '../pages/index.js';
import { sum } from './compared.js';
import type { ExperimentCounts } from './counts.js';
import type { Asked } from './design.js';
import { givenPercent, probability } from './numbers.js';
import { readOut } from './readout.js';
import type { Arm, Result } from './result.js';

/** One reason to stop. */
export type Danger =
  /** More subjects came to some variants than chance explains, or came to variants that nobody should see. */
  | { readonly code: 'split'; readonly p: number; readonly unexpected: readonly string[] }
  /** A variant breaks more often than another. */
  | { readonly code: 'failures'; readonly p: number; readonly variant: string; readonly subjects: number }
  /** A guardrail is worse than its margin allows. */
  | { readonly code: 'guardrail'; readonly variant: string; readonly metric: string; readonly margin: number };

/** Chance alone makes a difference this large in one of ten thousand experiments. */
const BEYOND_DOUBT = 0.0001;
/** Fewer subjects stop nothing: anybody can post a few events. */
const LEAST_SUBJECTS_TO_STOP = 20;
/** So few of all are noise in somebody's browser, or a joke. */
const LEAST_SHARE_TO_STOP = 0.01;
/** Guardrails of all variants are read every minute for weeks, so each must be surer than for a single read-out. */
const WATCHFUL = { confidence: 0.999, tunedFor: 5000 };

/**
 * Reads counts so that it may be asked every minute: the tests of the split and of guardrails hold at every look.
 *
 * @returns empty where nothing has to be stopped
 */
export function watchOver(asked: Asked, counts: ExperimentCounts, phase?: string): Danger[] {
  return dangersIn(readOut(asked, counts, { certainty: WATCHFUL, isAdjusted: false, phase }));
}

/**
 * Dangers in a result. Split and guardrails are as sure as the result is: `watchOver` reads one that is sure enough.
 */
export function dangersIn(result: Result): Danger[] {
  return [...splitDanger(result), ...failureDanger(result), ...guardDangers(result)];
}

/** Nothing is said of a phase whose shares are not known. */
function splitDanger({ split, arms, subjects, isOwnDesign, isFilePhase }: Result): Danger[] {
  if (!split || !(isOwnDesign || isFilePhase)) return [];
  const closed = split.unexpected.map((at) => arms[at] as Arm);
  const strays = sum(closed.map((arm) => arm.subjects));
  const isStray = strays >= LEAST_SUBJECTS_TO_STOP && strays > LEAST_SHARE_TO_STOP * subjects;
  if (split.p >= BEYOND_DOUBT && !isStray) return [];
  return [{ code: 'split', p: split.p, unexpected: isStray ? closed.map(({ variant }) => variant) : [] }];
}

function failureDanger({ arms, failuresP }: Result): Danger[] {
  const failed = sum(arms.map((arm) => arm.failed));
  if (failuresP === null || failuresP >= BEYOND_DOUBT || failed < LEAST_SUBJECTS_TO_STOP) return [];
  const [worst] = [...arms].sort((a, b) => b.failed / b.subjects - a.failed / a.subjects) as [Arm, ...Arm[]];
  return [{ code: 'failures', p: failuresP, variant: worst.variant, subjects: worst.failed }];
}

const guardDangers = ({ metrics }: Result): Danger[] =>
  metrics.flatMap(({ key, margin, arms }) =>
    arms.flatMap(({ variant, against }) =>
      against?.guard?.state === 'worse' && !against.shortages.length
        ? [{ code: 'guardrail' as const, variant, metric: key, margin }]
        : [],
    ),
  );

/** Why an experiment is stopped, as a sentence. */
export function dangerText(danger: Danger): string {
  switch (danger.code) {
    case 'split':
      return danger.unexpected.length
        ? `The split is off: nobody should see ${danger.unexpected.join(', ')}.`
        : `The split is off: chance does not explain it (p ${chance(danger.p)}).`;
    case 'failures':
      return `${danger.variant} fails more often than the others, for ${plural(danger.subjects, 'visitor')} so far (p ${chance(danger.p)}).`;
    case 'guardrail':
      return `With ${danger.variant}, ${danger.metric} is worse by more than the ${givenPercent(danger.margin)} that its margin allows.`;
  }
}

const chance = (p: number): string => (p < 0.0001 ? '< 0.0001' : `= ${probability(p)}`);
