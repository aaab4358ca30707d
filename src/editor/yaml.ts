/** Writes a draft as the YAML of an experiment. */

import type { Op, Rule, Trigger } from '../core/index.js';
import type { VariantWork } from './work.js';

/** A variant as people call it. */
export interface Named {
  readonly key: string;
  readonly name: string;
}

/** What the file says besides the changes. */
export interface Wish {
  readonly id: string;
  readonly name: string;
  /** The key and name of what the variant is compared with, and of the variant. */
  readonly control: Named;
  readonly variant: Named;
  readonly trigger: Trigger;
  /** Who may take part; null: everybody. */
  readonly rule: Rule | null;
}

/** The fields of an op in the order in which people write them. */
const ORDER = ['op', 'selector', 'name', 'position', 'value', 'was', 'all', 'keep', 'waitForMs'];

/** The text of a file; texts are quoted as in JSON, which YAML reads alike. */
export function yamlOf({ id, name, rule, control, variant, trigger }: Wish, { css, domOps: ops }: VariantWork): string {
  return [
    `id: ${id}`,
    `name: ${JSON.stringify(name)}`,
    'status: draft # then: running, paused, archived',
    '',
    ...(trigger.kind === 'auto' ? [] : ['trigger:', ...fields(trigger as unknown as Fields, '  '), '']),
    ...(rule === null ? [] : ['audience:', `  rule: ${JSON.stringify(rule)}`, '']),
    'variants:',
    ...[control, variant].flatMap(({ key, name: words }) => [`  - key: ${key}`, `    name: ${JSON.stringify(words)}`]),
    ...(css ? [`    css: ${JSON.stringify(css)}`] : []),
    ...(ops.length ? ['    domOps:', ...ops.flatMap(opLines)] : []),
    '',
  ].join('\n');
}

type Fields = Readonly<Record<string, unknown>>;

function opLines(op: Op): string[] {
  const sorted = Object.entries(op).sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const [first = '', ...rest] = fields(Object.fromEntries(sorted), '        ');
  return [`      - ${first.trim()}`, ...rest];
}

const fields = (values: Fields, indent: string): string[] =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${indent}${key}: ${/^(op|kind|position|keep)$/.test(key) ? value : JSON.stringify(value)}`);

/** A name out of a key. */
export const titled = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll('-', ' ');

/** An id of the format out of what somebody typed: lower-case words joined by hyphens. */
export const idFrom = (text: string): string =>
  text
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, 64) || 'my-test';
