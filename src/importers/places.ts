/** Says on which line of its file a value stands that was read from it. */

import { parseExpressionAt } from 'acorn';

/** A field of an object or a list of the file, or the object itself. */
export type Spot = readonly [of: unknown, field?: string | number];

/** What a message about a place begins with, such as `payload.json:14 `; '' where the line is not known. */
export type Locator = (place: Spot) => string;

/** Where each object of a file begins, and each of its fields. */
export interface Lines {
  /**
   * @param field undefined for the object itself
   * @param at what `lineOf` takes
   */
  note(of: unknown, field: string | number | undefined, at: number): void;
  readonly where: Locator;
}

/**
 * @param file as messages call it
 * @param lineOf the line of what was noted, from 1. Default: what was noted is one
 */
export function createLines(file: string, lineOf: (at: number) => number = (line) => line): Lines {
  const known = new WeakMap<object, Map<string | undefined, number>>();
  return {
    note(of, field, at) {
      if (typeof of !== 'object' || of === null) return;
      const begins = known.get(of) ?? new Map();
      known.set(of, begins.set(field?.toString(), at));
    },
    where([of, field]) {
      const begins = typeof of === 'object' && of !== null ? known.get(of) : undefined;
      const at = begins?.get(field?.toString()) ?? begins?.get(undefined);
      return at === undefined ? '' : `${file}:${lineOf(at)} `;
    },
  };
}

/** A file that was read. */
export interface ImportedFile {
  /** As messages call it. */
  readonly file: string;
  readonly text: string;
}

/** The lines of what `JSON.parse` made of a text: JSON is an expression of JavaScript. */
export function linesOfJson({ file, text }: ImportedFile, value: unknown): Locator {
  const { note, where } = createLines(file);
  const walk = (node: JsonNode, of: unknown): void => {
    const { line } = node.loc.start;
    note(of, undefined, line);
    if (typeof of !== 'object' || of === null) return;
    const parts: readonly (readonly [field: string | number, begin: JsonNode, value: JsonNode])[] =
      node.properties?.map(({ key, value }) => [String(key.value), key, value]) ??
      node.elements?.map((one, at) => [at, one, one]) ??
      [];
    for (const [field, begin, part] of parts) {
      note(of, field, begin.loc.start.line);
      walk(part, (of as Readonly<Record<string | number, unknown>>)[field]);
    }
  };
  try {
    walk(parseExpressionAt(text, 0, { ecmaVersion: 2022, locations: true }) as never, value);
  } catch {
    // Silence is right: of a file that nests deeper than a stack is said what is wrong, if not where.
  }
  return where;
}

interface JsonNode {
  readonly loc: { readonly start: { readonly line: number } };
  readonly value?: unknown;
  readonly elements?: readonly JsonNode[];
  readonly properties?: readonly { readonly key: JsonNode; readonly value: JsonNode }[];
}
