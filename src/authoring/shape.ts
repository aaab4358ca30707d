/** Holds a document against the schema and says what differs, field by field. */

import type * as z from 'zod';
import { foreignField, foreignValue, standIn } from './elsewhere.js';
import { hint, suggest, whatIsMissing } from './hint.js';
import { isHoldout } from './holdout.js';
import { fieldsOf, read } from './json.js';
import { nearest } from './nearest.js';
import { error, type Finding, type Path } from './problem.js';
import { isOperator } from './rule.js';
import { ExperimentSchema, fieldsAt, HoldoutSchema } from './schema.js';
import { tables } from './table.js';

type Issue = z.core.$ZodIssue;

/** What is wrong with the fields of one experiment, each by itself. Keys that begin with `x-` are free. */
export function checkShape(value: unknown): Finding[] {
  const schema = isHoldout(value) ? HoldoutSchema : ExperimentSchema;
  const { error: failure } = schema.safeParse(value, { reportInput: true });
  if (!failure) return [];
  const { kind } = fieldsOf(value);
  if (typeof kind === 'string' && kind !== 'holdout' && kind.toLowerCase() === 'holdout')
    return [describeChoice(['holdout'], kind, ['kind'], value)];
  const wrapped = findWrapper(value);
  return wrapped ? [wrapped] : oncePerMistake(failure.issues.flatMap((issue) => describe(issue, value)));
}

/** What stands around an experiment in other systems' files. */
const WRAPPERS = /^(?:experiments?|tests?|campaigns?|features?|flags?|ab_?tests?)$/i;

function findWrapper(value: unknown): Finding | undefined {
  const [key, ...others] = Object.keys(fieldsOf(value));
  if (key === undefined || others.length || !WRAPPERS.test(key)) return undefined;
  const instead = 'begin id: and the fields below it at the left, one experiment to a document, and --- between two';
  return error('unsupported', [key], { what: `${key}: around experiments`, instead }, { atKey: true });
}

/** A field by another name is not missing as well, and a list of words is one mistake, not one a word. */
function oncePerMistake(findings: readonly Finding[]): Finding[] {
  const there = new Set(findings.flatMap(({ instead }) => (instead ? [JSON.stringify(instead)] : [])));
  const isMissing = ({ code, path }: Finding): boolean => code === 'required' && !there.has(JSON.stringify(path));
  // A file of another program has nothing that an experiment needs: the rest would be said of each of its fields.
  const missing = findings.filter(isMissing).map(({ path }) => path.join('.'));
  if (missing.includes('id') && missing.includes('variants')) return [error('empty', [], {})];
  const lists = new Set<string>();
  return findings.filter((finding) => {
    const { code, path, message } = finding;
    if (code === 'required') return isMissing(finding);
    if (code !== 'type' || typeof path.at(-1) !== 'number') return true;
    const list = JSON.stringify([path.slice(0, -1), message]);
    return !lists.has(list) && lists.add(list);
  });
}

function describe(issue: Issue, root: unknown): Finding[] {
  const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
  const value = read(root, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return describeUnknowns(
        issue.keys.filter((key) => !key.startsWith('x-')),
        path,
        value,
      );
    case 'invalid_type':
      return [
        value === undefined
          ? error('required', path, whatIsMissing(path, root))
          : describeType(issue.expected, value, path),
      ];
    case 'invalid_value':
      return [describeChoice(issue.values.map(String), value, path, root)];
    case 'invalid_union':
      return [describeUnion('options' in issue ? issue.options.map(String) : [], value, path, root)];
    case 'too_small':
      return [describeMinimum(Number(issue.minimum), issue.origin, path)];
    case 'too_big':
      return [describeMaximum(Number(issue.maximum), issue.origin, path, value)];
    default:
      return [describeFormat(value, path)];
  }
}

const ID_WORDS = 'lower-case letters and digits in words joined by single hyphens, beginning with a letter';
const formats: { readonly [name: string]: string | undefined } = {
  id: ID_WORDS,
  window: 'hours or days, such as 72h or 14d',
};

const KEY_WORDS = '1 to 32 lower-case letters, digits, hyphens and underscores';

const types: { readonly [expected: string]: string } = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list (lines that begin with -)',
  object: 'an object (key: value)',
  record: 'an object (key: value)',
};

function describeType(expected: string, value: unknown, path: Path): Finding {
  const { right, how = 'value', ...words } = hint(expected, value, path);
  const mends = right === undefined && how === 'value' ? {} : { mends: [{ path, how, ...(right && { text: right }) }] };
  return error('type', path, { expected: types[expected] ?? expected, ...words }, mends);
}

function describeFormat(value: unknown, path: Path): Finding {
  const right = suggest(value, path);
  const expected = formats[String(path.at(-1))] ?? KEY_WORDS;
  return right === undefined
    ? error('format', path, { expected })
    : error('format', path, { expected, hint: `${right} would do` }, { mends: [{ path, how: 'value', text: right }] });
}

/** Fields that slipped out of one object are one mistake. */
function describeUnknowns(keys: readonly string[], path: Path, owner: unknown): Finding[] {
  const homes = keys.map((key) => emptyHomeOf(key, path, owner));
  return keys.flatMap((key, at) => {
    const home = homes[at];
    if (home === undefined) return [describeUnknown(key, path, owner)];
    if (homes.indexOf(home) < at) return [];
    const others = keys.filter((_, other) => other > at && homes[other] === home);
    return [error('home', [...path, key], { home, isEmpty: true, others }, { atKey: true, home })];
  });
}

/** The object just above, where it is empty and this field is one of its own. */
function emptyHomeOf(key: string, path: Path, owner: unknown): string | undefined {
  const fields = fieldsOf(owner);
  if (path.at(-1) === 'audience') return fields.rule === null && isOperator(key) ? 'rule' : undefined;
  // Without its indentation the kind of a trigger looks like that of a file.
  const home = key === 'kind' && !path.length ? 'trigger' : homeOf(key, path);
  return home !== undefined && fields[home] === null ? home : undefined;
}

function describeUnknown(key: string, path: Path, owner: unknown): Finding {
  const at = [...path, key];
  if (key === '<<') {
    const instead = 'write the fields out, or use an anchor for a whole value';
    return error('unsupported', at, { what: 'merge keys (<<)', instead }, { atKey: true });
  }
  if (key === 'kind' && !path.length) return describeChoice(['holdout'], read(owner, [key]), at, owner);
  const { name, fields } = fieldsAt(path, owner);
  const foreign = foreignField(key, path, owner, fields);
  if (foreign.name !== undefined) return describeRenamed(key, foreign.name, path);
  if (foreign.advice !== undefined)
    return error(
      'unknown',
      at,
      { advice: foreign.advice },
      { atKey: true, ...(foreign.instead !== undefined && { instead: [...path, foreign.instead] }) },
    );
  const suggestion = nearest(key, fields);
  const home = name === undefined && suggestion === undefined ? homeOf(key, path) : undefined;
  if (home !== undefined) return error('home', at, { home }, { atKey: true, home });
  if (name === undefined || suggestion !== undefined) {
    return error('unknown', at, suggestion === undefined ? {} : { nearest: suggestion }, {
      atKey: true,
      ...(suggestion !== undefined && { instead: [...path, suggestion] }),
      ...spelling(key, suggestion, at, 'key'),
    });
  }
  return error('misplaced', at, { owner: name, fields }, { atKey: true });
}

/** A field that means the same by another name. */
function describeRenamed(key: string, name: string, path: Path): Finding {
  const at = [...path, key];
  const mends = [{ path: at, how: 'key', text: name }] as const;
  return error('unknown', at, { nearest: name }, { atKey: true, instead: [...path, name], mends });
}

/** The known word, where capitals, hyphens and underscores are all that differs. */
function spelling(word: string, known: string | undefined, path: Path, how: 'key' | 'value'): Pick<Finding, 'mends'> {
  const plain = (text: string): string => text.toLowerCase().replace(/[-_\s]/g, '');
  return known !== undefined && plain(word) === plain(known) ? { mends: [{ path, how, text: known }] } : {};
}

/** Where a field belongs that stands in the wrong place, as wrong indentation puts it there. */
function homeOf(key: string, path: Path): string | undefined {
  const place = path.findLast((segment) => typeof segment === 'string') ?? 'experiment';
  const homes = Object.entries({
    'a variant': { place: 'variants', fields: tables.variant },
    audience: { place: 'audience', fields: tables.audience },
    'the experiment': { place: 'experiment', fields: tables.experiment },
    'a metric': { place: 'metrics', fields: tables.metric },
    'an op of domOps': { place: 'domOps', fields: { op: 0, selector: 0, value: 0, waitForMs: 0, position: 0 } },
    trigger: { place: 'trigger', fields: { kind: 0, pattern: 0, regex: 0, on: 0, of: 0 } },
  });
  return homes.find(([, home]) => home.place !== place && Object.hasOwn(home.fields, key))?.[0];
}

const means = (text: string, path: Path): Pick<Finding, 'mends'> => ({ mends: [{ path, how: 'value', text }] });

/** What tells kinds apart is not there, unless under another name. */
function describeMissing(path: Path, root: unknown): Finding {
  const [owner, field] = [path.slice(0, -1), String(path.at(-1))];
  const key = standIn(field, owner, read(root, owner));
  return key === undefined ? error('required', path, {}) : describeRenamed(key, field, owner);
}

function describeChoice(choices: readonly string[], value: unknown, path: Path, root: unknown): Finding {
  if (value === undefined) return describeMissing(path, root);
  const { name, advice } = foreignValue(value, path);
  if (advice !== undefined) return error('choice', path, { choices, advice });
  const suggestion = name !== undefined && choices.includes(name) ? name : nearest(String(value), choices);
  if (suggestion === undefined) return error('choice', path, { choices });
  const mends = name === undefined ? spelling(String(value), suggestion, path, 'value') : means(suggestion, path);
  return error('choice', path, { choices, nearest: suggestion }, mends);
}

/** One of several kinds, told apart by a field; or a value that may have one of two types. */
function describeUnion(choices: readonly string[], value: unknown, path: Path, root: unknown): Finding {
  const expected = unions[String(path.at(-1))];
  return expected === undefined || value === undefined
    ? describeChoice(choices, value, path, root)
    : error('type', path, { expected });
}

const unions: { readonly [name: string]: string | undefined } = {
  over: 'the name of an event, or {event: name, value: true} for its values',
  experiments: 'all, a list of ids, or {tags: [tag]}',
};

function describeMinimum(minimum: number, origin: string, path: Path): Finding {
  if (origin === 'string') return error('blank', path, {});
  return error('minimum', path, origin === 'array' ? { minimum, of: unitOf(path) } : { minimum });
}

function describeMaximum(maximum: number, origin: string, path: Path, value: unknown): Finding {
  const percent = maximum === 1 && typeof value === 'number' && value >= 1.5 && value <= 100 ? value : undefined;
  if (percent !== undefined) {
    const right = String(Number((percent / 100).toFixed(6)));
    // A small number may be a slip of another kind.
    const mends = percent >= 5 ? { mends: [{ path, how: 'value', text: right }] as const } : {};
    return error('maximum', path, { maximum, hint: `write ${right} for ${percent}%` }, mends);
  }
  if (maximum === 1 && typeof value === 'number' && value > 100 && value <= 10000)
    return error('maximum', path, { maximum, hint: `only weights are ten-thousandths, so write ${value / 10000}` });
  if (origin === 'string') return error('maximum', path, { maximum, of: 'characters' });
  return error('maximum', path, origin === 'array' ? { maximum, of: unitOf(path) } : { maximum });
}

const unitOf = (path: Path): string => (path.at(-1) === 'variants' ? 'variants' : 'entries');
