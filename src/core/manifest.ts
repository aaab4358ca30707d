/**
 * Reads a manifest and checks its experiments: the one notion of a sound experiment, for the tag, the command line and
 * SDKs.
 */

import { isScheduled } from './decide.js';
import type { Experiment, Holdout, Manifest } from './types.js';

/**
 * A manifest from its text, with the experiments as they stand there: `isSound` tells which of them may run.
 *
 * @returns undefined for what is no JSON, or no manifest of a version that is known here
 * @example
 * const manifest = parseManifest(text);
 * const experiments = manifest?.experiments.filter((experiment) => isSound(experiment)) ?? [];
 */
export const parseManifest = (text: string): Manifest | undefined => {
  try {
    return asManifest(JSON.parse(text));
  } catch {
    // Silence is right: whoever asked says in which place there is no manifest.
    return undefined;
  }
};

/** A manifest, where a value is one of a version that is known here, else undefined. */
export const asManifest = (value: unknown): Manifest | undefined => {
  const manifest = value as Manifest | null | undefined;
  return manifest?.version === 1 && Array.isArray(manifest.experiments)
    ? { ...manifest, experiments: manifest.experiments.filter(Boolean) }
    : undefined;
};

/**
 * The holdouts of a manifest that concern one of its experiments.
 *
 * @param now milliseconds since the epoch
 */
export const holdoutsFor = (
  { holdouts = [] }: { readonly holdouts?: readonly Holdout[] | undefined },
  { id }: Pick<Experiment, 'id'>,
  now = Date.now(),
): Holdout[] =>
  holdouts.filter(
    (holdout) => (!holdout.experiments || holdout.experiments.includes(id)) && isScheduled(holdout, { now }),
  );

/** Whether every holdout of a manifest has the shape that is known here: else nobody can say who is held out. */
export const hasSoundHoldouts = ({ holdouts = [] }: Manifest): boolean =>
  Array.isArray(holdouts) &&
  holdouts.every((holdout) =>
    fits(
      holdout,
      HOLDOUT,
      createTests(() => false),
    ),
  );

type Loose = Readonly<Record<string, unknown>>;

/** What a value may be, by the letter that stands for it in the tables below. */
type Tests = Readonly<Record<string, (value: never) => unknown>>;

/** Fields that must be there (`name:s`) or may be (`name?s`). No prototype: `constructor` is not an op. */
type Table = Readonly<Record<string, string | null | undefined>>;

/** The fields of every op and trigger. Made when asked for: a bundle that checks no manifest then leaves them out. */
const createTables = (): { readonly ops: Table; readonly triggers: Table } => {
  const target = 'selector:s waitForMs?n all?b keep?e';
  const value = `${target} value:s was?s`;
  const named = `${value} name:s`;

  const ops: Table = {
    __proto__: null,
    replaceText: value,
    replaceHTML: value,
    addClass: value,
    removeClass: value,
    setAttr: named,
    setStyle: named,
    remove: target,
    injectHTML: `${value} position:p`,
    injectCSS: 'value:s',
  };

  const parts = 'of:g';

  const triggers: Table = {
    __proto__: null,
    auto: 'kind:s',
    manual: 'kind:s',
    script: 'js:c',
    all: parts,
    any: parts,
    urlMatch: 'pattern:s regex?b on?w',
    waitForSelector: 'selector:s timeoutMs?n',
    event: 'name:s jquery?b',
    visible: 'selector:s ratio?r',
  };
  return { ops, triggers };
};

const VARIANT = 'key:k name:s weight:i recipeSampleRate?r css?s js?c payload?m domOps?O redirect?S keepQuery?b';
const HOLDOUT = 'id:I name?s share:r experiments?L startAt?d endAt?d';
const LAYER = 'name:S from:r to:r';
const AUDIENCE = 'sampleRate?r excludeRate?r';
const EXPERIMENT =
  'id:I name:s salt?S status?u startAt?d endAt?d divertTo?v control?v sticky?b manualExposure?b trigger?t sharedJs?c sharedCss?s metadata?m audience?a layer?l';

const isMap = (value: unknown): value is Loose => typeof value === 'object' && !!value && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

const isOneOf =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    isText(value) && pattern.test(value);

const fits = (value: unknown, fields: string | null | undefined, tests: Tests): boolean =>
  isMap(value) &&
  !!fields &&
  fields.split(' ').every((field) => {
    const it = value[field.slice(0, -2)];
    return it === undefined ? field.slice(-2, -1) === '?' : tests[field.slice(-1)]?.(it as never);
  });

/**
 * Whether an experiment has the shape that is known here: one that has not is out for everyone. It never throws.
 *
 * Looks at everything that a tag will use; selectors, styles and code show what they are when they run.
 *
 * @param functions of a container, where there is one
 */
export const isSound = (value: unknown, functions: readonly unknown[] = []): value is Experiment => {
  try {
    const { variants } = value as { variants: Loose[] };
    const tests = createTests((key) => variants.some((variant) => variant['key'] === key), functions);
    return (
      fits(value, EXPERIMENT, tests) &&
      isList(variants, (variant) => fits(variant, VARIANT, tests)) &&
      variants.length > 1 &&
      new Set(variants.map(({ key }) => key)).size === variants.length &&
      variants.reduce((sum, { weight }) => sum + (weight as number), 0) === 10000
    );
  } catch {
    // Silence is right: what cannot be looked at is not sound.
    return false;
  }
};

/** @param isKey whether a variant has that key */
const createTests = (isKey: (key: unknown) => boolean, functions: readonly unknown[] = []): Tests => {
  const { ops, triggers } = createTables();
  const isTrigger = (it: Loose): boolean =>
    fits(it, triggers[it['kind'] as string], tests) && (!it['regex'] || !!new RegExp(it['pattern'] as string));
  const tests: Tests = {
    s: isText,
    S: isOneOf(/./),
    I: isOneOf(/^(?=.{1,64}$)[a-z][a-z\d]*(-[a-z\d]+)*$/),
    k: isOneOf(/^[a-z\d_-]{1,32}$/),
    u: isOneOf(/^(running|paused|draft)$/),
    p: isOneOf(/^(before|after)(begin|end)$/),
    w: isOneOf(/^(path|full|hash|url)$/),
    e: isOneOf(/^(render|always|once)$/),
    d: (it) => isText(it) && !Number.isNaN(Date.parse(it)),
    b: (it) => typeof it === 'boolean',
    r: (it) => isNumber(it, 1),
    n: (it) => isNumber(it, Number.MAX_VALUE),
    i: (it) => isNumber(it, 10000) && Number.isInteger(it),
    c: (it) => isText(it) || typeof functions[it] === 'function',
    m: isMap,
    a: (it) => fits(it, AUDIENCE, tests),
    l: (it) => fits(it, LAYER, tests),
    t: isTrigger,
    g: (it) => isList(it, isTrigger) && it[0],
    O: (it) => isList(it, (op) => fits(op, ops[op['op'] as string], tests)),
    v: isKey,
    L: (it) => isList(it, isText),
  };
  return tests;
};

const isNumber = (it: number, most: number): boolean => typeof it === 'number' && it >= 0 && it <= most;

const isList = (list: unknown, test: (one: Loose) => unknown): boolean => Array.isArray(list) && list.every(test);
