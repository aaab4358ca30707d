/** Tells by the code of a script whether it uses the global `fx`: what stands in comments and in texts is no use. */

import { type AnyNode, type Expression, type PrivateIdentifier, type Program, parse, type Super } from 'acorn';
import { full } from 'acorn-walk';

/** `maybe` where the script cannot be read, or has an `fx` of its own that may be the global one. */
export type Use = 'yes' | 'maybe' | 'no';

/** @param isModule whether its names are its own */
export function usesFx(text: string, isModule: boolean): Use {
  const program = programOf(text, isModule);
  if (!program) return SEEMS.test(text) ? 'maybe' : 'no';
  const nodes = nodesOf(program);
  if (nodes.some(isGlobal)) return 'yes';
  if (!isModule && program.body.some(isQueueByVar)) return 'maybe';
  return nodes.some(isCall) && !nodes.some(declaresFx) ? 'yes' : 'no';
}

/** The same by the letters alone. */
const SEEMS = /\bwindow\.fx\b|(?<![\w$.])fx\??\.\w+\(/;

function programOf(text: string, isModule: boolean): Program | null {
  try {
    return parse(text, { ecmaVersion: 'latest', sourceType: isModule ? 'module' : 'script' });
  } catch {
    return null; // Newer than this reader, or broken: its letters have to do.
  }
}

function nodesOf(within: AnyNode): AnyNode[] {
  const nodes: AnyNode[] = [];
  full(within, (node) => {
    nodes.push(node as AnyNode);
  });
  return nodes;
}

const GLOBALS: readonly string[] = ['window', 'globalThis'];

/** `window.fx`, also as `window['fx']`. */
const isGlobal = (node: AnyNode): boolean =>
  node.type === 'MemberExpression' &&
  node.object.type === 'Identifier' &&
  GLOBALS.includes(node.object.name) &&
  propertyOf(node.property, node.computed) === 'fx';

/** Methods of the client, and of the queue. */
const METHODS: readonly (string | null)[] = [
  ...['activate', 'assignment', 'consent', 'dispose', 'explain', 'expose', 'fail', 'forget', 'identify', 'isActive'],
  ...['metadata', 'on', 'payload', 'preview', 'push', 'rendered', 'reset', 'setContext', 'track', 'variant'],
];

/** `fx.push(…)`. */
const isCall = (node: AnyNode): boolean =>
  node.type === 'CallExpression' &&
  node.callee.type === 'MemberExpression' &&
  isFx(node.callee.object) &&
  METHODS.includes(propertyOf(node.callee.property, node.callee.computed));

function propertyOf(property: Expression | PrivateIdentifier, isComputed: boolean): string | null {
  if (property.type === 'Identifier') return isComputed ? null : property.name;
  return property.type === 'Literal' ? String(property.value) : null;
}

const isFx = (node: AnyNode | Super | null | undefined): boolean => node?.type === 'Identifier' && node.name === 'fx';

/** `var fx = fx || []`, which outside of functions is the global one. */
const isQueueByVar = (node: AnyNode): boolean =>
  node.type === 'VariableDeclaration' &&
  node.kind === 'var' &&
  node.declarations.some(
    ({ id, init }) => isFx(id) && init && (init.type === 'ArrayExpression' || nodesOf(init).some(isFx)),
  );

/** Whether `fx` is a name of the script's own from here on. */
function declaresFx(node: AnyNode): boolean {
  switch (node.type) {
    case 'VariableDeclarator':
      return nodesOf(node.id).some(isFx);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return isFx(node.id) || node.params.some((one) => nodesOf(one).some(isFx));
    case 'ArrowFunctionExpression':
      return node.params.some((one) => nodesOf(one).some(isFx));
    case 'ClassDeclaration':
      return isFx(node.id);
    case 'ImportDeclaration':
      return node.specifiers.some(({ local }) => isFx(local));
    default:
      return false;
  }
}
