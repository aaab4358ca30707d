/** Says the rule of an audience as a sentence, where rows of a form could say it. */

import { FACT_WORDS } from './audiencefields.js';
import { type Condition, conditionsOf, OPERATORS, valueIn } from './conditions.js';

/** `the kind of device is mobile, and “user.plan” is pro`; null where the rule says more than that. */
export function sentenceOfRule(rule: unknown): string | null {
  const rows = conditionsOf(rule);
  return rows?.length ? rows.map(rowText).join(', and ') : null;
}

const NEW = 'visitor.isNew';

function rowText({ fact, operator, value }: Condition): string {
  if (fact === NEW) return newText(operator, value);
  return `${factName(fact)} ${wordsFor(operator)} ${value}`;
}

/** Rules compare as JavaScript's `==` does: 1 is `true`, and so is the text of it, but the text "true" is not. */
function newText(operator: string, value: string): string {
  const typed = valueIn(value);
  const row = `“${NEW}” ${wordsFor(operator)}`;
  if (operator !== '==' && operator !== '!=') return `${row} ${value}`;
  const number = Number(typed);
  if (number === 0 || number === 1)
    return (number === 1) === (operator === '==') ? 'the visitor is new' : 'the visitor came before';
  return `${row} ${typeof typed === 'string' ? `the text ${JSON.stringify(typed)}` : value} (it never is)`;
}

/** `the kind of device`; a fact of the site is called as the site calls it, in quotes. */
export function factName(fact: string): string {
  const label = factLabel(fact);
  if (label === fact) return `“${fact}”`;
  if (label.startsWith('“')) return label;
  // What follows a comma is an example.
  const words = label.split(',')[0] ?? '';
  return `${fact === NEW ? '' : 'the '}${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;
}

/** `Kind of device`, above a field. */
export function factLabel(fact: string): string {
  const known = [FACT_WORDS, BESIDES].find((words) => Object.hasOwn(words, fact))?.[fact];
  if (known !== undefined) return known;
  const [, whose, part] = /^(page|visit)\.query\.([^.]+)$/.exec(fact) ?? [];
  if (part === undefined) return fact;
  return `“${part}” in the query of the ${whose === 'page' ? 'address' : 'first page of the visit'}`;
}

/** Those that the form does not offer. */
const BESIDES: Readonly<Record<string, string>> = {
  'page.url': 'Whole address of the page',
  'page.search': 'Query of the address',
  'page.hash': 'Hash of the address',
  'page.referrer': 'Page that the visitor comes from',
  'page.title': 'Title of the page',
};

const wordsFor = (operator: string): string =>
  (OPERATORS.find(([known]) => known === operator)?.[1] ?? operator).replace(/ \(.*\)$/, '');
