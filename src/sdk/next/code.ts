/** Names the prerendered page of a variant, and reads the name. */

import { formatRendered } from '../../core/index.js';

/** Stands for those who are out. No key of a variant has capitals. */
const OUT = 'OUT';

/** Of a manifest, what names pages: also as TypeScript sees one that is imported as JSON. */
export interface DividedManifest {
  readonly experiments: readonly { readonly id: string; readonly variants: readonly { readonly key: string }[] }[];
}

/** The name of the page that shows these variants. */
export function variantCode(keys: readonly (string | undefined)[]): string {
  return keys.map((key) => key ?? OUT).join('.');
}

/** Where that page is. */
export function variantPath(folder: string, code: string, { pathname, search }: URL): string {
  return `${folder}/${code}${pathname === '/' ? '' : pathname}${search}`;
}

/**
 * Every name that a static page has for its experiments, for `generateStaticParams`.
 *
 * @example
 * export const generateStaticParams = () => variantCodes(manifest, ['price']).map((code) => ({ code }));
 */
export function variantCodes({ experiments }: DividedManifest, ids: readonly string[]): string[] {
  const lists = ids.map((id) => [
    undefined,
    ...(experiments.find((one) => one.id === id)?.variants.map(({ key }) => key) ?? []),
  ]);
  const all = lists.reduce<(string | undefined)[][]>(
    (rows, keys) => rows.flatMap((row) => keys.map((key) => [...row, key])),
    [[]],
  );
  return all.map(variantCode);
}

/** The variants of a name, by experiment; undefined for those who are out. */
export function readVariantCode(code: string, ids: readonly string[]): Record<string, string | undefined> {
  const keys = code.split('.');
  return Object.fromEntries(ids.map((id, index) => [id, keys[index] === OUT ? undefined : keys[index]]));
}

/**
 * What `<html data-rendered>` says on that page: one of somebody else's, out of a cache, is then counted for nobody.
 */
export function renderedIn(code: string, ids: readonly string[]): string {
  const keys = Object.entries(readVariantCode(code, ids));
  return formatRendered(Object.fromEntries(keys.map(([id, key]) => [id, { variant: key ?? null, reason: '' }])));
}
