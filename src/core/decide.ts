/** Decides what one subject gets from one experiment: the gates, read top-down, first verdict wins. */

import { unit } from './hash.js';
import { matches } from './rule.js';
import type { Decision, Experiment, Reason, Subject, Variant } from './types.js';

/**
 * Decides for one subject. Pure but for the clock, which is read only where `now` is missing and the experiment has dates.
 * It never throws: dates that cannot be parsed are `schedule`, weights that do not sum to 10000 are `sample`, a status
 * that is not known is `paused`, a `divertTo` that names no variant is out with `divert`.
 *
 * @param experiment as the manifest carries it
 * @param subject who asks, and what is known about them
 */
export const decide = (experiment: Experiment, subject: Subject): Decision => {
  const { status, divertTo, audience } = experiment;
  const { forced, sticky } = subject;
  if (forced != null) return shown(find(experiment, forced), 'preview');
  if (subject.enabled === false) return shown(undefined, 'disabled');
  if (status && status !== 'running') return shown(undefined, status === 'draft' ? status : 'paused');
  if (!isScheduled(experiment, subject)) return shown(undefined, 'schedule');
  if (divertTo != null) {
    const reason = exclusion(experiment, subject);
    return shown(reason ? undefined : find(experiment, divertTo), reason ?? 'divert');
  }
  if (isBelow(experiment, subject, 'sample', audience?.excludeRate ?? 0)) return shown(undefined, 'sample');
  if (sticky != null && experiment.sticky !== false) {
    const variant = find(experiment, sticky);
    return variant ? assigned(experiment, subject, variant, 'sticky') : shown(undefined, 'removed');
  }
  const reason = exclusion(experiment, subject);
  const variant = reason ? undefined : pick(experiment, subject);
  return variant ? assigned(experiment, subject, variant, 'assigned') : shown(undefined, reason ?? 'sample');
};

/** Whether now is in [startAt, endAt). */
export const isScheduled = ({ startAt, endAt }: Experiment, { now }: Subject): boolean =>
  (startAt == null || Date.parse(startAt) <= (now ?? Date.now())) &&
  (endAt == null || Date.parse(endAt) > (now ?? Date.now()));

/** Whether the subject's number at a gate is below a rate; the ends of the range need no number. */
export const isBelow = (experiment: Experiment, { subject }: Subject, gate: string, rate = 1): boolean =>
  rate >= 1 || (rate > 0 && unit(experiment.salt ?? experiment.id, gate, subject) < rate);

/** The variant of a key. */
export const find = (experiment: Experiment, key: string): Variant | undefined =>
  experiment.variants.find((variant) => variant.key === key);

/** The variant that the subject's number falls on. */
export const pick = (experiment: Experiment, { subject }: Subject): Variant | undefined => {
  const bucket = Math.floor(unit(experiment.salt ?? experiment.id, 'variant', subject) * 10000);
  let sum = 0;
  let picked: Variant | undefined;
  for (const variant of experiment.variants) {
    sum += variant.weight;
    if (!picked && bucket < sum) picked = variant;
  }
  return sum === 10000 ? picked : undefined;
};

const exclusion = (experiment: Experiment, subject: Subject): 'rule' | 'sample' | undefined => {
  const { rule, sampleRate } = experiment.audience ?? {};
  if (rule !== undefined && !matches(rule, subject.context ?? {})) return 'rule';
  return isBelow(experiment, subject, 'sample', sampleRate) ? undefined : 'sample';
};

const assigned = (experiment: Experiment, subject: Subject, variant: Variant, reason: Reason): Decision => {
  const recipe = isBelow(experiment, subject, `recipe.${variant.key}`, variant.recipeSampleRate);
  return { variant: variant.key, recipe, exposure: recipe && !experiment.manualExposure, reason };
};

const shown = (variant: Variant | undefined, reason: Reason): Decision => ({
  variant: variant ? variant.key : null,
  recipe: !!variant,
  exposure: false,
  reason,
});
