/** Reads one call of a waiting helper of Mojito, and says what it would be for fx. */

import type { CallExpression, Expression, Function as FunctionNode, Node } from 'acorn';
import { recursive } from 'acorn-walk';
import { unwrap } from './code.js';
import { globalOf, isNothing, methodOf, numberOf, onlyAnswer, queryOf, WAIT_UNTIL_MS, withoutNames } from './tree.js';

/** A part of the text, and what stands there instead. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The functions that are declared once, by name. */
export type Functions = ReadonlyMap<string, FunctionNode>;

/** What is known of a call. */
export interface WaitCall {
  /** What makes it `experiment.when`; undefined where that may mean something else. */
  readonly wait: readonly Replacement[] | undefined;
  /** What it calls. */
  readonly callbacks: readonly FunctionNode[];
}

/** A call of a waiting helper, and what it would be for fx. */
export function waitOf(call: CallExpression, functions: Functions): WaitCall | undefined {
  const method = methodOf(call);
  if (!method || globalOf(method.owner, withoutNames()) !== 'Mojito.utils') return undefined;
  const read = WAITS[method.name];
  return read?.(call, method.given, functions);
}

type Read = (call: CallExpression, given: readonly Expression[], functions: Functions) => WaitCall;

const WAITS: Readonly<Record<string, Read | undefined>> = {
  waitForElement(call, [selector, callback, timeout, ...others], functions) {
    const limit = timeout === undefined || isNothing(timeout) ? 'Infinity' : timeOf(timeout);
    return found(call, { selector, callback, options: others.length ? undefined : limitOf(limit) }, functions);
  },
  observeSelector(call, [selector, callback, options, ...others], functions) {
    return found(call, { selector, callback, options: others.length ? undefined : observingOf(options) }, functions);
  },
  waitUntil(call, [condition, callback, timeout, ...others], functions) {
    const answer = condition && onlyAnswer(functionOf(condition, functions));
    const query = answer && queryOf(answer, withoutNames());
    const limit = timeout === undefined || isNothing(timeout) ? String(WAIT_UNTIL_MS) : timeOf(timeout);
    const options = others.length ? undefined : limitOf(limit);
    // Mojito hands over nothing there.
    const called = callback && functionOf(callback, functions);
    if (query === undefined || called?.params.length) return { wait: undefined, callbacks: called ? [called] : [] };
    return found(call, { selector: condition, text: JSON.stringify(query), callback, options }, functions);
  },
};

interface Parts {
  readonly selector: Expression | undefined;
  /** What stands in place of the selector. */
  readonly text?: string;
  readonly callback: Expression | undefined;
  /** As `experiment.when` takes them; undefined where they are not certain. */
  readonly options: string | undefined;
}

function found(call: CallExpression, { callback, options, selector, text }: Parts, functions: Functions): WaitCall {
  const called = callback && functionOf(callback, functions);
  const callbacks = called ? [called] : [];
  if (!called || !callback || !selector || options === undefined || !isSilent(called)) {
    return { wait: undefined, callbacks };
  }
  const wait: Replacement[] = [{ from: call.callee.start, to: call.callee.end, text: 'experiment.when' }];
  if (text !== undefined) wait.push({ from: selector.start, to: selector.end, text });
  wait.push(...muted(called), { from: callback.end, to: call.end, text: `, ${options})` });
  return { wait, callbacks };
}

const limitOf = (limit: string | undefined): string | undefined =>
  limit === undefined ? undefined : `{ timeoutMs: ${limit} }`;

/** Milliseconds that are written out. */
function timeOf(node: Expression): string | undefined {
  const timeMs = numberOf(node);
  return timeMs !== undefined && timeMs >= 0 ? String(timeMs) : undefined;
}

/** What `observeSelector` is told, where that is written out and fx knows it. */
function observingOf(given: Expression | undefined): string | undefined {
  const node = given && unwrap(given);
  if (node === undefined || isNothing(node)) return '{ all: true, timeoutMs: Infinity }';
  if (node.type !== 'ObjectExpression') return undefined;
  let isOnce: boolean | undefined = false;
  let limit: string | undefined = 'Infinity';
  for (const property of node.properties) {
    if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier') return undefined;
    const value = unwrap(property.value as Expression);
    const { name } = property.key;
    if (name === 'once') isOnce = value.type === 'Literal' ? Boolean(value.value) : undefined;
    else if (name === 'timeout') limit = isNothing(value) ? limit : timeOf(value);
    else return undefined;
  }
  // Of every match Mojito looks for none any more once the time is over, and fx goes on.
  if (isOnce === undefined || limit === undefined || (!isOnce && limit !== 'Infinity')) return undefined;
  return isOnce ? limitOf(limit) : '{ all: true, timeoutMs: Infinity }';
}

/** A function that is written out, or the name of one that is declared once. */
function functionOf(given: Node, functions: Functions): FunctionNode | undefined {
  const node = unwrap(given as Expression);
  if (node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression') return node;
  return node.type === 'Identifier' ? functions.get(node.name) : undefined;
}

/** Whether a function gives back nothing that fx might call. */
function isSilent({ body, generator }: FunctionNode): boolean {
  let isIt = !generator;
  if (body.type !== 'BlockStatement') return isIt;
  recursive<null>(body, null, {
    Function: () => undefined,
    ReturnStatement({ argument }) {
      isIt &&= !argument || isNothing(argument) || unwrap(argument).type === 'Literal';
    },
  });
  return isIt;
}

/** An arrow gives back what it comes to. */
function muted({ body }: FunctionNode): readonly Replacement[] {
  if (body.type === 'BlockStatement') return [];
  return [
    { from: body.start, to: body.start, text: 'void (' },
    { from: body.end, to: body.end, text: ')' },
  ];
}
