/** Reads the objects of a module that are written out, without running it. */

import { type Node, type Options, parse } from 'acorn';
import { full } from 'acorn-walk';
import { isLoose, type Loose } from '../translation.js';

/** Hears that a field of an object, or the object itself, begins at a place of the text. */
export type Note = (of: object, field: string | undefined, offset: number) => void;

interface Written {
  readonly type: string;
  readonly start: number;
  readonly value?: unknown;
  readonly name?: string;
  readonly computed?: boolean;
  readonly operator?: string;
  readonly argument?: Written;
  readonly elements?: readonly (Written | null)[];
  readonly properties?: readonly { readonly type: string; readonly key: Written; readonly value: Written }[];
  readonly property?: Written;
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
}

const HOW: Options = { ecmaVersion: 2022, sourceType: 'module' };

/**
 * Every object of a module that has `variants` and `allocation`.
 *
 * @param code JavaScript: types were taken out before
 * @param note is told where each object begins, and each of its fields
 * @returns undefined where the text is no JavaScript
 */
export function readSpecs(code: string, note?: Note): Loose[] | undefined {
  const found: Loose[] = [];
  try {
    full(parse(code, HOW), (node: Node) => {
      if (node.type !== 'ObjectExpression') return;
      const value = read(node as never, note);
      if (isLoose(value) && Array.isArray(value.variants) && isLoose(value.allocation)) found.push(value);
    });
  } catch {
    // Silence is right: the caller says that it is no module.
    return undefined;
  }
  return found;
}

/** The value of a literal; of anything else its last name, as enums are used. */
function read(node: Written, note: Note | undefined): unknown {
  switch (node.type) {
    case 'Literal':
      return node.value;
    case 'TemplateLiteral':
      return node.quasis?.length === 1 ? node.quasis[0]?.value.cooked : undefined;
    case 'UnaryExpression':
      return node.operator === '-' ? -Number(node.argument && read(node.argument, note)) : undefined;
    case 'ArrayExpression':
      return node.elements?.map((one) => (one ? read(one, note) : undefined));
    case 'ObjectExpression': {
      const fields = (node.properties ?? []).flatMap(({ type, key, value }) =>
        type === 'Property' ? [[key.name ?? String(key.value), read(value, note), key.start] as const] : [],
      );
      const made = Object.fromEntries(fields);
      note?.(made, undefined, node.start);
      for (const [name, , start] of fields) note?.(made, name, start);
      return made;
    }
    case 'MemberExpression':
      return node.property?.name?.toLowerCase();
    default:
      return undefined;
  }
}
