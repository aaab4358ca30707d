/** Reads the answers that `fx create` needs from its options, and writes the file of the experiment. */

import { relative } from 'node:path';
import { stringify } from 'yaml';
import { suggest, triggerAt } from '../authoring/index.js';
import type { Layer } from '../core/index.js';
import { Refusal } from '../files/index.js';
import { toShare } from './input.js';

/** Everything that can be answered; undefined where nobody did. */
export interface Answers {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly variants?: readonly VariantAnswer[] | undefined;
  readonly sampleRate?: number | undefined;
  readonly url?: string | undefined;
  readonly rule?: unknown;
  readonly layer?: Layer | undefined;
  readonly metrics?: readonly MetricAnswer[] | undefined;
  readonly status?: string | undefined;
}

export interface VariantAnswer {
  readonly key: string;
  readonly name: string;
  readonly weight?: number;
}

export interface MetricAnswer {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly eventName: string;
}

/** Says where an id is in use already; undefined where it is free. */
export type WhyTaken = (id: string) => string | undefined;

/** `treatment`, `treatment=Green button`, `treatment:5000=Green button`. */
export function readVariant(text: string): VariantAnswer {
  const [, key = '', weight, name] = /^([^:=]*)(?::([^=]*))?(?:=(.*))?$/s.exec(text) ?? [];
  const answer = { key, name: name || titleOf(key) };
  if (weight === undefined) return answer;
  if (/^\d+$/.test(weight)) return { ...answer, weight: Number(weight) };
  if (/^\d+(\.\d+)?%$/.test(weight)) return { ...answer, weight: Math.round(Number(weight.slice(0, -1)) * 100) };
  throw new Refusal(
    `--variant ${text} must be key, key=Name or key:weight=Name, with a weight of 0 to 10000 or of 0% to 100%.`,
    'usage',
  );
}

/** `signup`, `signup:count`, `signup:sum:purchase`: key, kind, event name. Words that are no key make one. */
export function readMetric(text: string): MetricAnswer {
  const [word = '', kind = 'conversion', eventName = word] = text.split(':');
  const key = /^[a-z\d_-]{1,32}$/.test(word) ? word : (suggest(word, ['key']) ?? word);
  return { key, name: titleOf(key), kind, eventName };
}

/** A share of visitors: `0.2`, `20%`. */
export function readShare(text: string): number {
  const share = toShare(text);
  if (share >= 0 && share <= 1) return share;
  const hint = share > 1 && share <= 100 && !text.includes('%') ? `: write ${share}% or ${share / 100}` : '';
  throw new Refusal(`The share of visitors must be from 0 to 1, or from 0% to 100%, not ${text}${hint}.`, 'usage');
}

/** `add-to-cart` reads `Add to cart`. */
export const titleOf = (key: string): string => {
  const words = key.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Variants unless others are named. */
export const DEFAULT_VARIANTS: readonly VariantAnswer[] = [
  { key: 'control', name: 'Control' },
  { key: 'treatment', name: 'Treatment' },
];

/** The text of the experiment's file. */
export function toYaml(answers: Answers, schemaPath: string | null): string {
  const { id, name, description, status = 'draft', sampleRate, url, rule, layer, metrics = [] } = answers;
  const { variants = DEFAULT_VARIANTS } = answers;
  const audience = { ...(sampleRate !== undefined && { sampleRate }), ...(rule !== undefined && { rule }) };
  const value = {
    id,
    name,
    ...(description && { description }),
    status,
    ...(Object.keys(audience).length && { audience }),
    ...(layer && { layer }),
    ...(url && { trigger: triggerAt(url) }),
    variants: variants.map(({ key, name: title, weight }) => ({
      key,
      name: title,
      ...(weight !== undefined && { weight }),
    })),
    ...(metrics.length && {
      metrics: metrics.map((metric, at) => ({ ...metric, ...(at === 0 && { isPrimary: true }) })),
    }),
  };
  const body = stringify(value, { version: '1.2', schema: 'core', lineWidth: 0 });
  // A word at the beginning of a line is a key of the experiment: a text of several lines is indented.
  const commented = body.replace(/^(\w+):/gm, (key, field: string) => comments[field] + key);
  return `${schemaPath === null ? '' : modeline(schemaPath)}${commented}`;
}

/** What stands above a field. */
const comments: Readonly<Record<string, string>> = {
  id: '',
  name: '',
  description: '',
  status: '\n# draft: only previews show it. Then running, paused, archived (fx resume, fx pause, fx archive).\n',
  audience: '\n# Who takes part.\n',
  layer: '\n# Its slice of the visitors: experiments of one layer never meet in one person.\n',
  trigger: '\n# Where it starts. Left out: at once, on every page.\n',
  variants: `
# What a variant changes stands below its name: domOps, css, js or payload.
# Weights are in ten-thousandths; without them all variants get the same share.
`,
  metrics: "\n# What is counted: the page calls fx.push(['track', '<eventName>']).\n",
};

/** The line by which editors find the schema. */
export const modeline = (path: string): string => `# yaml-language-server: $schema=${path}\n`;

/** The schema's path as a file in a directory names it. */
export function schemaPathFrom(directory: string, schema: string): string {
  const path = relative(directory, schema).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
}
