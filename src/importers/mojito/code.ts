/** Reads JavaScript of a wave: one function, or one object, with what it uses. It is parsed and never run. */

import {
  type AnyNode,
  type Expression,
  type Function as FunctionNode,
  type Node,
  parse,
  parseExpressionAt,
} from 'acorn';
import { base, full, recursive } from 'acorn-walk';

/** A function or an object of a wave, as text and as a tree. */
export interface WaveCode {
  /** The file that it is in, as problems should name it. */
  readonly file: string;
  /** The line of the file that its text begins in, from 1. */
  readonly line: number;
  /** The expression as it was written. */
  readonly source: string;
  /** Comments before and after it. */
  readonly lead: string;
  readonly trail: string;
  readonly tree: Expression;
  /** Undefined where it is an object. */
  readonly node: FunctionNode | undefined;
  /** The statements of a function alone, where they mean the same without it. */
  readonly body: string | undefined;
  /** A function without a statement. */
  readonly isEmpty: boolean;
  /** Every name that is used or declared anywhere in it. */
  readonly names: ReadonlySet<string>;
  /** Every name that is declared or assigned in it. */
  readonly bound: ReadonlySet<string>;
}

/** Why the text cannot be read as such code, and in which line of the file. */
export interface CodeFault {
  readonly reason: string;
  readonly line: number;
}

/**
 * Reads the text of a file, or a part of it that begins in a line.
 *
 * @param isOurs whether `experiment` in it means fx's own
 */
export function readCode(text: string, file: string, line = 1, isOurs = false): WaveCode | CodeFault {
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const parsed = parseWhole(clean, line);
  if ('reason' in parsed) return parsed;
  const { node: whole, end } = parsed;
  const tail = readTail(clean, end, line);
  if (typeof tail !== 'string') return tail;
  const inner = unwrap(whole);
  const isFunction = inner.type === 'FunctionExpression' || inner.type === 'ArrowFunctionExpression';
  if (!isFunction && inner.type !== 'ObjectExpression') {
    return { reason: 'must be a function, named or not', line: lineAt(clean, whole.start, line) };
  }
  const node = isFunction ? inner : undefined;
  const { names, bound } = collectNames(inner);
  return {
    file,
    line: lineAt(clean, whole.start, line),
    source: clean.slice(whole.start, whole.end),
    lead: clean.slice(0, whole.start).trim(),
    trail: tail,
    tree: inner,
    node,
    body: node && bodyAlone(node, clean, names, isOurs),
    isEmpty: node?.body.type === 'BlockStatement' && node.body.body.length === 0,
    names,
    bound,
  };
}

/** Whether a function looks at a `this` of its own. */
export function usesThis({ node }: WaveCode): boolean {
  return node?.type === 'FunctionExpression' && finds(node, { ThisExpression: true });
}

/** The code in one line, without its comments. */
export function summarise({ source }: WaveCode): string {
  let text = '';
  let end = 0;
  const onComment = (_: boolean, __: string, from: number, to: number): void => {
    text += source.slice(end, from);
    end = to;
  };
  parseExpressionAt(source, 0, { ecmaVersion: 'latest', onComment });
  return `${text}${source.slice(end)}`.replace(/\s+/g, ' ').trim();
}

/** The expression that parentheses hold. */
export function unwrap(node: Expression): Expression {
  return node.type === 'ParenthesizedExpression' ? unwrap(node.expression) : node;
}

function parseWhole(text: string, line: number): { readonly node: Expression; readonly end: number } | CodeFault {
  try {
    const node = parseExpressionAt(text, 0, { ecmaVersion: 'latest', preserveParens: true });
    return { node, end: node.end };
  } catch (failure) {
    if (failure instanceof SyntaxError) {
      if (text.trim() === '') return { reason: 'is empty', line: lineAt(text, text.length, line) };
      if (isProgram(text)) return { reason: ONE_FUNCTION, line };
      const { pos = 0 } = failure as { readonly pos?: number };
      const reason = failure.message.replace(/ \(\d+:\d+\)$/, '').toLowerCase();
      return { reason: `is not JavaScript: ${reason}`, line: lineAt(text, pos, line) };
    }
    // So deep that the parser runs out of stack.
    return { reason: 'nests too deep to be read', line };
  }
}

const ONE_FUNCTION = 'must hold one function and nothing else';

function isProgram(text: string): boolean {
  try {
    parse(text, { ecmaVersion: 'latest' });
    return true;
  } catch {
    return false; // the fault was named already
  }
}

/** What follows the expression: comments, or one semicolon that Mojito's build would have stumbled over. */
function readTail(text: string, end: number, line: number): string | CodeFault {
  const tail = text.slice(end).replace(/^\s*;/, '').trim();
  const code = tail.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').trim();
  if (code === '') return tail;
  const at = text.indexOf(code.slice(0, 1), end);
  return { reason: ONE_FUNCTION, line: lineAt(text, at, line) };
}

const lineAt = (text: string, offset: number, first: number): number =>
  first + text.slice(0, offset).split('\n').length - 1;

function collectNames(node: Expression): { names: ReadonlySet<string>; bound: ReadonlySet<string> } {
  const names = new Set<string>();
  const bound = new Set<string>();
  full(node, (found: AnyNode, _, type) => {
    if (found.type !== 'Identifier') return;
    names.add(found.name);
    // The walker's name for what is declared or assigned.
    if ((type as string) === 'VariablePattern') bound.add(found.name);
  });
  return { names, bound };
}

/** Names that mean something else in the body of an experiment's function than in a function of a wave. */
const TAKEN = ['arguments', 'experiment', 'variant', 'activate'];

/** The statements alone, where nothing in them refers to the function, its parameters or its result. */
function bodyAlone(node: FunctionNode, text: string, names: ReadonlySet<string>, isOurs: boolean): string | undefined {
  const { body, params } = node;
  if (node.type !== 'FunctionExpression' || body.type !== 'BlockStatement' || node.async || node.generator)
    return undefined;
  const own = params.map((param) => (param.type === 'Identifier' ? param.name : undefined));
  if (node.id) own.push(node.id.name);
  // Each is there once, where it is declared: a second use is found as a reference.
  const isUsed =
    own.some((name) => name === undefined || usesName(body, name)) ||
    TAKEN.some((name) => names.has(name) && !(isOurs && name === 'experiment'));
  if (isUsed || finds(node, { ThisExpression: true, MetaProperty: true, ReturnStatement: true })) return undefined;
  const inside = text.slice(body.start + 1, body.end - 1);
  // What a template holds would change with its indentation.
  return inside.includes('`') || /\\$/m.test(inside) ? undefined : `${dedent(inside)}\n`;
}

function usesName(body: Node, name: string): boolean {
  let isUsed = false;
  full(body, (found: AnyNode) => {
    isUsed ||= found.type === 'Identifier' && found.name === name;
  });
  return isUsed;
}

/** Whether a function itself, and not one within it, has such a part. */
function finds({ body }: FunctionNode, wanted: Readonly<Record<string, true>>): boolean {
  let isFound = false;
  const find = (): void => {
    isFound = true;
  };
  recursive<null>(body, null, {
    Function(inner, state, visit) {
      // An arrow has the this of what is around it.
      if (inner.type === 'ArrowFunctionExpression') base.Function?.(inner, state, visit);
    },
    ...Object.fromEntries(Object.keys(wanted).map((type) => [type, find])),
  });
  return isFound;
}

/** Without empty lines around it, and without the indentation that all lines share. */
function dedent(text: string): string {
  const lines = text
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const shared = indents.reduce((least, indent) => {
    let length = 0;
    while (length < least.length && least[length] === indent[length]) length++;
    return least.slice(0, length);
  }, indents[0] ?? '');
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(shared.length))).join('\n');
}
