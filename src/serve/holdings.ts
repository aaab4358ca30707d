/** Reads what targets hold, and knows it for as long as it is so: every page asks. */

import { join } from 'node:path';
import { buildExperiment, buildMetric, diff, type Published } from '../authoring/index.js';
import type { Holdout } from '../core/index.js';
import { isAddress, readText, withoutSecrets } from '../files/index.js';
import { openTarget, STATE_FILE } from '../publishing/index.js';
import { type Done, succeeded } from './fault.js';
import { answerOf } from './obstacles.js';
import type { FiledExperiment } from './workspace.js';

/** What is published in a target. */
export interface TargetState {
  readonly target: string;
  readonly enabled: boolean;
  readonly revision: string | null;
  /** Earlier ones, the newest first. */
  readonly history: readonly string[];
}

/** What visitors have of a target. */
export interface LiveState {
  /** False while everything is switched off. */
  readonly enabled: boolean;
  /** Running and paused experiments, and the drafts of previews. */
  readonly experiments: ReadonlyMap<string, Published>;
  readonly holdouts: readonly Holdout[];
  /** Whether a publication would change one that is published: another answer needs another object. */
  isOther(filed: FiledExperiment): boolean;
}

/** All that pages ask of a target, read at once. */
export interface TargetHeld {
  readonly state: TargetState;
  /** All of what is published, drafts and the tag too; null where nothing is. */
  readonly release: string | null;
  readonly live: LiveState;
}

/** The one part that is asked for. */
export const partOfHeld = <Part extends keyof TargetHeld>(
  part: Part,
  held: Done<TargetHeld>,
): Done<TargetHeld[Part]> => (held.ok ? succeeded(held.value[part]) : held);

/** What targets hold. */
export interface Holdings {
  /** As it is, or was a moment ago. */
  at(target: string): Promise<Done<TargetHeld>>;
  now(target: string): Promise<Done<TargetHeld>>;
  /** It was changed. */
  forget(target: string): void;
}

/**
 * A target elsewhere is fetched file by file, and every page shows whether it is on: that may be so old, unless it was
 * changed here.
 */
const REMEMBERED_MS = 30_000;

export function createHoldings(): Holdings {
  const elsewhere = new Map<string, { readonly held: Promise<Done<TargetHeld>>; readonly since: number }>();
  const here = new Map<string, { readonly held: Done<TargetHeld>; readonly text: string }>();
  const now = async (target: string): Promise<Done<TargetHeld>> => {
    if (isAddress(target)) {
      const held = holdingsOf(target);
      elsewhere.set(target, { held, since: performance.now() });
      return held;
    }
    // Reading all files of a thousand experiments takes longer than a page may.
    const text = await readText(join(target, STATE_FILE)).catch(() => null);
    const known = here.get(target);
    if (text !== null && known?.text === text) return known.held;
    const held = await holdingsOf(target);
    if (text !== null && held.ok) here.set(target, { held, text });
    return held;
  };
  return {
    now,
    at(target) {
      const known = elsewhere.get(target);
      const isFresh = known !== undefined && performance.now() - known.since < REMEMBERED_MS;
      return isFresh ? known.held : now(target);
    },
    forget: (target) => void elsewhere.delete(target),
  };
}

async function holdingsOf(target: string): Promise<Done<TargetHeld>> {
  const opened = answerOf(await openTarget(target));
  if (!opened.ok) return opened;
  const { state, published, holdouts } = opened.value;
  opened.value.letGo();
  const enabled = state?.enabled ?? true;
  return succeeded({
    state: {
      target: withoutSecrets(target),
      enabled,
      revision: state?.current.revision ?? null,
      history: (state?.history ?? []).map(({ revision }) => revision),
    },
    release: state?.current.release ?? null,
    live: { enabled, experiments: published, holdouts, isOther: compareWith(published) },
  });
}

/** Files that did not change are not compared again. */
function compareWith(published: ReadonlyMap<string, Published>): LiveState['isOther'] {
  const known = new WeakMap<FiledExperiment, boolean>();
  return (filed) => {
    const { id, source, experiment } = filed;
    const before = published.get(id);
    if (!before) return false;
    const found = known.get(filed);
    if (found !== undefined) return found;
    const { raw } = source;
    const metrics = raw.status === 'draft' ? undefined : (raw.metrics ?? []).map(buildMetric);
    const isOther = diff(before, { experiment: experiment ?? buildExperiment(raw), metrics }).length > 0;
    known.set(filed, isOther);
    return isOther;
  };
}
