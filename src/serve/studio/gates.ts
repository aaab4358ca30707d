/** Decides for one visitor, and says it gate by gate, as far as the first that keeps them out. */

import { type Decision, decide, type Experiment, explain, type Gate, type Question } from '../../core/index.js';
import { dayText } from '../../pages/index.js';
import { factName, sentenceOfRule } from './rulewords.js';
import { shareText } from './words.js';

/** What one experiment gives a visitor. */
export interface GateAnswer {
  /** `They get “Bar”`, `They do not get it: it is paused` */
  readonly heading: string;
  /** The variant's name; null for who is not in it. */
  readonly seen: string | null;
  /** In the order of deciding. */
  readonly gates: readonly { readonly pass: boolean; readonly text: string }[];
}

/** @param unsaid facts that the rule asks for and nobody filled in */
export function askGates(experiment: Experiment, question: Question, unsaid: readonly string[]): GateAnswer {
  const decision = decide(experiment, question);
  const gates = ORDER.flatMap((name) => explain(experiment, question).filter(({ gate }) => gate === name));
  const asked = gates.filter((gate) => isThere(gate, experiment, question));
  const shut = asked.findIndex(({ pass, gate }) => !pass && gate !== 'recipe');
  const shown = shut < 0 ? asked : asked.slice(0, shut + 1);
  const lines = shown.map((gate) => ({ pass: gate.pass, text: gateText(gate, experiment, unsaid) }));
  const seen = nameOf(experiment, decision.variant);
  const last = shown.at(-1)?.gate === 'rule' ? RULE_SHUT : (lines.at(-1)?.text ?? '');
  return { heading: headingOf(decision, seen, last), seen, gates: lines };
}

/** As `decide` asks, without what no visitor meets. */
const ORDER = [
  'enabled',
  'status',
  'schedule',
  'holdout',
  'exclude',
  'layer',
  'rule',
  'sample',
  'divert',
  'variant',
  'recipe',
];

/** A gate that an experiment does not have says nothing. */
function isThere({ gate, saw }: Gate, { startAt, endAt, audience = {}, ...own }: Experiment, asked: Question): boolean {
  const isDiverted = own.divertTo !== undefined;
  switch (gate) {
    case 'schedule':
      return startAt !== undefined || endAt !== undefined;
    case 'holdout':
      return (asked.holdouts ?? []).length > 0;
    case 'exclude':
      return (audience.excludeRate ?? 0) > 0;
    case 'layer':
      return own.layer !== undefined;
    case 'rule':
      return audience.rule !== undefined;
    case 'sample':
      return (audience.sampleRate ?? 1) < 1;
    case 'divert':
      return isDiverted;
    case 'variant':
      return !isDiverted;
    case 'recipe':
      return !isDiverted && Number(saw.recipeSampleRate) < 1;
    default:
      return true;
  }
}

function headingOf({ variant, recipe, reason }: Decision, seen: string | null, last: string): string {
  if (variant === null)
    return `They do not get it: ${last.slice(0, 1).toLowerCase()}${last.slice(1).replace(/\.$/, '')}`;
  if (!recipe) return `They count for “${seen}”, and do not see its changes`;
  return reason === 'divert' ? `They get “${seen}”, as everyone in it does` : `They get “${seen}”`;
}

const nameOf = ({ variants }: Experiment, key: string | null): string | null =>
  key === null ? null : (variants.find((one) => one.key === key)?.name ?? key);

function gateText({ gate, pass, saw }: Gate, experiment: Experiment, unsaid: readonly string[]): string {
  const { startAt, endAt, audience = {}, layer, divertTo } = experiment;
  const texts: { readonly [Name in Gate['gate']]?: () => string } = {
    enabled: () => (pass ? 'Experiments are switched on.' : 'Everything is switched off.'),
    status: () =>
      saw.status === 'draft' ? 'It is a draft, which only previews show.' : `It is ${String(saw.status)}.`,
    schedule: () => scheduleText(pass, Number(saw.now), startAt, endAt),
    holdout: () => (pass ? 'No holdout keeps them out.' : 'A holdout keeps them out.'),
    exclude: () =>
      `They are ${pass ? 'not ' : ''}among the ${shareText(audience.excludeRate ?? 0)} who are left out for good.`,
    layer: () => `Their part of the layer ${layer?.name} belongs to ${pass ? 'it' : 'another experiment, or to none'}.`,
    rule: () => ruleText(pass, audience.rule, unsaid),
    sample: () => `${shareText(audience.sampleRate ?? 1)} of visitors take part, and they ${pass ? 'do' : 'do not'}.`,
    divert: () =>
      pass
        ? `Everyone in it gets “${nameOf(experiment, divertTo ?? null)}”.`
        : 'It gives everyone a variant that it does not have.',
    variant: () =>
      pass ? `The draw gives them “${nameOf(experiment, String(saw.variant))}”.` : 'No variant is drawn.',
    recipe: () => (pass ? 'Its changes are shown to them.' : 'They count for the variant, and do not see its changes.'),
  };
  return texts[gate]?.() ?? '';
}

function scheduleText(pass: boolean, now: number, startAt: string | undefined, endAt: string | undefined): string {
  if (pass) return 'It is within its dates.';
  const isEarly = startAt !== undefined && Date.parse(startAt) > now;
  return isEarly ? `It begins on ${dayText(startAt)}.` : `It ended on ${dayText(endAt ?? now)}.`;
}

/** What a heading has room for. */
const RULE_SHUT = 'Its rule does not let them in';

function ruleText(pass: boolean, rule: unknown, unsaid: readonly string[]): string {
  const sentence = sentenceOfRule(rule);
  const words = sentence === null ? '' : ` (${sentence})`;
  if (pass) return `Its rule lets them in${words}.`;
  return `${RULE_SHUT}${words}${unsaid.length ? `; ${unsaidText(unsaid.map(factName))}` : ''}.`;
}

function unsaidText(names: readonly string[]): string {
  const last = names.at(-1);
  return names.length > 1
    ? `${names.slice(0, -1).join(', ')} and ${last} were not filled in`
    : `${last} was not filled in`;
}
