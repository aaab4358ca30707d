/** Reads a page and its answers, and says whether fx works there. */

export { diagnose, type Examination } from './diagnose.js';
export type { Check } from './finding.js';
export { fetchBytes, type LoadedPage, openPage, type PageOptions } from './page.js';
export { scoreSelectors } from './scores.js';
