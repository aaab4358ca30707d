/**
 * Keeps sessions of people: the cookie holds a secret, the file its digest, so that whoever reads the file cannot sign
 * in.
 */

import { dirname } from 'node:path';
import { makeDirectory, readText, writeAtomic } from '../../files/index.js';
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

/** Kept in a file, so that a restart signs nobody out. */
export async function openSessions(file: string, now: () => number = Date.now): Promise<Sessions> {
  let sessions = await readSessions(file);
  const isLive = ({ since }: StudioSession): boolean => since - now() <= STEP_MS && now() - since < SESSION_MS;
  const keep = (next: readonly StudioSession[]): void => {
    sessions = next.filter(isLive);
    makeDirectory(dirname(file));
    writeAtomic(file, `${JSON.stringify(sessions)}\n`, 0o600);
  };
  return {
    async begin(email) {
      const secret = newSecret();
      keep([...sessions, { digest: digestOf(secret), email, since: now() }]);
      return secret;
    },
    async find(secret) {
      const digest = digestOf(secret);
      return sessions.find((one) => one.digest === digest && isLive(one)) ?? null;
    },
    async end(secret) {
      const digest = digestOf(secret);
      keep(sessions.filter((one) => one.digest !== digest));
    },
    async endAll(email) {
      keep(sessions.filter((one) => one.email !== email));
    },
  };
}

async function readSessions(file: string): Promise<readonly StudioSession[]> {
  try {
    const value: unknown = JSON.parse((await readText(file)) ?? '[]');
    return Array.isArray(value) ? (value as StudioSession[]).filter((one) => typeof one?.digest === 'string') : [];
  } catch {
    return []; // Torn or edited by hand: everybody signs in again.
  }
}
