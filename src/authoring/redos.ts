/** Says how long a regular expression can take, with the checker that was made for it. */

import { survey } from './regex.js';

/** How slow a pattern can get. */
export type Speed =
  | { readonly verdict: 'fast' }
  /** `proven` by an automaton, or merely found by trying. */
  | { readonly verdict: 'slow'; readonly proven: boolean; readonly growth: string; readonly attack: string }
  | { readonly verdict: 'unknown' };

/** Milliseconds for a pattern that can only be tried out. */
const FUZZ_MS = 500;
/** Milliseconds for one that an automaton decides: an answer is worth waiting for. */
const AUTOMATON_MS = 5000;
/** A search over 1,000 characters may take a million steps, not a thousand million. */
const DEGREE_LIMIT = 2;

/** What is used of recheck's answer. */
interface Diagnostics {
  readonly status: 'safe' | 'vulnerable' | 'unknown';
  readonly checker?: string;
  readonly complexity?: { readonly type: string; readonly degree?: number };
  readonly attack?: { readonly pattern: string };
}

type CheckSync = (source: string, flags: string, options: { readonly timeout: number }) => Diagnostics;

/** Judges patterns, each once. The checker costs a third of a second and 50 MB, so it is loaded when one needs it. */
export function createJudge(): (source: string) => Promise<Speed> {
  const known = new Map<string, Promise<Speed>>();
  return (source) => {
    const before = known.get(source);
    if (before) return before;
    const speed = judge(source);
    known.set(source, speed);
    return speed;
  };
}

async function judge(source: string): Promise<Speed> {
  const { fast, fuzzy } = survey(source);
  if (fast) return { verdict: 'fast' };
  const check = await loadCheck();
  const { status, checker, complexity, attack } = check(source, '', { timeout: fuzzy ? FUZZ_MS : AUTOMATON_MS });
  if (status === 'unknown') return fuzzy ? { verdict: 'fast' } : { verdict: 'unknown' };
  const { type = '', degree = 0 } = complexity ?? {};
  if (status === 'safe' || (type === 'polynomial' && degree <= DEGREE_LIMIT)) return { verdict: 'fast' };
  const growth = type === 'exponential' ? 'exponential' : `polynomial (degree ${degree})`;
  return { verdict: 'slow', proven: checker === 'automaton', growth, attack: attack?.pattern ?? 'a long text' };
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
