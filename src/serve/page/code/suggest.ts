/**
 * Says what the JSON Schema of experiments lets somebody fill in at a place of the file: keys with their meaning,
 * values of lists.
 */

import type { PlaceStep, TypingPlace } from './place.js';

/** As much of a JSON Schema as experiment files use. */
export interface FileSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, FileSchema>>;
  readonly required?: readonly string[];
  readonly items?: FileSchema;
  readonly $ref?: string;
  readonly allOf?: readonly FileSchema[];
  readonly anyOf?: readonly FileSchema[];
  readonly oneOf?: readonly FileSchema[];
  readonly then?: FileSchema;
  readonly else?: FileSchema;
  readonly definitions?: Readonly<Record<string, FileSchema>>;
}

/** Something that can be filled in. */
export interface Suggestion {
  /** What is looked for and shown. */
  readonly label: string;
  /** What is written. */
  readonly text: string;
  /** In a word: `text`, `number`. */
  readonly detail: string;
  /** What it means, in sentences. */
  readonly about: string;
  readonly isNeeded: boolean;
}

/** All that fits there; empty where the schema knows nothing of that place. */
export function suggestionsAt(root: FileSchema, place: TypingPlace): readonly Suggestion[] {
  const { path, key, beside, column } = place;
  const parents = path.reduce<readonly FileSchema[]>((schemas, step) => stepInto(schemas, step, root), [root]);
  if (key !== null)
    return valuesOf(
      choose(plain(parents, root, beside), beside).flatMap((one) => toldBy(one, key)),
      root,
    );
  const schemas = choose(plain(parents, root, beside), beside);
  const values = path.at(-1) === null ? valuesOf(schemas, root) : [];
  const items = schemas.flatMap(({ items: one }) => (one ? [one] : []));
  // A list that has no item here yet: its items begin with a dash.
  const lists =
    path.at(-1) === null
      ? []
      : keysOf(choose(plain(items, root, beside), new Map()), root, { beside: new Map(), column, lead: '- ' });
  return [...values, ...keysOf(schemas, root, { beside, column, lead: '' }), ...lists];
}

const stepInto = (schemas: readonly FileSchema[], step: PlaceStep, root: FileSchema): readonly FileSchema[] => {
  const all = plain(schemas, root, new Map());
  if (step !== null) return all.flatMap((schema) => below(schema, step));
  // A file may hold a list of experiments: each is what the file would be.
  return schemas[0] === root ? schemas : all.flatMap(({ items }) => (items ? [items] : []));
};

/** What names a kind of thing has no meaning of its own: the kind has. */
const toldBy = (schema: FileSchema, key: string): readonly FileSchema[] =>
  below(schema, key).map((one) =>
    one.const === undefined || one.description !== undefined ? one : { ...one, description: schema.description ?? '' },
  );

const below = ({ properties }: FileSchema, key: string): readonly FileSchema[] => {
  const schema = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  return schema ? [schema] : [];
};

/** Without references and alternatives. What the reference stands beside, such as a description, counts first. */
function plain(
  schemas: readonly FileSchema[],
  root: FileSchema,
  beside: ReadonlyMap<string, string>,
): readonly FileSchema[] {
  return schemas.flatMap((schema): readonly FileSchema[] => {
    if (schema === root && (root.then || root.else)) {
      const kind = beside.get('kind') === 'holdout' ? root.then : root.else;
      return plain(kind ? [kind] : [], root, beside);
    }
    const { $ref, allOf = [], anyOf = [], oneOf = [] } = schema;
    const referred = $ref === undefined ? undefined : root.definitions?.[$ref.replace('#/definitions/', '')];
    const parts = [...(referred ? [referred] : []), ...allOf, ...anyOf, ...oneOf];
    return parts.length ? plain(parts, root, beside) : [schema];
  });
}

/** Of several kinds of one thing those that what was written beside it leaves open. */
function choose(schemas: readonly FileSchema[], beside: ReadonlyMap<string, string>): readonly FileSchema[] {
  const fits = schemas.filter(({ properties = {} }) =>
    Object.entries(properties).every(
      ([key, schema]) => schema.const === undefined || !beside.has(key) || beside.get(key) === String(schema.const),
    ),
  );
  return fits.length ? fits : schemas;
}

function valuesOf(schemas: readonly FileSchema[], root: FileSchema): readonly Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const schema of schemas)
    for (const one of plain([schema], root, new Map())) {
      const values =
        one.enum ?? (one.const === undefined ? (one.type === 'boolean' ? [true, false] : []) : [one.const]);
      for (const value of values) {
        const text = String(value);
        const isUsual = one.default === value || schema.default === value;
        found.set(text, {
          ...{ label: text, text, isNeeded: false },
          detail: isUsual ? 'left out' : '',
          about: meaningOf(schema.description ?? one.description ?? '', text),
        });
      }
    }
  return [...found.values()];
}

/** Of `draft: preview only. paused: …` the part that tells of one value, where there is one. */
function meaningOf(description: string, value: string): string {
  const parts = description.split(/(?<=\.)\s+/);
  const own = parts.find((part) => part.replaceAll('`', '').startsWith(`${value}:`));
  if (own === undefined) return description;
  const text = own
    .replaceAll('`', '')
    .slice(value.length + 1)
    .trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface KeyPlace {
  readonly beside: ReadonlyMap<string, string>;
  readonly column: number;
  /** What stands before a key: a dash, where it begins an item. */
  readonly lead: string;
}

function keysOf(
  schemas: readonly FileSchema[],
  root: FileSchema,
  { beside, column, lead }: KeyPlace,
): readonly Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const { properties = {}, required = [], description: kind } of schemas)
    for (const [key, schema] of Object.entries(properties)) {
      if (beside.has(key) || found.has(key)) continue;
      const inner = plain([schema], root, new Map());
      const about = schema.description ?? inner[0]?.description ?? '';
      found.set(key, {
        label: `${lead}${key}`,
        text: `${lead}${key}:${openingOf(inner, column + lead.length)}`,
        detail: kindOf(inner),
        about: `${about || (kind ?? '')}${usualOf(schema, inner)}`.trim(),
        isNeeded: required.includes(key),
      });
    }
  return [...found.values()];
}

/** A mapping goes on in the next line, a list with its first dash. */
function openingOf([schema]: readonly FileSchema[], column: number): string {
  const space = ' '.repeat(column + 2);
  if (schema?.type === 'array') return `\n${space}- `;
  return schema?.type === 'object' ? `\n${space}` : ' ';
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  array: 'list',
  object: 'fields',
};

function kindOf([schema]: readonly FileSchema[]): string {
  if (schema?.enum) return schema.enum.join(', ');
  return KINDS[schema?.type ?? ''] ?? '';
}

function usualOf(schema: FileSchema, [inner]: readonly FileSchema[]): string {
  const usual = schema.default ?? inner?.default;
  return ['string', 'number', 'boolean'].includes(typeof usual) ? ` Left out: ${String(usual)}.` : '';
}
