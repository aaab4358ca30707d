/** Shows every gate of a decision in order, with what it saw, as data. */

import { find, isBelow, isScheduled, pick } from './decide.js';
import { unit } from './hash.js';
import { matches, paths, read } from './rule.js';
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
  /** Numbers, thresholds, dates and keys; null where the experiment or the caller said nothing. */
  readonly saw: { readonly [name: string]: unknown };
}

/** Every gate, in the order of deciding, each asked on its own, whatever those before it said. */
export const explain = (experiment: Experiment, subject: Subject): Gate[] => {
  const { salt = experiment.id, status = 'running', startAt = null, endAt = null, divertTo = null } = experiment;
  const { excludeRate = 0, rule, sampleRate = 1 } = experiment.audience ?? {};
  const { context = {}, enabled = true, forced = null, now = Date.now() } = subject;
  const sticky = experiment.sticky === false ? null : (subject.sticky ?? null);
  const isKey = (key: string | null): boolean => key === null || !!find(experiment, key);
  const number = (gate: string): number => unit(salt, gate, subject.subject);
  const picked = pick(experiment, subject);
  const held = sticky === null ? picked : find(experiment, sticky);
  const gate = held && `recipe.${held.key}`;
  return [
    { gate: 'preview', pass: isKey(forced), saw: { forced } },
    { gate: 'enabled', pass: enabled, saw: { enabled } },
    { gate: 'status', pass: status === 'running', saw: { status } },
    { gate: 'schedule', pass: isScheduled(experiment, { ...subject, now }), saw: { now, startAt, endAt } },
    { gate: 'divert', pass: isKey(divertTo), saw: { divertTo } },
    {
      gate: 'exclude',
      pass: !isBelow(experiment, subject, 'sample', excludeRate),
      saw: { number: number('sample'), excludeRate },
    },
    { gate: 'sticky', pass: isKey(sticky), saw: { sticky } },
    {
      gate: 'rule',
      pass: rule === undefined || matches(rule, context),
      saw: Object.fromEntries(paths(rule ?? null).map((path) => [path, read(context, path)])),
    },
    {
      gate: 'sample',
      pass: isBelow(experiment, subject, 'sample', sampleRate),
      saw: { number: number('sample'), sampleRate },
    },
    { gate: 'variant', pass: !!picked, saw: { number: number('variant'), variant: picked?.key ?? null } },
    {
      gate: 'recipe',
      pass: !!gate && isBelow(experiment, subject, gate, held.recipeSampleRate),
      saw: gate
        ? { variant: held.key, number: number(gate), recipeSampleRate: held.recipeSampleRate ?? 1 }
        : { variant: null },
    },
  ];
};
