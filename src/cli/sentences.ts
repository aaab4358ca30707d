/** Says in words what a gate saw. */

import type { Experiment, Gate } from '../core/index.js';
import { describeFacts } from './facts.js';

type Saw = Gate['saw'];
type Sentence = (saw: Saw, pass: boolean) => string;

/** One plain sentence about one gate. */
export function sentence({ gate, pass, saw }: Gate): string {
  return sentences[gate](saw, pass);
}

/** What happens after the decision: when the experiment begins on a page. */
export function triggerSentence({ trigger = { kind: 'auto' } }: Experiment): string {
  switch (trigger.kind) {
    case 'auto':
      return 'It then starts at once.';
    case 'urlMatch':
      return `It then starts on pages whose ${trigger.on ?? (/^\^?http/.test(trigger.pattern) ? 'url' : 'path')} matches ${trigger.pattern}.`;
    case 'waitForSelector':
      return `It then starts when ${trigger.selector} is on the page.`;
    case 'event':
      return `It then starts on the event ${trigger.name}.`;
    case 'visible':
      return `It then starts when ${trigger.selector} is on screen.`;
    case 'manual':
      return 'It then starts when the page calls fx.activate().';
    case 'script':
      return 'It then starts when its trigger script says so.';
    default:
      return `It then starts when ${trigger.kind === 'all' ? 'all of its triggers have' : 'one of its triggers has'} fired.`;
  }
}

const at = (value: unknown): string => (typeof value === 'number' ? value.toFixed(6) : String(value));

const schedule = ({ startAt, endAt, now }: Saw, pass: boolean): string => {
  if (startAt == null && endAt == null) return 'It has no dates.';
  const dates = [startAt == null ? '' : `from ${startAt}`, endAt == null ? '' : `until ${endAt}`]
    .filter(Boolean)
    .join(' ');
  return `It runs ${dates}, and ${new Date(Number(now)).toISOString()} is ${pass ? 'in' : 'not in'} that time.`;
};

const sentences: { readonly [Name in Gate['gate']]: Sentence } = {
  preview: ({ forced }, pass) =>
    forced == null
      ? 'No preview forces a variant.'
      : `A preview forces ${forced}${pass ? '.' : ', which is no variant of it.'}`,
  enabled: (_, pass) => (pass ? 'Experiments are switched on.' : 'All experiments are switched off (fx off).'),
  status: ({ status }, pass) => (pass ? 'Its status is running.' : `Its status is ${status}: nobody sees it.`),
  schedule,
  divert: ({ divertTo }, pass) =>
    divertTo == null
      ? 'divertTo is not set: visitors are split.'
      : `divertTo sends everyone in it to ${divertTo}${pass ? '.' : ', which is no variant of it.'}`,
  exclude: ({ sample, excludeRate }, pass) =>
    excludeRate === 0
      ? 'excludeRate leaves nobody out.'
      : `The sample number ${at(sample)} is ${pass ? 'not ' : ''}below excludeRate ${excludeRate}${pass ? '.' : ': left out for good.'}`,
  sticky: ({ sticky }, pass) =>
    sticky == null
      ? 'There is no stored assignment.'
      : `The stored assignment is ${sticky}${pass ? ', which holds whatever rule, sampling and weights say.' : ', which is no variant any more: out.'}`,
  rule: ({ rule, context }, pass) => {
    if (rule === true || rule == null) return 'It has no rule: everyone may take part.';
    const facts = describeFacts(rule, context);
    return `The rule is ${pass ? 'true' : 'false'} for this context${facts && ` (${facts})`}.`;
  },
  sample: ({ sample, sampleRate }, pass) =>
    `The sample number ${at(sample)} is ${pass ? 'below' : 'not below'} sampleRate ${sampleRate}.`,
  variant: ({ bucket, variant }) =>
    variant == null ? 'The weights do not sum to 10000: no variant.' : `Share ${bucket} of 10000 falls on ${variant}.`,
  recipe: ({ key, recipe, recipeSampleRate }, pass) => {
    if (!key) return 'Without a variant there is nothing to show.';
    if (recipeSampleRate === 1) return `Everyone in ${key} sees it.`;
    return `The recipe number ${at(recipe)} is ${pass ? 'below' : 'not below'} recipeSampleRate ${recipeSampleRate} of ${key}: ${pass ? 'shown' : 'not shown, not counted'}.`;
  },
};
