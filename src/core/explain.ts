/** Shows every gate of a decision in order, with what it saw, as data. */

import { bucketOf, find, isScheduled, numberAt, pick } from './decide.js';
import { matches } from './rule.js';
import type { Experiment, Subject } from './types.js';

/** One gate of a decision. */
export interface Gate {
  readonly gate:
    | 'preview'
    | 'enabled'
    | 'status'
    | 'schedule'
    | 'divert'
    | 'exclude'
    | 'sticky'
    | 'rule'
    | 'sample'
    | 'variant'
    | 'recipe';
  /** False where this gate, on its own, keeps the subject out (or, for `recipe`, keeps the recipe from applying). */
  readonly pass: boolean;
  /**
   * Gate by gate: `forced`; `enabled`; `status`; `now startAt endAt`; `divertTo`; `sample excludeRate`; `sticky`;
   * `rule context`; `sample sampleRate`; `bucket` (0..9999) and `variant`; `key recipe recipeSampleRate`. `sample` and
   * `recipe` are the subject's numbers, 0..1; a key or date that nobody gave is undefined or null.
   */
  readonly saw: { readonly [name: string]: unknown };
}

/** Every gate, in the order of deciding, each asked on its own, whatever those before it said. */
export const explain = (experiment: Experiment, subject: Subject): Gate[] => {
  const { status = 'running', startAt, endAt, divertTo, audience = {} } = experiment;
  const { excludeRate = 0, rule = true, sampleRate = 1 } = audience;
  const { context = {}, enabled = true, forced, now = Date.now() } = subject;
  const sticky = experiment.sticky === false ? null : subject.sticky;
  const sample = numberAt(experiment, subject, 'sample');
  const picked = pick(experiment, subject);
  const variant = sticky == null ? picked : find(experiment, sticky);
  const { key = '', recipeSampleRate = 1 } = variant ?? {};
  const recipe = numberAt(experiment, subject, `recipe.${key}`);
  const isKey = (name?: string | null): boolean => name == null || !!find(experiment, name);
  const gates: readonly [Gate['gate'], boolean, Gate['saw']][] = [
    ['preview', isKey(forced), { forced }],
    ['enabled', enabled, { enabled }],
    ['status', status === 'running', { status }],
    ['schedule', isScheduled(experiment, { ...subject, now }), { now, startAt, endAt }],
    ['divert', isKey(divertTo), { divertTo }],
    ['exclude', !(sample < excludeRate), { sample, excludeRate }],
    ['sticky', isKey(sticky), { sticky }],
    ['rule', matches(rule, context), { rule, context }],
    ['sample', sample < sampleRate, { sample, sampleRate }],
    ['variant', !!picked, { bucket: bucketOf(experiment, subject), variant: picked?.key }],
    ['recipe', !!variant && recipe < recipeSampleRate, { key, recipe, recipeSampleRate }],
  ];
  return gates.map(([gate, pass, saw]) => ({ gate, pass, saw }));
};
