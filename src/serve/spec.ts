/** Writes the file of a new experiment as a person would. */

import { stringify } from 'yaml';

/** YAML in blocks; fields that are undefined are left out. */
export const stringifySpec = (spec: object): string =>
  stringify(JSON.parse(JSON.stringify(spec)) as object, {
    lineWidth: 0,
    blockQuote: 'literal',
    version: '1.2',
    schema: 'core',
  });
