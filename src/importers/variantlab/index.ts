/** Turns a file of VariantLab into experiment files. */

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

const STATUS: Readonly<Record<string, string>> = { draft: 'draft', active: 'running', archived: 'archived' };

/** @param config what `JSON.parse` made of experiments.json */
export function importVariantLab(config: unknown): TranslatedFile {
  const root = isLoose(config) ? config : {};
  const groups = new Map<string, string[]>();
  for (const { id, mutex } of looseList(root.experiments))
    if (typeof mutex === 'string') groups.set(mutex, [...(groups.get(mutex) ?? []), `${id}`].sort());
  return translateAll(
    'VariantLab',
    looseList(root.experiments).map((experiment) => ({
      name: `${experiment.id}`,
      translate(id, notes) {
        const value = translate(id, experiment, groups, notes);
        if (root.enabled === false) notes.needs.push('the file is switched off: fx off --to … does that');
        return value;
      },
    })),
  );
}

function translate(
  id: string,
  from: Loose,
  groups: ReadonlyMap<string, readonly string[]>,
  notes: TranslationNotes,
): object {
  const { name, description, status = 'active', startDate, endDate, owner, targeting, rollback, routes, mutex } = from;
  const rule = ruleOf(isLoose(targeting) ? targeting : {}, notes);
  const { variants, recalled, isFixed } = variantsOf(from, notes);
  notes.carried.push(
    ...Object.keys({ name, description, startDate, endDate, owner, routes, rollback }).filter(
      (key) => from[key] !== undefined,
    ),
  );
  if (typeof mutex === 'string') notes.translated.push({ what: 'mutex', before: mutex, after: `layer ${mutex}` });
  return {
    id,
    name: `${name ?? id}`,
    ...(typeof description === 'string' && { description }),
    status: STATUS[`${status}`] ?? 'draft',
    ...(typeof startDate === 'string' && { startAt: startDate }),
    ...(typeof endDate === 'string' && { endAt: endDate }),
    ...(isFixed && { sampleRate: 0 }),
    ...(rule !== undefined && { audience: { rule } }),
    ...(typeof mutex === 'string' && { layer: sliceOf(mutex, groups.get(mutex) ?? [], `${from.id}`) }),
    metadata: {
      variantlab: { id: from.id, ...recalled },
      ...(isLoose(rollback) && { rollback: { ...rollback, windowMs: rollback.window, window: undefined } }),
      ...(Array.isArray(routes) && { routes }),
    },
    control: toVariantKey(`${from.default}`, new Set()),
    variants,
    ...(typeof owner === 'string' && { owners: [owner] }),
  };
}

function variantsOf(from: Loose, notes: TranslationNotes) {
  const { assignment = 'default', split } = from;
  const given = looseList(from.variants);
  const keys = new Map<string, string>();
  for (const { id } of given) keys.set(`${id}`, toVariantKey(`${id}`, new Set(keys.values())));
  if (given.length < 2) throw new Untranslatable('it has fewer than two variants');
  const isSplit = assignment === 'weighted' && isLoose(split);
  const weights = toWeights(given.map(({ id }) => (isSplit ? Number(split[`${id}`] ?? 0) : 1)));
  notes.translated.push({ what: 'assignment', before: `${assignment}`, after: `weights ${weights.join(', ')}` });
  for (const [id, key] of keys) if (id !== key) notes.translated.push({ what: 'variant', before: id, after: key });
  const named = (id: string): string => keys.get(id) ?? id;
  const recalled = isSplit
    ? { split: Object.fromEntries(Object.entries(split).map(([id, share]) => [named(id), share])) }
    : { ids: [...keys.keys()].sort().map(named) };
  return {
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
    if (made === undefined) throw new Untranslatable(`targeting.${field} has no form in a rule`);
    if (made.length) notes.translated.push({ what: `targeting.${field}`, before: short(value), after: short(made) });
    return made;
  });
  return conditions.length > 1 ? { and: conditions } : conditions[0];
}

const short = (value: unknown): string => JSON.stringify(value).slice(0, 120);

const either = (list: readonly object[]): object[] => (list.length > 1 ? [{ or: list }] : [...list]);

/** The conditions of one field, in the facts of docs/engine.md; undefined for a field that has none. */
function conditionOf(field: string, value: unknown): object[] | undefined {
  const list = Array.isArray(value) ? value.map(String) : [];
  switch (field) {
    case 'platform':
      return [{ in: [{ var: 'platform' }, list] }];
    case 'screenSize':
      return [{ in: [{ var: 'screen' }, list] }];
    case 'appVersion':
      return [{ semver: [{ var: 'app.version' }, `${value}`] }];
    case 'locale':
      return either(
        list.flatMap((one) => [{ '===': [{ var: 'locale' }, one] }, { startsWith: [{ var: 'locale' }, `${one}-`] }]),
      );
    case 'routes':
      return either(list.map((one) => ({ glob: [{ var: 'route' }, one] })));
    case 'attributes':
      return isLoose(value)
        ? Object.entries(value).map(([name, wanted]) => ({ '===': [{ var: `user.${name}` }, wanted] }))
        : undefined;
    case 'userId':
      return list.length
        ? [{ in: [{ var: 'user.id' }, list] }]
        : isLoose(value)
          ? [{ '<': [{ var: 'user.bucket' }, Number(value.mod)] }]
          : undefined;
    default:
      return undefined;
  }
}
