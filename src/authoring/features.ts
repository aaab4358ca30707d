/** Lists each feature that a container may be composed without, and who needs it. */

import {
  type AddressPattern,
  type Experiment,
  type Manifest,
  namespaces,
  type Op,
  partOf,
  type Rule,
  type Trigger,
  type Variant,
} from '../core/index.js';

/** What a page may declare that it uses, in `tag:` of fx.config.yaml, each with the options of the tag that need it. */
export const DECLARABLE = {
  collect: ['collect'],
  consent: ['consent'],
  gpc: ['gpc'],
  subject: ['subjectId'],
  layer: ['layer'],
  segments: ['segments'],
  manifest: ['manifestUrl'],
  triggers: ['triggers'],
  decide: ['decide', 'recall'],
  explain: [],
  preview: [],
} as const satisfies { readonly [word: string]: readonly string[] };

/** A word of `tag:`. */
export type Declared = keyof typeof DECLARABLE;

/** What can make a feature necessary: something that a manifest uses, or a word of `tag:`. */
type Need = Used | `tag ${Declared}`;

type Used =
  | 'rule'
  | 'visit'
  | 'semver'
  | 'glob'
  | 'facts'
  | 'rates'
  | 'draft'
  | 'was'
  | 'root'
  | 'expression'
  | 'place'
  | 'dates'
  | 'layer'
  | 'holdout'
  | 'redirect'
  | 'css'
  | 'js'
  | `op ${Op['op']}`
  | `trigger ${Trigger['kind'] | 'jquery'}`;

/** The features by the names of their stand-ins in `without/`: each is in a container that has one of its needs. */
export const FEATURES = {
  rules: ['rule'],
  versions: ['semver'],
  globs: ['glob'],
  visits: ['visit'],
  dates: ['dates'],
  expressions: ['expression'],
  places: ['place'],
  layers: ['layer'],
  gates: ['rule', 'rates', 'draft', 'dates', 'layer', 'holdout', 'tag decide', 'tag explain', 'tag preview'],
  known: ['rule', 'facts', 'tag decide', 'tag explain', 'tag preview', 'tag segments'],
  holdouts: ['holdout'],
  redirects: ['redirect'],
  triggers: [
    'trigger waitForSelector',
    'trigger event',
    'trigger visible',
    'trigger manual',
    'trigger script',
    'trigger all',
    'trigger any',
  ],
  visible: ['trigger visible'],
  jquery: ['trigger jquery'],
  text: ['op replaceText', 'op replaceHTML'],
  html: ['op replaceHTML', 'op injectHTML'],
  attributes: ['op setAttr'],
  removal: ['op remove'],
  was: ['was'],
  roots: ['root', 'js', 'trigger script'],
  css: ['css', 'op injectCSS', 'redirect', 'tag manifest'],
  code: ['js', 'trigger script'],
  facts: ['facts', 'tag segments'],
  collect: ['tag collect'],
  consent: ['tag consent', 'tag gpc'],
  gpc: ['tag gpc'],
  segments: ['tag segments'],
  subject: ['tag subject'],
  layer: ['tag layer'],
  manifest: ['tag manifest', 'tag preview'],
  host: ['tag triggers', 'redirect'],
  decide: ['tag decide'],
  explain: ['tag explain', 'tag preview'],
  preview: ['tag preview'],
} as const satisfies { readonly [name: string]: readonly Need[] };

/** A feature. */
export type Feature = keyof typeof FEATURES;

/**
 * What no container needs: its manifest was checked when it was made, it knows what it is without, and a companion
 * beside it knows what links of previews and pages with a key ask for.
 */
const NEVER = ['checks', 'whole', 'links', 'signed'] as const;

/** What is in a container, and what is not. */
export interface Composition {
  readonly in: readonly Feature[];
  readonly out: readonly Feature[];
  /** The stand-ins that take the place of parts. */
  readonly without: ReadonlySet<string>;
  /** What `tag:` could declare, and does not: a page that uses it all the same is told. */
  readonly lacks: readonly Declared[];
}

/**
 * What a container of these manifests needs.
 *
 * @param declared the words of `tag:`; null where a configuration has none: then a page may use all of them
 */
export function compositionOf(manifests: readonly Manifest[], declared: ReadonlySet<Declared> | null): Composition {
  const words = Object.keys(DECLARABLE) as Declared[];
  // What was written for Mojito may use anything.
  const isOpen = !declared || manifests.some(({ experiments }) => experiments.some(({ mojitoId }) => mojitoId));
  const said = words.filter((word) => isOpen || declared.has(word));
  const needs = new Set<Need>([...manifests.flatMap(usedBy), ...said.map((word) => `tag ${word}` as const)]);
  const names = Object.keys(FEATURES) as Feature[];
  const isIn = (name: Feature): boolean => FEATURES[name].some((need) => needs.has(need));
  const out = names.filter((name) => !isIn(name));
  return {
    in: names.filter(isIn),
    out,
    without: new Set([...NEVER, ...out]),
    lacks: words.filter((word) => !said.includes(word)),
  };
}

/** By option the word that serves it, of all that is left out: `name:word name:word`. */
export const lackedOptions = ({ lacks }: Pick<Composition, 'lacks'>): string =>
  lacks.flatMap((word) => DECLARABLE[word].map((option) => `${option}:${word}`)).join(' ');

/** What a manifest uses. */
function usedBy({ experiments, holdouts = [] }: Manifest): Used[] {
  return [
    ...experiments.flatMap(usedByExperiment),
    ...holdouts.flatMap((one): Used[] => ['holdout', ...(one.startAt || one.endAt ? (['dates'] as const) : [])]),
  ];
}

function usedByExperiment({
  audience,
  endAt,
  layer,
  divertTo,
  manualExposure,
  status,
  sharedCss,
  sharedJs,
  startAt,
  trigger,
  variants,
}: Experiment): Used[] {
  const has: Partial<Record<Used, unknown>> = {
    rule: audience?.rule !== undefined,
    rates: [audience?.sampleRate, audience?.excludeRate, divertTo, manualExposure, ...variants.map(rateOf)].some(
      (value) => value !== undefined,
    ),
    draft: status === 'draft',
    was: variants.some(({ domOps = [] }) => domOps.some((op) => 'was' in op)),
    root: JSON.stringify([trigger, variants]).includes('>>>'),
    dates: startAt ?? endAt,
    layer,
    css: sharedCss ?? variants.some(({ css }) => css),
    js: sharedJs !== undefined || variants.some(({ js }) => js !== undefined),
    redirect: variants.some(({ redirect }) => redirect !== undefined),
  };
  return [
    ...(Object.keys(has) as Used[]).filter((name) => has[name]),
    ...usedByRule(audience?.rule ?? true),
    ...(trigger ? usedByTrigger(trigger) : []),
    ...variants.flatMap(({ domOps = [] }) => domOps.map(({ op }): Used => `op ${op}`)),
  ];
}

const rateOf = ({ recipeSampleRate }: Variant): number | undefined => recipeSampleRate;

function usedByRule(rule: Rule): Used[] {
  const text = JSON.stringify(rule);
  const operators = (['semver', 'glob'] as const).filter((name) => text.includes(`"${name}"`));
  const read = namespaces(rule);
  // A path that is computed may lead anywhere.
  const readsAll = rule !== true && /"var":(\[?[{[]|\[?"")/.test(text);
  return [
    ...operators,
    ...(readsAll || read.includes('visit') ? (['visit'] as const) : []),
    ...(readsAll || read.some((name) => !/^(page|device|visit|visitor)$/.test(name)) ? (['facts'] as const) : []),
  ];
}

const usedByPattern = (pattern: AddressPattern): Used[] => [
  ...(pattern.regex ? (['expression'] as const) : []),
  ...(partOf(pattern) === 'any' ? [] : (['place'] as const)),
];

function usedByTrigger(trigger: Trigger): Used[] {
  return [
    `trigger ${trigger.kind}`,
    ...('pattern' in trigger ? usedByPattern(trigger) : []),
    ...('jquery' in trigger && trigger.jquery ? (['trigger jquery'] as const) : []),
    ...('of' in trigger ? trigger.of.flatMap(usedByTrigger) : []),
  ];
}
