/**
 * Declares what a target elsewhere can do: give its files, take changes in their order, and how long caches keep each.
 */

import { withoutSecrets } from '../../files/index.js';
import { Blocked } from '../attempt.js';

/** A file as it was read. */
export interface RemoteFile {
  readonly bytes: Buffer;
  /** Changes whenever somebody writes it. */
  readonly version: string;
}

/** All files of fx in a target. */
export interface Pulled {
  readonly files: ReadonlyMap<string, RemoteFile>;
  /** Whether an earlier publication did not arrive whole. */
  readonly isBehind: boolean;
  /** The state of the whole target, where one word says it, such as a commit. */
  readonly mark?: string | null;
}

/** What is kept of one target. */
export interface Shelf {
  /** The state of the whole target when it was read, such as a commit; null where that is not known. */
  readonly mark: string | null;
  /** Names of the files that are kept. */
  names(): readonly string[];
  /** A file as it is kept; null where it is not, or was damaged since. */
  take(name: string): Promise<RemoteFile | null>;
  /** Keeps what was read now, and no more than that. */
  keep(pulled: Pulled): Promise<void>;
}

/** One change. */
export interface RemoteStep {
  readonly name: string;
  /** Null: it is deleted. */
  readonly bytes: Buffer | null;
}

/**
 * What a target says that is asked whether it would take a publication: yes, yes but even over what somebody else just
 * published, or it cannot be asked without one.
 */
export type Door = 'open' | 'unguarded' | 'unasked';

/** A target elsewhere. */
export interface Remote {
  readonly address: string;
  /** Where its copy is kept between publications; null: a temporary one is made each time. */
  readonly kept: string | null;
  /** @param shelf what was read before: of what is still the same the bytes are taken from there */
  pull(shelf: Shelf): Promise<Pulled>;
  /**
   * Asks whether it would take a publication, and changes nothing in it.
   *
   * @throws Blocked `remote` where it would not
   */
  knock(pulled: Pulled): Promise<Door>;
  /**
   * Makes changes, each once those before it are made.
   *
   * @param pulled what they were made from: where somebody changed that since, nothing more is written
   * @param folder the copy in which the new bytes lie
   * @param reason why, for a target that keeps commits
   * @throws Blocked `moved` where somebody else published, `remote` where it cannot be reached
   */
  push(steps: readonly RemoteStep[], pulled: Pulled, folder: string, reason?: string): Promise<void>;
}

/** Names that fx writes. Others in the same place are left alone, and are not read. */
export const isOwnName = (name: string): boolean =>
  name === 'state.json' ||
  /^(?:manifest|container|preview\.[0-9a-f]{16}|fx(?:\.[a-z]+)?)(?:\.[0-9a-f]{16})?\.(?:js|json)(?:(?:\.[0-9a-f]{16})?\.sig)?$/.test(
    name,
  );

/** Whether a name says what its bytes are, so that the file never changes. */
export const isLasting = (name: string): boolean =>
  /\.[0-9a-f]{16}\.(?:js|json|sig)$/.test(name.replace(/^preview\.[0-9a-f]{16}/, 'preview'));

/** How long the caches of a site may keep it, as `fx build` prints. */
export const cacheOf = (name: string): string =>
  isLasting(name) ? 'public, max-age=31536000, immutable' : 'public, max-age=60';

/** How files are sent. */
export const typeOf = (name: string): string =>
  name.endsWith('.js')
    ? 'text/javascript; charset=utf-8'
    : name.endsWith('.json')
      ? 'application/json; charset=utf-8'
      : 'text/plain; charset=utf-8';

/** Ends with why it took nothing: it was reached. */
export const refusedBy = (address: string, reason: string): Blocked =>
  new Blocked({ code: 'remote', address, reason: withoutSecrets(reason).replace(/\.+$/, ''), isRefused: true });

/** Ends with what kept fx from reaching it: programs repeat in it how they were asked. */
export const cannotReach = (address: string, reason: string): Blocked =>
  new Blocked({ code: 'remote', address, reason: withoutSecrets(reason).replace(/\.+$/, '') });
