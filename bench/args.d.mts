/** The types of args.mjs. */

export const USAGE: string;

export interface Args {
  readonly suites: readonly string[];
  readonly contenders: readonly string[];
  readonly isNarrowed: boolean;
  readonly namesContenders: boolean;
  readonly isQuick: boolean;
  readonly runs: number;
  readonly json: string | null;
  readonly isResumed: boolean;
  readonly isWritten: boolean;
  readonly allowsMissing: boolean;
  readonly isList: boolean;
  readonly isHelp: boolean;
}

/** What was asked for; throws a sentence where it makes no sense. */
export function readArgs(
  argv: readonly string[],
  known: { readonly suites: readonly string[]; readonly contenders: readonly string[] },
): Args;
