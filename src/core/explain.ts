/** Shows every gate of a decision in the order in which `decide` asks, with what it saw, as data. */

import {
  find,
  isInLayer,
  isScheduled,
  layerNumber,
  numberAt,
  pick,
  readsPage,
  shareNumberOf,
  statusOf,
} from './decide.js';
import { unit } from './hash.js';
import type { Question } from './question.js';
import { matches } from './rule.js';
import type { Experiment } from './types.js';

/** One gate of a decision. */
export interface Gate {
  readonly gate:
    | 'preview'
    | 'enabled'
    | 'status'
    | 'schedule'
    | 'holdout'
    | 'exclude'
    | 'divert'
    | 'page'
    | 'sticky'
    | 'layer'
    | 'rule'
    | 'sample'
    | 'variant'
    | 'recipe';
  /**
   * False where this gate, on its own, keeps the subject out (or, for `recipe`, keeps the recipe from applying). `page`
   * is the rule again where it reads `page.*`, as those with a stored assignment are asked it.
   */
  readonly pass: boolean;
  /**
   * Gate by gate: `forced`; `enabled`; `status`; `now startAt endAt`; `holdouts`, each with `id number share`;
   * `sample excludeRate`; `divertTo`; `rule context`; `sticky`; `layer number`; `rule context`; `sample sampleRate`;
   * `bucket` (0..9999) and `variant`; `key recipe recipeSampleRate`. `number`, `sample` and `recipe` are the subject's
   * numbers, 0..1; a key, date or layer that nobody gave is undefined or null.
   */
  readonly saw: { readonly [name: string]: unknown };
}

/**
 * Every gate, in the order of deciding, each asked on its own, whatever those before it said.
 *
 * @returns data, for words to be made of; it never throws
 * @example
 * const shut = explain(experiment, { subject: 'user-1' }).filter(({ pass }) => !pass);
 */
export const explain = (experiment: Experiment, question: Question): Gate[] => {
  const { startAt, endAt, divertTo, audience = {} } = experiment;
  const status = statusOf(experiment);
  const { excludeRate = 0, rule = true, sampleRate = 1 } = audience;
  const { context = {}, enabled = true, forced, now = Date.now() } = question;
  const sticky = experiment.sticky === false ? null : question.sticky;
  const holdouts = (question.holdouts ?? []).map(({ id, share }) => ({
    id,
    number: unit(id, 'holdout', question.subject),
    share,
  }));
  const sample = numberAt(experiment, question, 'sample');
  const picked = pick(experiment, question);
  const holds = matches(rule, context);
  const variant = sticky == null ? picked : find(experiment, sticky);
  const { key = '', recipeSampleRate = 1 } = variant ?? {};
  const recipe = numberAt(experiment, question, `recipe.${key}`);
  const isKey = (name?: string | null): boolean => name == null || !!find(experiment, name);
  const gates: readonly [Gate['gate'], boolean, Gate['saw']][] = [
    ['preview', isKey(forced), { forced }],
    ['enabled', enabled, { enabled }],
    ['status', status === 'running', { status }],
    ['schedule', isScheduled(experiment, { now }), { now, startAt, endAt }],
    ['holdout', holdouts.every(({ number, share }) => number >= share), { holdouts }],
    ['exclude', !(sample < excludeRate), { sample, excludeRate }],
    ['divert', isKey(divertTo), { divertTo }],
    ['page', holds || !readsPage(rule), { rule, context }],
    ['sticky', isKey(sticky), { sticky }],
    ['layer', isInLayer(experiment, question), { layer: experiment.layer, number: layerNumber(experiment, question) }],
    ['rule', holds, { rule, context }],
    ['sample', sample < sampleRate, { sample, sampleRate }],
    ['variant', !!picked, { bucket: shareNumberOf(experiment, question), variant: picked?.key }],
    ['recipe', !!variant && recipe < recipeSampleRate, { key, recipe, recipeSampleRate }],
  ];
  return gates.map(([gate, pass, saw]) => ({ gate, pass, saw }));
};
