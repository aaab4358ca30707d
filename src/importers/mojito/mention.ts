/** Finds in the code of waves which other waves it activates, and whether it needs Mojito to be there. */

import type { AnyNode } from 'acorn';
import { full } from 'acorn-walk';
import type { WaveCode } from './code.js';
import { globalOf, textOf, withoutNames } from './tree.js';

/** The ids of the waves whose test objects some code reaches for in order to activate them. */
export function activatedBy({ source, tree }: WaveCode): string[] {
  const found: string[] = [];
  if (!source.includes('activate')) return found;
  full(tree, (node: AnyNode) => {
    if (node.type !== 'MemberExpression' || globalOf(node.object, withoutNames()) !== 'Mojito.testObjects') return;
    const id = node.computed
      ? textOf(node.property)
      : node.property.type === 'Identifier'
        ? node.property.name
        : undefined;
    if (id !== undefined) found.push(id);
  });
  return found;
}

/** Whether code works only where `fx.mojito.js` is loaded: it uses its test object, or Mojito by name. */
export function usesMojito({ body, names }: WaveCode): boolean {
  return body === undefined || names.has('Mojito');
}
