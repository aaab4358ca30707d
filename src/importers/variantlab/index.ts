/** Turns a file of VariantLab into experiment files. */

import { toWeights } from '../../authoring/index.js';
import { versionRange } from '../../core/index.js';
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

const STATUS: Readonly<Record<string, string>> = { draft: 'draft', active: 'running', archived: 'archived' };

/** Fields that an experiment has here, too. */
const CARRIED = ['name', 'description', 'startDate', 'endDate', 'owner', 'routes', 'rollback'];

/** @param config what `JSON.parse` made of experiments.json */
export function importVariantLab(config: unknown, where?: Locator): TranslatedFile {
  const root = isLoose(config) ? config : {};
  const groups = new Map<string, string[]>();
  const known = new Set<string>();
  for (const { id, mutex } of looseList(root.experiments))
    if (typeof mutex === 'string' && mutex && !groups.get(mutex)?.includes(`${id}`))
      groups.set(mutex, [...(groups.get(mutex) ?? []), `${id}`].sort());
  return translateAll(
    'VariantLab',
    looseList(root.experiments).map((experiment, at) => ({
      name: isName(experiment.id) ? `${experiment.id}` : `experiments[${at}]`,
      from: experiment,
      translate(id, notes) {
        if (!isName(experiment.id)) throw new Untranslatable('it has no id, by which VariantLab divides users');
        if (known.has(`${experiment.id}`)) throw new Untranslatable('another experiment of the file has its id');
        known.add(`${experiment.id}`);
        const value = translate(id, experiment, groups, notes);
        if (root.enabled === false)
          notes.needs.push(['the file is switched off: fx off --to … does that', root, 'enabled']);
        return value;
      },
    })),
    where,
  );
}

function translate(
  id: string,
  from: Loose,
  groups: ReadonlyMap<string, readonly string[]>,
  notes: TranslationNotes,
): object {
  const { name, description, status = 'active', owner, targeting, rollback, routes, mutex } = from;
  const rule = sayOf([from, 'targeting'], () => {
    if (targeting !== undefined && targeting !== null && !isLoose(targeting))
      throw new Untranslatable('its targeting is no object');
    return ruleOf(isLoose(targeting) ? targeting : {}, notes);
  });
  const { variants, recalled, isFixed, control } = variantsOf(from, notes);
  notes.carried.push(...CARRIED.filter((key) => from[key] !== undefined));
  const isOneOf = typeof mutex === 'string' && mutex !== '';
  if (isOneOf) notes.translated.push({ what: 'mutex', before: mutex, after: `layer ${mutex}` });
  return {
    id,
    name: `${name ?? id}`,
    ...(typeof description === 'string' && { description }),
    status: ownEntry(STATUS, `${status}`) ?? 'draft',
    ...dated('startAt', from, 'startDate', notes),
    ...dated('endAt', from, 'endDate', notes),
    ...(isFixed && { sampleRate: 0 }),
    ...(rule !== undefined && { audience: { rule } }),
    ...(isOneOf && { layer: sliceOf(mutex, groups.get(mutex) ?? [], `${from.id}`) }),
    metadata: {
      variantlab: { id: from.id, ...recalled },
      ...(isLoose(rollback) && { rollback: { ...rollback, windowMs: rollback.window, window: undefined } }),
      ...(Array.isArray(routes) && { routes }),
    },
    control,
    variants,
    ...(typeof owner === 'string' && { owners: [owner] }),
  };
}

/** A day, a time and a zone of ISO 8601: whatever else `Date` reads depends on the engine and on its zone. */
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ]((?:[01]\d|2[0-3]):\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

/** A day without a time is there the midnight of UTC; a time without a zone is that of whoever asks. */
function dated(field: string, from: Loose, name: string, notes: TranslationNotes): object {
  const value = from[name];
  if (value === undefined || value === null) return {};
  const [, day = '', time, zone] = (typeof value === 'string' && DATE.exec(value)) || [];
  const clock = (time ?? '00:00:00').replace(/(\.\d{3})\d+$/, '$1');
  const instant = `${day}T${clock}${(zone ?? 'Z').toUpperCase().replace(/(\d\d)(\d\d)$/, '$1:$2')}`;
  if (Number.isNaN(Date.parse(instant)) || !isDay(day))
    throw new Untranslatable(
      `its ${name} ${JSON.stringify(value)} is no date such as 2026-03-01 or 2026-03-01T09:00:00Z`,
      [from, name],
    );
  if (time !== undefined && zone === undefined)
    notes.needs.push([`${value} has no zone, and is taken for UTC`, from, name]);
  return { [field]: zone ? instant : new Date(instant).toISOString() };
}

/** Some engines turn 30 February into 2 March. */
const isDay = (day: string): boolean => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);

/** The ways in which it divides. */
const ASSIGNMENTS = /^(default|random|sticky-hash|weighted)$/;

function variantsOf(from: Loose, notes: TranslationNotes) {
  const { assignment = 'default', split } = from;
  const given = looseList(from.variants);
  const keys = new Map<string, string>();
  for (const { id } of given) keys.set(`${id}`, toVariantKey(`${id}`, new Set(keys.values())));
  const refuse = (field: string, why: string): never => {
    throw new Untranslatable(why, [from, field]);
  };
  if (given.length < 2) refuse('variants', 'it has fewer than two variants');
  if (keys.size < given.length || given.some(({ id }) => !isName(id)))
    refuse('variants', 'its variants need an id each, and each its own');
  const control =
    keys.get(`${from.default}`) ?? refuse('default', `its default ${JSON.stringify(from.default)} is no variant`);
  if (!ASSIGNMENTS.test(`${assignment}`))
    refuse('assignment', `it divides by ${JSON.stringify(assignment)}, which is not known`);
  if (assignment === 'weighted') sayOf([from, 'split'], () => checkSplit(split, keys));
  const isSplit = assignment === 'weighted' && isLoose(split);
  const weights = toWeights(given.map(({ id }) => (isSplit ? Number(split[`${id}`] ?? 0) : 1)));
  notes.translated.push({ what: 'assignment', before: `${assignment}`, after: `weights ${weights.join(', ')}` });
  for (const [id, key] of keys) if (id !== key) notes.translated.push({ what: 'variant', before: id, after: key });
  const named = (id: string): string => keys.get(id) ?? id;
  const recalled = isSplit
    ? { split: Object.fromEntries(Object.entries(split).map(([id, share]) => [named(id), share])) }
    : { ids: [...keys.keys()].sort().map(named) };
  return {
    control,
    isFixed: assignment === 'default',
    recalled: assignment === 'default' ? {} : recalled,
    variants: given.map(({ id, label, value }, at) => ({
      key: named(`${id}`),
      name: `${label ?? id}`,
      weight: weights[at],
      ...(value !== undefined && { payload: { value } }),
    })),
  };
}

function checkSplit(split: unknown, keys: ReadonlyMap<string, string>): void {
  const shares = Object.entries(isLoose(split) ? split : {});
  const isSound = shares.every(([id, share]) => keys.has(id) && typeof share === 'number' && share >= 0);
  if (!isSound || !shares.some(([, share]) => Number(share) > 0))
    throw new Untranslatable(`its split ${JSON.stringify(split)} gives its variants no shares`);
}

/** An even share of the layer for each experiment of the group, in the order of their ids. */
function sliceOf(name: string, members: readonly string[], id: string): object {
  const at = members.indexOf(id);
  const edge = (index: number): number => Math.round((index / members.length) * 1e6) / 1e6;
  return { name, from: edge(at), to: edge(at + 1) };
}

/** No conditions are no rule: `{and: []}` would be for nobody. */
function ruleOf(targeting: Loose, notes: TranslationNotes): unknown {
  const conditions = Object.entries(targeting).flatMap(([field, value]) => {
    const made = conditionOf(field, value);
    if (made === undefined)
      throw new Untranslatable(`targeting.${field} has no form in a rule: ${short(value)}`, [targeting, field]);
    if (made.length) notes.translated.push({ what: `targeting.${field}`, before: short(value), after: short(made) });
    return made;
  });
  return conditions.length > 1 ? { and: conditions } : conditions[0];
}

const short = (value: unknown): string => JSON.stringify(value).slice(0, 120);

const either = (list: readonly object[]): object[] => (list.length > 1 ? [{ or: list }] : [...list]);

/** The conditions of one field, in the facts of docs/engine.md; undefined where it says nothing that a rule can ask. */
function conditionOf(field: string, value: unknown): object[] | undefined {
  // Nothing of a list that is none, or empty, would let everybody in.
  const list = Array.isArray(value) && value.length && value.every(isName) ? value.map(String) : undefined;
  switch (field) {
    case 'platform':
      return list && [{ in: [{ var: 'platform' }, list] }];
    case 'screenSize':
      return list && [{ in: [{ var: 'screen' }, list] }];
    case 'appVersion':
      return isRange(value) ? [{ semver: [{ var: 'app.version' }, value] }] : undefined;
    case 'locale':
      return (
        list &&
        either(
          list.flatMap((one) => [{ '===': [{ var: 'locale' }, one] }, { startsWith: [{ var: 'locale' }, `${one}-`] }]),
        )
      );
    case 'routes':
      return list && either(list.map((one) => ({ glob: [{ var: 'route' }, one] })));
    case 'attributes':
      return isLoose(value) ? attributesOf(value) : undefined;
    case 'userId':
      return list ? [{ in: [{ var: 'user.id' }, list] }] : bucketOf(value);
    default:
      return undefined;
  }
}

function isRange(value: unknown): value is string {
  try {
    return typeof value === 'string' && !!versionRange(value);
  } catch {
    // Silence is right: this is what was asked.
    return false;
  }
}

const attributesOf = (value: Loose): object[] | undefined =>
  Object.values(value).every((wanted) => wanted === null || /^(string|number|boolean)$/.test(typeof wanted))
    ? Object.entries(value).map(([name, wanted]) => ({ '===': [{ var: `user.${name}` }, wanted] }))
    : undefined;

const bucketOf = (value: unknown): object[] | undefined =>
  isLoose(value) && typeof value.mod === 'number' ? [{ '<': [{ var: 'user.bucket' }, value.mod] }] : undefined;
