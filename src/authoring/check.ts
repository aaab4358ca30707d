/** Every check of a document by itself. */

import { advise } from './advice.js';
import { checkAttribute, checkProperty } from './attribute.js';
import { checkConsistency } from './consistency.js';
import { checkMeaning } from './meaning.js';
import type { ParsedDocument } from './parse.js';
import { type EmbeddedPart, findParts } from './part.js';
import { doubtRegex } from './pattern.js';
import { error, type Finding, type Path, warning } from './problem.js';
import { checkRedirects } from './redirect.js';
import { createJudge, type Speed } from './redos.js';
import { survey } from './regex.js';
import { checkRule } from './rule.js';
import { checkSelector } from './selector.js';
import { checkShape } from './shape.js';
import { createSyntaxChecker, type Fault } from './syntax.js';

/** What takes a parser or a checker of its own; each of them remembers what it has seen. */
interface Checkers {
  readonly js: (text: string) => Promise<Fault | undefined>;
  readonly css: (text: string) => Promise<Fault | undefined>;
  readonly speed: (source: string) => Promise<Speed>;
}

/** Documents that are checked at the same time. */
const CHUNK = 64;

/**
 * The findings of each document, in the order of the documents.
 *
 * @param now milliseconds since the epoch
 * @param origins other sites that variants may redirect to
 */
export async function check(
  documents: readonly ParsedDocument[],
  now: number,
  origins: readonly string[],
): Promise<Finding[][]> {
  const checkers: Checkers = { ...createSyntaxChecker(), speed: createJudge() };
  const findings: Finding[][] = [];
  for (let begin = 0; begin < documents.length; begin += CHUNK) {
    const chunk = documents.slice(begin, begin + CHUNK);
    findings.push(...(await Promise.all(chunk.map((document) => checkDocument(document, now, origins, checkers)))));
  }
  return findings;
}

async function checkDocument(
  document: ParsedDocument,
  now: number,
  origins: readonly string[],
  checkers: Checkers,
): Promise<Finding[]> {
  const { value } = document;
  const parts = findParts(value);
  const deep = await Promise.all(parts.map((part) => checkPart(part, checkers)));
  const shape = checkShape(value).filter((finding) => !isKnown(finding, document.findings));
  return [
    ...document.findings,
    ...shape,
    ...checkConsistency(value),
    ...checkRedirects(value, origins),
    ...deep.flat(),
    ...advise(value, parts, now),
  ];
}

/** What YAML made of a value was named before: that it has the wrong type as well is no news. */
function isKnown({ path }: Finding, known: readonly Finding[]): boolean {
  const errors = known.filter(({ severity }) => severity === 'error');
  return errors.some((other) => other.path.length === path.length && other.path.every((part, at) => part === path[at]));
}

async function checkPart(part: EmbeddedPart, checkers: Checkers): Promise<Finding[]> {
  switch (part.kind) {
    case 'js':
      return describe('script', part.path, await checkers.js(part.text));
    case 'css':
      return describe('style', part.path, await checkers.css(part.text));
    case 'pattern':
      return checkPattern(part.path, part.text, checkers);
    case 'rule': {
      const { findings, patterns } = checkRule(part.rule, part.path);
      const found = await Promise.all(patterns.map(({ path, text }) => checkPattern(path, text, checkers)));
      // What is wrong in form says nothing that could be judged.
      const isSound = !findings.some(({ severity }) => severity === 'error');
      return [...findings, ...(isSound ? checkMeaning(part.rule, part.path) : []), ...found.flat()];
    }
    case 'selector': {
      const reason = checkSelector(part.text);
      return reason === undefined ? [] : [error('selector', part.path, { reason })];
    }
    case 'setAttr': {
      const reason = checkAttribute(part.name, part.text);
      return reason === undefined ? [] : [error('unsafe', part.path, { reason })];
    }
    case 'setStyle': {
      const reason = checkProperty(part.name, part.text);
      return reason === undefined ? [] : [error('property', part.path, { reason })];
    }
    default:
      return [];
  }
}

function describe(code: 'script' | 'style', path: Path, fault: Fault | undefined): Finding[] {
  return fault ? [error(code, path, { reason: fault.reason }, { within: fault.within })] : [];
}

async function checkPattern(path: Path, source: string, { speed }: Checkers): Promise<Finding[]> {
  const { fault } = survey(source);
  if (fault !== undefined) return [error('regex', path, { reason: fault })];
  const doubt = doubtRegex(source);
  return [
    ...(doubt === undefined ? [] : [warning('pattern', path, { doubt })]),
    ...(await checkSpeed(path, source, speed)),
  ];
}

async function checkSpeed(path: Path, source: string, speed: Checkers['speed']): Promise<Finding[]> {
  const found = await speed(source);
  if (found.verdict === 'fast') return [];
  if (found.verdict === 'unknown') return [warning('regex-unproven', path, {})];
  // What was not looked at must not pass: else whoever fills the time could bring in anything.
  if (found.verdict === 'late') return [error('regex-late', path, {})];
  const { growth, attack, proven } = found;
  return [(proven ? error : warning)('regex-slow', path, { growth, attack })];
}
