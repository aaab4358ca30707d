/** Lets the code of a recipe wait by fx in place of Mojito, where that means the same. */

import type { AnyNode, CallExpression, Function as FunctionNode } from 'acorn';
import { base, full, recursive } from 'acorn-walk';
import { readCode, unwrap, type WaveCode } from './code.js';
import { type Functions, type Replacement, waitOf } from './helper.js';
import { globalOf, methodOf, withoutNames } from './tree.js';

/** A recipe whose waits are fx's. */
export interface WaitedCode {
  readonly code: WaveCode;
  /** Each wait that says something else now. */
  readonly translated: readonly Told[];
}

interface Told {
  readonly before: string;
  readonly after: string;
}

/**
 * `Mojito.utils.waitForElement` and what says the same becomes `experiment.when`: that ends with the recipe, runs
 * before the element is painted and counts a wait in vain. Code that waits for nothing yet runs again when the
 * experiment comes back, so that this is certain only where everything besides the waits leaves no trace. Elsewhere
 * `fx.mojito.js`, which is given the experiment, waits as long as the recipe holds and lets nothing run twice.
 */
export function waitByFx(code: WaveCode): WaitedCode {
  if (!/waitForElement|observeSelector|waitUntil/.test(code.source)) return { code, translated: [] };
  const { bound, file, lead, line, names, source, trail } = code;
  // Places in the tree are those of the whole file.
  const alone = readCode(source, file, line);
  const node = 'reason' in alone ? undefined : alone.node;
  // A name of the recipe's own may mean something else.
  const isPlain = node && !names.has('experiment') && !['Mojito', 'window', 'document'].some((name) => bound.has(name));
  if (!isPlain) return { code, translated: [] };
  const scope: Scope = { source, functions: functionsIn(node), calls: [], read: new Set() };
  const isQuiet = readLevel(node, scope);
  const edits = scope.calls.flatMap(({ call, wait }) => (isQuiet && wait ? wait : callWithExperiment(call, scope)));
  if (!edits.length) return { code, translated: [] };
  const read = readCode(apply(source, edits), file, line, true);
  if ('reason' in read) return { code, translated: [] };
  const translated = isQuiet ? scope.calls.flatMap(({ call, wait }) => (wait ? [told(call, wait, source)] : [])) : [];
  return { code: { ...read, lead, trail }, translated };
}

interface Call {
  readonly call: CallExpression;
  /** What makes it `experiment.when`; undefined where that may mean something else. */
  readonly wait: readonly Replacement[] | undefined;
}

interface Scope {
  readonly source: string;
  readonly functions: Functions;
  readonly calls: Call[];
  /** The functions that were read. */
  readonly read: Set<FunctionNode>;
}

/**
 * Reads what a function does itself, and what its waits call.
 *
 * @returns whether it leaves no trace but its waits, all of which fx can take over
 */
function readLevel({ body }: FunctionNode, scope: Scope): boolean {
  let isQuiet = true;
  const disturb = (): void => {
    isQuiet = false;
  };
  recursive<null>(body, null, {
    Function: () => undefined,
    CallExpression(node, state, visit) {
      const found = waitOf(node, scope.functions);
      if (found) {
        scope.calls.push({ call: node, wait: found.wait });
        if (!found.wait) disturb();
        for (const called of found.callbacks) {
          if (scope.read.has(called)) continue;
          scope.read.add(called);
          readLevel(called, scope);
        }
      } else if (!isQuery(node)) disturb();
      base.CallExpression?.(node, state, visit);
    },
    ...Object.fromEntries(LOUD.map((type) => [type, disturb])),
    UnaryExpression(node, state, visit) {
      if (node.operator === 'delete') disturb();
      base.UnaryExpression?.(node, state, visit);
    },
  });
  return isQuiet;
}

/** Whatever may leave a trace, or may do so the second time. */
const LOUD = [
  'AssignmentExpression',
  'UpdateExpression',
  'NewExpression',
  'AwaitExpression',
  'YieldExpression',
  'ImportExpression',
  'TaggedTemplateExpression',
  'ThrowStatement',
  'ClassBody',
];

/** Asking the page changes nothing. */
const isQuery = (node: CallExpression): boolean => {
  const method = methodOf(node);
  return (
    !!method &&
    ((/^(querySelector(All)?|getElement(ById|sByClassName|sByTagName))$/.test(method.name) &&
      globalOf(method.owner, withoutNames()) === 'document') ||
      /^(includes|indexOf|startsWith|endsWith|match|test|matches|toLowerCase|trim)$/.test(method.name))
  );
};

/** The functions with a name that nothing else has. */
function functionsIn(node: FunctionNode): Functions {
  const counts = new Map<string, number>();
  const functions = new Map<string, FunctionNode>();
  full(node, (found: AnyNode, _, type) => {
    if (found.type === 'Identifier' && (type as string) === 'VariablePattern')
      counts.set(found.name, (counts.get(found.name) ?? 0) + 1);
    if (found.type === 'FunctionDeclaration' && found.id) functions.set(found.id.name, found);
    if (found.type === 'VariableDeclarator' && found.id.type === 'Identifier' && found.init) {
      const init = unwrap(found.init);
      if (init.type === 'FunctionExpression' || init.type === 'ArrowFunctionExpression')
        functions.set(found.id.name, init);
    }
  });
  return new Map([...functions].filter(([name]) => counts.get(name) === 1));
}

/** Tells `fx.mojito.js` whose wait it is. */
function callWithExperiment(call: CallExpression, { source }: Scope): readonly Replacement[] {
  const method = methodOf(call);
  const [first] = call.arguments;
  if (!first || method?.name === 'waitUntil') return [];
  const from = call.callee.end;
  return [{ from, to: first.start, text: `.call${source.slice(from, first.start)}experiment, ` }];
}

/** From the end, so that places stay what they are; of two edits at one place the longer first. */
function apply(source: string, edits: readonly Replacement[]): string {
  const distinct = new Map(edits.map((edit) => [`${edit.from} ${edit.to}`, edit]));
  return [...distinct.values()]
    .sort((a, b) => b.from - a.from || b.to - a.to)
    .reduce((text, { from, text: put, to }) => text.slice(0, from) + put + text.slice(to), source);
}

/** What a call was, and what it is. */
function told({ arguments: [selector], callee }: CallExpression, edits: readonly Replacement[], source: string): Told {
  const before = selector ? source.slice(selector.start, selector.end) : '';
  const after = edits.find(({ from }) => from === selector?.start)?.text ?? before;
  return {
    before: fold(`${source.slice(callee.start, callee.end)}(${before}, …)`),
    after: fold(`experiment.when(${after}, …${edits.at(-1)?.text ?? ''}`),
  };
}

const fold = (text: string): string => text.replace(/\s+/g, ' ');
