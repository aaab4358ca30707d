/** Says in words what a gate saw. */

import { type Experiment, type Gate, type Layer, partOf } from '../core/index.js';
import { describeFacts } from './facts.js';

type Saw = Gate['saw'];
type Sentence = (saw: Saw, pass: boolean) => string;

/** One plain sentence about one gate. */
export function sentence({ gate, pass, saw }: Gate): string {
  return sentences[gate](saw, pass);
}

/** Where a pattern looks, in words. */
const PARTS: { readonly [Part in ReturnType<typeof partOf>]: string } = {
  any: 'path or query',
  path: 'path',
  full: 'path, query and hash',
  hash: 'hash',
  url: 'address',
};

/** What happens after the decision: when the experiment begins on a page. */
export function triggerSentence({ trigger = { kind: 'auto' } }: Experiment): string {
  switch (trigger.kind) {
    case 'auto':
      return 'It then starts at once.';
    case 'urlMatch':
      return `It then starts on pages whose ${PARTS[partOf(trigger)]} matches ${trigger.pattern}.`;
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
  holdout: ({ holdouts }, pass) => {
    const all = holdouts as readonly { readonly id: string; readonly number: number; readonly share: number }[];
    if (!all.length) return 'No holdout holds anybody out of it.';
    const held = all.find(({ number, share }) => !(number >= share));
    return pass || !held
      ? `${all.map(({ id }) => id).join(', ')} ${all.length > 1 ? 'do' : 'does'} not hold this subject out.`
      : `The number ${at(held.number)} is below the share ${held.share} of the holdout ${held.id}: held out.`;
  },
  divert: ({ divertTo }, pass) =>
    divertTo == null
      ? 'divertTo is not set: visitors are split.'
      : `divertTo sends everyone in it to ${divertTo}${pass ? '.' : ', which is no variant of it.'}`,
  exclude: ({ sample, excludeRate }, pass) =>
    excludeRate === 0
      ? 'excludeRate leaves nobody out.'
      : `The sample number ${at(sample)} is ${pass ? 'not ' : ''}below excludeRate ${excludeRate}${pass ? '.' : ': left out for good.'}`,
  page: (_, pass) =>
    pass
      ? 'No fact of the page that its rule reads stands against a stored assignment.'
      : 'The rule reads facts of the page and is false here: a stored assignment does not hold on this page.',
  sticky: ({ sticky }, pass) =>
    sticky == null
      ? 'There is no stored assignment.'
      : `The stored assignment is ${sticky}${pass ? ', which holds whatever rule, sampling and weights say.' : ', which is no variant any more: out.'}`,
  layer: ({ layer, number }, pass) => {
    if (layer == null) return 'It is in no layer.';
    const { name, from, to } = layer as Layer;
    return `The number ${at(number)} is ${pass ? 'in' : 'not in'} its slice of the layer ${name}, ${from} to ${to}.`;
  },
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
