/** Describes what is wrong with a file, as data: where it stands, a code, and the one sentence that both make. */

/** What each code's sentence is made of. The codes are stable: machines read them. */
interface Params {
  // The file.
  encoding: object;
  size: { readonly reason?: string };
  syntax: { readonly reason: string };
  empty: object;
  unsupported: { readonly what: string; readonly instead: string };
  // One value.
  comment: { readonly written: string; readonly isWhole: boolean };
  folded: object;
  'blank-sign': { readonly sign: string; readonly isInvisible: boolean };
  number: { readonly written: string; readonly number: string };
  required: { readonly hint?: string };
  type: { readonly expected: string; readonly hint?: string };
  minimum: { readonly minimum: number; readonly of?: string };
  maximum: { readonly maximum: number; readonly of?: string; readonly hint?: string };
  blank: object;
  format: { readonly expected: string; readonly hint?: string };
  home: { readonly home: string; readonly isEmpty?: boolean; readonly others?: readonly string[] };
  split: object;
  quotes: { readonly inner: string };
  'flag-text': { readonly text: string; readonly meant: string };
  'no-value': object;
  joined: object;
  choice: { readonly choices: readonly string[]; readonly nearest?: string; readonly advice?: string };
  unknown: { readonly nearest?: string; readonly advice?: string };
  misplaced: { readonly owner: string; readonly fields: readonly string[] };
  'duplicate-key': object;
  duplicate: { readonly what: string; readonly other: string };
  // Several values together.
  conflict: { readonly other: string };
  reference: { readonly what: string; readonly value: string; readonly known: readonly string[] };
  weights: { readonly sum: number; readonly meant?: readonly number[] };
  'weights-partial': { readonly missing: readonly string[] };
  primary: { readonly what: string; readonly other: string };
  kinds: { readonly kinds: readonly string[] };
  order: { readonly after: string };
  slice: { readonly name: string; readonly slice: string; readonly other: string };
  // What a value holds.
  rule: { readonly reason: string };
  regex: { readonly reason: string };
  'regex-slow': { readonly growth: string; readonly attack: string };
  'regex-unproven': object;
  'regex-late': object;
  selector: { readonly reason: string };
  script: { readonly reason: string };
  style: { readonly reason: string };
  unsafe: { readonly reason: string };
  property: { readonly reason: string };
  value: { readonly reason: string };
  redirect: { readonly reason: string };
  // Advice.
  'url-substring': { readonly pattern: string };
  pattern: { readonly doubt: string };
  keep: { readonly what: string };
  'has-selector': object;
  'unequal-exposure': { readonly shares: string };
  'expose-in-one': { readonly without: readonly string[] };
  overlap: { readonly what: string; readonly other: string; readonly there: string | null; readonly here: string };
  'shared-salt': { readonly salt: string; readonly other: string };
  'script-in-html': object;
  'no-effect': { readonly reason: string };
  doubt: { readonly reason: string };
  'early-element': { readonly reason: string };
  'rule-constant': { readonly reason: string };
  'rule-doubt': { readonly reason: string };
  'number-in-list': { readonly value: string };
  'missing-fact': { readonly operator: string; readonly fact: string };
  ended: object;
}

/** Why something was refused or remarked on. */
export type ProblemCode = keyof Params;

/** An error keeps the manifest from being made; a warning never does. */
export type Severity = 'error' | 'warning';

/** Keys and indices that lead from the top of a document to a value. */
export type Path = readonly (string | number)[];

/** A finding before it is known where in a file it stands. */
export interface Finding {
  readonly severity: Severity;
  readonly code: ProblemCode;
  readonly path: Path;
  /** The end of a sentence that begins with the path: `must be >= 0`. */
  readonly message: string;
  /** Characters into the value: where in a script, a style sheet or a pattern the fault lies. */
  readonly within?: Within;
  /** The key is meant, not its value. */
  readonly atKey?: boolean;
  /** What would be right, where it can be one thing only. */
  readonly mends?: readonly Mend[];
  /** The field that this one stands in place of, which is not missing then. */
  readonly instead?: Path;
  /** The field that this one belongs below. */
  readonly home?: string;
}

/** What is to be done at a path, all of a finding's together. */
export interface Mend {
  readonly path: Path;
  /**
   * `value`, `key`: written anew as `text`. `blanks`, `key blanks`: without odd blanks. `quote`: in quotes. `comment`:
   * taken back into the text. `literal`: a block that keeps its lines.
   */
  readonly how: 'value' | 'key' | 'blanks' | 'key blanks' | 'quote' | 'comment' | 'literal';
  readonly text?: string;
}

/** A place inside a multi-line value: line from 0, column from 0. */
export interface Within {
  readonly line: number;
  readonly column: number;
}

/** A finding in its file. */
export interface Problem {
  readonly severity: Severity;
  readonly code: ProblemCode;
  /** As it was given to `compile`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** Names variants by key, as in `variants[].redesign.js`; empty where the document is meant. */
  readonly path: string;
  /** The end of a sentence that begins with the path: `must be >= 0`. */
  readonly message: string;
}

/**
 * The one line that a person reads, for example
 * `✗ experiments/pricing.yaml: variants[].redesign.recipeSampleRate must be >= 0`.
 */
export function formatProblem({ severity, file, line, path, message }: Problem): string {
  return `${severity === 'error' ? '✗' : '⚠'} ${file}: ${path === '' ? `line ${line}` : path} ${message}`;
}

type More = Pick<Finding, 'within' | 'atKey' | 'mends' | 'instead' | 'home'>;

/** A finding that keeps the manifest from being made. */
export function error<C extends ProblemCode>(code: C, path: Path, params: Params[C], at: More = {}): Finding {
  return { severity: 'error', code, path, message: sentences[code](params), ...at };
}

/** A finding that only `--strict` minds. */
export function warning<C extends ProblemCode>(code: C, path: Path, params: Params[C], at: More = {}): Finding {
  return { severity: 'warning', code, path, message: sentences[code](params), ...at };
}

const list = (words: readonly string[]): string => words.join(', ');
const because = (hint: string | undefined): string => (hint === undefined ? '' : `: ${hint}`);

/** A text as YAML takes it, whatever it holds: in single quotes. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const meant = (nearest: string | undefined): string => (nearest === undefined ? '' : `; did you mean ${nearest}?`);

const sentences: { readonly [Code in ProblemCode]: (params: Params[Code]) => string } = {
  encoding: () => 'is not UTF-8 text: save the file as UTF-8',
  size: ({ reason = 'begins a file of more than 1 MB: split it into several' }) => reason,
  syntax: ({ reason }) => reason,
  empty: () => 'holds no experiment: at least id, name and variants are needed',
  unsupported: ({ what, instead }) => `uses ${what}, which fx does not read: ${instead}`,
  comment: ({ written, isWhole }) =>
    `${isWhole ? 'is empty' : 'ends before #'}, as # begins a comment: put it in quotes, ${quoted(written)}${isWhole ? '' : ', or write a space behind # where a comment is meant'}`,
  folded: () => 'is folded (>), so // makes a comment of all that follows: begin it with | instead',
  'blank-sign': ({ sign, isInvisible }) =>
    `holds ${sign}, which ${isInvisible ? 'nobody sees' : 'only looks like a space'}: type the text again`,
  number: ({ written, number }) => `is the number ${number}: put ${written} in quotes where the text is meant`,
  required: ({ hint }) => `is required${because(hint)}`,
  type: ({ expected, hint }) => `must be ${expected}${hint === undefined ? '' : `: ${hint}`}`,
  minimum: ({ minimum, of }) =>
    of === undefined
      ? `must be >= ${minimum}`
      : `must have at least ${minimum} ${minimum === 1 && of === 'entries' ? 'entry' : of}${of === 'variants' ? ': one of them, the control, leaves the page as it is' : ''}`,
  maximum: ({ maximum, of, hint }) =>
    of === undefined ? `must be <= ${maximum}${because(hint)}` : `must have at most ${maximum} ${of}`,
  blank: () => 'must not be empty',
  format: ({ expected, hint }) => `must be ${expected}${because(hint)}`,
  home: ({ home, isEmpty = false, others = [] }) => {
    if (!isEmpty) return `belongs to ${home}, and not here: check the indentation`;
    const [as, which] = others.length ? [`, as ${others.join(' and ')} below it`, 'each'] : ['', 'it'];
    return `belongs to ${home}${as}: indent ${which} by 2 spaces more`;
  },
  split: () => 'begins with a -, and belongs to the item before it: write a space in place of the -',
  quotes: ({ inner }) => `stands in typographic quotes, which are part of the text: write ${quoted(inner)}`,
  'flag-text': ({ text, meant: flag }) =>
    `is the text ${text}, and not ${flag}: write ${flag}, or put it in quotes where the text is meant`,
  'no-value': () => 'has no value, as a comma ends an entry between { and }: put a text with a comma in quotes',
  joined: () => 'stands on several lines that YAML joins into one: begin it with | and indent the lines below',
  choice: ({ choices, nearest, advice }) => `must be one of ${list(choices)}${meant(nearest)}${because(advice)}`,
  unknown: ({ nearest, advice }) => `is not a known field${meant(nearest)}${because(advice)}`,
  misplaced: ({ owner, fields }) => `does not belong to ${owner}, which takes ${list(fields)}`,
  'duplicate-key': () => 'stands twice in the same place: keep one of them',
  duplicate: ({ what, other }) => `must be unique: the same ${what} is at ${other}`,
  conflict: ({ other }) => `cannot stand together with ${other}: keep one of them`,
  reference: ({ what, value, known }) =>
    `must name ${what}: ${value} is not ${known.length ? `one of ${list(known)}` : 'there'}`,
  weights: ({ sum, meant: numbers }) =>
    `must have weights that sum to 10000, not ${sum}${because(numbers && `weights are ten-thousandths, so write ${list(numbers.map(String))}`)}`,
  'weights-partial': ({ missing }) => `must give weight to all or none: it is missing in ${list(missing)}`,
  primary: ({ what, other }) => `must not be ${what} twice: ${other} is the primary metric already`,
  kinds: ({ kinds }) => `belongs to ${kinds.join(' and ')} only: take it out`,
  slice: ({ name, slice, other }) =>
    `overlaps the slice ${slice} of the layer ${name} at ${other}: take a free one, or pause one of the two`,
  order: ({ after }) => `must be after ${after}`,
  rule: ({ reason }) => reason,
  regex: ({ reason }) => `must be a regular expression that every supported browser takes: ${reason}`,
  'regex-slow': ({ growth, attack }) => `can take ${growth} time, for example on ${attack}: make it simpler`,
  'regex-unproven': () => 'is too complex to be proven fast: make it simpler',
  'regex-late': () => 'was not checked, as other patterns took a minute: make those simpler',
  selector: ({ reason }) => `must be a valid CSS selector: ${reason}`,
  script: ({ reason }) => `must be valid JavaScript: ${reason}`,
  style: ({ reason }) => `must be valid CSS: ${reason}`,
  unsafe: ({ reason }) => reason,
  property: ({ reason }) => reason,
  value: ({ reason }) => reason,
  redirect: ({ reason }) => reason,
  'url-substring': ({ pattern }) => `matches ${pattern} anywhere, also inside words: begin it with /`,
  pattern: ({ doubt }) => doubt,
  keep: ({ what }) =>
    `sets ${what}, which visitors change by using the page: add keep: once, or keep: render where it should come back`,
  'has-selector': () => 'uses :has(, which is slow to wait for and unknown to older browsers: name the element itself',
  'unequal-exposure': ({ shares }) =>
    `have unlike recipeSampleRate, so exposures are unequal by design: expect ${shares}`,
  'expose-in-one': ({ without }) => `calls expose, but not in ${list(without)}: the arms would count differently`,
  overlap: ({ what, other, there, here }) =>
    `changes ${what}, as the running experiment at ${other} does: so that no visitor gets both, write ${there === null ? '' : `${there} there and `}${here} here, as a line below name:`,
  'shared-salt': ({ salt, other }) => `${salt} is used by ${other} too: both split visitors in the same way`,
  'script-in-html': () => 'holds <script, which browsers do not run in inserted HTML: use js',
  'no-effect': ({ reason }) => reason,
  doubt: ({ reason }) => reason,
  'early-element': ({ reason }) => reason,
  'rule-constant': ({ reason }) => reason,
  'rule-doubt': ({ reason }) => reason,
  'number-in-list': ({ value }) =>
    `holds ${value} only as a number, and in does not find the text '${value}' there: add '${value}' in quotes`,
  'missing-fact': ({ operator, fact }) =>
    `uses ${operator} on ${fact}, which holds where the fact is missing too: add { '!!': [{ var: '${fact}' }] }`,
  ended: () => 'has passed: nobody is in this experiment any more',
};
