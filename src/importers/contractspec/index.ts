/** Turns ExperimentSpecs of ContractSpec into experiment files. */

import { toWeights } from '../../authoring/index.js';
import { toVariantKey } from '../mojito/name.js';
import { createLines } from '../places.js';
import {
  isFilledText,
  isLoose,
  type Loose,
  looseList,
  type Original,
  sayOf,
  type TranslatedFile,
  type TranslationNotes,
  translateAll,
  Untranslatable,
} from '../translation.js';
import { toExpressionRule } from './expression.js';
import { successMetricsOf } from './metrics.js';
import { readSpecs } from './read.js';

/**
 * @param code the module as JavaScript: types were taken out before. It is read, and not run.
 * @param source its file, and which of its lines a place of the JavaScript is from
 */
export function importContractSpec(code: unknown, source?: SpecSource): TranslatedFile {
  const lines = createLines(source?.file ?? '', source?.lineOf);
  const specs = readSpecs(typeof code === 'string' ? code : '', source && lines.note) ?? [];
  const originals = specs.flatMap((spec) => {
    const meta = isLoose(spec.meta) ? spec.meta : {};
    const origin = isFilledText(meta.key) ? meta.key : isFilledText(meta.name) ? meta.name : 'experiment';
    return partsOf(spec).map(
      (part): Original => ({
        name: origin + part.suffix,
        origin,
        from: part.rule ?? spec,
        translate: (id, notes) => translate(id, spec, meta, part, notes),
      }),
    );
  });
  return translateAll('ContractSpec', originals, lines.where);
}

/** The file of a module. */
export interface SpecSource {
  readonly file: string;
  /** The line of the file, from 1, that a place of the JavaScript was made of. */
  lineOf(offset: number): number;
}

/** One experiment of a spec: a targeting rule that gives a variant, or what is left. */
interface SpecPart {
  readonly suffix: string;
  readonly rule?: Loose;
  /** The rules before it: the first that matches wins. */
  readonly before: readonly Loose[];
  readonly isOff?: boolean;
}

function partsOf({ allocation }: Loose): SpecPart[] {
  const given = isLoose(allocation) ? allocation : {};
  if (given.type !== 'targeted') return [{ suffix: '', before: [] }];
  const rules = looseList(given.rules);
  const parts = rules.map((rule, at): SpecPart => ({ suffix: `-rule-${at + 1}`, rule, before: rules.slice(0, at) }));
  return [...parts, { suffix: '', before: rules, isOff: given.fallback !== 'random' }];
}

function translate(id: string, spec: Loose, meta: Loose, part: SpecPart, notes: TranslationNotes): object {
  const allocation = isLoose(spec.allocation) ? spec.allocation : {};
  const given = looseList(spec.variants);
  if (!isFilledText(meta.key) && !isFilledText(meta.name))
    throw new Untranslatable('its name is not written out in meta', [spec, 'meta']);
  if (given.length < 2) throw new Untranslatable('it has fewer than two variants', [spec, 'variants']);
  if (!given.every((one) => isFilledText(one.id)) || new Set(given.map((one) => one.id)).size < given.length)
    throw new Untranslatable('its variants need ids that are written out, and each its own', [spec, 'variants']);
  if (!/^(random|sticky|targeted)$/.test(`${allocation.type}`))
    throw new Untranslatable(`its allocation is ${allocation.type}, which is not known`, [allocation, 'type']);
  if (allocation.type === 'targeted' && !Array.isArray(allocation.rules))
    throw new Untranslatable('its rules are not written out', [allocation, 'rules']);
  const parts = given.map(({ weight }) => (weight === undefined || weight === null ? 1 : Number(weight)));
  if (!parts.every((part) => part >= 0) || !parts.some((part) => part > 0))
    throw new Untranslatable(`its weights are no shares: ${parts.join(', ')}`, [spec, 'variants']);
  const keys: string[] = [];
  for (const one of given) keys.push(toVariantKey(`${one.id}`, new Set(keys)));
  const keyOf = (name: unknown): string => keys[given.findIndex((one) => one.id === name)] ?? '';
  const share = Number(part.rule?.percentage ?? 1);
  if (!(share >= 0 && share <= 1))
    throw new Untranslatable(`percentage must be 0 to 1, not ${share}`, [part.rule, 'percentage']);
  const conditions = [...(part.rule ? conditionsOf(part.rule) : []), ...part.before.map(notThat)];
  tellOthers(spec, allocation, part, notes);
  const diverted = part.rule && keyOf(part.rule.variantId);
  if (diverted === '')
    throw new Untranslatable(`there is no variant ${part.rule?.variantId}`, [part.rule, 'variantId']);
  const [weights, metrics] = [toWeights(parts), successMetricsOf(spec, notes)];
  notes.translated.push({ what: 'allocation', before: `${allocation.type}`, after: diverted ?? weights.join(', ') });
  return {
    id,
    name: `${meta.title ?? id}`,
    ...(typeof meta.description === 'string' && { description: meta.description }),
    status: 'draft',
    ...(typeof allocation.salt === 'string' && allocation.salt && { salt: allocation.salt }),
    ...((share !== 1 || part.isOff) && { sampleRate: part.isOff ? 0 : share }),
    ...(conditions.length && { audience: { rule: conditions.length > 1 ? { and: conditions } : conditions[0] } }),
    ...(diverted && { divertTo: diverted }),
    metadata: { contractspec: { key: meta.key ?? meta.name, version: meta.version ?? 1 } },
    control: keyOf(spec.controlVariant) || keys[0],
    variants: given.map((one, at) => ({
      key: keys[at],
      name: `${one.name ?? one.key ?? one.id}`,
      weight: weights[at],
      ...(Array.isArray(one.overrides) && { payload: { overrides: one.overrides } }),
    })),
    ...(metrics.length && { metrics }),
    ...(Array.isArray(meta.owners) && { owners: meta.owners }),
    ...(Array.isArray(meta.tags) && { tags: meta.tags }),
  };
}

/** Who gets another variant here than there. */
function tellOthers(spec: Loose, allocation: Loose, { before }: SpecPart, { needs }: TranslationNotes): void {
  const partial = before.find(({ percentage }) => percentage !== undefined && percentage !== 1);
  if (partial)
    needs.push([
      'a rule before it takes a share of its subjects only: the others come here there, and not here',
      partial,
      'percentage',
    ]);
  if (allocation.type === 'random' && !allocation.salt)
    needs.push([
      'without a salt every such experiment there gives a subject the same place; here each has its own',
      spec,
      'allocation',
    ]);
}

/** What is there and cannot be read would let everybody in, were it left out. */
function conditionsOf(rule: Loose): unknown[] {
  const { expression, policy } = rule;
  if ('expression' in rule && !isFilledText(expression))
    throw new Untranslatable('an expression of its rules is not written out', [rule, 'expression']);
  const name = isLoose(policy) ? (policy.key ?? policy.name) : undefined;
  if ('policy' in rule && !isFilledText(name))
    throw new Untranslatable('a policy of its rules has no name that is written out', [rule, 'policy']);
  return [
    ...(name === undefined ? [] : [{ '===': [{ var: `policy.${name}` }, true] }]),
    ...(typeof expression === 'string' ? [sayOf([rule, 'expression'], () => toExpressionRule(expression))] : []),
  ];
}

/** Those whom an earlier rule did not take. */
function notThat(rule: Loose): object {
  const [first, ...rest] = conditionsOf(rule);
  if (first === undefined) throw new Untranslatable('a rule before it takes everybody', [rule]);
  return { not: rest.length ? { and: [first, ...rest] } : first };
}
