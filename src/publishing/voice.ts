/** What publishing tells while it works: passed in by whoever has a terminal, a log or a page to show it on. */

/** Somebody who listens. */
export interface Voice {
  /** Colours for what is said; functions that change nothing where there are none. */
  readonly hint: Readonly<Record<'red' | 'yellow' | 'green' | 'dim', (text: string) => string>>;
  /** Takes one sentence. */
  say(text: string): void;
  /** Runs something, and may show its label where it takes over a second. */
  busy<T>(label: string, work: () => Promise<T>): Promise<T>;
}
