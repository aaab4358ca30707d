/** Turns the text of one file into documents: a JSON value each, and where in the file every part of it stands. */

import { Composer, type Document, LineCounter, type YAMLError, type YAMLWarning } from 'yaml';
import { decode } from './decode.js';
import { type Edit, toEdits } from './edits.js';
import { createLocator, type FilePlace, type Locate } from './locate.js';
import { explainMistake } from './mistake.js';
import { error, type Finding, type Mend, type Problem } from './problem.js';
import { tokenize } from './tokenize.js';
import { toValue } from './value.js';

/** A file as it was read. Bytes are better than a string: they show whether the text is UTF-8. */
export interface SourceFile {
  /** As problems should name it, relative to the working directory. */
  readonly path: string;
  readonly text: string | Uint8Array;
}

/** One YAML document of a file. */
export interface ParsedDocument {
  readonly file: string;
  /** Its place in the file, from 0; empty documents are not counted. */
  readonly index: number;
  /** A JSON value; undefined where the YAML is too broken to say. */
  readonly value: unknown;
  /** What was wrong with single values, such as `.nan`. */
  readonly findings: readonly Finding[];
  /** Where a value stands. */
  readonly locate: Locate;
  /** The edits of the file that mend a finding; none where they cannot be made. */
  readonly editsFor: (mends: readonly Mend[]) => readonly Edit[];
}

/** What a file holds. */
export interface ParsedFile {
  readonly documents: readonly ParsedDocument[];
  /** What was wrong with the file as text or as YAML. */
  readonly problems: readonly Problem[];
  /** The edits that mend some of them. */
  readonly mends: ReadonlyMap<Problem, readonly Edit[]>;
}

/** The largest file that is read, in bytes: 1 MB. */
export const SIZE_LIMIT = 2 ** 20;

/** Reads YAML 1.2 (core schema). It never throws: whatever is wrong is a problem with a line. */
export function parse({ path: file, text: input }: SourceFile): ParsedFile {
  const refuse = (finding: Finding, at: FilePlace): ParsedFile => ({
    documents: [],
    problems: [toProblem(file, finding, at)],
    mends: new Map(),
  });
  if (input.length > SIZE_LIMIT) return refuse(error('size', [], {}), { line: 1, column: 1 });
  const { text, fault } = decode(input);
  const lines = countLines(text);
  const at = (offset: number): FilePlace => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (fault) return refuse(fault.finding, at(fault.offset));
  const { tokens, trap } = tokenize(text);
  if (trap) return refuse(trap.finding, at(trap.offset));

  const documents: ParsedDocument[] = [];
  const problems: Problem[] = [];
  const mends = new Map<Problem, readonly Edit[]>();
  const composed = compose(tokens, text.length);
  for (const document of composed) {
    const broken = syntaxFindings(document, text);
    for (const { finding, offset, edit } of broken) {
      const problem = toProblem(file, finding, at(offset));
      problems.push(problem);
      if (edit) mends.set(problem, [edit]);
    }
    if (broken.length || isEmpty(document)) continue;
    const { value, findings, resolved } = toValue(document.contents, text);
    const locate = createLocator(document, text, at, resolved);
    const editsFor = (wanted: readonly Mend[]): readonly Edit[] => toEdits(document.contents, text, wanted);
    documents.push({ file, index: documents.length, value, findings, locate, editsFor });
  }
  if (!documents.length && !problems.length) return refuse(error('empty', [], {}), { line: 1, column: 1 });
  return { documents, problems, mends };
}

/** A finding in its file, with a path already in words. */
export function toProblem(file: string, finding: Finding, at: FilePlace, path = ''): Problem {
  const { severity, code, message } = finding;
  return { severity, code, file, line: at.line, column: at.column, path, message };
}

function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lines.addNewLine(end + 1);
  return lines;
}

/**
 * A broken file of 1 MB can hold half a million errors: without their stacks, which nobody reads, they cost a fifth.
 */
function compose(tokens: Parameters<Composer['compose']>[0], length: number): Document.Parsed[] {
  const errors = Error as { stackTraceLimit?: number };
  const before = errors.stackTraceLimit;
  errors.stackTraceLimit = 0;
  try {
    const options = { version: '1.2', schema: 'core', merge: false, uniqueKeys: false, prettyErrors: false } as const;
    return [...new Composer(options).compose(tokens, true, length)];
  } finally {
    if (before !== undefined) errors.stackTraceLimit = before;
  }
}

interface Offset {
  readonly finding: Finding;
  readonly offset: number;
  readonly edit?: Edit | undefined;
}

/** One problem to a broken document: what else the parser says follows from the first mistake, as a rule. */
function syntaxFindings({ errors, warnings, directives }: Document.Parsed, text: string): Offset[] {
  if (directives.yaml.explicit && directives.yaml.version !== '1.2') {
    return [{ finding: unsupported('another version of YAML', 'take the %YAML line out'), offset: 0 }];
  }
  const [first] = [...errors, ...warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  return first ? [syntaxFinding(first, text)] : [];
}

const unsupported = (what: string, instead: string): Finding => error('unsupported', [], { what, instead });

function syntaxFinding(failure: YAMLError | YAMLWarning, text: string): Offset {
  const [offset] = failure.pos;
  if (failure.code === 'TAG_RESOLVE_FAILED') {
    const [operator] = /^![=!]{0,2}(?=\s*:)/.exec(text.slice(offset)) ?? [];
    const instead =
      operator === undefined ? 'take it out, or put the value in quotes' : `write '${operator}': in quotes`;
    return { finding: unsupported('a tag (!)', instead), offset };
  }
  if (failure.code === 'BAD_DIRECTIVE')
    return { finding: unsupported('a directive (%)', 'take that line out'), offset };
  const { reason, offset: at, edit } = explainMistake(text, failure);
  return { finding: error('syntax', [], { reason }), offset: at, edit };
}

const isEmpty = ({ contents }: Document.Parsed): boolean =>
  contents === null || ('value' in contents && contents.value === null && !contents.anchor && !contents.tag);
