/** The types of budgets.mjs. */

export interface Budget {
  readonly id: string;
  readonly what: string;
  readonly must: string;
  readonly aim: string;
  readonly value: string;
  readonly verdict: 'pass' | 'fail' | 'missing';
  readonly reachesAim: boolean;
}

/** Every must of the contract, against what the suites measured. */
export function checkBudgets(suites: Readonly<Record<string, object>>): readonly Budget[];

/** The lines that name what does not hold. */
export function complaints(budgets: readonly Budget[], allowsMissing: boolean): readonly string[];
