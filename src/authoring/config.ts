/** Reads fx.config.yaml as far as its text goes; whoever asked says what is wrong with a value. */

import { parse } from 'yaml';
import { type Fields, fieldsOf } from './json.js';

/**
 * The fields of a configuration, every value as it is written: 16 digits without a letter would be a number otherwise.
 */
export function parseConfig(text: string): Fields {
  try {
    return fieldsOf(parse(text, { schema: 'failsafe' }));
  } catch {
    return {}; // It is no YAML, perhaps while somebody edits it: then none of its fields is there.
  }
}

/** Whether a value is a preview token: 16 hexadecimal digits. */
export function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{16}$/.test(value);
}
