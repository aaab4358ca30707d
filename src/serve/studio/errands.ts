/** Keeps what takes longer than a moment, so that a page can say so at once and show what came of it later. */

import { randomBytes } from 'node:crypto';
import type { Html } from '../../pages/index.js';

/** Something that is being done for somebody. */
export interface Errand {
  /** What is being done, as far as it is now. Whoever does it says it better than it was said at first. */
  says: () => Html;
  /** Aborted once nobody waits for it any more. What changes something goes on all the same. */
  readonly signal: AbortSignal;
}

/** An errand under way, or over. */
export interface Running {
  /** Nobody guesses it. */
  readonly ticket: string;
  readonly errand: Errand;
  /** Milliseconds since it began. */
  ageMs(): number;
  /**
   * What came of it; null where it takes longer than so many milliseconds.
   *
   * @throws what it threw
   */
  within(ms: number): Promise<Response | null>;
}

/** What an errand is begun with. */
export interface ErrandParts {
  /** Who may hear what came of it. */
  readonly owner: string;
  /** Whether it changes something: then it goes on without anybody. */
  readonly isDeed: boolean;
  /** Whether it is forgotten once it is told; else it is told as often as it is asked for. */
  readonly isToldOnce: boolean;
  readonly says: () => Html;
  readonly work: (errand: Errand) => Promise<Response>;
}

/** All of them. */
export interface Errands {
  begin(parts: ErrandParts): Running;
  /** By its ticket; null where there is none, or it is somebody else's. */
  find(ticket: string, owner: string): Running | null;
  /** Whether there are so many that whoever comes now waits without a word. */
  isFull(): boolean;
}

/** How long errands last. */
export interface ErrandOptions {
  /** After so many milliseconds in which nobody asked for it, an errand is let go. */
  readonly patienceMs: number;
  /** Hears of what failed in a way that nobody foresaw, and that nobody was told. */
  readonly onLost: (error: unknown) => void;
}

const MOST = 500;

/** None yet. */
export function createErrands({ patienceMs, onLost }: ErrandOptions): Errands {
  const all = new Map<string, { readonly owner: string; readonly running: Running }>();
  return {
    isFull: () => all.size >= MOST,
    find(ticket, owner) {
      const found = all.get(ticket);
      return found?.owner === owner ? found.running : null;
    },
    begin({ owner, isDeed, isToldOnce, says, work }) {
      const ticket = randomBytes(16).toString('hex');
      const ending = new AbortController();
      const errand: Errand = { says, signal: ending.signal };
      const beganAt = performance.now();
      let isTold = false;
      const done = Promise.resolve()
        .then(() => work(errand))
        .then(remembered);
      const forget = (): void => {
        clearTimeout(timer);
        all.delete(ticket);
        ending.abort();
      };
      const abandon = (): void => {
        forget();
        // What was ended fails, too, and that is nothing to be told.
        if (isDeed && !isTold) done.catch(onLost);
      };
      let timer = setTimeout(abandon, patienceMs).unref();
      const running: Running = {
        ticket,
        errand,
        ageMs: () => performance.now() - beganAt,
        async within(ms) {
          clearTimeout(timer);
          try {
            const answer = await soonest(done, ms);
            if (answer === null) return null;
            isTold = true;
            if (isToldOnce) forget();
            return answer();
          } catch (error) {
            isTold = true;
            forget();
            throw error;
          } finally {
            if (all.has(ticket)) {
              clearTimeout(timer);
              timer = setTimeout(abandon, patienceMs).unref();
            }
          }
        },
      };
      // Whoever asks for it hears what it threw.
      done.catch(() => undefined);
      all.set(ticket, { owner, running });
      return running;
    },
  };
}

/** Null where it takes longer. */
async function soonest<Value>(work: Promise<Value>, ms: number): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same answer, as often as it is asked for. */
async function remembered(response: Response): Promise<() => Response> {
  const body = response.body === null ? null : await response.arrayBuffer();
  const { status, headers } = response;
  return () => new Response(body, { status, headers });
}
