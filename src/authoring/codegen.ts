/** Writes the TypeScript declarations that make `fx.variant('homepage-cta')` a union of its keys. */

import type { Experiment, Json, JsonObject } from '../core/index.js';

/**
 * A `.d.ts` that adds experiments to `FxExperiments` of `fx-tag`. The same experiments give the same text, whatever
 * their order.
 *
 * @param experiments with all variants; those of the preview manifest, so that code for a draft compiles
 */
export function types(experiments: readonly Experiment[]): string {
  const entries = [...experiments].sort(({ id: a }, { id: b }) => (a < b ? -1 : 1)).map(entry);
  return `/** The experiments of this site, for TypeScript. Written by fx types: run it again rather than edit this. */

import type { Client } from 'fx-tag';

declare global {
  interface Window {
    /**
     * The queue \`window.fx = window.fx || []\`; the client once the tag is there, which a blocked request can prevent.
     */
    fx: Pick<Client, 'push'> & Partial<Client>;
  }
}

declare module 'fx-tag' {
  interface FxExperiments {
${entries.join('')}  }
}
`;
}

function entry({ id, name, metadata, variants }: Experiment): string {
  const payloads = variants.map(({ payload }) => (payload === undefined ? 'undefined' : shapeOf(payload, 6)));
  const fields = [
    `variants: ${unite(variants.map(({ key }) => quote(key)))};`,
    `payload: ${unite(payloads)};`,
    `metadata: ${metadata === undefined ? 'undefined' : shapeOf(metadata, 6)};`,
  ];
  return `    /** ${comment(name)} */\n    ${quote(id)}: {\n${fields.map((field) => `      ${field}\n`).join('')}    };\n`;
}

/** The type of a JSON value: its literals widened, as the next edit of the file may change them. */
function shape(value: Json, indent: number): string {
  if (value === null) return 'null';
  if (isList(value)) return `readonly (${value.length ? unite(value.map((item) => shape(item, indent))) : 'never'})[]`;
  return typeof value === 'object' ? shapeOf(value, indent) : typeof value;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function shapeOf(value: JsonObject, indent: number): string {
  const space = ' '.repeat(indent);
  const fields = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, held]) => `${space}  readonly ${property(name)}: ${shape(held, indent + 2)};\n`);
  return fields.length ? `{\n${fields.join('')}${space}}` : 'Record<string, never>';
}

/** Each type once, in the order of the file; undefined last. */
function unite(names: readonly string[]): string {
  const all = [...new Set(names)];
  return [...all.filter((name) => name !== 'undefined'), ...all.filter((name) => name === 'undefined')].join(' | ');
}

const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name));

/** A single-quoted literal in which nothing ends a line or the literal. */
const quote = (text: string): string =>
  `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(/[\u2028\u2029]/g, escapeUnicode)}'`;

const escapeUnicode = (char: string): string => `\\u${char.charCodeAt(0).toString(16)}`;

/** In one line, without what ends a comment. */
const comment = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('*/', '* /');
