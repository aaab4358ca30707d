/** The types of analysis.mjs. */

/** The page with its SQL made anew. */
export function renderAnalysis(page: string, results: object): string;
