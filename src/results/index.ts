/** From events to a decision: who saw what, what they did then, and how sure that is. */

export { type Reading, readEvents } from './events.js';
export type { Certainty } from './inference/index.js';
export { type ChiSquared, chiSquared, SPLIT_ALARM } from './inference/index.js';
export { liftFor, type Power, subjectsFor } from './lift.js';
export { type Entry, report } from './report.js';
export { type Asked, ledgerOf, type Result, tally } from './tally.js';
export {
  type ArmWords,
  type Heading,
  type MetricWords,
  type ResultWords,
  type SplitWords,
  shortPercent,
  wordsOf,
} from './words.js';
