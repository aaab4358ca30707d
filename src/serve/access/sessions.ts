/**
 * Keeps sessions of people: the cookie holds a secret, the file its digest, so that whoever reads the file cannot sign
 * in.
 */

import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeDirectory, readText, writeOver } from '../../files/index.js';
import { digestOf, newSecret } from './secrets.js';

/** A session. */
export interface StudioSession {
  readonly digest: string;
  readonly email: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** All of them. */
export interface Sessions {
  /** @returns the secret for the cookie */
  begin(email: string): Promise<string>;
  find(secret: string): Promise<StudioSession | null>;
  end(secret: string): Promise<void>;
  /** Of one person, on every device. */
  endAll(email: string): Promise<void>;
}

/** A session ends after so long, whatever is done in it. */
export const SESSION_MS = 14 * 86_400_000;
/** Clocks are set back by so much now and then: that signs nobody out. */
const STEP_MS = 60_000;

/**
 * Kept in a file, so that a restart signs nobody out; read anew where it changed, as another Studio on the same folder
 * ends sessions there, too.
 */
export function openSessions(file: string, now: () => number = Date.now): Sessions {
  let known: { readonly mark: string; readonly sessions: readonly StudioSession[] } | null = null;
  const isLive = ({ since }: StudioSession): boolean => since - now() <= STEP_MS && now() - since < SESSION_MS;
  const read = async (): Promise<readonly StudioSession[]> => {
    const mark = await markOf(file);
    if (known?.mark === mark) return known.sessions;
    const sessions = sessionsIn(await readText(file));
    // What was written between both looks is read again the next time.
    known = { mark, sessions };
    return sessions;
  };
  const change = async (edit: (now: readonly StudioSession[]) => readonly StudioSession[]): Promise<void> => {
    makeDirectory(dirname(file));
    for (let isWritten = false; !isWritten; ) {
      const before = await readText(file);
      const all = sessionsIn(before);
      const next = edit(all);
      if (next.length === all.length && next.every((one, at) => one === all[at])) return;
      isWritten = writeOver(file, before, `${JSON.stringify(next.filter(isLive))}\n`, 0o600);
    }
  };
  return {
    async begin(email) {
      const secret = newSecret();
      await change((all) => [...all, { digest: digestOf(secret), email, since: now() }]);
      return secret;
    },
    async find(secret) {
      const digest = digestOf(secret);
      return (await read()).find((one) => one.digest === digest && isLive(one)) ?? null;
    },
    async end(secret) {
      const digest = digestOf(secret);
      await change((all) => all.filter((one) => one.digest !== digest));
    },
    endAll: (email) => change((all) => all.filter((one) => one.email !== email)),
  };
}

/** Each write makes another file of it. */
async function markOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => null); // whoever reads it says why it cannot be read
  return found ? [found.ino, found.size, found.mtimeNs, found.ctimeNs].join() : '';
}

function sessionsIn(text: string | null): readonly StudioSession[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? (value as StudioSession[]).filter((one) => typeof one?.digest === 'string') : [];
  } catch {
    return []; // Torn or edited by hand: everybody signs in again.
  }
}
