/** Writes an experiment as the text of its file: the same value gives the same text. */

import { stringify } from 'yaml';

/** @param origin where it comes from, in one line */
export function write(value: object, origin: string): string {
  const body = stringify(value, {
    version: '1.2',
    schema: 'core',
    lineWidth: 0,
    blockQuote: 'literal',
    singleQuote: true,
    aliasDuplicateObjects: false,
  });
  return `# ${origin.replace(/\s+/g, ' ')}\n${body}`;
}
