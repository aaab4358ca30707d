/** Lists what is measured, in the order of the page. */

import { collect } from '../node/collect.mjs';
import { commands } from '../node/commands.mjs';
import { decisions } from '../node/decisions.mjs';
import { install } from '../node/install.mjs';
import { react } from '../node/react.mjs';
import { results } from '../node/results.mjs';
import { studio } from '../node/studio.mjs';
import { visits } from '../node/visits.mjs';
import { churn } from './churn.mjs';
import { cost, scale } from './cost.mjs';
import { memory } from './memory.mjs';
import { rerender } from './rerender.mjs';
import { size } from './size.mjs';
import { view } from './view.mjs';

/**
 * @typedef {{name: string, title: string, needs: readonly 'browser'[], run: (context: {browser: object, server: object,
 *   contenders: readonly object[], args: object, say: (text: string) => void}) => Promise<object>}} Suite
 */

/** @type {readonly Suite[]} */
export const suites = [
  size,
  view,
  cost,
  scale,
  churn,
  rerender,
  memory,
  decisions,
  visits,
  react,
  commands,
  install,
  results,
  collect,
  studio,
];
