/** Names calls in the code of variants that do harm in a page, that no browser has, or that come too early. */

import { childOf, dottedNameOf, nodesIn, type Tree } from './tree.js';

/** Why a call can hardly be meant, whenever it is made; undefined where nothing speaks against it. */
export function doubtCall(node: Tree): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const name = dottedNameOf(childOf(node, 'callee'));
  if (/^document\.(?:write|writeln|open)$/.test(name))
    return `calls ${name}, which browsers ignore or which empties the page: write op: injectHTML`;
  // With a list it asks the loader of modules that the page has.
  return name === 'require' && typeof firstOf(node)?.value === 'string'
    ? 'calls require, which no browser has: write what is needed into the code'
    : undefined;
}

/** Why a page should not be left so, where that happens as soon as the code runs. */
export function doubtLeaving(node: Tree): string | undefined {
  const isCall = node.type === 'CallExpression';
  const name = isCall
    ? dottedNameOf(childOf(node, 'callee'))
    : node.type === 'AssignmentExpression'
      ? dottedNameOf(childOf(node, 'left'))
      : '';
  const to = (isCall ? firstOf(node) : childOf(node, 'right'))?.value;
  // A part of the same page.
  if (typeof to === 'string' && to.startsWith('#')) return undefined;
  return (isCall ? LEAVE : LOCATION).test(name)
    ? `leaves the page by ${name}, before anybody is counted: write redirect: with the address in place of js`
    : undefined;
}

const LOCATION = /^(?:(?:window|self|top|document)\.)?location(?:\.href)?$/;
const LEAVE = /^(?:(?:window|self|top|document)\.)?location\.(?:assign|replace)$/;

const firstOf = (call: Tree): Tree | undefined => nodesIn(call.arguments)[0];

/** Whether a call looks for elements of the page. */
export function isSearch(node: Tree, text: string): boolean {
  if (node.type !== 'CallExpression') return false;
  const selector = firstOf(node);
  if (typeof selector?.value === 'string' && ALWAYS.test(selector.value)) return false;
  const name = dottedNameOf(childOf(node, 'callee'));
  if (!/^(?:\$|jQuery)$/.test(name)) return SEARCHES.test(name);
  // A function is called once the page is parsed, an element is wrapped, and HTML makes a new one.
  return selector !== undefined && /^['"`]\s*[^\s<]/.test(text.slice(selector.start, selector.end));
}

const SEARCHES = /^document\.(?:querySelector(?:All)?|getElementById|getElementsBy(?:ClassName|TagName|Name))$/;
/** What is there before any script of the body runs. */
const ALWAYS = /^(?:html|head|:root)$/;
