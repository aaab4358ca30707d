/** Says what may be believed of a variant, for those who ask for a chance and not for an interval. */

import { meanText, shortPercent } from './numbers.js';
import type { MetricResult } from './result.js';

/** A sentence to a variant of which enough is known. */
export function beliefLines({ arms, goal, kind }: MetricResult, control: string): string[] {
  return arms.flatMap(({ variant, against }) => {
    const belief = against?.shortages.length ? null : against?.belief;
    if (!belief) return [];
    const { chanceAbove, lossOfVariant, lossOfControl, scale } = belief;
    const isMore = goal === 'increase';
    // Where less is better, whoever takes the variant loses what it is above the control.
    const [taken, kept] = isMore ? [lossOfVariant, lossOfControl] : [lossOfControl, lossOfVariant];
    const cost = (loss: number): string => (scale === 'lift' ? rounded(loss) : meanText(loss, kind));
    return [
      `${variant} is better than ${control} with a chance of ${chanceText(isMore ? chanceAbove : 1 - chanceAbove)}. Expected loss of taking it: ${cost(taken)}; of keeping ${control}: ${cost(kept)}.`,
    ];
  });
}

/** No chance that is worked out from a normal likelihood is certain. */
function chanceText(chance: number): string {
  if (chance > 0.999) return 'over 99.9%';
  return chance < 0.001 ? 'under 0.1%' : rounded(chance);
}

const rounded = (share: number): string => shortPercent(Math.round(share * 1000) / 1000);
