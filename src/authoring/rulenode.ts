/** Reads the nodes of a rule whose form is sound: operators, operands, and the facts below them. */

import { type FactKind, factOf } from './facts.js';
import { error, type Finding, type Path } from './problem.js';

/** An operator with its operands. */
interface RuleNode {
  readonly [operator: string]: unknown;
}

/** Whether it is one, and no literal and no list. */
export const isNode = (node: unknown): node is RuleNode =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

/** The operator and its operands; one operand may stand without a list. */
export function partsOf(node: RuleNode): readonly [string, readonly unknown[]] {
  const [[operator, operand] = ['', []]] = Object.entries(node);
  return [operator, Array.isArray(operand) ? operand : [operand]];
}

/** Whether anything below a node depends on the visitor. */
export function readsFact(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(readsFact);
  return isNode(node) && Object.entries(node).some(([key, child]) => key === 'var' || readsFact(child));
}

/** The name of the fact that a node reads, where it does nothing else. */
export const factNameOf = (node: unknown): unknown => (isNode(node) ? partsOf(node)[1][0] : undefined);

/** What is known of the fact that a node reads; undefined for the host's facts and where a default stands in for it. */
export function kindOf(node: unknown): FactKind | undefined {
  if (!isNode(node)) return undefined;
  const [operator, [name, ...rest]] = partsOf(node);
  const known = operator === 'var' && typeof name === 'string' && !rest.length ? factOf(name) : undefined;
  return known && !('fault' in known) ? known : undefined;
}

/** Whether the order operators take it for a number. */
export const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' ||
  (typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value));

/** A finding about a rule that lets in everyone or nobody. */
export const fault = (reason: string, path: Path): Finding => error('rule', path, { reason });

/** A text as it fits into a sentence. */
export const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
