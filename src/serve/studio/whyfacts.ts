/** Asks for the facts of rules by their names, and makes of what was filled in what a rule reads. */

import { type Context, type Experiment, pageFacts, type Rule } from '../../core/index.js';
import { valueIn } from './conditions.js';

/** What was asked: who, on which page, and what is known of them by the names of facts. */
export interface WhyQuery {
  readonly subject: string;
  readonly address: string;
  readonly facts: ReadonlyMap<string, string>;
}

/** What the fields of facts are called. */
const FIELD = 'fact.';

/** The name of a fact's field. */
export const fieldOfFact = (name: string): string => FIELD + name;

/** From the address of the page. */
export function whyQueryIn(search: Iterable<readonly [name: string, value: string]>): WhyQuery {
  const all = new Map(search);
  const facts = [...all].flatMap(([name, value]) =>
    name.startsWith(FIELD) && value.trim() !== '' ? [[name.slice(FIELD.length), value] as const] : [],
  );
  return {
    subject: (all.get('subject') ?? '').trim(),
    address: (all.get('address') ?? '').trim(),
    facts: new Map(facts),
  };
}

/** The same as a query, for a link to another experiment. */
export const whySearch = ({ subject, address, facts }: WhyQuery): string =>
  new URLSearchParams([
    ['subject', subject],
    ...(address ? [['address', address] as [string, string]] : []),
    ...[...facts].map(([name, value]): [string, string] => [fieldOfFact(name), value]),
  ]).toString();

/** Those that somebody has to fill in: the address of a page says the rest. */
export function factNamesIn(experiments: readonly Experiment[]): readonly string[] {
  const rules = experiments.flatMap(({ audience }) => audience?.rule ?? []);
  return [...new Set(rules.flatMap(pathsIn))].filter((path) => !OF_ADDRESS.test(path)).sort();
}

const OF_ADDRESS = /^page\.(?:url|path|query|search)(?:\.|$)/;

function pathsIn(rule: Rule): string[] {
  const found: string[] = [];
  const nodes: unknown[] = [rule];
  // The list grows while it is walked.
  for (const node of nodes) {
    if (typeof node !== 'object' || node === null) continue;
    for (const [name, operand] of Object.entries(node)) {
      const [path]: unknown[] = [operand].flat();
      if (name === 'var' && typeof path === 'string' && path !== '') found.push(path);
      nodes.push(operand);
    }
  }
  return found;
}

/** As a rule reads it; of a page only what its address says. */
export function contextFor({ address, facts }: WhyQuery): Context {
  const context: Record<string, unknown> = { ...(URL.canParse(address) && { page: pageFacts(new URL(address), '') }) };
  for (const [path, text] of facts) {
    const keys = path.split('.');
    const last = keys.pop();
    if (last === undefined || [...keys, last].some((key) => key === '' || key === '__proto__')) continue;
    let place = context;
    for (const key of keys) {
      const inner = Object.hasOwn(place, key) && typeof place[key] === 'object' ? { ...(place[key] as object) } : {};
      place[key] = inner;
      place = inner as Record<string, unknown>;
    }
    place[last] = valueIn(text);
  }
  return context as Context;
}
