/**
 * Turns the trigger function of a wave into the trigger DSL, where its meaning is certain. Everything else it leaves.
 */

import type { Expression, Function as FunctionNode, IfStatement, Node, Statement, VariableDeclaration } from 'acorn';
import { checkSelector, type TriggerSpec } from '../../authoring/checks.js';
import { unwrap, type WaveCode } from './code.js';
import { all, any } from './combine.js';
import { toCondition } from './condition.js';
import {
  globalOf,
  isNothing,
  type Meaning,
  methodOf,
  type Names,
  numberOf,
  onlyAnswer,
  queryOf,
  TEST,
  textOf,
  WAIT_UNTIL_MS,
} from './tree.js';

/** Names that a trigger has to leave as they are for its meaning to be certain. */
const GLOBALS = ['window', 'document', 'location', 'Mojito', 'undefined'];

/** The trigger that a function is; undefined where it stays a script. */
export function toTrigger({ node, bound }: WaveCode): TriggerSpec | undefined {
  if (!node || node.async || node.generator || GLOBALS.some((name) => bound.has(name))) return undefined;
  const [first, ...others] = node.params.map((param) => (param.type === 'Identifier' ? param.name : undefined));
  if (others.length || (node.params.length && first === undefined)) return undefined;
  // A function without a parameter has no test object to activate.
  return readFunction(node, { test: first ?? '', meanings: new Map() });
}

function readFunction({ body }: FunctionNode, names: Names): TriggerSpec | undefined {
  return body.type === 'BlockStatement' ? readStatements(body.body, names, true) : readExpression(body, names);
}

/** @param isLast whether nothing comes after them, so that it does not matter where they return */
function readStatements(statements: readonly Statement[], outer: Names, isLast: boolean): TriggerSpec | undefined {
  const names = { ...outer, meanings: new Map(outer.meanings) };
  for (const statement of statements) {
    if (statement.type !== 'FunctionDeclaration') continue;
    if (!declare(statement.id.name, statement, names)) return undefined;
  }
  const found: TriggerSpec[] = [];
  for (const [index, statement] of statements.entries()) {
    const rest = statements.slice(index + 1);
    const isEnd = isLast && rest.every(({ type }) => type === 'EmptyStatement' || type === 'FunctionDeclaration');
    if (isIdle(statement)) continue;
    if (statement.type === 'VariableDeclaration') {
      if (!declareAll(statement, names)) return undefined;
      continue;
    }
    if (statement.type === 'IfStatement' && isLeaving(statement)) {
      // From here on only where the condition is false.
      const holds = isLast ? toCondition(statement.test, false, names) : undefined;
      const then = holds && readStatements(rest, names, true);
      return then && any([...found, ...(isNever(then) ? [] : [all([holds, then])])]);
    }
    const one = readStatement(statement, names, isEnd);
    if (!one) return undefined;
    if (!isNever(one)) found.push(one);
  }
  return any(found);
}

/** Of nothing `any` makes what only `fx.activate` fires. */
const isNever = ({ kind }: TriggerSpec): boolean => kind === 'manual';

const isIdle = (statement: Statement): boolean =>
  statement.type === 'EmptyStatement' ||
  statement.type === 'FunctionDeclaration' ||
  (statement.type === 'ExpressionStatement' && textOf(statement.expression) !== undefined);

function readStatement(statement: Statement, names: Names, isEnd: boolean): TriggerSpec | undefined {
  switch (statement.type) {
    case 'BlockStatement':
      return readStatements(statement.body, names, isEnd);
    case 'ExpressionStatement':
      return readExpression(statement.expression, names);
    case 'ReturnStatement':
      return isEnd ? (statement.argument ? readExpression(statement.argument, names) : any([])) : undefined;
    case 'IfStatement':
      return readIf(statement, names, isEnd);
    default:
      return undefined;
  }
}

function readIf({ alternate, consequent, test }: IfStatement, names: Names, isEnd: boolean): TriggerSpec | undefined {
  const then = readStatement(consequent, names, isEnd);
  const otherwise = alternate ? readStatement(alternate, names, isEnd) : any([]);
  if (!then || !otherwise) return undefined;
  const branches: TriggerSpec[] = [];
  if (!isNever(then)) {
    const holds = toCondition(test, true, names);
    if (!holds) return undefined;
    branches.push(all([holds, then]));
  }
  if (!isNever(otherwise)) {
    // Where the first branch activates at once, the second may be asked as well.
    const holds = then.kind === 'auto' ? { kind: 'auto' as const } : toCondition(test, false, names);
    if (!holds) return undefined;
    branches.push(all([holds, otherwise]));
  }
  return any(branches);
}

/** `if (…) return;` */
function isLeaving({ alternate, consequent }: IfStatement): boolean {
  const inner = consequent.type === 'BlockStatement' && consequent.body.length === 1 ? consequent.body[0] : consequent;
  return !alternate && inner?.type === 'ReturnStatement' && !inner.argument;
}

/** An expression that is there for what it does. */
function readExpression(given: Node, names: Names): TriggerSpec | undefined {
  const node = unwrap(given as Expression);
  if (node.type === 'LogicalExpression' && node.operator === '&&') {
    const [holds, then] = [toCondition(node.left, true, names), readExpression(node.right, names)];
    return holds && then && all([holds, then]);
  }
  if (node.type !== 'CallExpression') return undefined;
  if (globalOf(node.callee, names) === `${TEST}.activate`)
    return node.arguments.length || node.optional ? undefined : { kind: 'auto' };
  const method = methodOf(node);
  if (!method || globalOf(method.owner, names) !== 'Mojito.utils') return undefined;
  const read = WAITS.get(method.name);
  return read?.(method.given, names);
}

type Given = readonly Expression[];

const WAITS: ReadonlyMap<string, (given: Given, names: Names) => TriggerSpec | undefined> = new Map([
  ['domReady', readDomReady],
  ['waitForElement', readWaitForElement],
  ['waitUntil', readWaitUntil],
]);

function readDomReady([callback, ...others]: Given, names: Names): TriggerSpec | undefined {
  const then = others.length ? undefined : readCallback(callback, names);
  // What is waited for once the document is parsed has a clock that begins then.
  if (!then || JSON.stringify(then).includes('"timeoutMs"')) return undefined;
  return isNever(then) ? then : all([then, { kind: 'event', name: 'DOMContentLoaded' }]);
}

function readWaitForElement([selector, callback, timeout, ...others]: Given, names: Names): TriggerSpec | undefined {
  const timeoutMs = isNothing(timeout) || timeout === undefined ? undefined : numberOf(timeout);
  if (others.length || (timeout && !isNothing(timeout) && !isTime(timeoutMs))) return undefined;
  return waitFor(textOf(selector), timeoutMs, callback, names);
}

function readWaitUntil([condition, callback, timeout, ...others]: Given, names: Names): TriggerSpec | undefined {
  const timeoutMs = timeout === undefined || isNothing(timeout) ? WAIT_UNTIL_MS : numberOf(timeout);
  const asked = condition && functionOf(condition, names);
  if (others.length || !isTime(timeoutMs) || !asked) return undefined;
  const answer = onlyAnswer(asked.node);
  return waitFor(answer && queryOf(answer, asked.names), timeoutMs, callback, names);
}

const isTime = (timeoutMs: number | undefined): boolean =>
  timeoutMs !== undefined && Number.isInteger(timeoutMs) && timeoutMs > 0;

/** What is done once the element is there may ask for the address, and wait for nothing more. */
function waitFor(
  selector: string | undefined,
  timeoutMs: number | undefined,
  callback: Expression | undefined,
  names: Names,
): TriggerSpec | undefined {
  const then = readCallback(callback, names);
  if (selector === undefined || checkSelector(selector) !== undefined || !then) return undefined;
  if (isNever(then)) return then;
  if (!isNext(then)) return undefined;
  return all([then, { kind: 'waitForSelector', selector, ...(timeoutMs !== undefined && { timeoutMs }) }]);
}

/** Whether it makes no difference that something is waited for first. */
const isNext = (trigger: TriggerSpec): boolean =>
  'of' in trigger ? trigger.of.every(isNext) : /^(auto|urlMatch|event)$/.test(trigger.kind);

/** `test.activate`, or a function that comes to it. */
function readCallback(callback: Expression | undefined, names: Names): TriggerSpec | undefined {
  if (!callback) return undefined;
  if (globalOf(callback, names) === `${TEST}.activate`) return { kind: 'auto' };
  const called = functionOf(callback, names);
  if (!called || called.node.async || called.node.generator) return undefined;
  for (const param of called.node.params) {
    if (param.type !== 'Identifier' || isTaken(param.name, called.names)) return undefined;
  }
  return readFunction(called.node, called.names);
}

interface Called {
  readonly node: FunctionNode;
  readonly names: Names;
}

function functionOf(given: Node, names: Names): Called | undefined {
  const node = unwrap(given as Expression);
  if (isFunction(node)) return { node, names };
  const meaning = node.type === 'Identifier' ? names.meanings.get(node.name) : undefined;
  if (!meaning || !isFunction(meaning.node)) return undefined;
  // Within itself its name means nothing, so that reading it comes to an end.
  const meanings = new Map([...meaning.names.meanings].filter(([, { node: other }]) => other !== meaning.node));
  return { node: meaning.node, names: { ...meaning.names, meanings } };
}

const isFunction = (node: Expression | FunctionNode): node is FunctionNode => /Function/.test(node.type);

const isTaken = (name: string, { meanings, test }: Names): boolean => name === test || meanings.has(name);

/** Remembers what a name stands for; false where it stood for something else. */
function declare(name: string, node: Meaning['node'], names: Names): boolean {
  if (isTaken(name, names)) return false;
  names.meanings.set(name, { node, names });
  return true;
}

/** Constants that stand for a part of the address, the utilities, the test's activate, or a function. */
function declareAll({ declarations, kind }: VariableDeclaration, names: Names): boolean {
  return (
    /^(var|let|const)$/.test(kind) &&
    declarations.every(({ id, init }) => {
      if (id.type !== 'Identifier' || !init) return false;
      const isKnown = KNOWN.test(globalOf(init, names) ?? '') || functionOf(init, names) !== undefined;
      return isKnown && declare(id.name, unwrap(init), names);
    })
  );
}

/** Reading one of these does nothing. */
const KNOWN = /^(location|document|window|Mojito|#test)(\.|$)/;
