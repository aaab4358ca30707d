/** Checks a targeting rule: the run time shuts everyone out where it meets something that it does not know. */

import { pathGlob, type Tester, versionRange } from '../core/index.js';
import { foreignOperator } from './foreign.js';
import { fieldsOf } from './json.js';
import { nearest } from './nearest.js';
import { error, type Finding, type Path, warning } from './problem.js';

/** A regular expression that stands in a rule. */
export interface Pattern {
  readonly path: Path;
  readonly text: string;
}

/** What was found in a rule. */
export interface CheckedRule {
  readonly findings: readonly Finding[];
  readonly patterns: readonly Pattern[];
}

/** Operators and arrays inside each other, the root being 1. The run time goes no deeper. */
const DEPTH_LIMIT = 32;

type Arity = readonly [number, number];

/** The least and the most operands. */
const operators: ReadonlyMap<string, Arity> = new Map<string, Arity>([
  ['var', [1, 2]],
  ['==', [2, 2]],
  ['!=', [2, 2]],
  ['===', [2, 2]],
  ['!==', [2, 2]],
  ['in', [2, 2]],
  ['startsWith', [2, 2]],
  ['endsWith', [2, 2]],
  ['matches', [2, 2]],
  ['semver', [2, 2]],
  ['glob', [2, 2]],
  ['<', [2, 3]],
  ['<=', [2, 3]],
  ['>', [2, 3]],
  ['>=', [2, 3]],
  ['before', [2, 2]],
  ['after', [2, 2]],
  ['and', [1, Number.POSITIVE_INFINITY]],
  ['or', [1, Number.POSITIVE_INFINITY]],
  ['if', [1, Number.POSITIVE_INFINITY]],
  ['not', [1, 1]],
  ['!', [1, 1]],
  ['!!', [1, 1]],
]);

/** Whether a rule may say this of its operands. */
export const isOperator = (name: string): boolean => operators.has(name);

interface Notation {
  readonly read: (pattern: string) => Tester;
  readonly words: string;
}

/** The operators whose second operand is read before anybody asks, and how it is written. */
const notations: ReadonlyMap<string, Notation> = new Map<string, Notation>([
  ['semver', { read: versionRange, words: 'must be a range of versions as npm writes it, such as ^2.3.0 or >=2.3 <4' }],
  [
    'glob',
    {
      read: pathGlob,
      words: 'must be a path in which * is one segment and ** any number, such as /shop/*/reviews or /help/**',
    },
  ],
]);

/** Every operator, number of operands, path and pattern; and negations that let in whoever lacks the fact. */
export function checkRule(rule: unknown, path: Path): CheckedRule {
  const findings: Finding[] = [];
  const patterns: Pattern[] = [];
  if (rule === null)
    findings.push(error('rule', path, { reason: 'must not be empty: take it out to let everyone in' }));
  visit(rule, path, 1, findings, patterns);
  const guarded = new Set(facts(rule, false).flatMap(({ fact, guard }) => (guard ? [fact] : [])));
  for (const negation of negations(rule, path)) {
    // What cannot be read is one mistake, and this would be another.
    if (findings.some(({ path: at }) => negation.path.every((part, index) => part === at[index]))) continue;
    const fact = facts(negation.node, true).find(({ fact: name }) => !guarded.has(name))?.fact;
    if (fact !== undefined)
      findings.push(warning('missing-fact', negation.path, { operator: negation.operator, fact }));
  }
  return { findings, patterns };
}

function visit(node: unknown, path: Path, depth: number, findings: Finding[], patterns: Pattern[]): void {
  if (typeof node !== 'object' || node === null) return;
  const fault = faultOf(node, path, depth);
  if (fault) {
    findings.push(fault);
    return;
  }
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) visit(item, [...path, index], depth + 1, findings, patterns);
    return;
  }
  for (const [name, operand] of Object.entries(node)) {
    const at = [...path, name];
    if (name === 'matches') patterns.push({ path: [...at, 1], text: String(operand[1]) });
    if (!Array.isArray(operand)) visit(operand, at, depth + 1, findings, patterns);
    else for (const [index, item] of operand.entries()) visit(item, [...at, index], depth + 1, findings, patterns);
  }
}

/** What is wrong with one node, its operands left aside. */
function faultOf(node: object, path: Path, depth: number): Finding | undefined {
  const fault = (reason: string, at: Path = path): Finding => error('rule', at, { reason });
  if (depth > DEPTH_LIMIT) return fault(`nests deeper than ${DEPTH_LIMIT}, where the browser stops reading`);
  if (Array.isArray(node)) return undefined;
  const entries = Object.entries(node);
  const [name, operand] = entries[0] ?? [];
  if (name === undefined || entries.length > 1) {
    const isTold = entries.some(([key]) => /^(?:operator|comparator|comparison|op)$/i.test(key));
    return fault(
      isTold
        ? "is written as a field, an operator and a value: write { '==': [{ var: user.country }, DE] }"
        : `must hold one operator, not ${entries.length}: join conditions with and`,
    );
  }
  const at = [...path, name];
  const arity = operators.get(name);
  if (!arity) {
    const foreign = foreignOperator(name);
    if (foreign !== undefined)
      return error('rule', at, { reason: `is not an operator: use ${foreign}` }, { atKey: true });
    const suggestion = nearest(name, [...operators.keys()]);
    const meant = suggestion === undefined ? factWords(name, operand) : `; did you mean ${suggestion}?`;
    const reason = `is not an operator${meant}`;
    return error('rule', at, { reason }, { atKey: true });
  }
  const isList = Array.isArray(operand);
  if (!isList && arity[1] > 2) return fault('must have a list of operands', at);
  const operands: readonly unknown[] = isList ? operand : [operand];
  if (name === 'semver' && operands.length === 3 && /^[<>=^~!]+$/.test(String(operands[1])))
    return fault(
      `takes the sign and the version as one text: write semver: [fact, '${String(operands[1]).replace('=>', '>=')}1.2.0']`,
      at,
    );
  if (operands.length < arity[0] || operands.length > arity[1]) return fault(`must have ${count(arity)}`, at);
  if (name === 'var' && typeof operands[0] !== 'string') {
    return fault('must name a fact as text, such as user.country', at);
  }
  if (name === 'matches' && typeof operands[1] !== 'string') {
    return fault('must be a pattern written as text: another one could not be checked', [...at, 1]);
  }
  const notation = notations.get(name);
  return notation && !isReadable(operands[1], notation) ? fault(notation.words, [...at, 1]) : undefined;
}

/** A fact in the place of an operator, as conditions of MongoDB have it. */
function factWords(name: string, operand: unknown): string {
  if (!/^[a-z]\w*(?:\.\w+)*$/i.test(name)) return '';
  const isPlain = name.includes('.') ? typeof operand !== 'object' : typeof operand === 'string';
  if (isPlain) return `: write { '==': [{ var: ${name} }, ${String(operand)}] }`;
  const [operator = '', value] = Object.entries(fieldsOf(operand))[0] ?? [];
  if (!operator.startsWith('$')) return '';
  const own = foreignOperator(operator.slice(1)) ?? operator.slice(1);
  const list = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  return operators.has(own) ? `: write { ${/\w/.test(own) ? own : `'${own}'`}: [{ var: ${name} }, ${list}] }` : '';
}

function isReadable(pattern: unknown, { read }: Notation): boolean {
  if (typeof pattern !== 'string' || pattern === '') return false;
  try {
    read(pattern);
    return true;
  } catch {
    // Silence is right: the caller says how it is written.
    return false;
  }
}

function count([least, most]: Arity): string {
  if (least === most) return least === 1 ? 'one operand' : `${least} operands`;
  return most === Number.POSITIVE_INFINITY ? 'at least one operand' : `${least} or ${most} operands`;
}

interface Negation {
  readonly operator: string;
  readonly path: Path;
  readonly node: unknown;
}

/** Operators that hold where the fact is missing. */
const negating: ReadonlySet<string> = new Set(['!=', '!==', 'not', '!']);

function negations(node: unknown, path: Path): Negation[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, child]) => {
    const at = [...path, Array.isArray(node) ? Number(key) : key];
    // What stands in a negation is judged with it.
    return negating.has(key) && !Array.isArray(node)
      ? [{ operator: key, path: at, node: child }]
      : negations(child, at);
  });
}

interface Fact {
  readonly fact: string;
  /** It stands under `!!`, which asks for just that. */
  readonly guard: boolean;
}

/** What the tag knows by itself is never missing. */
const OWN = /^(page|device|visit|visitor)(\.|$)/;

/** The host facts that a rule reads; with `bare` only those that no default stands in for. */
function facts(node: unknown, bare: boolean, guard = false): Fact[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, child]) => {
    if (key !== 'var' || Array.isArray(node)) return facts(child, bare, key === '!!' || (guard && Array.isArray(node)));
    const [fact, ...rest]: unknown[] = Array.isArray(child) ? child : [child];
    if (typeof fact !== 'string' || OWN.test(fact) || (bare && rest.length)) return [];
    return [{ fact, guard }];
  });
}
