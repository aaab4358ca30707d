/** Cuts YAML text into tokens, and stops where a file is built to take its reader down. */

import { type CST, Lexer, Parser } from 'yaml';
import { error, type Finding } from './problem.js';

/** The tokens of a file, or why it is not read any further. */
interface Tokens {
  readonly tokens: readonly CST.Token[];
  readonly trap?: { readonly finding: Finding; readonly offset: number };
}

/** A rule may nest 32 deep, which is some 70 levels of YAML. The composer is recursive: far deeper ends the process. */
const DEPTH_LIMIT = 100;

/** Some 30,000 lines of ordinary YAML. */
const TOKEN_LIMIT = 300_000;

/** Tokens in the order of the text; `trap` where it nests too deep or holds too much. */
export function tokenize(text: string): Tokens {
  const tokens: CST.Token[] = [];
  const parser = new Parser();
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > DEPTH_LIMIT) return stop(parser, `nests more than ${DEPTH_LIMIT} levels deep`);
    if (++count > TOKEN_LIMIT) return stop(parser, 'is where the file gets too large to read: split it into several');
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

const stop = (parser: Parser, reason: string): Tokens => ({
  tokens: [],
  trap: { finding: error('size', [], { reason }), offset: parser.offset },
});
