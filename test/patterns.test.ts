/** Holds fx's own regular expressions to the rule that fx holds those of experiments to. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Expression, type Node, parse } from 'acorn';
import { full } from 'acorn-walk';
import { expect, test } from 'vitest';
import { createJudge } from '../dist/esm/authoring/redos.js';
import { checkSelector } from '../dist/esm/authoring/selector.js';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
const EMITTED = fileURLToPath(new URL('../dist/esm', import.meta.url));

/** Files that make a pattern of what somebody wrote, or of texts of their own, and why that is no danger. */
const MADE: Readonly<Record<string, string>> = {
  'core/address.ts': 'patterns of experiments, which `fx validate` judges',
  'core/manifest.ts': 'patterns of experiments, compiled and not run',
  'core/rule.ts': 'patterns of experiments, which `fx validate` judges',
  'authoring/regex.ts': 'patterns of experiments, compiled and not run',
  'authoring/selector.ts': 'pieces of selectors, which are judged as they are put together',
  'authoring/written.ts': 'a literal again, with another flag',
  'importers/growthbook/certain.ts': 'three numbers with a dot between them, a text there',
  'importers/growthbook/condition.ts': 'a pattern of a payload, on the word null',
  'importers/mojito/pattern.ts': 'one piece of a pattern, on one character',
};

interface Found {
  /** By the pattern: the files that it stands in. */
  readonly patterns: Map<string, string[]>;
  /** Files whose patterns are not to be read from them. */
  readonly made: Set<string>;
}

type Argument = Readonly<Record<string, unknown>> & { readonly type: string };

/** The text of a pattern that is given to RegExp; what is put into a template stands for a word. */
function textOf(argument: Argument | undefined): string | undefined {
  if (argument?.type === 'Literal' && typeof argument.value === 'string') return argument.value;
  if (argument?.type !== 'TemplateLiteral') return undefined;
  const quasis = argument.quasis as readonly { readonly value: { readonly cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join('word');
}

/** Every pattern of what is built. */
function patterns(): Found {
  const found: Found = { patterns: new Map(), made: new Set() };
  for (const emitted of readdirSync(EMITTED, { recursive: true, encoding: 'utf8' })) {
    const file = emitted.replace(/\.js$/, '.ts');
    // What a file that is gone left behind is not built any more.
    if (!emitted.endsWith('.js') || !existsSync(join(SOURCES, file))) continue;
    const add = (pattern: string): unknown =>
      found.patterns.set(pattern, [...(found.patterns.get(pattern) ?? []), file]);
    const text = readFileSync(join(EMITTED, emitted), 'utf8');
    full(parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }), (node: Node) => {
      if ('regex' in node && node.regex) add((node.regex as { readonly pattern: string }).pattern);
      if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return;
      const { callee, arguments: given } = node as unknown as { callee: Expression; arguments: Argument[] };
      if (callee.type !== 'Identifier' || callee.name !== 'RegExp') return;
      const pattern = textOf(given[0]);
      if (pattern === undefined) found.made.add(file);
      else add(pattern);
    });
  }
  return found;
}

/** Selectors that need every piece of the grammar. */
const SELECTORS = [
  '*|svg#a.b\\2d c[d|="e" i] > *::part(f) ~ g + h:not(:is(i, .j)):nth-child(2n + 1 of .k)',
  ':has(> l:lang(en)):dir(rtl):nth-last-of-type(odd) >>> m[n="o" s]',
];

/** The patterns that are made while these selectors are read. */
function piecesOfSelectors(): string[] {
  const made = new Set<string>();
  const Native = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Native, {
    construct: (target, given: [string, string?]) => {
      made.add(given[0]);
      return new target(...given);
    },
  });
  try {
    for (const selector of SELECTORS) checkSelector(selector);
  } finally {
    globalThis.RegExp = Native;
  }
  return [...made];
}

const found = patterns();
const pieces = piecesOfSelectors();
for (const piece of pieces) found.patterns.set(piece, ['authoring/selector.ts']);

/** The checker does not know it. Without it a pattern begins in more places, and is slower if anything. */
const LOOK_BEHIND = /\(\?<[=!](?:\\.|\[[^\]]*\]|[^()\\])*\)/g;

// A proof takes seven seconds at most, and minutes on a machine that does forty other things.
test('no pattern of fx takes more than a quadratic time, whatever text it is given', { timeout: 900_000 }, async () => {
  expect(found.patterns.size).toBeGreaterThan(100);
  const judge = createJudge({ totalMs: 900_000, automatonMs: 300_000, fuzzMs: process.env.FX_LONG ? 500 : 50 });
  const faults: string[] = [];
  for (const [pattern, files] of found.patterns) {
    const speed = await judge(pattern.replace(LOOK_BEHIND, ''));
    // What is neither proven nor refuted may be anything.
    if (speed.verdict !== 'fast')
      faults.push(`${files.join(', ')}: /${pattern}/ is ${'growth' in speed ? speed.growth : speed.verdict}`);
  }
  expect(faults).toEqual([]);
});

test('the pieces of selectors are patterns that were made', () => {
  expect(pieces.length).toBeGreaterThan(8);
});

test('a pattern that is no text in its file is made in one of these files alone', () => {
  expect([...found.made].sort()).toEqual(Object.keys(MADE).sort());
});
