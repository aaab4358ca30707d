/** Makes a project whose target is elsewhere, and publishes to it. */

import { join } from 'node:path';
import { expect } from 'vitest';
import {
  type Attempt,
  carryOut,
  findWayBack,
  goBack,
  type Notice,
  openTarget,
  planFor,
  toggle,
  type Voice,
} from '../../../src/publishing/index.js';
import type { Project } from '../../cli/target.js';

/** Who publishes. */
export interface Publisher {
  readonly said: Notice[];
  /** Plans and publishes; `false` where there was nothing to do. */
  publish(reason?: string): Promise<Attempt<boolean>>;
  back(): Promise<Attempt<void>>;
  toggle(isOn: boolean): Promise<Attempt<void>>;
  /** The target as it is now, which has to be whole. */
  expectWhole(): Promise<{ readonly revision: string; readonly enabled: boolean; readonly history: number }>;
}

/** Publishes the experiments of a project to an address. */
export function publisherOf({ root }: Pick<Project, 'root'>, address: string): Publisher {
  const said: Notice[] = [];
  const say = (notice: Notice): void => void said.push(notice);
  const voice: Voice = { say, busy: (_, work) => work() };
  return {
    said,
    async publish(reason) {
      const planned = await planFor(voice, join(root, 'experiments'), { directory: address, isNamed: true });
      return planned.ok ? carryOut(planned.value, { say, isBreakingAllowed: true, reason }) : planned;
    },
    async back() {
      const way = await findWayBack(address);
      return way.ok ? goBack(way.value, { say }) : way;
    },
    toggle: (isOn) => toggle(address, isOn, say),
    async expectWhole() {
      const opened = await openTarget(address);
      if (!opened.ok) throw new Error(JSON.stringify(opened.obstacle));
      opened.value.letGo();
      const { state, drift, damaged, lost, isUnfinished } = opened.value;
      expect({ drift, damaged: [...damaged.keys()], lost, isUnfinished }).toEqual({
        drift: [],
        damaged: [],
        lost: [],
        isUnfinished: false,
      });
      if (!state) throw new Error('nothing was published');
      return { revision: state.current.revision, enabled: state.enabled, history: state.history.length };
    },
  };
}

/** Fails with the obstacle where there is one. */
export function wasDone<T>(attempt: Attempt<T>): T {
  if (attempt.ok) return attempt.value;
  throw new Error(JSON.stringify(attempt.obstacle));
}
