/** Publishes an earlier revision again. */

import type { ApplyOptions } from './apply.js';
import { type Attempt, Blocked, caught } from './attempt.js';
import { type PublishOptions, publish, withFinished } from './publish.js';
import { requireSignature } from './signed.js';
import { nowUsed, type Release } from './state.js';
import { holding, readPublished, readRelease, readTarget, stateOf, type Target, withTarget } from './targets.js';

/** A way back that was found. */
export interface WayBack {
  readonly target: Target;
  /** The revision that is published now. */
  readonly from: string;
  /** What is to be published again. */
  readonly to: Release;
}

/**
 * Finds what a target can go back to. Writes nothing.
 *
 * @param revision an earlier one; by default the last before the one that is published
 */
export const findWayBack = (directory: string, revision?: string): Promise<Attempt<WayBack>> =>
  caught(async () =>
    holding(await readTarget(directory), async (target) => {
      const { history, current } = stateOf(target);
      const to = revision === undefined ? history[0] : history.find((one) => one.revision === revision);
      if (to) return { target, from: current.revision, to };
      throw new Blocked({
        code: 'no-history',
        directory,
        current: current.revision,
        wanted: revision ?? null,
        known: history.map((one) => one.revision),
      });
    }),
  );

/** Goes back, and lets the target go. What was newer leaves the history; its ids and salts stay remembered as used. */
export const goBack = ({ target: opened, to }: WayBack, options: ApplyOptions): Promise<Attempt<void>> =>
  caught(() =>
    withTarget(opened, async () => {
      requireSignature(opened, options);
      await withFinished(opened, options, (target) => republish(target, to, options));
    }),
  );

async function republish(target: Target, to: Release, options: PublishOptions): Promise<void> {
  const state = stateOf(target);
  const files = await readRelease(target.directory, to, state.enabled);
  const after = await readPublished(target.directory, to, false);
  const index = state.history.findIndex((one) => one.release === to.release);
  const used = nowUsed(state.used, target.published, after, true);
  const history = state.history.slice(index + 1);
  await publish(target, { state: { ...state, current: to, history, used }, files, token: target.token }, options);
}
