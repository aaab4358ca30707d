/** Leaves one finding to a mistake: what follows from another finding is no news. */

import { read } from './json.js';
import type { Finding, Path } from './problem.js';
import { withoutOddBlanks } from './written.js';

/**
 * What YAML made of a value was named before: that it has the wrong type as well, or is missing elsewhere, is no news.
 */
export function isKnown({ path, code }: Finding, known: readonly Finding[]): boolean {
  const errors = known.filter(({ severity }) => severity === 'error');
  const isElsewhere = (other: Finding): boolean => other.code === 'duplicate-key' && other.path.at(-1) === path.at(-1);
  const isMisread = (other: Finding): boolean =>
    other.code === 'blank-sign' &&
    other.atKey === true &&
    withoutOddBlanks(String(other.path.at(-1))).trim() === path.at(-1);
  if (code === 'required' && errors.some((other) => isElsewhere(other) || isMisread(other))) return true;
  return errors.some((other) => isSame(other.path, path));
}

/** Without what is said of lists that are torn, and of fields that stand elsewhere. */
export function withoutConsequences(findings: readonly Finding[], torn: readonly Finding[], root: unknown): Finding[] {
  const lists = torn.map(({ path }) => path.slice(0, -1));
  return withoutEmptyHomes(
    findings.filter(({ path }) => !lists.some((list) => startsWith(path, list))),
    root,
  );
}

/** Where fields slipped out of their object, that it is empty follows from it. */
function withoutEmptyHomes(findings: readonly Finding[], root: unknown): Finding[] {
  const homes = new Set(findings.flatMap(({ home }) => home ?? []));
  return findings.filter(
    ({ code, path }) =>
      !((code === 'type' || code === 'rule') && read(root, path) === null && homes.has(String(path.at(-1)))),
  );
}

/** Where other systems count, in a metric. */
const WHERE: ReadonlySet<string> = new Set(['selector', 'element', 'url', 'pattern', 'path', 'page']);

/** One finding to a mistake, of all that was found in a document. */
export function oncePerMistake(findings: readonly Finding[], root: unknown): Finding[] {
  const numbers = findings.filter(({ code }) => code === 'number');
  const isTold = ({ code, path }: Finding): boolean => {
    if (code === 'duplicate-key')
      return findings.some((other) => other.code === 'type' && isSame(other.path, path.slice(0, -1)));
    // Whether it is a regular expression is written in a field that is wrong.
    if (code === 'pattern' || code === 'url-substring')
      return findings.some(
        (other) =>
          (other.code === 'unknown' || other.path.at(-1) === 'regex') &&
          other.severity === 'error' &&
          isSame(other.path.slice(0, -1), path.slice(0, -1)),
      );
    // A kind that other systems have, as click, was answered with what an event is: its page or element goes with it.
    if (code === 'unknown' && path[0] === 'metrics' && WHERE.has(String(path.at(-1))))
      return findings.some((other) => other.code !== code && isSame(other.path, [...path.slice(0, -1), 'kind']));
    if (code === 'number-in-list') return numbers.some((number) => startsWith(number.path, path));
    return false;
  };
  return withoutEmptyHomes(withWholeCuts(findings.filter((one) => !isTold(one))), root);
}

/** A text that was cut off at a # is wrong for that reason: what else it lacks stands behind the #. */
function withWholeCuts(findings: readonly Finding[]): Finding[] {
  const isCut = ({ code }: Finding): boolean => code === 'comment';
  const cuts = findings.filter(isCut);
  const isOfCut = (one: Finding): boolean => !isCut(one) && cuts.some(({ path }) => isSame(path, one.path));
  const wrong = findings.filter((one) => one.severity === 'error' && isOfCut(one));
  return findings
    .filter((one) => !isOfCut(one))
    .map((one) =>
      isCut(one) && wrong.some(({ path }) => isSame(path, one.path)) ? { ...one, severity: 'error' } : one,
    );
}

const startsWith = (path: Path, start: Path): boolean => start.every((segment, at) => path[at] === segment);

const isSame = (a: Path, b: Path): boolean => a.length === b.length && startsWith(a, b);
