/** Reads a wave that is a `test-object.js`: the object literal in its call of `Mojito.addTest`, by parsing it. */

import { type Expression, type Node, type Program, type Property, parse } from 'acorn';
import { decode } from '../../authoring/checks.js';
import { readCode, unwrap } from './code.js';
import type { RawWave, Remark } from './wave.js';

/** A value that can be read without running anything; undefined where it cannot. */
type Constant = { readonly value: unknown } | undefined;

/** The values that are code: everything else has to be written out. */
const CODE = /^(trigger|js|recipes\.[^.]+\.js)$/;

export function readObject(folder: string, file: string, bytes: string | Uint8Array): RawWave {
  const { text, fault } = decode(bytes);
  const clean = text.replace(/\r\n?/g, '\n');
  const lines = new Map<string, number>();
  const lineOf = (path: readonly string[]): number => {
    for (let length = path.length; length > 0; length--) {
      const line = lines.get(path.slice(0, length).join('.'));
      if (line !== undefined) return line;
    }
    return lines.get('') ?? 1;
  };
  const faults: Remark[] = [];
  const wave = { folder, file, lineOf, faults, parts: new Map<string, string>() };
  const found = fault
    ? { reason: `The file ${fault.finding.message}.`, line: lineAt(text, fault.offset) }
    : findObject(clean);
  if ('reason' in found) {
    faults.push({ file, line: found.line, message: found.reason });
    return { ...wave, fields: {} };
  }
  const context: Context = { text: clean, file, faults, lines };
  lines.set('', lineAt(clean, found.start));
  return { ...wave, fields: readFields(found, [], context) };
}

interface Context {
  readonly text: string;
  readonly file: string;
  readonly faults: Remark[];
  /** By path, joined by dots. */
  readonly lines: Map<string, number>;
}

type ObjectNode = Extract<Expression, { type: 'ObjectExpression' }>;

function findObject(text: string): ObjectNode | { readonly reason: string; readonly line: number } {
  let program: Program;
  try {
    program = parse(text, { ecmaVersion: 'latest' });
  } catch (failure) {
    if (!(failure instanceof SyntaxError)) return { reason: 'The file nests too deep to be read.', line: 1 };
    const { pos = 0 } = failure as { readonly pos?: number };
    const reason = failure.message.replace(/ \(\d+:\d+\)$/, '').toLowerCase();
    return { reason: `The file is not JavaScript: ${reason}.`, line: lineAt(text, pos) };
  }
  const statements = program.body.filter(({ type }) => type !== 'EmptyStatement');
  const [first, second] = statements;
  const call = first?.type === 'ExpressionStatement' ? first.expression : undefined;
  const isCall =
    call?.type === 'CallExpression' &&
    /^(window\.)?Mojito\.addTest$/.test(text.slice(call.callee.start, call.callee.end));
  const [given] = isCall ? call.arguments : [];
  if (given?.type !== 'ObjectExpression' || second) {
    const { start } = (isCall ? second : first) ?? { start: 0 };
    const reason =
      'The file must be one call of Mojito.addTest with an object written out in it, to be read without running it.';
    return { reason, line: lineAt(text, start) };
  }
  return given;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function readFields(node: ObjectNode, path: readonly string[], context: Context): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const property of node.properties) {
    const key = property.type === 'Property' ? keyOf(property) : undefined;
    if (property.type !== 'Property' || key === undefined || key === '__proto__') {
      refuse(property, path, 'has a key that is not written out', context);
      continue;
    }
    const at = [...path, key];
    context.lines.set(at.join('.'), lineAt(context.text, property.start));
    const value = readValue(property, at, context);
    if (value !== undefined) fields[key] = value;
  }
  return fields;
}

function readValue(property: Property, path: readonly string[], context: Context): unknown {
  const node = unwrap(property.value);
  const name = path.join('.');
  const isPlace = name === 'recipes' || (path.length === 2 && path[0] === 'recipes');
  if (isPlace && node.type === 'ObjectExpression') return readFields(node, path, context);
  const constant = property.kind === 'init' ? constantOf(node) : undefined;
  const isWanted = CODE.test(name);
  if (constant && !isWanted) return constant.value;
  if (constant && (constant.value === null || constant.value === undefined || constant.value === '')) return undefined;
  if (isKnown(name) && !isWanted) return refuse(property, path, 'must be written out, and is code', context);
  if (property.kind !== 'init') return refuse(property, path, 'is a getter or setter', context);
  const code = readCode(sourceOf(property, context.text), context.file, lineAt(context.text, node.start));
  if (!('reason' in code)) return code;
  const reason = isWanted ? 'must be a function written out' : 'is code that depends on what is around it';
  return refuse(property, path, reason, context);
}

function refuse(node: Node, path: readonly string[], what: string, { faults, file, text }: Context): undefined {
  faults.push({ file, line: lineAt(text, node.start), message: `${path.join('.') || 'The object'} ${what}.` });
  return undefined;
}

/** Keys that fx translates: they must be known, not computed. */
const isKnown = (name: string): boolean =>
  /^(id|name|state|sampleRate|divertTo|manualExposure|excludeSampleRate|cookieDuration|css|private|recipes(\.[^.]+(\.(name|sampleRate|css))?)?)$/.test(
    name,
  );

/** A method in an object is a function without its first word. */
function sourceOf({ value, method }: Property, text: string): string {
  const source = text.slice(value.start, value.end);
  if (!method || value.type !== 'FunctionExpression') return source;
  return `${value.async ? 'async ' : ''}function${value.generator ? '*' : ''} ${source}`;
}

function keyOf({ key, computed }: Property): string | undefined {
  if (computed) return undefined;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && (typeof key.value === 'string' || typeof key.value === 'number')
    ? String(key.value)
    : undefined;
}

/** Literals, and what is made of literals alone. */
function constantOf(node: Expression): Constant {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return constantOf(node.expression);
    case 'Literal':
      return 'regex' in node && node.regex ? undefined : isBigint(node.value) ? undefined : { value: node.value };
    case 'TemplateLiteral':
      return node.expressions.length ? undefined : { value: node.quasis[0]?.value.cooked ?? '' };
    case 'Identifier':
      return node.name === 'undefined' ? { value: undefined } : undefined;
    case 'UnaryExpression':
      return constantUnary(node.operator, constantOf(node.argument));
    case 'BinaryExpression':
      return node.left.type === 'PrivateIdentifier'
        ? undefined
        : constantSum(node.operator, constantOf(node.left), constantOf(node.right));
    case 'ArrayExpression':
      return constantList(
        node.elements.map((item) => (item && item.type !== 'SpreadElement' ? constantOf(item) : undefined)),
      );
    case 'ObjectExpression':
      return constantObject(node);
    default:
      return undefined;
  }
}

const isBigint = (value: unknown): boolean => typeof value === 'bigint';

function constantUnary(operator: string, held: Constant): Constant {
  if (operator === '!' && held) return { value: !held.value };
  if (typeof held?.value !== 'number') return undefined;
  return operator === '-' ? { value: -held.value } : operator === '+' ? held : undefined;
}

function constantSum(operator: string, left: Constant, right: Constant): Constant {
  const isText = typeof left?.value === 'string' && typeof right?.value === 'string';
  return operator === '+' && isText ? { value: `${left.value}${right.value}` } : undefined;
}

function constantList(items: readonly Constant[]): Constant {
  return items.every((item) => item !== undefined) ? { value: items.map((item) => item?.value ?? null) } : undefined;
}

function constantObject(node: ObjectNode): Constant {
  const value: Record<string, unknown> = {};
  for (const property of node.properties) {
    if (property.type !== 'Property' || property.kind !== 'init') return undefined;
    const key = keyOf(property);
    const held = constantOf(property.value);
    if (key === undefined || key === '__proto__' || !held) return undefined;
    if (held.value !== undefined) value[key] = held.value;
  }
  return { value };
}
