/** Says how long a regular expression can take, with the checker that was made for it. */

import { survey } from './regex.js';

/** How slow a pattern can get. */
export type Speed =
  | { readonly verdict: 'fast' }
  /** `proven` by an automaton, or merely found by trying. */
  | { readonly verdict: 'slow'; readonly proven: boolean; readonly growth: string; readonly attack: string }
  /** Neither proven nor refuted in the time that one pattern may take. */
  | { readonly verdict: 'unknown' }
  /** Not looked at: other patterns took all the time that there is. */
  | { readonly verdict: 'late' };

/** Milliseconds that may be spent. */
interface Limits {
  /** On a pattern that can only be tried out. */
  readonly fuzzMs: number;
  /** On one that an automaton decides: an answer is worth waiting for. */
  readonly automatonMs: number;
  /** On all of them. Nobody needs it but who wants a check to run for hours. */
  readonly totalMs: number;
}

const LIMITS: Limits = { fuzzMs: 500, automatonMs: 5000, totalMs: 60_000 };

/** A search over 1,000 characters may take a million steps, not a thousand million. */
const DEGREE_LIMIT = 2;

/** What is used of recheck's answer. */
interface Diagnostics {
  readonly status: 'safe' | 'vulnerable' | 'unknown';
  readonly complexity?: { readonly type: string; readonly degree?: number };
  readonly attack?: { readonly pattern: string };
}

interface Options {
  readonly checker: 'automaton' | 'fuzz';
  readonly timeout: number;
}

type CheckSync = (source: string, flags: string, options: Options) => Diagnostics;

/** Judges patterns, each once. The checker costs a third of a second and 50 MB, so it is loaded when one needs it. */
export function createJudge(limits: Partial<Limits> = {}): (source: string) => Promise<Speed> {
  const { totalMs, ...each } = { ...LIMITS, ...limits };
  const known = new Map<string, Promise<Speed>>();
  let leftMs = totalMs;
  const judge = async (source: string): Promise<Speed> => {
    const { fast, fuzzy } = survey(source);
    if (fast) return { verdict: 'fast' };
    const check = await loadCheck();
    if (leftMs <= 0) return { verdict: 'late' };
    const start = Date.now();
    const speed = ask(check, source, fuzzy, each);
    leftMs -= Date.now() - start;
    return speed;
  };
  return (source) => {
    const speed = known.get(source) ?? judge(source);
    known.set(source, speed);
    return speed;
  };
}

function ask(
  check: CheckSync,
  source: string,
  fuzzy: boolean,
  { automatonMs, fuzzMs }: Omit<Limits, 'totalMs'>,
): Speed {
  const proof = fuzzy ? undefined : read(check(source, '', { checker: 'automaton', timeout: automatonMs }), true);
  if (proof) return proof;
  // Where there is no proof, what trying does not find may still be there.
  const found = read(check(source, '', { checker: 'fuzz', timeout: fuzzMs }), false);
  return found?.verdict === 'slow' || fuzzy ? (found ?? { verdict: 'fast' }) : { verdict: 'unknown' };
}

function read({ status, complexity, attack }: Diagnostics, proven: boolean): Speed | undefined {
  if (status === 'unknown') return undefined;
  const { type = '', degree = 0 } = complexity ?? {};
  if (status === 'safe' || (type === 'polynomial' && degree <= DEGREE_LIMIT)) return { verdict: 'fast' };
  const growth = type === 'exponential' ? 'exponential' : `polynomial (degree ${degree})`;
  return { verdict: 'slow', proven, growth, attack: attack?.pattern ?? 'a long text' };
}

/** The copy that is shipped, else the package of a checkout that has not been built. */
const PLACES = ['../../vendor/recheck.js', 'recheck/lib/browser.js'] as const;

async function loadCheck(): Promise<CheckSync> {
  let cause: unknown;
  for (const place of PLACES as readonly string[]) {
    try {
      const loaded = (await import(/* @vite-ignore */ place)) as {
        readonly default: { readonly checkSync: CheckSync };
      };
      return loaded.default.checkSync;
    } catch (failure) {
      cause = failure;
    }
  }
  throw new Error('the checker of regular expressions is missing: install fx-tag again', { cause });
}
