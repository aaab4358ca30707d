/** Answers why a subject has what they have in an experiment, or nothing. */

import { type Experiment, explain } from '../core/index.js';
import type { Explanation } from './api.js';
import { holds } from './experiments.js';
import { judge, questionOf } from './session.js';
import type { Site } from './state.js';

/** Every gate of an experiment in order; undefined before the first decision. */
export const explainTo = (site: Site, experiment: Experiment): Explanation | undefined => {
  const { _session: session } = site;
  if (!session) return undefined;
  const { id } = experiment;
  const run = session._runs.get(id);
  const verdict = run?._isElsewhere ? undefined : run?._verdict;
  const { reason, variant } = verdict ?? judge(session, experiment);
  const gates = reason === 'invalid' ? [] : explain(experiment, questionOf(session, experiment));
  return { id, variant, reason, isActive: holds(run), gates };
};
