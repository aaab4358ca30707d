/** Counts who was shown what: the exposures of experiments and of holdouts, each once. */

import { type Experiment, holdoutsFor, isHeldOut, type Manifest } from '../core/index.js';
import { record } from './report.js';
import { segmentsOf } from './segments.js';
import { isFirst, isSilent, type Run, type Session } from './state.js';

/** Whether the recipe of a run holds now. */
export const holds = (run: Run | undefined): run is Run => !!run?._variant && !run._isBroken && !!run._verdict?.recipe;

/** The reasons for which no holdout was asked. */
const UNDECIDED = /^(preview|disabled|draft|paused|schedule|invalid)$/;

/** Sends an exposure, the same in every arm; false where there is none to send. */
export const expose = ({
  _experiment: experiment,
  _session: session,
  _variant: variant,
  _verdict: verdict,
}: Run): boolean => {
  const { id, phase, sharedJs, variants } = experiment;
  const { reason = 'preview' } = verdict ?? {};
  if (!variant || reason === 'preview' || isSilent(session)) return false;
  if (!isFirst(session._site._exposed, session._subject, id, variant.key)) return false;
  // Code may leave the page at once, as a redirect does.
  const hasCode = variants.some(({ js = sharedJs, redirect = js }) => redirect !== undefined);
  record(
    session,
    { type: 'exposure', experiment: id, variant: variant.key, phase, reason, ...segmentsOf(session) },
    hasCode,
  );
  return true;
};

/**
 * Sends an exposure for each holdout that has looked at this subject, held out or not: results compare the two. Their
 * first experiment whose trigger has fired makes it, the same in both arms.
 *
 * @param reason of the decision, which tells whether any holdout was asked
 */
export const exposeHoldouts = (session: Session, experiment: Experiment, reason: string): void => {
  const { _site: site, _subject: subject } = session;
  if (UNDECIDED.test(reason)) return;
  for (const holdout of holdoutsFor(site._manifest as Manifest, experiment))
    if (!isSilent(session) && isFirst(site._exposed, subject, holdout.id, 'holdout'))
      record(session, {
        type: 'exposure',
        experiment: holdout.id,
        variant: isHeldOut(holdout, subject) ? 'held' : 'open',
        reason: 'holdout',
        ...segmentsOf(session),
      });
};
