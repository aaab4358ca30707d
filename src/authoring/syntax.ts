/** Checks JavaScript and CSS with the parser of a bundler, and says at which of their lines they are wrong. */

import type { Message, TransformOptions } from 'esbuild';
import { foreignCode } from './foreign.js';
import type { Within } from './problem.js';
import { escapeScript } from './script.js';
import { placeIn } from './within.js';

/** What is wrong, and where in the text. */
export interface Fault {
  readonly reason: string;
  readonly within: Within;
}

/** Parses each text once, many at a time. */
export interface SyntaxChecker {
  /** A function body: `return` is allowed, `import`, `export` and `await` are not; sloppy mode. */
  readonly js: (text: string) => Promise<Fault | undefined>;
  /** A style sheet without `@import`. */
  readonly css: (text: string) => Promise<Fault | undefined>;
}

/** The parser runs in a process of its own, which starts at the first text that needs it. */
export function createSyntaxChecker(): SyntaxChecker {
  return { js: once(checkJs), css: once(checkCss) };
}

async function checkJs(text: string): Promise<Fault | undefined> {
  // The text as the container will hold it.
  const body = escapeScript(text);
  try {
    // Parses as the browser will, and runs nothing: what closes the function and opens another one is refused, too.
    new Function(body);
    return undefined;
  } catch (failure) {
    // The parser runs out of stack.
    if (failure instanceof RangeError)
      return { reason: 'it nests deeper than a browser reads', within: placeIn(text, text.search(/\S|$/)) };
    if (!(failure instanceof SyntaxError)) throw failure;
    const message = await transform(`(function(){\n${body}\n})`, { loader: 'js' });
    const foreign = foreignCode(text, 'js', `${failure.message} ${message?.text}`);
    if (foreign !== undefined) return { reason: foreign, within: placeIn(text, text.search(/\S|$/)) };
    if (message) return faultOf(message, text, 1);
    // What closes the function and opens another one is a fault only without it.
    const bare = await transform(body, { loader: 'js' });
    if (bare) return faultOf(bare, text, 0);
    return { reason: failure.message, within: findQuoted(text, failure.message) };
  }
}

/** Where the regular expression stands that a message quotes; else the beginning. */
function findQuoted(text: string, message: string): Within {
  const pattern = /^Invalid regular expression: (\/.*\/)[a-z]*: /s.exec(message)?.[1];
  return placeIn(text, Math.max(0, pattern === undefined ? 0 : text.indexOf(pattern)));
}

async function checkCss(text: string): Promise<Fault | undefined> {
  const at = findImport(text);
  if (at)
    return { reason: '@import is dropped by browsers here: add a link element with injectHTML instead', within: at };
  const message = await transform(text, { loader: 'css' });
  const foreign = message && foreignCode(text, 'css', message.text);
  if (foreign !== undefined) return { reason: foreign, within: placeIn(text, text.search(/\S|$/)) };
  return message && faultOf(message, text, 0);
}

/**
 * Properties are held against a table of their own. What comes out is not used: without its indents, as those of a
 * hundred thousand open brackets are gigabytes.
 */
const QUIET = {
  logLevel: 'silent',
  minifyWhitespace: true,
  logOverride: { 'unsupported-css-property': 'silent' },
} as const;

/** The first error, for CSS also the first warning. */
async function transform(text: string, options: TransformOptions): Promise<Message | undefined> {
  const esbuild = await import('esbuild');
  try {
    const { warnings } = await esbuild.transform(text, { ...options, ...QUIET });
    return options.loader === 'css' ? warnings[0] : undefined;
  } catch (failure) {
    const message = (failure as { readonly errors?: readonly Message[] }).errors?.[0];
    if (message) return message;
    // Not about the text: the parser itself could not run.
    throw failure;
  }
}

function faultOf({ text: reason, location }: Message, text: string, linesBefore: number): Fault {
  const end = placeIn(text, text.trimEnd().length);
  const line = Math.max((location?.line ?? 1) - 1 - linesBefore, 0);
  // What is found after the end is a bracket of ours that had to close one of theirs.
  if (line > end.line) return { reason: 'it ends too early: a bracket or a quote is not closed', within: end };
  return { reason, within: { line, column: location ? columnOf(location.lineText, location.column) : 0 } };
}

/** UTF-16 units before a byte of a line. */
function columnOf(lineText: string, bytes: number): number {
  let left = bytes;
  let column = 0;
  for (const char of lineText) {
    const code = char.codePointAt(0) ?? 0;
    left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (left < 0) break;
    column += char.length;
  }
  return column;
}

function findImport(css: string): Within | undefined {
  const pattern = /\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|(@import)(?![\w-])/gi;
  for (const found of css.matchAll(pattern)) {
    if (found[1] !== undefined) return placeIn(css, found.index);
  }
  return undefined;
}

function once<Result>(run: (text: string) => Promise<Result>): (text: string) => Promise<Result> {
  const results = new Map<string, Promise<Result>>();
  return (text) => {
    const before = results.get(text);
    if (before) return before;
    const result = run(text);
    results.set(text, result);
    return result;
  };
}
