/**
 * Declares what an attempt of this room ends with: a value, or the obstacle that kept it from one, as data without
 * words.
 */

import type { Problem } from '../authoring/index.js';
import { type LoadedFile, Refusal } from '../files/index.js';

/** What is wrong with the address of a target. */
export type AddressFault = 'kind' | 'malformed' | 'bucket' | 'branch' | 'command' | 'backslash';

/** Why something was not done. `code` says which; the rest is what a sentence about it needs. */
export type Obstacle =
  /** The configuration has something else than it should under `field`. */
  | {
      readonly code: 'config';
      readonly path: string;
      readonly field: 'previewToken' | 'targets' | 'redirectOrigins' | 'segments';
    }
  /** The configuration declares under `tag` what no page can use; '' where that is neither a list nor a map. */
  | { readonly code: 'tag'; readonly path: string; readonly word: string; readonly nearest: string | undefined }
  /** No target was named, and the configuration names none or several. */
  | {
      readonly code: 'usage';
      readonly names: readonly string[];
      readonly config: string | null;
      /** One of them may be why. */
      readonly warnings?: readonly Problem[];
    }
  /** The experiments have errors. */
  | {
      readonly code: 'invalid';
      readonly directory: string;
      readonly files: readonly LoadedFile[];
      readonly problems: readonly Problem[];
    }
  /** Nothing was published to the target yet. */
  | { readonly code: 'no-target'; readonly directory: string }
  /** The target's state.json was not written by this version of fx. */
  | { readonly code: 'state'; readonly path: string }
  /** A file of a release is gone, or its bytes are others; `path` names a manifest that is none. */
  | { readonly code: 'damaged'; readonly directory: string; readonly role: string; readonly revision: string }
  | { readonly code: 'damaged'; readonly path: string }
  /**
   * What was named as a target is no address, or none of a kind that fx publishes to; `named` is where it stands in a
   * file.
   */
  | {
      readonly code: 'address';
      readonly address: string;
      readonly fault: AddressFault;
      readonly named?: { readonly path: string; readonly name: string };
    }
  /** A target elsewhere cannot be reached, or is and refuses (`isRefused`); `reason` holds no secret. */
  | { readonly code: 'remote'; readonly address: string; readonly reason: string; readonly isRefused?: boolean }
  /** Somebody else publishes; `holder` is null where the lock was taken over meanwhile. */
  | {
      readonly code: 'locked';
      readonly path: string;
      readonly holder: { readonly host: string; readonly pid: string } | null;
    }
  /** The target was published to since it was compared. */
  | { readonly code: 'moved'; readonly directory: string }
  /**
   * The target is signed, and what was to be published is not: servers with its key would go on with what they have.
   */
  | { readonly code: 'signed'; readonly directory: string }
  /** The changes move visitors or break the analysis, and that was not allowed. */
  | { readonly code: 'breaking'; readonly risks: number }
  /** No earlier revision, or none of that name; `known` are those that there are, the newest first. */
  | {
      readonly code: 'no-history';
      readonly directory: string;
      readonly current: string;
      readonly wanted: string | null;
      readonly known: readonly string[];
    }
  /**
   * Files could not be read or written: the room of files has the sentence, and `refusal.code` says what kind it is.
   */
  | { readonly code: 'files'; readonly refusal: Refusal };

/** A value, or why there is none. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly obstacle: Obstacle };

/** An attempt that met an obstacle. */
export const blocked = (obstacle: Obstacle): Attempt<never> => ({ ok: false, obstacle });

/** An attempt that succeeded. */
export const done = <T>(value: T): Attempt<T> => ({ ok: true, value });

/** Carries an obstacle from deep inside of this room to its door. Nobody outside of the room meets it. */
export class Blocked extends Error {
  override readonly name = 'Blocked';

  constructor(readonly obstacle: Obstacle) {
    super(obstacle.code);
  }
}

/** Runs something of this room; obstacles and refusals of files are values then, faults of fx stay exceptions. */
export async function caught<T>(work: () => T | Promise<T>): Promise<Attempt<T>> {
  try {
    return done(await work());
  } catch (error) {
    if (error instanceof Blocked) return blocked(error.obstacle);
    if (error instanceof Refusal) return blocked({ code: 'files', refusal: error });
    throw error;
  }
}

/** The value of an attempt, for work that is itself inside of `attempt`. */
export function must<T>(attempt: Attempt<T>): T {
  if (attempt.ok) return attempt.value;
  throw new Blocked(attempt.obstacle);
}
