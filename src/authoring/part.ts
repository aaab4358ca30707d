/** Finds in a document what is written in another language: selectors, patterns, scripts, style sheets, HTML, rules. */

import { type AddressPart, type AddressPattern, partOf } from '../core/index.js';
import { type Fields, fieldsOf, listOf } from './json.js';
import type { Path } from './problem.js';

/** One of them, wherever it stands. */
export type EmbeddedPart =
  | { readonly kind: 'js' | 'css' | 'html'; readonly path: Path; readonly text: string }
  /** `ofPath`: of a part of the address that begins with a slash. */
  | {
      readonly kind: 'substring';
      readonly path: Path;
      readonly text: string;
      readonly ofPath: boolean;
      readonly whole: AddressPattern;
    }
  /** `ofAddress`: of paths or whole addresses, which every page has. `whole` where it is held against an address. */
  | {
      readonly kind: 'pattern';
      readonly path: Path;
      readonly text: string;
      readonly ofAddress: boolean;
      readonly whole?: AddressPattern;
    }
  /** `waits`: the tag looks for it again and again. */
  | { readonly kind: 'selector'; readonly path: Path; readonly text: string; readonly waits: boolean }
  /** An attribute or a CSS property, and what it is set to. The path is that of the op. */
  | { readonly kind: 'setAttr' | 'setStyle'; readonly path: Path; readonly name: string; readonly text: string }
  | { readonly kind: 'rule'; readonly path: Path; readonly rule: unknown };

/** The parts of a document that may be wrong in any other way: what has the wrong type is passed over. */
export function findParts(value: unknown): EmbeddedPart[] {
  const experiment = fieldsOf(value);
  const parts: EmbeddedPart[] = [];
  const rule = fieldsOf(experiment.audience).rule;
  if (rule !== undefined) parts.push({ kind: 'rule', path: ['audience', 'rule'], rule });
  addText(parts, 'js', experiment, 'sharedJs', []);
  addText(parts, 'css', experiment, 'sharedCss', []);
  addTrigger(parts, fieldsOf(experiment.trigger), ['trigger']);
  for (const [index, variant] of listOf(experiment.variants).entries()) {
    const path = ['variants', index];
    addText(parts, 'js', variant, 'js', path);
    addText(parts, 'css', variant, 'css', path);
    for (const [at, op] of listOf(variant.domOps).entries()) addOp(parts, op, [...path, 'domOps', at]);
  }
  return parts;
}

function addTrigger(parts: EmbeddedPart[], trigger: Fields, path: Path): void {
  if (trigger.kind === 'script') addText(parts, 'js', trigger, 'js', path);
  if (trigger.kind === 'waitForSelector' || trigger.kind === 'visible') addSelector(parts, trigger, path, true);
  if (trigger.kind === 'urlMatch') addPattern(parts, trigger, path);
  for (const [index, member] of listOf(trigger.of).entries()) addTrigger(parts, member, [...path, 'of', index]);
}

function addPattern(parts: EmbeddedPart[], { pattern, regex, on }: Fields, path: Path): void {
  if (typeof pattern !== 'string' || pattern === '') return;
  const at = [...path, 'pattern'];
  const part = PARTS.find((one) => one === on);
  const whole = { pattern, regex: regex === true, on: part };
  const base = { path: at, text: pattern, whole } as const;
  if (regex === true)
    parts.push({ kind: 'pattern', ofAddress: on === undefined || on === 'path' || on === 'url', ...base });
  else parts.push({ kind: 'substring', ofPath: !/^(url|hash)$/.test(partOf(whole)), ...base });
}

const PARTS: readonly AddressPart[] = ['path', 'full', 'hash', 'url'];

function addOp(parts: EmbeddedPart[], op: Fields, path: Path): void {
  addSelector(parts, op, path, op.waitForMs !== 0);
  if (op.op === 'injectCSS') addText(parts, 'css', op, 'value', path);
  if (op.op === 'injectHTML' || op.op === 'replaceHTML') addText(parts, 'html', op, 'value', path);
  const { name, value: text } = op;
  if ((op.op === 'setAttr' || op.op === 'setStyle') && typeof name === 'string' && typeof text === 'string') {
    parts.push({ kind: op.op, path, name, text });
  }
}

function addSelector(parts: EmbeddedPart[], { selector }: Fields, path: Path, waits: boolean): void {
  if (typeof selector !== 'string' || selector === '') return;
  parts.push({ kind: 'selector', path: [...path, 'selector'], text: selector, waits });
}

function addText(parts: EmbeddedPart[], kind: 'js' | 'css' | 'html', owner: Fields, key: string, path: Path): void {
  const text = owner[key];
  if (typeof text === 'string' && text !== '') parts.push({ kind, path: [...path, key], text });
}
