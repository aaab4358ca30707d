/** Makes the exposures of holdouts: results compare those who were held out with those who were not. */

import { isHeldOut } from './decide.js';
import type { Exposure } from './event.js';
import { holdoutsFor } from './manifest.js';
import type { Experiment, Manifest } from './types.js';

/** The reasons before which a holdout was asked. */
const ASKED = /^(holdout|sample|sticky|removed|layer|rule|context|divert|assigned)$/;

/**
 * An exposure for each holdout that has looked at a subject, on either side.
 *
 * @param reason of the decision about the experiment
 * @param now milliseconds since the epoch
 */
export const holdoutExposures = (
  manifest: Manifest | undefined,
  experiment: Experiment,
  reason: string,
  subject: string,
  now: number,
): Pick<Exposure, 'type' | 'experiment' | 'variant' | 'reason'>[] =>
  manifest && ASKED.test(reason)
    ? holdoutsFor(manifest, experiment, now).map((holdout) => ({
        type: 'exposure',
        experiment: holdout.id,
        variant: isHeldOut(holdout, subject) ? 'held' : 'open',
        reason: 'holdout',
      }))
    : [];
