/** Marks a file of events as written by this process, and tells who writes it already. */

import { dirname, join } from 'node:path';
import { holdLock, Locked } from '../files/index.js';

/** Who writes a file besides. */
export type OtherWriter = NonNullable<Locked['holder']>;

/** What is known of a file that is written. */
export interface Writer {
  /** Who began before, null where nobody is known. */
  readonly other: OtherWriter | null;
  /** Takes the mark away. */
  end(): Promise<void>;
}

/** Begins with a dot, as all else in a folder of events may be read for events. */
const MARK = '.collecting';

/**
 * Two may write one file, so this excludes nobody. Where the mark cannot be made, nobody is known: whoever opens the
 * file says what is wrong with the folder.
 */
export function markWriter(file: string): Promise<Writer> {
  return new Promise((resolve) => {
    let isOver = (): void => undefined;
    const over = new Promise<void>((settle) => {
      isOver = settle;
    });
    const held: Promise<void> = holdLock(join(dirname(file), MARK), { waitMs: 0 }, () => {
      resolve({
        other: null,
        end: () => {
          isOver();
          return held;
        },
      });
      return over;
    }).catch((error: unknown) => {
      resolve({ other: error instanceof Locked ? error.holder : null, end: async () => undefined });
    });
  });
}
