/** Says whether the split can be trusted. */

import { percent } from '../pages/index.js';
import { probability } from './numbers.js';
import type { Arm, Result } from './result.js';

/** Whether the split can be trusted; `open` where there is too little to tell. */
export interface SplitWords {
  readonly verdict: 'fine' | 'off' | 'open';
  readonly text: string;
}

/** What the split says of a result. */
export function splitWords(split: Result['split'], arms: readonly Arm[]): SplitWords | null {
  if (!split) return null;
  const counts = arms.map(({ subjects }) => subjects.toLocaleString('en')).join(' : ');
  const shares = arms.map(({ expectedShare }) => percent(expectedShare)).join(' : ');
  const p = split.p < 0.0001 ? 'p < 0.0001' : `p = ${probability(split.p)}`;
  if (split.state === 'open') return { verdict: 'open', text: `Too few subjects to test the split: ${counts}.` };
  if (split.state === 'fine')
    return {
      verdict: 'fine',
      text: `Nothing speaks against the split: ${counts} where ${shares} is expected, ${p}.`,
    };
  const closed = split.unexpected.map((at) => arms[at]?.variant ?? '');
  const why = closed.length ? `nobody should see ${closed.join(', ')}` : p;
  return {
    verdict: 'off',
    text: `The split is off: ${counts} where ${shares} is right, ${why}. Find out why before you believe any of it.`,
  };
}
