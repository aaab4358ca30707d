/** Turns what a YAML parser says about a broken text into what was probably meant: one sentence to a mistake. */

import type { YAMLError, YAMLWarning } from 'yaml';
import type { Edit } from './edits.js';
import { findMisplaced } from './indent.js';
import { oddBlank, oddBlankAt, withoutOddBlanks } from './written.js';

/** What is wrong, and where. */
export interface Mistake {
  readonly reason: string;
  readonly offset: number;
  /** What mends it, where that is one thing only. */
  readonly edit?: Edit;
}

/**
 * @param offset where the parser noticed it, which may be lines further on
 */
export function explainMistake(text: string, { code, message, pos }: YAMLError | YAMLWarning): Mistake {
  const offset = Math.min(pos[0], text.length);
  const lines = text.split('\n');
  const line = text.slice(0, offset).split('\n').length - 1;
  const startOf = (index: number): number => lines.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0);
  const mark = lines.findIndex((one) => /^<{7} /.test(one));
  if (mark >= 0) return { reason: CONFLICT, offset: startOf(mark) };
  const open = /^Flow (?:map|sequence).*end with a ([\]}])$/.exec(message)?.[1];
  const opening = open === undefined ? undefined : findOpening(text.slice(0, offset), open);
  if (open !== undefined && opening !== undefined)
    return { reason: `opens a ${OPENING[open]} that is never closed: write ${open} at its end`, offset: opening };
  const block = /closing ["']quote|closing .quote/.test(message) ? findOpenQuote(lines) : findBlock(lines, line);
  if (block) return { reason: block.reason, offset: startOf(block.line) + block.column };
  for (const index of [line, line - 1]) {
    const found = isWithinBlock(lines, index) ? undefined : explainLine(lines[index] ?? '');
    if (found) {
      const from = startOf(index);
      const line = lines[index] ?? '';
      const right = found.isBlank ? withoutOddBlanks(line) : found.right;
      const edit = right === undefined ? {} : { edit: { from, to: from + line.length, text: right } };
      return { reason: found.reason, offset: from + found.column, ...edit };
    }
  }
  const misplaced = MOVED.has(code)
    ? findMisplaced(text, code === 'BLOCK_AS_IMPLICIT_KEY' ? line + 1 : line)
    : undefined;
  if (misplaced) {
    const from = startOf(misplaced.line);
    const column = (lines[misplaced.line] ?? '').search(/\S|$/);
    // One space too many or too few is a slip; more may be a line that belongs elsewhere.
    const isSlip = Math.abs(misplaced.wanted - column) === 1;
    const edit = { edit: { from, to: from + column, text: ' '.repeat(misplaced.wanted) } };
    return { reason: misplaced.reason, offset: from + column, ...(isSlip ? edit : {}) };
  }
  const own = lines[line] ?? '';
  if (code === 'MISSING_CHAR' && /^\s+[^\s:'"[\]{}]+(?: [^:'"[\]{}]*)?$/.test(own))
    return { reason: GOES_ON, offset: startOf(line) + own.search(/\S/) };
  return { reason: reasons[code] ?? `is not YAML: ${message}`, offset };
}

const CONFLICT = 'is a mark of git: two branches changed the lines below, so keep one of them and take the marks out';

const OPENING: { readonly [closing: string]: string | undefined } = { ']': '[', '}': '{' };

/** Where the last bracket of this kind opens that nothing closes; undefined where texts may hold brackets. */
function findOpening(text: string, closing: string): number | undefined {
  if (/['"#]/.test(text.slice(text.lastIndexOf('\n', text.lastIndexOf(OPENING[closing] ?? '')) + 1))) return undefined;
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === closing) depth++;
    else if (text[at] === OPENING[closing] && depth-- === 0) return at;
  }
  return undefined;
}

const GOES_ON = 'has no colon: write key: value, or indent it further where it goes on with the text above';

/** Errors that a wrong indentation shows as. */
const MOVED: ReadonlySet<string> = new Set([
  'BAD_INDENT',
  'BLOCK_AS_IMPLICIT_KEY',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'UNEXPECTED_TOKEN',
  'IMPOSSIBLE',
  'BAD_COLLECTION_TYPE',
]);

interface LineFault {
  readonly reason: string;
  readonly column: number;
  readonly isBlank?: boolean;
  /** The whole line as it should be, where that is one thing only. */
  readonly right?: string;
}

/** The text of a block that stands no further in than the key of the block. */
function findBlock(lines: readonly string[], line: number): (LineFault & { readonly line: number }) | undefined {
  for (const at of [line, line - 1, line - 2]) {
    const [, indent = '', key = ''] = /^( *(?:- +)*)([\w-]+): *[|>][\d+-]* *(?:#.*)?$/.exec(lines[at - 1] ?? '') ?? [];
    const column = (lines[at] ?? '').search(/\S|$/);
    if (
      key === '' ||
      (lines[at] ?? '').trim() === '' ||
      column > indent.length ||
      /^\s*(?:- )?[\w-]+:(?: |$)/.test(lines[at] ?? '')
    )
      continue;
    return {
      line: at,
      column,
      reason: `belongs to ${key}: indent it, and the lines below, by ${indent.length + 2} spaces`,
    };
  }
  return undefined;
}

/** Whether a line is text of a block, such as code: what YAML would make of it does not matter there. */
function isWithinBlock(lines: readonly string[], line: number): boolean {
  let indent = (lines[line] ?? '').search(/[^ ]|$/);
  for (const above of lines.slice(0, Math.max(0, line)).reverse()) {
    const own = above.search(/[^ ]|$/);
    if (above.trim() === '' || own >= indent) continue;
    if (/: *[|>][\d+-]* *(?:#.*)?$/.test(above)) return true;
    indent = own;
  }
  return false;
}

function explainLine(line: string): LineFault | undefined {
  const tab = /^ *\t/.test(line) ? line.indexOf('\t') : -1;
  if (tab >= 0) return { reason: 'is indented with a tab: use spaces', column: tab };
  const blank = oddBlank(line);
  if (blank) {
    return {
      reason: `holds ${blank.sign}, which is no space to YAML: write a space in its place`,
      column: oddBlankAt(line) ?? 0,
      isBlank: true,
    };
  }
  const mark = /^\s*(\/\/|\/\*|<!--|```)/.exec(line);
  if (mark)
    return {
      reason:
        mark[1] === '```'
          ? 'is a line of Markdown: take it out'
          : `begins with ${mark[1]}, which is no comment to YAML: begin it with #`,
      column: mark[0].length - (mark[1] ?? '').length,
    };
  const dash = /^(\s*)([\u2010-\u2015\u2212\u2022\u00b7]|\*(?= +[\w-]+:))(?=\s)/.exec(line);
  if (dash) {
    const [all, indent = '', written = ''] = dash;
    const right = `${indent}-${line.slice(all.length)}`;
    return { reason: `begins with ${written}, which is no - to YAML: write -`, column: indent.length, right };
  }
  const quote = /^\s*(?:- +)*[\w-]+: +'(?:[^']|'')*[^\s'](')[^\s',\]}]/.exec(line);
  if (quote) {
    const reason = "has a quote inside of quotes: write it twice (''), or put the text in double quotes";
    return { reason, column: quote[0].length - 2 };
  }
  const operator = /^(\s*(?:- +)*)(>=?)(\s*:.*)$/.exec(line);
  if (operator) {
    const [, before = '', written = '', rest = ''] = operator;
    const right = `${before}'${written}'${rest}`;
    return {
      reason: `begins with ${written}, a sign that YAML keeps for itself: write '${written}':`,
      column: before.length,
      right,
    };
  }
  const glued = explainGlued(line);
  if (glued) return glued;
  const kept = /^(\s*(?:- +)*[\w-]+: +)([>|%@`&*,\]}]|[?-] )(?=\s*[^\s\d+-])/.exec(line);
  if (kept) {
    const [, before = '', written = ''] = kept;
    const reason = `begins a value with ${written.trim()}, a sign that YAML keeps for itself: put the value in quotes`;
    return { reason, column: before.length };
  }
  const comment = /[[{](?:[^#]*[\s,:[{])?(#(?![ \t#])\S+)/.exec(line);
  if (comment && /[[{]/.test(line) && !/['"][^'"]*#[^'"]*['"]/.test(line)) {
    const [all, from = ''] = comment;
    return {
      reason: `holds ${from}, and # begins a comment: put the text in quotes`,
      column: comment.index + all.length - from.length,
    };
  }
  return undefined;
}

/** A value that goes on behind its end, or begins too early. */
function explainGlued(line: string): LineFault | undefined {
  const behind =
    /^\s*(?:- +)*[\w-]+: +(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\[[^[\]]*\])(?=[^\s,\]}:'"]| +[^\s#,\]}])/.exec(line);
  if (behind)
    return {
      reason: `goes on behind its ${behind[0].trim().slice(-1)}: put the whole text into one pair of quotes`,
      column: behind[0].length,
    };
  const glued = /^(\s*(?:- +)*)(?:-(?=[A-Za-z][\w-]*:(?:\s|$))|([A-Za-z][\w-]*:)(?=[^\s:/\\]))/.exec(line);
  if (glued && !/^\s*(?:- +)*[A-Za-z][\w-]*: /.test(line)) {
    const [all, before = '', key] = glued;
    const right = `${before}${key ?? '-'} ${line.slice(all.length)}`;
    return {
      reason: `lacks a space behind ${key === undefined ? '-' : 'the colon'}: write ${right.trim()}`,
      column: before.length,
      right,
    };
  }
  const code = /^(\s*(?:- +)*)(css|js): +(?![|>'"])\S.*:/.exec(line);
  if (code) {
    const [, before = '', key = ''] = code;
    return {
      reason: `has two keys in one line, as a colon means something to YAML: write ${key}: | and the code in the lines below, indented`,
      column: before.length,
    };
  }
  return undefined;
}

/** Where a quote opens that is never closed: the parser notices it at the end of the file. */
function findOpenQuote(lines: readonly string[]): (LineFault & { readonly line: number }) | undefined {
  const line = lines.findIndex((one) => /^\s*(?:- +)*[\w-]+: +(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$/.test(one));
  if (line < 0) return undefined;
  const column = (lines[line] ?? '').search(/["']/);
  const sign = (lines[line] ?? '').charAt(column);
  return { line, column, reason: `begins a text with ${sign} that is never closed: write ${sign} at its end` };
}

const reasons: { readonly [code in YAMLError['code']]?: string } = {
  TAB_AS_INDENT: 'is indented with a tab: use spaces',
  BAD_INDENT: 'is indented differently from what it belongs to: line it up',
  MISSING_CHAR: 'lacks a quote, bracket, comma or colon: text with such signs goes in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'has two keys in one line: put a value that holds a colon in quotes',
  MULTILINE_IMPLICIT_KEY: 'has a key without a colon: write key: value',
  BAD_ALIAS: 'has a * that names nothing: put the value in quotes',
  BLOCK_IN_FLOW:
    'holds a { or a [ that something inside of it ends too early: write it on lines of its own, or put texts in quotes',
  BAD_DQ_ESCAPE: "has a backslash that means nothing in double quotes: use single quotes ('...')",
  BAD_SCALAR_START: 'begins a value with a sign that YAML keeps for itself: put the value in quotes',
  UNEXPECTED_TOKEN: 'holds something that does not belong there: check quotes, brackets and indentation',
};
