/** The types of docs.mjs. */

/** The page with its tables made anew from a JSON Schema. */
export function renderPage(page: string, schema: object): string;
