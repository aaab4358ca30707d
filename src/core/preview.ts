/** Reads which variants the link of a preview forces: only names are taken from there, never code or addresses. */

import type { Experiment } from './types.js';

declare const URLSearchParams: new (
  query: string,
) => {
  get(name: string): string | null;
  forEach(each: (value: string, name: string) => void): void;
};

/**
 * What an address asks for: `<id>:<key>,<id>:<key> <token>`, imported experiments as `mojito_<id>`; the first of an id
 * counts.
 *
 * @returns '' where it ends a preview, undefined where it says nothing of one
 */
export const previewIn = (search: string): string | undefined => {
  if (!/[?&](fx|mojito_[^=]*)=/.test(search)) return undefined;
  const query = new URLSearchParams(search);
  let wishes = query.get('fx') ?? '';
  if (wishes === 'off') return '';
  query.forEach((value, name) => {
    if (name.startsWith('mojito_')) wishes += `,${name}:${value}`;
  });
  return `${wishes} ${query.get('fxp')}`;
};

/** The key that such a text names for an experiment, null where it names none. */
export const forcedKey = (preview: string, { id, mojitoId }: Pick<Experiment, 'id' | 'mojitoId'>): string | null =>
  [id, mojitoId ? `mojito_${mojitoId}` : id]
    .map((name) => `,${preview}`.split(`,${name}:`)[1]?.split(/[ ,]/)[0])
    .find((key) => key !== undefined) ?? null;
