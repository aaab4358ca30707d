/** The types of report.mjs. */

export interface Result {
  readonly machine: {
    readonly date: string;
    readonly processor: string;
    readonly memoryGb: number;
    readonly system: string;
    readonly node: string;
    readonly load: number;
    readonly commit: string;
    readonly fx: string;
    readonly packages: Readonly<Record<string, string>>;
  };
  readonly runs: number;
  readonly isQuick: boolean;
  readonly suites: Readonly<Record<string, object>>;
}

/** The tables alone. */
export function renderTables(result: Result): string;

/** docs/benchmarks.md. */
export function renderPage(
  result: Result,
  pictures: readonly { readonly name: string; readonly alt: string }[],
  notes: string,
): string;
