/** Lets one process at a time publish to a target. */

import { join } from 'node:path';
import { holdLock, type Lock, Locked } from '../files/index.js';
import { Blocked } from './attempt.js';
import type { Notice } from './voice.js';

/** The name under which it lies in a target. */
export const LOCK_FILE = 'fx.lock';

/** How the lock of a target is asked for. */
export interface TargetLockOptions {
  /** How long to wait for another process, milliseconds. */
  readonly waitMs: number;
  /** Hears that the lock of a process that is gone was taken over. */
  readonly say: (notice: Notice) => void;
}

/**
 * Runs something while nobody else writes the target: no other process, and nothing else in this one.
 *
 * @throws Blocked with the code `locked` where it is held longer than `waitMs`, or its lock says so; Refusal where the
 * lock cannot be made
 */
export async function withLock<T>(
  directory: string,
  { waitMs, say }: TargetLockOptions,
  work: (lock: Lock) => Promise<T>,
): Promise<T> {
  const path = join(directory, LOCK_FILE);
  try {
    return await holdLock(path, { waitMs, onTakenOver: () => say({ code: 'taken-over', path }) }, work);
  } catch (error) {
    if (error instanceof Locked) throw new Blocked({ code: 'locked', path: error.path, holder: error.holder });
    throw error;
  }
}
