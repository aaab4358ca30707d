/** Answers why a subject has what they have in an experiment, or nothing. */

import { type Experiment, explain } from '../core/index.js';
import type { Explanation } from './api.js';
import { holds } from './exposures.js';
import { judge, questionOf } from './session.js';
import type { Site } from './state.js';

/** Every gate of an experiment in order, its trigger last; undefined before the first decision. */
export const explainTo = (site: Site, experiment: Experiment): Explanation | undefined => {
  const { _session: session } = site;
  if (!session) return undefined;
  const { id, trigger } = experiment;
  const run = session._runs.get(id);
  const verdict = run?._isElsewhere ? undefined : run?._verdict;
  const { reason, variant } = verdict ?? judge(session, experiment);
  const saw = { trigger, address: location.href };
  const gates: Explanation['gates'] =
    reason === 'invalid'
      ? []
      : [...explain(experiment, questionOf(session, experiment)), { gate: 'trigger', pass: !!run?._part._isOn(), saw }];
  const failures = [...session._told]
    .map((told) => told.split('\n'))
    .filter(([experimentId]) => experimentId === id)
    .map(([, , code = '', selector, message = '']) => ({ code, selector: selector || undefined, message }));
  return { id, variant, reason, isActive: holds(run), gates, failures };
};
