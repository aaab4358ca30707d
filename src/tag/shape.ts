/** Whether an experiment of a manifest has the shape that this tag knows: one that has not is out for everyone. */

import type { Experiment } from '../core/index.js';
import { attempt } from './guard.js';

type Texts = { readonly [kind: string]: string | null };

/** The texts that each op must have. No prototype: `constructor` is not an op. */
const opTexts: Texts = {
  __proto__: null,
  replaceText: 'selector value',
  replaceHTML: 'selector value',
  addClass: 'selector value',
  removeClass: 'selector value',
  setAttr: 'selector name value',
  setStyle: 'selector name value',
  remove: 'selector',
  injectHTML: 'selector value position',
  injectCSS: 'value',
};

/** The texts that each trigger must have. */
const triggerTexts: Texts = {
  __proto__: null,
  auto: '',
  manual: '',
  script: '',
  all: '',
  any: '',
  urlMatch: 'pattern',
  waitForSelector: 'selector',
  event: 'name',
  visible: 'selector',
};

type Loose = Record<string, unknown>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && !!value && !Array.isArray(value);

/** Absent, or what a test says. */
const isMaybe = (value: unknown, test: (value: never) => unknown): boolean =>
  value === undefined || !!test(value as never);

const isType =
  (type: string) =>
  (value: unknown): boolean =>
    // biome-ignore lint/suspicious/useValidTypeof: the names are those of the calls below
    typeof value === type;

const isText = isType('string');

const isBoolean = isType('boolean');

const isRate = (value: number): boolean => value >= 0 && value <= 1 && value === +value;

const isLength = (value: number): boolean => value >= 0 && value === +value;

const isDate = (value: string): boolean => isText(value) && Date.parse(value) > 0;

const isWhole = (thing: Loose, texts: Texts, kind: unknown): boolean =>
  isText(kind) && !!texts[kind as string]?.split(' ').every((name) => !name || isText(thing[name]));

/**
 * Looks at everything that the tag will use; selectors, styles and code show what they are when they run.
 *
 * @param hasFunction whether the container has a function of that index
 */
export const isSound = (value: unknown, hasFunction: (index: number) => boolean): value is Experiment => {
  const isCode = (code: unknown): boolean => isText(code) || (typeof code === 'number' && hasFunction(code));

  const isTrigger = (trigger: unknown): boolean =>
    isObject(trigger) &&
    isWhole(trigger, triggerTexts, trigger['kind']) &&
    (trigger['kind'] !== 'script' || isCode(trigger['js'])) &&
    (!/^a[ln]/.test(`${trigger['kind']}`) ||
      (Array.isArray(trigger['of']) && !!trigger['of'][0] && trigger['of'].every(isTrigger))) &&
    isMaybe(trigger['on'], (on: string) => /^(path|url)$/.test(on)) &&
    isMaybe(trigger['ratio'], isRate) &&
    isMaybe(trigger['timeoutMs'], isLength) &&
    isMaybe(trigger['regex'], isBoolean) &&
    (!trigger['regex'] || !!new RegExp(trigger['pattern'] as string));

  const isOp = (op: unknown): boolean =>
    isObject(op) &&
    isWhole(op, opTexts, op['op']) &&
    isMaybe(op['position'], (position: string) => /^(before|after)(begin|end)$/.test(position)) &&
    isMaybe(op['waitForMs'], isLength) &&
    isMaybe(op['all'], isBoolean);

  const isVariant = (variant: unknown): boolean =>
    isObject(variant) &&
    /^[a-z\d_-]{1,32}$/.test(`${variant['key']}`) &&
    isText(variant['key']) &&
    isText(variant['name']) &&
    Number.isInteger(variant['weight']) &&
    (variant['weight'] as number) >= 0 &&
    isMaybe(variant['recipeSampleRate'], isRate) &&
    isMaybe(variant['css'], isText) &&
    isMaybe(variant['js'], isCode) &&
    isMaybe(variant['payload'], isObject) &&
    isMaybe(variant['domOps'], (ops: unknown[]) => Array.isArray(ops) && ops.every(isOp));

  const isExperiment = (): boolean => {
    if (!isObject(value)) return false;
    const { audience, id, metadata, salt, status, variants } = value;
    if (!Array.isArray(variants) || !variants.every(isVariant)) return false;
    const keys = new Set(variants.map(({ key }) => key));
    const isKey = (key: string): boolean => keys.has(key);
    return (
      isText(id) &&
      /^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(id as string) &&
      isText(value['name']) &&
      keys.size === variants.length &&
      keys.size > 1 &&
      variants.reduce((sum, { weight }) => sum + weight, 0) === 10000 &&
      isMaybe(salt, (text: string) => isText(text) && text) &&
      isMaybe(status, (name: string) => /^(running|draft|paused)$/.test(name)) &&
      isMaybe(value['startAt'], isDate) &&
      isMaybe(value['endAt'], isDate) &&
      isMaybe(value['divertTo'], isKey) &&
      isMaybe(value['control'], isKey) &&
      isMaybe(value['sticky'], isBoolean) &&
      isMaybe(value['manualExposure'], isBoolean) &&
      isMaybe(value['trigger'], isTrigger) &&
      isMaybe(value['sharedJs'], isCode) &&
      isMaybe(value['sharedCss'], isText) &&
      isMaybe(metadata, isObject) &&
      isMaybe(audience, isObject) &&
      isMaybe((audience as Loose | undefined)?.['sampleRate'], isRate) &&
      isMaybe((audience as Loose | undefined)?.['excludeRate'], isRate)
    );
  };
  return !!attempt(isExperiment);
};
