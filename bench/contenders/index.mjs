/** Lists everybody who is measured in a browser, in the order of the tables. */

import { external } from './external.mjs';
import { fx } from './fx.mjs';
import { growthbook } from './growthbook.mjs';
import { inline } from './inline.mjs';
import { nothing } from './nothing.mjs';
import { observer } from './observer.mjs';
import { posthog } from './posthog.mjs';
import { scripts } from './script.mjs';
import { written } from './written.mjs';

/**
 * @typedef {object} Contender
 * @property {string} name for `--only`
 * @property {string} title for the tables
 * @property {'baseline' | 'fx' | 'peer'} group
 * @property {readonly string[]} suites in which it takes part
 * @property {readonly string[]} [quickSuites] in which it takes part in a quick run, where these are fewer
 * @property {(page: {experiments: readonly object[], origin: string}) => {head?: string, routes?: object,
 *   changes?: readonly object[]}} install
 * @property {() => string} [bundle] what a browser loads where there is no experiment
 * @property {boolean} [isIdle] is no script at all: what the others are compared to
 * @property {boolean} [changesNothing] is a script that shows no variant
 * @property {boolean} [isAtHand] has its manifest without asking: it may never be late
 * @property {boolean} [isRevisit] measured at the second view
 * @property {string} [sendsTo] the path to which it sends what was seen
 * @property {string} [onNavigate] what its documentation wants called when a single page navigates
 * @property {(count: number) => boolean} [hasCount] whether it can be had with so many experiments
 * @property {number} [maxExperiments] more would take minutes
 */

/** @type {readonly Contender[]} */
export const contenders = [
  nothing,
  observer,
  written,
  inline,
  external,
  ...fx,
  ...growthbook,
  ...posthog,
  ...scripts(),
];
