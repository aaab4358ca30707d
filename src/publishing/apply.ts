/** Carries out a plan: what was compared is published, unless its risks were not allowed. */

import { type Attempt, Blocked, caught } from './attempt.js';
import { type Planned, riskOf } from './planning.js';
import { type Publication, type PublishOptions, publish, withFinished } from './publish.js';
import { publishedOf, switchRelease } from './release.js';
import { isSignedBy, requireSignature } from './signed.js';
import { HISTORY_LIMIT, nowUsed } from './state.js';
import { type Target, withTarget } from './targets.js';

/** How a plan is carried out. */
export interface ApplyOptions extends PublishOptions {
  /** Whether visitors may move and the analysis may break. Default false. */
  readonly isBreakingAllowed?: boolean;
  /** Whether what has a signature may be published without one. Default false. */
  readonly mayUnsign?: boolean;
}

/**
 * Publishes what was planned. Where the target holds all of it already, nothing is written, and the value is false. The
 * target is let go.
 */
export const carryOut = (planned: Planned, options: ApplyOptions): Promise<Attempt<boolean>> =>
  caught(() =>
    withTarget(planned.target, async (opened) => {
      const { signer } = options;
      if (planned.isNoop && (!signer || (await isSignedBy(opened, signer)))) return false;
      requireSignature(opened, options);
      const risk = riskOf(planned);
      if (risk && !options.isBreakingAllowed) throw new Blocked(risk);
      await withFinished(opened, options, (target) => publish(target, publicationOf(planned, target), options));
      return true;
    }),
  );

/**
 * What the target is to hold and to remember. The same release again, to put files right, is no new entry of its
 * history.
 */
function publicationOf({ project, rendered, valid }: Planned, { state, published }: Target): Publication {
  const enabled = state?.enabled ?? true;
  const live = publishedOf(valid.manifest, rendered.release.metrics);
  const isSame = state?.current.release === rendered.release.release;
  const history = !state ? [] : isSame ? state.history : [state.current, ...state.history];
  return {
    files: switchRelease(rendered.files, enabled),
    token: project.token,
    state: {
      schema: 'fx.state/1',
      enabled,
      current: rendered.release,
      history: history.slice(0, HISTORY_LIMIT),
      used: nowUsed(state?.used ?? [], published, live, false),
    },
  };
}
