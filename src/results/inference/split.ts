/** Tests whether subjects were split as they were meant to be, and holds the threshold of that alarm. */

import { chiSquared } from './chisquared.js';
import { incompleteBeta, logGamma } from './gamma.js';

/** A p-value below it raises the alarm, by chance in one of a thousand experiments where nothing is wrong. */
export const SPLIT_ALARM = 0.001;
/** With fewer expected in a cell Pearson's test says nothing of it (Cochran, Biometrics 10, 1954). */
const LEAST_EXPECTED = 5;

/** One variant: who came, and which share of all should have. */
export interface Cell {
  readonly subjects: number;
  /** 0..1; all shares sum to 1. */
  readonly share: number;
}

/** What is known of a split. */
export interface SplitCheck {
  /** `off`: something is wrong. `fine`: nothing speaks against it. `open`: too few to tell. */
  readonly state: 'off' | 'fine' | 'open';
  /** How likely counts so far from what is expected are by chance, at one look, or at any of all looks. */
  readonly p: number;
  /** Indices of cells in which nobody should be, and somebody is. */
  readonly unexpected: readonly number[];
  /** Indices of cells too small for the test of all, which are tested one by one. */
  readonly small: readonly number[];
}

/**
 * Tests a split at one look: Pearson's chi-squared for the cells that are large enough, and an exact binomial test for
 * each that is not, so that neither hides behind the other; p is the smallest, times how many tests there are.
 */
export function splitAtOnce(cells: readonly Cell[]): SplitCheck {
  const total = subjectsIn(cells);
  const small = smallOf(cells);
  const large = cells.filter(({ share }, at) => share > 0 && !small.includes(at));
  const inLarge = large.reduce((sum, { share }) => sum + share, 0);
  const pearson = chiSquared(
    large.map(({ subjects }) => subjects),
    large.map(({ share }) => share / inLarge),
  );
  const ps = small.map((at) => binomialP(cells[at] as Cell, total));
  if (pearson) ps.push(pearson.p);
  return checkOf(cells, ps.length ? Math.min(1, ps.length * Math.min(...ps)) : 1, small);
}

/** Two-sided: twice the smaller tail. */
function binomialP({ subjects, share }: Cell, total: number): number {
  const above = subjects > 0 ? incompleteBeta(share, subjects, total - subjects + 1) : 1;
  const below = subjects < total ? incompleteBeta(1 - share, total - subjects, subjects + 1) : 1;
  return Math.min(1, 2 * above, 2 * below);
}

/** How many expected subjects a prior is worth: large ones find small faults late, small ones large faults soon. */
const CONCENTRATIONS = [100, 1000, 10_000, 100_000] as const;

/**
 * Tests a split at every look: the Dirichlet-multinomial test of Lindon and Malek (2020, https://arxiv.org/abs/2011.03567),
 * whose alarm is false in one of a thousand experiments however often it is read. The evidence is the average over
 * several priors, each of which keeps that promise, and so does their average.
 *
 * @param looks counts so far at each look, oldest first, in the order of the shares; one look is enough
 */
export function splitAlways(looks: readonly (readonly number[])[], shares: readonly number[]): SplitCheck {
  const cellsAt = (counts: readonly number[]): Cell[] =>
    shares.map((share, at) => ({ share, subjects: counts[at] ?? 0 }));
  const last = cellsAt(looks.at(-1) ?? []);
  const p = looks.reduce((least, counts) => Math.min(least, alwaysP(cellsAt(counts))), 1);
  return checkOf(last, p, smallOf(last));
}

/** 1 over the evidence against the split, which is at most 1,000 in all but one of a thousand experiments (Ville). */
function alwaysP(cells: readonly Cell[]): number {
  const open = cells.filter(({ share }) => share > 0);
  const evidence = CONCENTRATIONS.map((prior) => Math.exp(logEvidence(open, prior)));
  return CONCENTRATIONS.length / evidence.reduce((sum, one) => sum + one, 0);
}

/** Of counts under a Dirichlet prior about the shares, over that under the shares themselves. */
function logEvidence(cells: readonly Cell[], prior: number): number {
  const total = subjectsIn(cells);
  return cells.reduce(
    (sum, { share, subjects }) => {
      const weight = prior * share;
      return sum + logGamma(weight + subjects) - logGamma(weight) - subjects * Math.log(share);
    },
    logGamma(prior) - logGamma(prior + total),
  );
}

function checkOf(cells: readonly Cell[], p: number, small: readonly number[]): SplitCheck {
  const unexpected = cells.flatMap(({ share, subjects }, at) => (share <= 0 && subjects > 0 ? [at] : []));
  const isTold = cells.filter(({ share }) => share > 0).length - small.length > 1;
  const isOff = unexpected.length > 0 || p < SPLIT_ALARM;
  return { state: isOff ? 'off' : isTold ? 'fine' : 'open', p, unexpected, small };
}

const smallOf = (cells: readonly Cell[]): number[] =>
  cells.flatMap((cell, at) => (cell.share > 0 && expectedIn(cells, cell) < LEAST_EXPECTED ? [at] : []));

/** Of subjects who are where somebody should be. */
const subjectsIn = (cells: readonly Cell[]): number =>
  cells.reduce((sum, { share, subjects }) => sum + (share > 0 ? subjects : 0), 0);

const expectedIn = (cells: readonly Cell[], { share }: Cell): number => share * subjectsIn(cells);
