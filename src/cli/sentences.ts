/** Says in words what a gate saw. */

import { describeTrigger } from '../authoring/index.js';
import { type Experiment, type Gate, type Layer, partOf, type Trigger } from '../core/index.js';
import { mayFire } from '../dev/index.js';
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

/** The last gate: whether the experiment begins on a page. */
export interface TriggerGate {
  /** Null where a page decides it, or none was named. */
  readonly pass: boolean | null;
  readonly sentence: string;
}

/** Where a variant leads to, and with what: a sentence, undefined where it stays on the page. */
export function redirectSentence({ variants }: Experiment, key: string | null): string | undefined {
  const variant = variants.find((one) => one.key === key);
  if (variant?.redirect === undefined) return undefined;
  const query =
    variant.keepQuery === false ? 'The query of the page stays behind.' : 'The query of the page goes along.';
  return `It leaves the page for ${variant.redirect}, once its exposure is recorded. ${query} Who is there already stays.`;
}

/** Whether the trigger of an experiment fires on a page, and what it waits for. */
export function triggerGate({ trigger = { kind: 'auto' } }: Experiment, page: URL | null): TriggerGate {
  const isThere = page && mayFire(trigger, page.pathname + page.search + page.hash, page.origin);
  const waits = !isAddress(trigger);
  if (isThere === false) {
    const why =
      trigger.kind === 'urlMatch'
        ? `this address does not match ${trigger.pattern}`
        : `it starts ${describeTrigger(trigger)}`;
    return { pass: false, sentence: `It does not start there: ${why}${partSentence(trigger)}.` };
  }
  if (page === null && trigger.kind === 'urlMatch' && describeTrigger(trigger) !== describeTrigger())
    return {
      pass: null,
      sentence: `It starts ${describeTrigger(trigger)}${partSentence(trigger)}; --url says whether a page has it.`,
    };
  return waits
    ? { pass: null, sentence: `It waits for its trigger: it starts ${describeTrigger(trigger)}.` }
    : { pass: true, sentence: `It starts at once: ${describeTrigger(trigger)}.` };
}

/** Whether the address alone decides when it starts. */
const isAddress = (trigger: Trigger): boolean =>
  trigger.kind === 'auto' ||
  trigger.kind === 'urlMatch' ||
  ((trigger.kind === 'all' || trigger.kind === 'any') && trigger.of.every(isAddress));

/** Which part of the address a pattern looks at. */
const partSentence = (trigger: Trigger): string => (trigger.kind === 'urlMatch' ? ` (${PARTS[partOf(trigger)]})` : '');

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
