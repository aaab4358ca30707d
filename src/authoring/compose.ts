/** Puts the tag of one container together: the parts that its features need, and nothing else. */

import { type Composition, lackedOptions } from './features.js';

/** One declaration of the tag, minified. */
export interface Piece {
  /** The module that it is of, such as `tag/redirect`. */
  readonly module: string;
  /** Its name there. */
  readonly of: string;
  /** Its name in the container. */
  readonly name: string;
  readonly code: string;
  /** The pieces that it refers to, by name. */
  readonly refs: readonly string[];
  /** What it comes to where features that it asks are left out. */
  readonly variants?: readonly Variation[];
  /** Of a stand-in: the feature that it stands in for, and the name of the piece whose place it takes. */
  readonly feature?: string;
  readonly replaces?: string;
}

/** A piece as it is without some features: what their stand-ins answer is worked out. */
export interface Variation {
  readonly without: readonly string[];
  readonly code: string;
  readonly refs: readonly string[];
}

/** What `dist/fx.parts.json` holds: the tag in pieces, in an order in which they can be declared. */
export interface Parts {
  readonly version: string;
  /** The names of manifest and functions inside of the tag. */
  readonly given: readonly string[];
  readonly pieces: readonly Piece[];
  /** What runs at the end, and the pieces that it refers to. */
  readonly main: string;
  readonly refs: readonly string[];
}

/** Tells V8 to compile all of it at once: rollup.config.mjs says why. */
const HINT = '//# allFunctionsCalledOnLoad';
/** What the stand-in of the whole holds in place of the options that are left out. */
const LACKS = 'FX_LACKS';

/**
 * The tag as a template for `container`: a stand-in takes the place of each feature that is left out, and what nothing
 * refers to any more is left out, too. The same parts give the same bytes on every machine.
 */
export function compose(parts: Parts, composition: Composition): string {
  const pieces = piecesOf(parts, composition.without);
  const declared = pieces.map(([name, { code }]) => `${name}=${code}`).join(',');
  const body = `let ${declared.replace(LACKS, lackedOptions(composition))};${parts.main}`;
  const text = `${HINT}\n(function(${parts.given.join(',')}){"use strict";${body}\n})(FX_MANIFEST,FX_FUNCTIONS);\n`;
  return `${commentOf(parts.version, composition, text.length)}\n${text}`;
}

/** The pieces that are used, by the names that they are used under, in the order of their declarations. */
function piecesOf({ pieces, refs }: Parts, without: ReadonlySet<string>): (readonly [string, Pick<Piece, 'code'>])[] {
  const byName = new Map(pieces.map((piece) => [piece.name, piece] as const));
  for (const piece of pieces)
    if (piece.replaces !== undefined && without.has(piece.feature ?? '')) byName.set(piece.replaces, piece);
  const used = new Map<Piece, readonly [string, Variation | Piece]>();
  const names = new Set(refs);
  // The set grows while it is walked.
  for (const name of names) {
    const piece = byName.get(name);
    if (!piece) throw new RangeError(`no part of the tag is called ${name}`);
    const text = variationOf(piece, without);
    used.set(piece, [name, text]);
    for (const more of text.refs) names.add(more);
  }
  return pieces.flatMap((piece) => {
    const one = used.get(piece);
    return one ? [one] : [];
  });
}

/** What a piece comes to without most of what is left out. */
function variationOf(piece: Piece, without: ReadonlySet<string>): Variation | Piece {
  const fitting = (piece.variants ?? []).filter((one) => one.without.every((feature) => without.has(feature)));
  return fitting.reduce<Variation | Piece>(
    (most, one) => ('without' in most && most.without.length > one.without.length ? most : one),
    piece,
  );
}

function commentOf(version: string, composition: Composition, bytes: number): string {
  const list = (names: readonly string[]): string => names.join(' ') || 'nothing';
  return `/* fx ${version}, ${bytes} B. In: ${list(composition.in)}. Out: ${list(composition.out)}. */`;
}
