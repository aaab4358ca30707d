/** Leaves out dates: an experiment that has some all the same does not run. */

import type * as decide from '../decide.js';

export const isScheduled: typeof decide.isScheduled = ({ startAt, endAt }) => !startAt && !endAt;
