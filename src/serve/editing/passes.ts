/**
 * Lets the visual editor in from a page of the site: a token that works once, and the session that it is exchanged for.
 */

import { createSteadyClock } from '../../collector/index.js';
import { digestOf, newSecret } from '../access/secrets.js';

/** What somebody may do with a token or a session. */
export interface Pass<Who> {
  readonly experimentId: string;
  /** The only site that may use it, such as `https://www.example.com`. */
  readonly origin: string;
  /** Asks anew who opened the editor: whoever was signed out or lost the role may no more. */
  readonly again: () => Promise<Who | null>;
}

/** What was given out. */
export interface GivenSecret {
  readonly secret: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** All that are out. */
export interface Passes<Who> {
  /** A token for the address of a page. */
  offer(pass: Pass<Who>): GivenSecret;
  /** A session for a token. A token that another site shows was stolen, and is worth nothing from then on. */
  exchange(token: string, origin: string): (GivenSecret & { readonly pass: Pass<Who> }) | null;
  find(session: string, origin: string): Pass<Who> | null;
}

const TOKEN_MS = 10 * 60_000;
const EDITING_MS = 8 * 60 * 60_000;
/** More than people could have open; the oldest goes. */
const MOST = 1000;

/** In memory alone: a restart ends them, and what somebody did is kept in their tab. */
export function createPasses<Who>(now: () => number): Passes<Who> {
  const tokens = createShelf<Who>(TOKEN_MS, now);
  const sessions = createShelf<Who>(EDITING_MS, now);
  return {
    offer: tokens.put,
    exchange(token, origin) {
      const pass = tokens.get(token);
      tokens.drop(token);
      return pass?.origin === origin ? { ...sessions.put(pass), pass } : null;
    },
    find(session, origin) {
      const pass = sessions.get(session);
      return pass?.origin === origin ? pass : null;
    },
  };
}

function createShelf<Who>(ageMs: number, now: () => number) {
  const held = new Map<string, { readonly pass: Pass<Who>; readonly since: number }>();
  const steady = createSteadyClock(now);
  const isOver = (since: number): boolean => steady() - since >= ageMs;
  return {
    put(pass: Pass<Who>): GivenSecret {
      for (const [digest, { since }] of held) if (isOver(since) || held.size >= MOST) held.delete(digest);
      const secret = newSecret();
      held.set(digestOf(secret), { pass, since: steady() });
      return { secret, until: now() + ageMs };
    },
    get(secret: string): Pass<Who> | null {
      const one = held.get(digestOf(secret));
      return one && !isOver(one.since) ? one.pass : null;
    },
    drop: (secret: string): void => void held.delete(digestOf(secret)),
  };
}
