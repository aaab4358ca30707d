/** Decides what one subject gets from one experiment: the gates, read top-down, first verdict wins. */

import { unit } from './hash.js';
import { compileRule } from './rule.js';
import type { Context, Decision, Experiment, Reason, Subject, Variant } from './types.js';

/**
 * Decides for one subject. Pure but for the clock, which is read where `now` is missing and the experiment has dates.
 *
 * It never throws. What the authoring tools would refuse keeps everyone out: a date that is none is `schedule`, a status
 * that is not known `paused`, weights that do not sum to 10000 `sample`, a `divertTo` of no variant `divert`.
 *
 * @param experiment as the manifest carries it
 * @param subject who asks, and what is known about them
 */
export const decide = (experiment: Experiment, subject: Subject): Decision => prepare(experiment)(subject);

/** `decide` in two steps, for an experiment that many subjects ask about. It must not change afterwards. */
export const prepare = (experiment: Experiment): ((subject: Subject) => Decision) => {
  const { rule = true } = experiment.audience ?? {};
  const holds = compileRule(rule);
  return (subject) => {
    const [reason, variant] = judge(experiment, subject, holds);
    const isGated = reason === 'assigned' || reason === 'sticky';
    const recipe =
      !!variant && (!isGated || isBelow(experiment, subject, `recipe.${variant.key}`, variant.recipeSampleRate));
    return {
      variant: variant?.key ?? null,
      recipe,
      exposure: isGated && recipe && !experiment.manualExposure,
      reason,
    };
  };
};

const judge = (
  experiment: Experiment,
  subject: Subject,
  holds: (context: Context) => boolean,
): readonly [Reason, (Variant | undefined)?] => {
  const { status = 'running', divertTo, audience = {} } = experiment;
  const { forced, sticky } = subject;
  if (forced != null) return ['preview', find(experiment, forced)];
  if (subject.enabled === false) return ['disabled'];
  if (status !== 'running') return [status === 'draft' ? status : 'paused'];
  if (!isScheduled(experiment, subject)) return ['schedule'];
  if (divertTo == null) {
    if (isBelow(experiment, subject, 'sample', audience.excludeRate ?? 0)) return ['sample'];
    if (sticky != null && experiment.sticky !== false) {
      const variant = find(experiment, sticky);
      return variant ? ['sticky', variant] : ['removed'];
    }
  }
  if (!holds(subject.context ?? {})) return ['rule'];
  if (!isBelow(experiment, subject, 'sample', audience.sampleRate)) return ['sample'];
  if (divertTo != null) return ['divert', find(experiment, divertTo)];
  const variant = pick(experiment, subject);
  return variant ? ['assigned', variant] : ['sample'];
};

/** Whether now is in [startAt, endAt). */
export const isScheduled = ({ startAt, endAt }: Experiment, { now }: Subject): boolean =>
  (startAt == null || Date.parse(startAt) <= (now ?? Date.now())) &&
  (endAt == null || Date.parse(endAt) > (now ?? Date.now()));

/** The subject's number at a gate. */
export const numberAt = ({ id, salt = id }: Experiment, { subject }: Subject, gate: string): number =>
  unit(salt, gate, subject);

/** Whether the subject's number at a gate is below a rate; the ends of the range need no number. */
export const isBelow = (experiment: Experiment, subject: Subject, gate: string, rate = 1): boolean =>
  rate >= 1 || (rate > 0 && numberAt(experiment, subject, gate) < rate);

/** The variant of a key. */
export const find = ({ variants }: Experiment, key: string): Variant | undefined =>
  variants.find((variant) => variant.key === key);

/** Where the subject stands in the ten thousand shares of the variants. */
export const bucketOf = (experiment: Experiment, subject: Subject): number =>
  Math.floor(numberAt(experiment, subject, 'variant') * 10000);

/** The variant that the subject's number falls on. */
export const pick = (experiment: Experiment, subject: Subject): Variant | undefined => {
  const bucket = bucketOf(experiment, subject);
  let sum = 0;
  let picked: Variant | undefined;
  for (const variant of experiment.variants) {
    sum += variant.weight;
    if (!picked && bucket < sum) picked = variant;
  }
  return sum === 10000 ? picked : undefined;
};
