/** Asks again where a store or the way to it fails for a moment. */

import { setTimeout } from 'node:timers/promises';
import { StoreFault } from './fault.js';

/** How long somebody asks. */
export interface StorePatience {
  readonly tries: number;
  /** Before the second try, milliseconds; each later pause is twice as long. */
  readonly pauseMs: number;
}

/** Of a command that somebody waits for: some eight seconds in all. */
export const PATIENT: StorePatience = { tries: 6, pauseMs: 250 };

/** Of a publication, which its own conditions guard. */
export const BRIEF: StorePatience = { tries: 4, pauseMs: 50 };

/** @throws StoreFault the last one, once no try is left, and at once one that stays */
export async function persist<T>(work: () => Promise<T>, { tries, pauseMs }: StorePatience): Promise<T> {
  for (let at = 1; ; at++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreFault && error.isPassing) || at >= tries) throw error;
      // Not all at once, where several ask.
      await setTimeout(pauseMs * 2 ** (at - 1) * (0.5 + Math.random() / 2));
    }
  }
}
