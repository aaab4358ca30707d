/** The types of trace.mjs. */

/** The thread time of a page's script on its main thread, from the events of a trace. */
export function scriptTime(
  events: readonly object[],
  mark: string,
): { readonly totalMs: number; readonly longestMs: number; readonly byKind: Readonly<Record<string, number>> };
