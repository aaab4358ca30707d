/** Keeps the sign-ins that are under way, each for the browser that began it. */

import { createSteadyClock } from '../../../collector/index.js';
import { digestOf, newSecret } from '../secrets.js';

/** A sign-in that waits for the provider's answer. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly to: string;
}

/** Those of all browsers. A browser is known by the secret in its cookie. */
export interface PendingSignIns {
  /** @returns the secret for the cookie: the one that the browser has, where it has other tabs under way */
  add(secret: string | null, signIn: Pending): string;
  /** Takes out the one of this state, else the last: each is good for one answer, right or wrong. */
  take(secret: string | null, state: string | null): Pending | null;
  /** Whether the browser has others under way. */
  isUnderWay(secret: string | null): boolean;
}

/** Longer than that nobody stands before the provider's form. */
export const PENDING_MS = 10 * 60_000;
/** Whoever begins more of them pushes the oldest out. */
const MOST_BROWSERS = 10_000;
const MOST_TABS = 10;

/** They live as long as the process: whoever is between two of them begins again. */
export function createPending(clock: () => number): PendingSignIns {
  const now = createSteadyClock(clock);
  const browsers = new Map<string, readonly (Pending & { readonly since: number })[]>();
  const of = (secret: string | null): readonly (Pending & { readonly since: number })[] =>
    (secret === null ? undefined : browsers.get(digestOf(secret)))?.filter(
      ({ since }) => now() - since <= PENDING_MS,
    ) ?? [];
  return {
    add(had, signIn) {
      const under = of(had);
      const secret = had !== null && under.length ? had : newSecret();
      for (const [old, tabs] of browsers)
        if (browsers.size >= MOST_BROWSERS || tabs.every(({ since }) => now() - since > PENDING_MS))
          browsers.delete(old);
      // Goes to the end of the row: it is the youngest now.
      browsers.delete(digestOf(secret));
      browsers.set(digestOf(secret), [...under, { ...signIn, since: now() }].slice(-MOST_TABS));
      return secret;
    },
    take(secret, state) {
      const under = of(secret);
      const taken = under.find((one) => one.state === state) ?? under.at(-1);
      if (secret === null || !taken) return null;
      const rest = under.filter((one) => one !== taken);
      if (rest.length) browsers.set(digestOf(secret), rest);
      else browsers.delete(digestOf(secret));
      return taken;
    },
    isUnderWay: (secret) => of(secret).length > 0,
  };
}
