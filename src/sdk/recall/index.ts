/** Exports `fx-tag/recall`: keeps the variants that GrowthBook and VariantLab gave, by their own hashes. */

import type { Experiment } from '../../core/index.js';

/** What `recall` of a tag, a server or an engine takes: `''` is out, null lets fx decide. */
export type Recall = (experiment: Experiment, subject?: string) => string | null;

/**
 * The variants that GrowthBook gives, for experiments of `fx import-growthbook`.
 *
 * @param attributes what GrowthBook was told, with the id that it hashes by
 * @example
 * fx.recall = recallGrowthBook({ id: userId });
 */
export const recallGrowthBook =
  (attributes: Readonly<Record<string, unknown>>): Recall =>
  ({ metadata, variants }, subject) => {
    const given = metadata?.growthbook;
    if (!isRecord(given)) return null;
    const {
      hashAttribute = 'id',
      hashVersion = 1,
      seed = '',
      coverage = 1,
      weights = [],
      namespace,
      keys = [],
    } = given;
    const value = attributes[`${hashAttribute}`] ?? (hashAttribute === 'id' ? subject : undefined);
    if (value === undefined || value === null || value === '' || !Array.isArray(weights) || !Array.isArray(keys))
      return null;
    if (Array.isArray(namespace)) {
      const [name, from, to] = namespace as [string, number, number];
      const n = growthBookHash(`__${name}`, `${value}`, 1);
      if (n < from || n >= to) return '';
    }
    const n = growthBookHash(`${seed}`, `${value}`, Number(hashVersion));
    let start = 0;
    for (const [at, weight] of (weights as number[]).entries()) {
      if (n >= start && n < start + Number(coverage) * weight) {
        const key = `${keys[at]}`;
        return variants.some((one) => one.key === key) ? key : '';
      }
      start += weight;
    }
    return '';
  };

/** The variants that VariantLab gives, for experiments of `fx import-variantlab`. */
export const recallVariantLab =
  (userId?: string): Recall =>
  ({ metadata }, subject) => {
    const given = metadata?.variantlab;
    const user = userId ?? subject;
    if (!isRecord(given) || !user) return null;
    const { id, split } = given;
    const n = variantLabHash(`${user}:${id}`);
    if (!isRecord(split)) {
      const ids = Array.isArray(given.ids) ? (given.ids as string[]) : [];
      return ids[n % ids.length] ?? null;
    }
    let end = 0;
    for (const key of Object.keys(split).sort()) {
      end += Number(split[key]) * 100;
      if (n % 10000 < end) return key;
    }
    return null;
  };

/** 0 to 1, as `hash` of https://github.com/growthbook/growthbook/blob/main/packages/sdk-js/src/util.ts. */
const growthBookHash = (seed: string, value: string, version: number): number =>
  version === 2 ? (fnv1a(`${fnv1a(seed + value)}`) % 10000) / 10000 : (fnv1a(value + seed) % 1000) / 1000;

/** FNV-1a of UTF-16, and the end of MurmurHash3 over it: an unsigned 32-bit integer. */
export const variantLabHash = (text: string): number => {
  let h = fnv1a(text);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** FNV-1a, 32 bits, over the UTF-16 units of a text. */
const fnv1a = (text: string): number => {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  return h >>> 0;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
