/** Every check of a document by itself, cheap ones first. */

import type { ParsedDocument } from './parse.js';
import type { Finding } from './problem.js';
import { checkShape } from './shape.js';

/** The findings of each document, in the order of the documents. */
export async function check(documents: readonly ParsedDocument[], _now: number): Promise<Finding[][]> {
  return documents.map((document) => [...document.findings, ...checkShape(document.value)]);
}
