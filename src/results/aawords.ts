/** Says of splits at random whether the read-out keeps its promise on these events. */

import { plural } from '../pages/index.js';
import { type AaMetric, type AaResult, LEAST_PROMISED } from './aa.js';
import { probability, shortPercent } from './numbers.js';

/** What one experiment's splits say. */
export interface AaWords {
  readonly summary: string;
  readonly metrics: readonly { readonly key: string; readonly state: AaMetric['state']; readonly text: string }[];
  readonly asides: readonly string[];
}

/** Smaller: the p-values are not spread as they should be. */
const UNEVEN = 0.001;

export function aaWords({ splits, subjects, left, shares, metrics, untried }: AaResult): AaWords {
  const [first, second] = shares.map(roughPercent);
  return {
    summary: `${plural(subjects, 'subject')}, split at random ${first} to ${second}, ${splits.toLocaleString('en')} times. Whatever differs between two such groups is chance.`,
    metrics: metrics.map((metric) => ({
      key: metric.key,
      state: metric.state,
      text: [foundText(metric, splits), spreadText(metric)].filter(Boolean).join(' '),
    })),
    asides: [
      ...(left ? [`${plural(left, 'subject')} more are left out, chosen by a hash of their ids.`] : []),
      ...untried.map((key) => `${key} is a quantile, which is not tried.`),
    ],
  };
}

const roughPercent = (share: number): string => shortPercent(Math.round(share * 1000) / 1000);

function foundText({ judged, found, promised, state }: AaMetric, splits: number): string {
  if (state === 'unjudged' && judged === splits)
    return `${plural(splits, 'split')} are too few to judge by: ask for more with --aa ${enoughFor(promised)}.`;
  if (state === 'unjudged')
    return `${judged ? `Only ${plural(judged, 'split')} of ${splits.toLocaleString('en')} have` : 'No split has'} an answer: too few to judge by.`;
  const seen = `A difference in ${shortPercent(Math.round((found / judged) * 1000) / 1000)} of ${plural(judged, 'split')}, where ${shortPercent(promised)} are promised`;
  if (state === 'as-promised') return `${seen}.`;
  if (state === 'too-seldom') return `${seen}: more careful than it says, as with few conversions.`;
  return `${seen}: its intervals hold less often than they say. Give the metric a cap, or wait for more subjects.`;
}

/** Of 1,000, 5,000, 10,000 and so on the first that is enough. */
function enoughFor(promised: number): number {
  let enough = 1_000;
  while (enough * promised < LEAST_PROMISED) enough *= String(enough).startsWith('1') ? 5 : 2;
  return enough;
}

function spreadText({ state, evenP, noEvenP }: AaMetric): string {
  if (state === 'unjudged' || noEvenP === 'every-look') return '';
  if (evenP === null) return 'Its p-values take too few values to judge their spread.';
  return evenP < UNEVEN
    ? `Its p-values are not spread evenly (p ${probability(evenP)}).`
    : `Its p-values are spread evenly (p ${probability(evenP)}).`;
}
