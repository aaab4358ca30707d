/** Examines a target: what it holds, and whether it would take a publication. */

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { cannotWrite } from '../files/index.js';
import { type Attempt, caught, must } from './attempt.js';
import type { Door } from './remotes/remote.js';
import { openTarget, type Target } from './targets.js';

/** What was found. */
export interface ExaminedTarget {
  readonly target: Target;
  /** Whether it would take a publication; an obstacle where it would not. */
  readonly door: Attempt<Door>;
}

/** Examines a target, and changes nothing in it. An obstacle where it cannot be read. */
export const examineTarget = (place: string): Promise<Attempt<ExaminedTarget>> =>
  caught(async () => {
    const target = must(await openTarget(place));
    try {
      return { target, door: await caught(() => knockAt(target)) };
    } finally {
      target.letGo();
    }
  });

async function knockAt({ mirror, directory, state }: Target): Promise<Door> {
  if (mirror) return mirror.knock();
  if (!state) return 'unasked';
  try {
    await access(directory, constants.W_OK);
    return 'open';
  } catch (error) {
    throw cannotWrite(directory, error);
  }
}
