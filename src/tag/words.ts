/** Says in words what an experiment of a page does now: for the badge and the story, which live outside of the tag. */

import type { Experiment, Trigger } from '../core/index.js';
import type { Client, Explanation } from './api.js';

/** What is used of the tag. */
export type Told = Pick<Client, 'experiments' | 'explain'>;

/** A trigger in as few words as its file has. */
export const nameOfTrigger = (trigger: Trigger): string => {
  const { kind, name, of = [], pattern, selector } = trigger as Partial<Record<string, string>> & { of?: Trigger[] };
  return [kind, name ?? selector ?? pattern, ...of.map(nameOfTrigger)].filter(Boolean).join(' ');
};

/** Why a trigger is not on: the address is no matter of waiting. */
const notStarted = (trigger: Trigger): string =>
  trigger.kind === 'urlMatch'
    ? `this address does not match ${trigger.pattern}`
    : `waits for ${nameOfTrigger(trigger)}`;

/** What an experiment does: a sentence without its subject for each thing, with selectors. */
export const statesOf = (tag: Told | undefined, id: string): string[] => {
  const experiment = tag?.experiments.find((one) => one.id === id);
  const told = tag?.explain(id);
  if (!experiment || !told) return [];
  if (told.variant === null) return [`is out: ${told.reason}`];
  const isOn = told.gates.every(({ gate, pass }) => gate !== 'trigger' || pass);
  if (!isOn) return [notStarted(experiment.trigger ?? { kind: 'auto' })];
  const failed = told.failures.map(trouble);
  const lost = told.failures.map(({ selector }) => selector);
  const waiting = missing(experiment, told.variant).filter((selector) => !lost.includes(selector));
  const applied = told.isActive && !failed[0] && !waiting[0] ? ['applied'] : [];
  const chosen = told.isActive ? several(experiment, told.variant) : [];
  return [...failed, ...waiting.map((selector) => `waits for ${selector}`), ...applied, ...chosen];
};

/** What went otherwise than the experiment wished, since the page is there: it may be well by now. */
const trouble = ({ code, message, selector = 'it' }: Explanation['failures'][number]): string => {
  if (code === 'timeout') return `found no ${selector} in time`;
  if (code === 'conflict') return `gave ${selector} up: the page kept undoing it`;
  if (code === 'yielded') return `left ${selector} to the page, which showed something of its own`;
  if (code === 'changed') return `left ${selector} alone: it said "${message}"`;
  const where = selector === 'it' ? 'failed' : `failed at ${selector}`;
  return message === code ? `${where}: ${code}` : `${where}: ${message}`;
};

/** The selectors of a variant that nothing on the page matches now. */
const missing = (experiment: Experiment, key: string): string[] =>
  opsOf(experiment, key)
    .map(({ selector }) => selector)
    .filter((selector, at, all) => all.indexOf(selector) === at && countOf(selector) === 0);

/** What is said of selectors of which one match of several is meant. */
const several = (experiment: Experiment, key: string): string[] => {
  const said = opsOf(experiment, key)
    .filter(({ all }) => !all)
    .map(({ selector }) => ({ selector, count: countOf(selector) ?? 0 }))
    .filter(({ count }) => count > 1)
    .map(({ selector, count }) => `changes one of ${count} that match ${selector}`);
  return [...new Set(said)];
};

/** The ops that look for an element, and leave it where it is. */
const opsOf = ({ variants }: Experiment, key: string): { readonly selector: string; readonly all?: boolean }[] => {
  const { domOps = [] } = variants.find((one) => one.key === key) ?? {};
  return domOps.flatMap((op) => ('selector' in op && op.op !== 'remove' ? op : []));
};

/** How many elements match now; undefined where that is not known. */
const countOf = (selector: string): number | undefined => {
  try {
    return selector.includes('>>>') ? undefined : document.querySelectorAll(selector).length;
  } catch {
    // The tag says itself that it is no selector.
    return undefined;
  }
};
