/** Holds one sentence about a page, and how bad it is. */

import { inLine } from '../pages/index.js';

/** `ok`: as it should be. `warn`: it works, but look. `fail`: it does not work. */
export interface Check {
  readonly level: 'ok' | 'warn' | 'fail';
  /** For machines. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
}

export const ok = (code: string, message: string): Check => found('ok', code, message);
export const warned = (code: string, message: string): Check => found('warn', code, message);
export const failed = (code: string, message: string): Check => found('fail', code, message);

/** Sentences quote the page and its manifest, and those are written by anybody. */
const found = (level: Check['level'], code: string, message: string): Check => ({
  level,
  code,
  message: inLine(message),
});
