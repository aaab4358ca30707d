/** Runs every check of a document by itself. */

import { advise } from './advice.js';
import { checkAttribute } from './attribute.js';
import { checkConsistency } from './consistency.js';
import { doubtCode } from './effect.js';
import { checkItems } from './items.js';
import { type Fields, fieldsOf, listOf } from './json.js';
import { checkMeaning } from './meaning.js';
import { matchesNowhere, namesIndexFile } from './nowhere.js';
import { isKnown, oncePerMistake, withoutConsequences } from './once.js';
import { doubtSame } from './opdoubt.js';
import type { ParsedDocument } from './parse.js';
import { type EmbeddedPart, findParts } from './part.js';
import { contradiction, doubtRegex } from './pattern.js';
import { error, type Finding, type Path, quoted, warning } from './problem.js';
import { checkRedirects } from './redirect.js';
import { createJudge, type Speed } from './redos.js';
import { survey } from './regex.js';
import { checkRule } from './rule.js';
import { checkSelector } from './selector.js';
import { checkShape } from './shape.js';
import { createStyleChecker, type StyleChecker, type StyleFault } from './style.js';
import { createSyntaxChecker, type Fault } from './syntax.js';

/** What takes a parser or a checker of its own; each of them remembers what it has seen. */
interface Checkers {
  readonly js: (text: string) => Promise<Fault | undefined>;
  readonly css: (text: string) => Promise<Fault | undefined>;
  readonly style: StyleChecker;
  readonly speed: (source: string) => Promise<Speed>;
}

/** Documents that are checked at the same time. */
const CHUNK = 64;

/**
 * The findings of each document, in the order of the documents; the same at any time.
 *
 * @param origins other sites that variants may redirect to
 * @param pause lets others have their turn between parts of them
 */
export async function check(
  documents: readonly ParsedDocument[],
  origins: readonly string[],
  pause?: () => Promise<void>,
): Promise<Finding[][]> {
  const checkers: Checkers = { ...createSyntaxChecker(), style: createStyleChecker(), speed: createJudge() };
  const findings: Finding[][] = [];
  for (let begin = 0; begin < documents.length; begin += CHUNK) {
    const chunk = documents.slice(begin, begin + CHUNK);
    findings.push(...(await Promise.all(chunk.map((document) => checkDocument(document, origins, checkers)))));
    await pause?.();
  }
  return findings;
}

async function checkDocument(
  document: ParsedDocument,
  origins: readonly string[],
  checkers: Checkers,
): Promise<Finding[]> {
  const { value } = document;
  const parts = findParts(value);
  const isEarly = startsEarly(fieldsOf(fieldsOf(value).trigger));
  const deep = await Promise.all(parts.map((part) => checkPart(part, checkers, isEarly)));
  const torn = checkItems(value);
  const isNew = (finding: Finding): boolean => !isKnown(finding, document.findings);
  const shape = withoutConsequences(checkShape(value).filter(isNew), torn, value);
  const found = deep.flat();
  const all = [
    // What is wrong as a condition was named with what to write: that it looks like a flag is no news.
    ...document.findings.filter((one) => one.code !== 'flag-text' || !isKnown(one, found)),
    ...torn,
    ...shape,
    ...(torn.length ? [] : checkConsistency(value)),
    ...checkRedirects(value, origins),
    ...found.filter(isNew),
    ...advise(value, parts),
    // Of what is broken it is not known what it does.
    ...(found.some(({ severity }) => severity === 'error') ? [] : doubtSame(listOf(fieldsOf(value).variants))),
  ];
  return oncePerMistake(all, value);
}

async function checkPart(part: EmbeddedPart, checkers: Checkers, isEarly: boolean): Promise<Finding[]> {
  switch (part.kind) {
    case 'js':
      return checkCode(part.path, part.text, checkers, isEarly && part.path[0] !== 'trigger');
    case 'css':
      return checkSheetText(part.path, part.text, checkers);
    case 'pattern':
      return checkPattern(part, checkers);
    case 'rule': {
      const { findings, patterns } = checkRule(part.rule, part.path);
      const found = await Promise.all(
        patterns.map(({ path, text }) => checkPattern({ path, text, ofAddress: false }, checkers)),
      );
      // What is wrong in form says nothing that could be judged.
      const isSound = !findings.some(({ severity }) => severity === 'error');
      const meaning = isSound ? checkMeaning(part.rule, part.path) : [];
      // What can never hold, or always holds, is one mistake: that it holds without the fact is said of the same words.
      const isFalse = ({ path }: Finding): boolean =>
        meaning.some(
          ({ severity, path: at }) =>
            severity === 'error' &&
            at.slice(0, Math.min(path.length, at.length)).every((one, index) => one === path[index]),
        );
      const others = findings.filter((one) => one.code !== 'missing-fact' || !isFalse(one));
      return [...others, ...meaning, ...found.flat()];
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
      const fault = await checkers.style.property(part.name, part.text);
      return fault ? [describeStyle('property', part.path, fault)] : [];
    }
    default:
      return [];
  }
}

function describe(code: 'script' | 'style', path: Path, fault: Fault | undefined): Finding[] {
  return fault ? [error(code, path, { reason: fault.reason }, { within: fault.within })] : [];
}

/** Whether an experiment may start before the page is parsed: what waits for an element or for people begins later. */
function startsEarly({ kind = 'auto', of }: Fields): boolean {
  const parts = listOf(of);
  if (kind === 'all') return parts.every(startsEarly);
  return kind === 'any' ? parts.some(startsEarly) : kind === 'auto' || kind === 'urlMatch';
}

/** What code does is looked at where its syntax is sound. */
async function checkCode(path: Path, text: string, { js }: Checkers, isEarly: boolean): Promise<Finding[]> {
  const fault = await js(text);
  if (fault) return describe('script', path, fault);
  return (await doubtCode(text, isEarly)).map(({ code, reason, within }) =>
    warning(code, path, { reason }, { within }),
  );
}

/** Values are looked at where the syntax is sound. */
async function checkSheetText(path: Path, text: string, { css, style }: Checkers): Promise<Finding[]> {
  const fault = await css(text);
  if (fault) return describe('style', path, fault);
  return (await style.sheet(text)).map((one) => describeStyle('value', path, one));
}

/** A mistake whose remedy is plain is an error; of what is only unknown, the table may be older than the browsers. */
function describeStyle(
  code: 'property' | 'value',
  path: Path,
  { reason, isCertain, right, within }: StyleFault,
): Finding {
  const mends = right
    ? 'name' in right
      ? [{ path: [...path, 'name'], how: 'value', text: quoted(right.name) } as const]
      : [{ path: [...path, 'value'], how: 'value', text: quoted(right.value) } as const]
    : undefined;
  const at = within ? { within } : mends ? { mends } : {};
  return (isCertain ? error : warning)(code, path, { reason }, at);
}

type Pattern = Omit<EmbeddedPart & { readonly kind: 'pattern' }, 'kind'>;

async function checkPattern(
  { path, text: source, ofAddress, whole }: Pattern,
  { speed }: Checkers,
): Promise<Finding[]> {
  const { fault } = survey(source);
  if (fault !== undefined) return [error('regex', path, { reason: fault })];
  const never = (whole && matchesNowhere(whole)) ?? contradiction(source);
  if (never !== undefined) return [error('pattern', path, { doubt: never })];
  const doubt = doubtRegex(source, ofAddress) ?? (whole && namesIndexFile(whole));
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
