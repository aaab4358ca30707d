/** Turns what GrowthBook's SDK endpoint answers into experiment files. */

import { toWeights } from '../../authoring/index.js';
import { toVariantKey } from '../mojito/name.js';
import {
  isLoose,
  type Loose,
  looseList,
  type TranslatedFile,
  type TranslationNotes,
  translateAll,
  Untranslatable,
} from '../translation.js';
import { toRule } from './condition.js';
import { toRecipe } from './recipe.js';
import { toPageTrigger } from './url.js';

/** @param payload what `JSON.parse` made of it */
export function importGrowthBook(payload: unknown): TranslatedFile {
  const root = isLoose(payload) ? payload : {};
  const visual = looseList(root.experiments).map((from) => ({ from, name: `${from.key}`, feature: undefined }));
  const all = Object.entries(isLoose(root.features) ? root.features : {});
  const features = all.flatMap(([name, feature]) =>
    looseList(isLoose(feature) ? feature.rules : [])
      .filter(({ variations }) => Array.isArray(variations))
      .map((from) => ({ from, name: `${from.key ?? name}`, feature: name })),
  );
  const translated = translateAll(
    'GrowthBook',
    [...visual, ...features].map(({ from, name: key, feature }) => ({
      name: feature === undefined ? key : `${feature} (${key})`,
      key,
      origin: key,
      translate: (id, notes) => translate(id, key, from, feature, notes),
    })),
  );
  return { ...translated, aside: all.length - new Set(features.map(({ feature }) => feature)).size };
}

function translate(id: string, key: string, from: Loose, feature: string | undefined, notes: TranslationNotes): object {
  const { coverage = 1, hashAttribute = 'id', hashVersion = 1, seed = key, phase, status, name } = from;
  const variations = Array.isArray(from.variations) ? from.variations : [];
  if (variations.length < 2) throw new Untranslatable('it has fewer than two variations');
  if (from.ranges !== undefined || from.filters !== undefined)
    notes.needs.push('ranges and filters divide subjects in a way of their own: look at weights and layer');
  if (hashAttribute !== 'id') notes.needs.push(`it divides by ${hashAttribute}: give that as the subject`);
  const keys = keysOf(from, variations.length);
  const shares = Array.isArray(from.weights) ? from.weights.map(Number) : variations.map(() => 1 / variations.length);
  const weights = toWeights(shares);
  const rule = from.condition === undefined ? undefined : toRule(from.condition, notes);
  const trigger = feature === undefined ? toPageTrigger(from.urlPatterns, notes) : undefined;
  const [space, begin, end] = Array.isArray(from.namespace) ? from.namespace : [];
  notes.carried.push(...['weights', 'coverage', 'namespace', 'phase'].filter((field) => from[field] !== undefined));
  notes.translated.push({ what: 'hash', before: `version ${hashVersion}, seed ${seed}`, after: 'recallGrowthBook' });
  return {
    id,
    name: `${name ?? key}`,
    status: status === 'draft' || from.active === false ? 'draft' : 'running',
    ...(trigger !== undefined && { trigger }),
    ...(Number(coverage) !== 1 && { sampleRate: Number(coverage) }),
    ...(rule !== undefined && { audience: { rule } }),
    ...(typeof space === 'string' && { layer: { name: space, from: Number(begin), to: Number(end) } }),
    metadata: {
      growthbook: {
        key,
        ...(feature !== undefined && { feature }),
        hashAttribute,
        hashVersion,
        seed,
        coverage,
        weights: shares,
        keys,
        ...(typeof space === 'string' && { namespace: [space, begin, end] }),
        ...(phase !== undefined && { phase }),
      },
    },
    control: keys[0],
    variants: variations.map((variation, at) => ({
      key: keys[at],
      name: nameOf(from, at),
      weight: weights[at],
      ...(feature === undefined
        ? toRecipe(isLoose(variation) ? variation : {}, notes)
        : { payload: toPayload(variation) }),
    })),
  };
}

function keysOf({ meta }: Loose, count: number): string[] {
  const keys: string[] = [];
  for (let at = 0; at < count; at++)
    keys.push(toVariantKey(`${looseList(meta)[at]?.key ?? (at ? `variation-${at}` : 'control')}`, new Set(keys)));
  return keys;
}

const nameOf = ({ meta }: Loose, at: number): string =>
  `${looseList(meta)[at]?.name ?? (at ? `Variation ${at}` : 'Control')}`;

/** A feature's value: an object is the payload, anything else its `value`. */
const toPayload = (value: unknown): object => (isLoose(value) ? value : { value });
