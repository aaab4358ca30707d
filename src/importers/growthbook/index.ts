/** Turns what GrowthBook's SDK endpoint answers into experiment files. */

import { toWeights } from '../../authoring/index.js';
import { toVariantKey } from '../mojito/name.js';
import type { Locator } from '../places.js';
import {
  isLoose,
  isName,
  type Loose,
  looseList,
  ownEntry,
  sayOf,
  type TranslatedFile,
  type TranslationNotes,
  translateAll,
  Untranslatable,
} from '../translation.js';
import { othersThan } from './before.js';
import { toRule } from './condition.js';
import { refuseRanges } from './ranges.js';
import { toRecipe } from './recipe.js';
import { toPageTrigger } from './url.js';

/** @param payload what `JSON.parse` made of it */
export function importGrowthBook(payload: unknown, where?: Locator): TranslatedFile {
  const root = isLoose(payload) ? payload : {};
  const visual = looseList(root.experiments).map((from, at) => ({
    from,
    name: isName(from.key) ? `${from.key}` : `experiments[${at}]`,
    feature: undefined,
    before: [],
  }));
  const all = Object.entries(isLoose(root.features) ? root.features : {});
  const features = all.flatMap(([name, feature]) =>
    rulesOf(feature).flatMap((from, at, all) =>
      isLoose(from) && Array.isArray(from.variations)
        ? [{ from, name: isName(from.key) ? `${from.key}` : name, feature: name, before: all.slice(0, at) }]
        : [],
    ),
  );
  const translated = translateAll(
    'GrowthBook',
    [...visual, ...features].map(({ from, name: key, feature, before }) => ({
      name: feature === undefined ? key : `${feature} (${key})`,
      key,
      origin: key,
      from,
      translate: (id, notes) => translate(id, key, from, feature, before, notes),
    })),
    where,
  );
  return { ...translated, aside: all.length - new Set(features.map(({ feature }) => feature)).size };
}

/** The rules of a feature, in their order: the first that takes a subject decides. */
const rulesOf = (feature: unknown): readonly unknown[] =>
  isLoose(feature) && Array.isArray(feature.rules) ? feature.rules : [];

function translate(
  id: string,
  key: string,
  from: Loose,
  feature: string | undefined,
  before: readonly unknown[],
  notes: TranslationNotes,
): object {
  const { hashAttribute = 'id', hashVersion = 1, seed = key, phase, status, name } = from;
  const variations = Array.isArray(from.variations) ? from.variations : [];
  if (feature === undefined && !isName(from.key))
    throw new Untranslatable('it has no key, by which GrowthBook divides subjects');
  if (variations.length < 2) throw new Untranslatable('it has fewer than two variations', [from, 'variations']);
  if (Array.isArray(from.parentConditions) && from.parentConditions.length)
    throw new Untranslatable('it depends on another feature (parentConditions), which no rule can ask for', [
      from,
      'parentConditions',
    ]);
  tellSubject(from, notes);
  const keys = keysOf(from, variations.length);
  const shares = sharesOf(from, variations.length, notes);
  const weights = toWeights(shares);
  const coverage = sayOf([from, 'coverage'], () => shareOf(from.coverage ?? 1, 'coverage'));
  refuseRanges(from, shares, coverage);
  const rule = ruleOf(from, before, notes);
  const trigger = feature === undefined ? triggerOf(from, notes) : undefined;
  const [space, begin, end] = sayOf([from, 'namespace'], () => spaceOf(from.namespace));
  const forced = from.force === undefined || from.force === null ? undefined : keys[Number(from.force)];
  tellStates(from, forced, notes);
  notes.carried.push(...['weights', 'coverage', 'namespace', 'phase'].filter((field) => from[field] !== undefined));
  notes.translated.push({ what: 'hash', before: `version ${hashVersion}, seed ${seed}`, after: 'recallGrowthBook' });
  return {
    id,
    name: isName(name) ? `${name}` : key,
    status: ownEntry(STATUS, `${status}`) ?? (from.active === false ? 'draft' : 'running'),
    ...(trigger !== undefined && { trigger }),
    ...(coverage !== 1 && { sampleRate: coverage }),
    ...(rule !== undefined && { audience: { rule } }),
    ...(forced !== undefined && { divertTo: forced }),
    ...(space !== undefined && { layer: { name: space, from: begin, to: end } }),
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
        ...(space !== undefined && { namespace: [space, begin, end] }),
        ...(phase !== undefined && { phase }),
      },
    },
    control: keys[0],
    variants: variations.map((variation, at) => ({
      key: keys[at],
      name: nameOf(from, at),
      weight: weights[at],
      ...(feature === undefined
        ? toRecipe(isLoose(variation) ? variation : {}, from, notes)
        : { payload: toPayload(variation) }),
    })),
  };
}

/** Its own condition, and none of those of the rules before it; nothing for everybody. */
function ruleOf(from: Loose, before: readonly unknown[], notes: TranslationNotes): unknown {
  const { condition } = from;
  const own =
    condition === undefined || condition === null
      ? undefined
      : sayOf([from, 'condition'], () => toRule(condition, notes));
  const parts = [...(own === undefined ? [] : [own]), ...othersThan(before, notes)];
  return parts.length > 1 ? { and: parts } : parts[0];
}

const STATUS: Readonly<Record<string, string>> = { draft: 'draft', stopped: 'archived', running: 'running' };

/** Who is divided there, where that is another one than the id. */
function tellSubject(from: Loose, { needs }: TranslationNotes): void {
  const { hashAttribute = 'id', fallbackAttribute } = from;
  if (hashAttribute !== 'id')
    needs.push([`it divides by ${hashAttribute}: give that as the subject`, from, 'hashAttribute']);
  if (isName(fallbackAttribute))
    needs.push([
      `who has no ${hashAttribute} is divided by ${fallbackAttribute} there: give that as the subject`,
      from,
      'fallbackAttribute',
    ]);
}

/** What is not divided any more, or not yet. */
function tellStates(from: Loose, forced: string | undefined, { needs }: TranslationNotes): void {
  const { active, force, status } = from;
  if (status === 'stopped') needs.push(['it is stopped there: what won belongs into the page', from, 'status']);
  if (active === false) needs.push(['it is not active there, and a draft here', from, 'active']);
  if (forced !== undefined)
    needs.push([`everybody gets ${forced} there (force): so it does here, and counts nobody`, from, 'force']);
  else if (force !== undefined && force !== null)
    throw new Untranslatable(`it forces variation ${JSON.stringify(force)}, which it does not have`, [from, 'force']);
}

/** The shares of its variations, even where GrowthBook does not take what it says. */
function sharesOf(from: Loose, count: number, notes: TranslationNotes): number[] {
  const { weights: given } = from;
  const even = Array<number>(count).fill(1 / count);
  if (given === undefined || given === null) return even;
  const shares = Array.isArray(given) ? given.map(Number) : [];
  const sum = shares.reduce((all, one) => all + one, 0);
  if (shares.length === count && shares.every((share) => share >= 0) && sum >= 0.99 && sum <= 1.01) return shares;
  notes.needs.push([
    `its weights ${JSON.stringify(given)} are not ${count} shares that sum to 1: GrowthBook divides evenly then, and so does this`,
    from,
    'weights',
  ]);
  return even;
}

/** GrowthBook takes what is below 0 for 0, and what is above 1 for 1. */
function shareOf(value: unknown, what: string): number {
  const share = typeof value === 'number' ? Math.min(Math.max(value, 0), 1) : Number.NaN;
  if (Number.isNaN(share)) throw new Untranslatable(`its ${what} is ${JSON.stringify(value)}, and no share`);
  return share;
}

/** The part of a namespace that it takes; nothing where it is in none. */
function spaceOf(namespace: unknown): readonly [name?: string, from?: number, to?: number] {
  if (namespace === undefined || namespace === null) return [];
  const [name, from, to] = Array.isArray(namespace) ? namespace : [];
  if (typeof name !== 'string' || !name)
    throw new Untranslatable(`its namespace is ${JSON.stringify(namespace)}, and not a name with two shares`);
  const [begin, end] = [shareOf(from, `beginning in ${name}`), shareOf(to, `end in ${name}`)];
  if (begin >= end) throw new Untranslatable(`its namespace ${JSON.stringify(namespace)} has room for nobody`);
  return [name, begin, end];
}

/** Where it is, and whether code begins it. */
function triggerOf(from: Loose, notes: TranslationNotes): object | undefined {
  const page = sayOf([from, 'urlPatterns'], () => toPageTrigger(from.urlPatterns, notes));
  if (from.manual !== true) return page;
  notes.needs.push(['code begins it there (manual): call fx.activate with its id', from, 'manual']);
  return page ? { kind: 'all', of: [page, { kind: 'manual' }] } : { kind: 'manual' };
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
