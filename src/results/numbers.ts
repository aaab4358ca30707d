/** Writes numbers as a read-out shows them. */

import { percent } from '../pages/index.js';
import type { AskedMetric } from './design.js';
import type { Difference, RelativeLift } from './inference/index.js';

type Kind = AskedMetric['kind'];

/** `+12.3%`; a lift of several times the control is one, too. */
export const signedPercent = (share: number): string => `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;

/** `95%`, `99.9%`. */
export const shortPercent = (share: number): string => `${Number((share * 100).toFixed(4))}%`;

export const probability = (p: number): string => (p < 0.0001 ? '<0.0001' : p.toFixed(4));

/** As many digits as show what it is: `1,234.5`, `0.00021`. */
export const plain = (value: number): string =>
  Math.abs(value) >= 100
    ? value.toLocaleString('en', { maximumFractionDigits: 2 })
    : value.toLocaleString('en', { maximumSignificantDigits: 4 });

/** A total: whole cents where there are any. */
export const totalText = (value: number): string =>
  Math.abs(value) >= 1 || value === 0
    ? value.toLocaleString('en', { maximumFractionDigits: 2 })
    : value.toLocaleString('en', { maximumSignificantDigits: 4 });

/** What a metric comes to. */
export const meanText = (value: number | null, kind: Kind): string =>
  value === null ? '–' : kind === 'conversion' ? `${(value * 100).toFixed(2)}%` : plain(value);

const signed = (value: number, kind: Kind): string =>
  `${value < 0 ? '−' : '+'}${kind === 'conversion' ? `${(Math.abs(value) * 100).toFixed(2)}` : plain(Math.abs(value))}`;

/** `+2.50 points, +1.00 to +4.00`: of shares in hundredths of all. */
export function differenceText(difference: Difference, kind: Kind): string {
  const unit = kind === 'conversion' ? ' points' : '';
  if (difference.is === 'unknown') return difference.value === null ? '–' : `${signed(difference.value, kind)}${unit}`;
  const { value, low, high } = difference;
  return `${signed(value, kind)}${unit} (${signed(low, kind)} to ${signed(high, kind)})`;
}

/** The middle and the ends of a lift; what cannot be said is a dash. */
export function liftText(lift: RelativeLift): { readonly value: string; readonly interval: string } {
  switch (lift.is) {
    case 'bounded':
      return {
        value: signedPercent(lift.value),
        interval: `${signedPercent(lift.low)} to ${signedPercent(lift.high)}`,
      };
    case 'open':
      return { value: '–', interval: `${signedPercent(lift.low)} or more` };
    case 'unbounded':
      return { value: lift.value === null ? '–' : signedPercent(lift.value), interval: 'no bounds' };
  }
}
