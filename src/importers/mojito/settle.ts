/** Checks a raw wave by Mojito's own rules, and says what Mojito would refuse. */

import { type Fields, fieldsOf } from '../../authoring/checks.js';
import type { WaveCode } from './code.js';
import { waitByFx } from './waiting.js';
import { isCode, type RawWave, type Remark, type Wave, type WaveRecipe } from './wave.js';

/** A wave, or why it is left out; and what a person should look at all the same. */
export interface Settled {
  readonly wave: Wave | undefined;
  readonly faults: readonly Remark[];
  readonly needs: readonly Remark[];
}

/** Keys of a wave that Mojito knows: it puts all others into `test.options`. */
const KNOWN = new Set([
  ...['id', 'name', 'state', 'sampleRate', 'divertTo', 'manualExposure', 'trigger', 'js', 'css', 'recipes'],
  ...['excludeSampleRate', 'private'],
]);

const KNOWN_OF_RECIPE = new Set(['id', 'name', 'sampleRate', 'js', 'css']);

/** Where code comes too late when it is set right before the recipe: events are made before. */
const EARLY = /^(options|storageAdapter|decisionAdapter)$/;

export function settle(raw: RawWave): Settled {
  const { fields } = raw;
  const faults: Remark[] = [...raw.faults];
  const needs: Remark[] = [];
  const judge = createJudge(raw, faults, needs);
  const id = judge.text('id');
  if (id === undefined && !faults.length)
    judge.fault(['id'], 'id is required: Mojito does not run a wave without one.');
  const recipes = settleRecipes(raw, judge);
  const sampleRate = judge.number(fields, ['sampleRate']) ?? 1;
  if (sampleRate > 1)
    judge.fault(['sampleRate'], `sampleRate is ${sampleRate}, and Mojito does not run a wave with more than 1.`);
  const excludeSampleRate = judge.number(fields, ['excludeSampleRate']);
  if (excludeSampleRate !== undefined && !(excludeSampleRate >= 0 && excludeSampleRate <= 1)) {
    judge.fault(['excludeSampleRate'], `excludeSampleRate must be from 0 to 1, not ${excludeSampleRate}.`);
  }
  const divertTo = settleDivert(raw, recipes, judge);
  const { custom, customCode } = splitCustom(raw, judge);
  if (faults.length || id === undefined) return { wave: undefined, faults, needs };
  const wave: Wave = {
    raw,
    id,
    name: judge.text('name') ?? id,
    state: (judge.text('state') ?? 'staging').toLowerCase(),
    sampleRate: Math.max(0, sampleRate),
    excludeSampleRate,
    divertTo,
    manualExposure: Boolean(fields.manualExposure),
    cookieDuration:
      judge.number(fields, ['cookieDuration']) ?? judge.number(fieldsOf(fields.options), ['options', 'cookieDuration']),
    trigger: codeOf(fields.trigger),
    js: codeOf(fields.js),
    css: textOf(fields.css),
    recipes,
    hidden: fields.private,
    custom,
    customCode,
  };
  return faults.length ? { wave: undefined, faults, needs } : { wave, faults, needs };
}

interface Judge {
  readonly fault: (path: readonly string[], message: string) => void;
  readonly need: (path: readonly string[], message: string) => void;
  /** A field that is text, or a number or boolean that stands for its text; undefined where there is none. */
  readonly text: (key: string) => string | undefined;
  /** The last of a path in its owner, as JavaScript would count with it; undefined where there is none. */
  readonly number: (owner: Fields, path: readonly string[]) => number | undefined;
}

function createJudge({ fields, file, lineOf }: RawWave, faults: Remark[], needs: Remark[]): Judge {
  const fault: Judge['fault'] = (path, message) => faults.push({ file, line: lineOf(path), message });
  return {
    fault,
    need: (path, message) => needs.push({ file, line: lineOf(path), message }),
    text(key) {
      const value = fields[key];
      if (value === undefined || value === null || value === '') return undefined;
      if (typeof value !== 'object') return String(value);
      fault([key], `${key} must be text, not ${JSON.stringify(value)}.`);
      return undefined;
    },
    number(owner, path) {
      const value = owner[path.at(-1) ?? ''];
      if (value === undefined || value === null) return undefined;
      const number =
        typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN;
      if (Number.isFinite(number)) return number;
      fault(path, `${path.join('.')} must be a number, not ${JSON.stringify(value)}.`);
      return undefined;
    },
  };
}

function settleRecipes(raw: RawWave, judge: Judge): WaveRecipe[] {
  const { recipes: value } = raw.fields;
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isMap ? Object.entries(fieldsOf(value)) : [];
  if (!raw.faults.length && entries.length < 2) {
    judge.fault(
      ['recipes'],
      `recipes must have two at least, and has ${entries.length}: Mojito does not run such a wave.`,
    );
  }
  if (entries.length > 100)
    judge.fault(['recipes'], `recipes has ${entries.length}, and an experiment takes 100 at most.`);
  return entries.map(([id, held]) => settleRecipe(id, held, judge));
}

function settleRecipe(id: string, held: unknown, judge: Judge): WaveRecipe {
  const fields = fieldsOf(held);
  const path = ['recipes', id];
  const sampleRate = judge.number(fields, [...path, 'sampleRate']);
  if (sampleRate !== undefined && !(sampleRate >= 0 && sampleRate <= 1)) {
    judge.fault([...path, 'sampleRate'], `recipes.${id}.sampleRate must be from 0 to 1, not ${sampleRate}.`);
  }
  const custom: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (KNOWN_OF_RECIPE.has(key)) continue;
    if (hasCode(value))
      judge.need(
        [...path, key],
        `recipes.${id}.${key} is code, which is not carried over: put it into the recipe's js.`,
      );
    else custom[key] = value;
  }
  const name =
    fields.name === undefined || fields.name === null || typeof fields.name === 'object' ? id : String(fields.name);
  const code = codeOf(fields.js);
  const { code: js, translated } = code ? waitByFx(code) : { code, translated: [] };
  return { id, name: name || id, sampleRate, js, translated, css: textOf(fields.css), custom };
}

function settleDivert({ fields }: RawWave, recipes: readonly WaveRecipe[], judge: Judge): string | undefined {
  const divertTo = judge.text('divertTo');
  if (divertTo === undefined || fields.divertTo === false) return undefined;
  if (!recipes.some(({ id }) => id === divertTo)) {
    if (recipes.length)
      judge.need(['divertTo'], `divertTo names ${divertTo}, which is no recipe: it is left out, as Mojito ignores it.`);
    return undefined;
  }
  if (typeof fields.divertTo === 'number') {
    judge.need(
      ['divertTo'],
      `divertTo is the number ${divertTo}, which Mojito ignores as it is no text: here it diverts. Take it out if the test is to go on.`,
    );
  }
  return divertTo;
}

function splitCustom({ fields }: RawWave, judge: Judge): Pick<Wave, 'custom' | 'customCode'> {
  const custom: Record<string, unknown> = {};
  const customCode: Record<string, WaveCode> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (KNOWN.has(key) || value === undefined) continue;
    if (!isCode(value)) custom[key] = value;
    else if (EARLY.test(key)) {
      judge.need(
        [key],
        `${key} is code, which is not carried over: set it in the shared code, as in Mojito.options.storageAdapter.`,
      );
    } else customCode[key] = value;
  }
  return { custom, customCode };
}

const hasCode = (value: unknown): boolean => isCode(value);

const codeOf = (value: unknown): WaveCode | undefined => (isCode(value) ? value : undefined);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;
