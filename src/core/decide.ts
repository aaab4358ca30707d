/**
 * Decides what one subject gets from one experiment: the gates in their order, of which the first verdict wins, and
 * among them whether a visitor keeps the variant that they had.
 */

import { unit } from './hash.js';
import type { Decision, Question, Reason } from './question.js';
import { compileRule, namespaces } from './rule.js';
import type { Context, Experiment, Holdout, Rule, Variant } from './types.js';

/**
 * Decides for one subject. Pure but for the clock, which is read where `now` is missing and the experiment has dates.
 *
 * It never throws. What the authoring tools would refuse keeps everyone out: a date that is none is `schedule`, a
 * status that is not known `paused`, weights that do not sum to 10000 `sample`, a `divertTo` of no variant `divert`, a
 * layer without numbers `layer`, a holdout without one `holdout`.
 *
 * @param experiment as the manifest carries it
 * @param question who asks, and what is known about them
 * @example
 * const { variant, recipe, exposure, reason } = decide(experiment, {
 *   subject: 'user-1',
 *   context: { user: { tier: 'pro' } },
 *   sticky: assignmentOf(assignments, experiment),
 *   holdouts: holdoutsFor(manifest, experiment),
 *   enabled: manifest.enabled,
 * });
 */
export const decide = (experiment: Experiment, question: Question): Decision => prepare(experiment)(question);

/** `decide` in two steps, for an experiment that many subjects ask about. It must not change afterwards. */
export const prepare = (experiment: Experiment): ((question: Question) => Decision) => {
  const { rule = true } = experiment.audience ?? {};
  const holds = compileRule(rule);
  return (question) => {
    const [reason, variant] = judge(experiment, question, holds);
    const isGated = reason === 'assigned' || reason === 'sticky';
    const recipe =
      !!variant && (!isGated || isBelow(experiment, question, `recipe.${variant.key}`, variant.recipeSampleRate));
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
  question: Question,
  holds: (context: Context) => boolean,
): readonly [Reason, (Variant | undefined)?] => {
  const { divertTo, audience = {} } = experiment;
  const status = statusOf(experiment);
  const { context = {}, forced, sticky } = question;
  if (forced != null) return ['preview', find(experiment, forced)];
  if (question.enabled === false) return ['disabled'];
  if (status !== 'running') return [status === 'draft' ? status : 'paused'];
  if (!isScheduled(experiment, question)) return ['schedule'];
  if (question.holdouts?.some((holdout) => isHeldOut(holdout, question.subject))) return ['holdout'];
  if (isBelow(experiment, question, 'sample', audience.excludeRate ?? 0)) return ['sample'];
  if (divertTo == null && sticky != null && experiment.sticky !== false) {
    // In this order: walking through a rule costs more than asking it.
    if (!holds(context) && readsPage(audience.rule)) return ['rule'];
    const variant = find(experiment, sticky);
    return variant ? ['sticky', variant] : ['removed'];
  }
  if (!isInLayer(experiment, question)) return ['layer'];
  if (!holds(context)) return ['rule'];
  if (!isBelow(experiment, question, 'sample', audience.sampleRate)) return ['sample'];
  if (divertTo != null) return ['divert', find(experiment, divertTo)];
  const variant = pick(experiment, question);
  return variant ? ['assigned', variant] : ['sample'];
};

/** The status of an experiment, written or published: `running` where it says none. */
export const statusOf = <S extends string>({ status }: { readonly status?: S | undefined }): S | 'running' =>
  status ?? 'running';

/** Whether now is in [startAt, endAt). */
export const isScheduled = (
  { startAt, endAt }: Pick<Experiment, 'startAt' | 'endAt'>,
  { now }: Pick<Question, 'now'>,
): boolean =>
  (startAt == null || Date.parse(startAt) <= (now ?? Date.now())) &&
  (endAt == null || Date.parse(endAt) > (now ?? Date.now()));

/** Whether a holdout holds a subject out. A share that is no number holds everybody out. */
export const isHeldOut = ({ id, share }: Pick<Holdout, 'id' | 'share'>, subject: string): boolean =>
  !(unit(id, 'holdout', subject) >= share);

/** The subject's number in the experiment's layer, undefined where it has none. */
export const layerNumber = ({ layer }: Experiment, { subject }: Question): number | undefined =>
  layer && unit(`layer:${layer.name}`, 'layer', subject);

/** Whether the subject is in the experiment's slice of its layer. */
export const isInLayer = (experiment: Experiment, question: Question): boolean => {
  const { layer } = experiment;
  const number = layerNumber(experiment, question) ?? 0;
  return !layer || (number >= layer.from && number < layer.to);
};

/**
 * Whether a rule reads what the page is, literally, in a `var`. Such a rule is asked of those with a stored assignment,
 * too: a page is left, while a person stays who they were when they came in.
 */
export const readsPage = (rule: Rule | undefined): boolean => namespaces(rule ?? true).includes('page');

/** The subject's number at a gate. */
export const numberAt = ({ id, salt = id }: Experiment, { subject }: Question, gate: string): number =>
  unit(salt, gate, subject);

/** Whether the subject's number at a gate is below a rate; the ends of the range need no number. */
export const isBelow = (experiment: Experiment, question: Question, gate: string, rate = 1): boolean =>
  rate >= 1 || (rate > 0 && numberAt(experiment, question, gate) < rate);

/** The variant of a key. */
export const find = ({ variants }: Experiment, key: string): Variant | undefined =>
  variants.find((variant) => variant.key === key);

/** Where the subject stands in the ten thousand shares of the variants. */
export const shareNumberOf = (experiment: Experiment, question: Question): number =>
  Math.floor(numberAt(experiment, question, 'variant') * 10000);

/** The variant that the subject's number falls on. */
export const pick = (experiment: Experiment, question: Question): Variant | undefined => {
  const bucket = shareNumberOf(experiment, question);
  let sum = 0;
  let picked: Variant | undefined;
  for (const variant of experiment.variants) {
    sum += variant.weight;
    if (!picked && bucket < sum) picked = variant;
  }
  return sum === 10000 ? picked : undefined;
};
