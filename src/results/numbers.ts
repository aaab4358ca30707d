/** Writes numbers as a read-out shows them. */

import { percent } from '../pages/index.js';
import type { AskedMetric } from './design.js';
import type { Difference, RelativeLift } from './inference/index.js';

type Kind = AskedMetric['kind'];

/**
 * `+12.3%`; a lift of several times the control is one, too, and one that is too small for a tenth keeps two digits.
 */
export function signedPercent(share: number): string {
  const size = Math.abs(share);
  const told = size > 0 && size < LEAST_TENTH ? `${plain(size * 100, 2)}%` : percent(size);
  return `${share < 0 ? '−' : '+'}${told}`;
}

/** Of a percent: below it one decimal would say nothing. */
const LEAST_TENTH = 0.0005;

/** `95%`, `99.9%`. */
export const shortPercent = (share: number): string => `${Number((share * 100).toFixed(4))}%`;

export const probability = (p: number): string => (p < 0.0001 ? '<0.0001' : p.toFixed(4));

/** As many digits as show what it is: `1,234.5`, `0.00021`. */
export const plain = (value: number, digits = 4): string =>
  written(value, Math.abs(value) >= 100 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: digits });

/** A total: whole cents where there are any. */
export const totalText = (value: number): string =>
  written(value, Math.abs(value) >= 1 || value === 0 ? { maximumFractionDigits: 2 } : { maximumSignificantDigits: 4 });

/** With the sign that differences have, which is as wide as a plus. */
const written = (value: number, options: Intl.NumberFormatOptions): string =>
  value.toLocaleString('en', Math.abs(value) < BILLION ? options : { maximumFractionDigits: 0 }).replace('-', '−');

/** From here on hundredths only make a column wider than a phone. */
const BILLION = 1e9;

/** What a metric comes to. */
export const meanText = (value: number | null, kind: Kind): string =>
  value === null ? '–' : kind === 'conversion' ? `${hundredths(value)}%` : plain(value);

const signed = (value: number, kind: Kind): string =>
  `${value < 0 ? '−' : '+'}${kind === 'conversion' ? hundredths(Math.abs(value)) : plain(Math.abs(value))}`;

/** Of a share two decimals, and more where these would say nothing. */
const hundredths = (share: number): string =>
  share > 0 && share < LEAST_HUNDREDTH ? plain(share * 100, 2) : (share * 100).toFixed(2);

const LEAST_HUNDREDTH = 0.00005;

/** What somebody wrote into a file: `2.0%`, and `0.25%` where one decimal would change it. */
export const givenPercent = (share: number): string =>
  Math.abs(Number((share * 100).toFixed(1)) - share * 100) > 1e-9 ? shortPercent(share) : percent(share);

/** Of all subjects: one decimal, and two digits of what is missing to none or all. */
export function sharePercent(share: number): string {
  const rest = Math.min(share, 1 - share);
  if (rest <= 0 || rest >= 0.01) return percent(share);
  const told = Number((rest * 100).toPrecision(2));
  return `${Number((share < 0.5 ? told : 100 - told).toPrecision(12))}%`;
}

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
