/** Remembers how many experiments wait to be published, as long as nothing has changed since that was known. */

/** What was known last. */
export interface LastPlan {
  /** Call what it gives with what came of the plan: it is kept where nothing changed meanwhile. */
  begin(): (waiting: number) => void;
  /** Something changed: nothing is known any more. */
  forget(): void;
  /** Null where it is not known. */
  waiting(): number | null;
}

/** Somebody may change files, or publish them, without this server. */
const KNOWN_MS = 60_000;

/** Nothing is known yet. @param now milliseconds of a clock that nobody sets */
export function rememberPlan(now: () => number = () => performance.now()): LastPlan {
  let last: { readonly waiting: number; readonly at: number } | null = null;
  let changes = 0;
  return {
    begin() {
      const [seen, at] = [changes, now()];
      return (waiting) => {
        if (seen === changes) last = { waiting, at };
      };
    },
    forget() {
      changes++;
      last = null;
    },
    waiting: () => (last !== null && now() - last.at < KNOWN_MS ? last.waiting : null),
  };
}
