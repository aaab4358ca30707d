/** Finds the elements of a page that a CSS selector matches. */

import { compile, type Options } from 'css-select';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';
import type { Element } from './elements.js';

/**
 * Makes a function that finds the elements which a selector matches.
 *
 * The function returns null where this cannot be said without a browser, as of `:hover` or `:nth-child(2 of .card)`
 */
export function createMatcher(elements: readonly Element[]): (selector: string) => readonly Element[] | null {
  return (selector) => {
    if (STATES.test(selector)) return null;
    try {
      const test = compile(selector, OPTIONS);
      return elements.filter(({ node }) => test(node));
    } catch {
      return null; // css-select knows fewer pseudo-classes than browsers do: then nothing is claimed
    }
  };
}

/** States that a page gets into by what somebody does with it. */
const STATES =
  /:(?:hover|focus|active|visited|target|checked|open|popover-open|user-|valid|invalid|fullscreen|defined)/i;

/** How css-select walks the nodes of parse5. */
const OPTIONS: Options<Tree.Node, Tree.Element> = {
  adapter: {
    isTag: (node): node is Tree.Element => 'tagName' in node,
    getAttributeValue: ({ attrs }, name) => attrs.find((one) => one.name === name)?.value,
    getChildren: (node) => ('childNodes' in node ? node.childNodes : []),
    getName: ({ tagName }) => tagName,
    getParent: ({ parentNode }) => parentNode,
    getSiblings: (node) => ('parentNode' in node && node.parentNode ? node.parentNode.childNodes : [node]),
    getText: writtenIn,
    hasAttrib: ({ attrs }, name) => attrs.some((one) => one.name === name),
    removeSubsets: (nodes) => nodes,
  },
};

/** All that is written in a node, comments aside. */
export function writtenIn(node: Tree.Node): string {
  if ('value' in node && node.nodeName === '#text') return node.value;
  return 'childNodes' in node ? node.childNodes.map(writtenIn).join('') : '';
}
