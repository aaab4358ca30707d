/** Whether an experiment of a manifest has the shape that this tag knows: one that has not is out for everyone. */

import type { Experiment } from '../core/index.js';
import { attempt, freeze } from './guard.js';

type Loose = Readonly<Record<string, unknown>>;

/** What a value may be, by the letter that stands for it in the tables below. */
type Tests = Readonly<Record<string, (value: never) => unknown>>;

/** Fields that must be there (`name:s`) or may be (`name?s`). No prototype: `constructor` is not an op. */
type Table = Readonly<Record<string, string | null | undefined>>;

const TARGET = 'selector:s waitForMs?n all?b keep?e';
const VALUE = `${TARGET} value:s was?s`;
const NAMED = `${VALUE} name:s`;

const OPS: Table = {
  __proto__: null,
  replaceText: VALUE,
  replaceHTML: VALUE,
  addClass: VALUE,
  removeClass: VALUE,
  setAttr: NAMED,
  setStyle: NAMED,
  remove: TARGET,
  injectHTML: `${VALUE} position:p`,
  injectCSS: 'value:s',
};

const PARTS = 'of:g';

const TRIGGERS: Table = {
  __proto__: null,
  auto: 'kind:s',
  manual: 'kind:s',
  script: 'js:c',
  all: PARTS,
  any: PARTS,
  urlMatch: 'pattern:s regex?b on?w',
  waitForSelector: 'selector:s timeoutMs?n',
  event: 'name:s jquery?b',
  visible: 'selector:s ratio?r',
};

const VARIANT = 'key:k name:s weight:i recipeSampleRate?r css?s js?c payload?m domOps?O';
const LAYER = 'name:S from:r to:r';
const AUDIENCE = 'sampleRate?r excludeRate?r';
const EXPERIMENT =
  'id:I name:s salt?S status?u startAt?d endAt?d divertTo?v control?v sticky?b manualExposure?b trigger?t sharedJs?c sharedCss?s metadata?f audience?a layer?l';

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
 * Looks at everything that the tag will use; selectors, styles and code show what they are when they run.
 *
 * @param functions of the container, where there is one
 */
export const isSound = (value: unknown, functions: readonly unknown[] = []): value is Experiment => {
  const { variants } = value as { variants: Loose[] };
  const isList = (list: unknown, test: (one: Loose) => unknown): boolean => Array.isArray(list) && list.every(test);
  const isTrigger = (it: Loose): boolean =>
    fits(it, TRIGGERS[it['kind'] as string], tests) && (!it['regex'] || !!new RegExp(it['pattern'] as string));
  const isNumber = (it: number, most: number): boolean => typeof it === 'number' && it >= 0 && it <= most;
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
    // what nests too deeply to be frozen could not be handed to a recipe
    f: (it) => isMap(it) && freeze(it),
    a: (it) => fits(it, AUDIENCE, tests),
    l: (it) => fits(it, LAYER, tests),
    t: isTrigger,
    g: (it) => isList(it, isTrigger) && it[0],
    O: (it) => isList(it, (op) => fits(op, OPS[op['op'] as string], tests)),
    v: (it) => variants.some(({ key }) => key === it),
  };
  return !!attempt(
    () =>
      fits(value, EXPERIMENT, tests) &&
      isList(variants, (variant) => fits(variant, VARIANT, tests)) &&
      variants.length > 1 &&
      new Set(variants.map(({ key }) => key)).size === variants.length &&
      variants.reduce((sum, { weight }) => sum + (weight as number), 0) === 10000,
  );
};
