/**
 * Reads the source of a regular expression as far as it takes to say which browsers know it and how slow it can get.
 */

/** What is known of a pattern without running it. */
export interface Survey {
  /** Why some supported browser would not compile it. */
  readonly fault?: string;
  /** It takes at most quadratic time on any text: nothing else needs to look at it. */
  readonly fast: boolean;
  /** It looks around or back, so that no automaton says all about it. */
  readonly fuzzy: boolean;
}

/**
 * Surveys a pattern without flags. `fast` is a proof: at most two loops of single characters one after the other (a
 * search that is not anchored counts as one more), a handful of alternatives, no loop around a group, no
 * back-reference.
 * Loops k in number choose their lengths in at most n^k ways, and between those choices nothing is left to try.
 */
export function survey(source: string): Survey {
  if (source.length > LENGTH_LIMIT)
    return { fault: `it is longer than ${LENGTH_LIMIT} characters`, fast: false, fuzzy: false };
  const fault = findFault(source);
  if (fault !== undefined) return { fault, fast: false, fuzzy: false };
  const tokens = source.match(TOKEN) ?? [];
  const fuzzy = tokens.some((token) => /^\(\?[=!]|^\\[1-9k]/.test(token));
  return { fast: isFast(tokens), fuzzy };
}

/** Some 300 paths as alternatives. */
const LENGTH_LIMIT = 10_000;

/** Escapes, classes, openings, quantifiers and single characters. */
const TOKEN =
  /\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|k<[^>]*>|\d+|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<[^>]*>|[a-z-]*:))?|(?:[*+?]|\{\d+(?:,\d*)?\})\??|[\s\S]/g;

function findFault(source: string): string | undefined {
  const tokens = source.match(TOKEN) ?? [];
  if (tokens.some((token) => /^\(\?<[=!]/.test(token))) return 'Safari 15 knows no look-behind, (?<= and (?<!';
  if (tokens.some((token) => /^\(\?[a-z-]+:/.test(token))) return 'no flags can be set inside it, as (?i: does';
  const names = tokens.flatMap((token) => /^\(\?<([^=!>][^>]*)>/.exec(token)?.[1] ?? []);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) return `the group ${twice} stands twice`;
  try {
    new RegExp(source);
    return undefined;
  } catch (cause) {
    const { message } = cause as SyntaxError;
    return (message.split(/\/: /).at(-1) ?? message).toLowerCase();
  }
}

/** Steps that a search over 1,000 characters may take, two loops and a handful of alternatives among them. */
const STEP_LIMIT = 64e6;
/** From here on a repetition with an upper limit counts as one without. */
const REPEAT_LIMIT = 8;

interface Group {
  /** Loops inside it so far. */
  loops: number;
  branches: number;
  readonly isGroup: boolean;
}

const createGroup = (isGroup = true): Group => ({ loops: 0, branches: 1, isGroup });

function isFast(tokens: readonly string[]): boolean {
  const stack: Group[] = [createGroup()];
  let last = createGroup(false);
  let anchored = tokens[0] === '^';
  for (const [index, token] of tokens.entries()) {
    const group = stack.at(-1);
    if (!group) return false;
    if (/^\\[1-9k]/.test(token)) return false;
    if (token.startsWith('(')) stack.push(createGroup());
    else if (token === ')') {
      const parent = stack.at(-2);
      if (!parent) return false;
      stack.pop();
      last = group;
      merge(parent, group);
    } else if (token === '|') {
      group.branches += 1;
      if (stack.length === 1 && tokens[index + 1] !== '^') anchored = false;
    } else if (isQuantifier(token)) {
      if (!repeat(group, last, token)) return false;
    } else last = createGroup(false);
  }
  const whole = stack[0];
  if (!whole) return false;
  const degree = whole.loops + (anchored ? 0 : 1);
  return degree <= 2 && whole.branches * 1000 ** degree <= STEP_LIMIT;
}

const isQuantifier = (token: string): boolean => /^(?:[*+?]|\{\d+(?:,\d*)?\})/.test(token);

function merge(parent: Group, child: Group): void {
  parent.loops += child.loops;
  parent.branches *= child.branches;
}

/** Whether the repetition can be counted at all. */
function repeat(group: Group, repeated: Group, token: string): boolean {
  const isSingle = repeated.loops === 0 && repeated.branches === 1;
  const [, low = '0', comma, high = ''] = /^\{(\d+)(,)?(\d*)\}/.exec(token) ?? [];
  if (token.startsWith('?')) {
    group.branches *= 2;
    return true;
  }
  const fixed = token.startsWith('{') && comma === undefined;
  const most = fixed ? Number(low) : high === '' ? Number.POSITIVE_INFINITY : Number(high);
  if (fixed && isSingle && (most <= REPEAT_LIMIT || !repeated.isGroup)) return true;
  if (most > REPEAT_LIMIT) {
    if (!isSingle) return false;
    group.loops += 1;
    return true;
  }
  for (let times = 1; times < most; times++) merge(group, repeated);
  group.branches *= most + 1;
  return true;
}
