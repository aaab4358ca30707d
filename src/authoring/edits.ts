/** Turns what would be right in place of a value into edits of the file, which leave every other byte as it is. */

import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import { type Mend, quoted } from './problem.js';
import { keyOf } from './value.js';
import { withoutOddBlanks } from './written.js';

/** Characters of a file, from the offset `from` to `to`, and the text in their place. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The edits of one finding, all of them or none: a value behind an anchor belongs to several places. */
export function toEdits(contents: Node | null, text: string, mends: readonly Mend[]): readonly Edit[] {
  const edits = mends.map((mend) => {
    const { key, value } = find(contents, mend.path);
    const edit = makers[mend.how](mend.how === 'key' || mend.how === 'key blanks' ? key : value, text, mend.text ?? '');
    return edit && edit.text !== text.slice(edit.from, edit.to) ? edit : undefined;
  });
  return edits.every((edit) => edit !== undefined) ? edits : [];
}

/** The text with the edits done, from the end on; an edit that meets one before it waits for the next round. */
export function withEdits(text: string, edits: readonly Edit[]): string {
  let edited = text;
  let begin = text.length + 1;
  for (const { from, to, text: replacement } of [...edits].sort((a, b) => b.from - a.from)) {
    if (to > begin) continue;
    edited = edited.slice(0, from) + replacement + edited.slice(to);
    begin = from;
  }
  return edited;
}

interface Found {
  readonly key?: unknown;
  readonly value: unknown;
}

function find(contents: Node | null, path: Mend['path']): Found {
  return path.reduce<Found>(
    ({ value }, segment) => {
      if (isSeq(value)) return { value: typeof segment === 'number' ? value.items[segment] : undefined };
      const pair: Pair | undefined = isMap(value)
        ? value.items.findLast((one) => keyOf(one.key) === String(segment))
        : undefined;
      return { key: pair?.key, value: pair?.value };
    },
    { value: contents },
  );
}

type Make = (node: unknown, text: string, replacement: string) => Edit | undefined;

const replace: Make = (node, text, replacement) => {
  const range = rangeOf(node, text);
  return range && { ...range, text: replacement };
};

const makers: { readonly [How in Mend['how']]: Make } = {
  value: replace,
  key: replace,
  blanks: (node, text) => {
    const range = rangeOf(node, text);
    return range && { ...range, text: withoutOddBlanks(text.slice(range.from, range.to)) };
  },
  'key blanks': (node, text) => makers.blanks(node, text, ''),
  quote: (node, text) => {
    const range = rangeOf(node, text);
    return range && isPlain(node) ? { ...range, text: quoted(text.slice(range.from, range.to)) } : undefined;
  },
  comment: (node, text, replacement) => {
    const range = rangeOf(node, text);
    if (!range || !isPlain(node)) return undefined;
    const [rest = ''] = /^[ \t]*#[^\r\n]*/.exec(text.slice(range.to)) ?? [];
    const isGlued = /[:-]$/.test(text.slice(0, range.from));
    return {
      from: range.from,
      to: range.to + rest.trimEnd().length,
      text: `${isGlued ? ' ' : ''}${quoted(replacement)}`,
    };
  },
  literal: (node, text) => {
    const from = isScalar(node) && node.type === 'BLOCK_FOLDED' ? node.range?.[0] : undefined;
    return from !== undefined && text[from] === '>' ? { from, to: from + 1, text: '|' } : undefined;
  },
};

const isPlain = (node: unknown): boolean => isScalar(node) && node.type === 'PLAIN';

function rangeOf(node: unknown, text: string): { readonly from: number; readonly to: number } | undefined {
  if (isAlias(node) || !isScalar(node) || hasProperties(node) || !node.range) return undefined;
  const [from, to] = node.range;
  return { from, to: node.type === 'PLAIN' || text[to - 1] !== '\n' ? to : to - 1 };
}

const hasProperties = ({ anchor, tag }: Scalar): boolean => Boolean(anchor) || tag?.startsWith('!') === true;
