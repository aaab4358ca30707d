/** Says in words where in a file a problem stands: a path with brackets is a riddle to whoever writes no code. */

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];

/** What the items of a list are called. */
const ITEMS: Readonly<Record<string, string>> = {
  variants: 'variant',
  metrics: 'metric',
  domOps: 'op',
  of: 'part',
  and: 'condition',
  or: 'condition',
  experiments: 'experiment',
  tags: 'tag',
  owners: 'owner',
};

/** Lists whose items are told apart without the list's name. */
const PLAIN: ReadonlySet<string> = new Set(['variants', 'metrics', 'domOps', 'of']);

/** What there is one of. */
const NAMED: ReadonlySet<string> = new Set(['rule', 'audience', 'trigger']);

/**
 * `line 10: selector of the first op of the variant treatment` for `variants[].treatment.domOps[0].selector`; null for
 * a path that is plain as it stands.
 */
export function placeWords({ path, line }: { readonly path: string; readonly line: number }): string | null {
  if (!path.includes('[')) return null;
  const keyed = path.replace(
    /(^|\.)(variants|metrics)\[\]\.([a-z0-9_-]+)/,
    (_, before, list, key) => `${before}${list}[${key}]`,
  );
  const parts = keyed.split(/\.(?![^[]*\])/).flatMap((part) => wordsOf(part));
  return `line ${line}: ${parts.reverse().join(' of ')}`;
}

/** The words of one segment, the list before its item. */
function wordsOf(part: string): string[] {
  const [, name = part, item] = /^(.*?)\[([a-z0-9_-]+)\]$/.exec(part) ?? [];
  if (item === undefined) return [NAMED.has(part) ? `the ${part}` : part];
  const what = ITEMS[name] ?? 'value';
  if (!/^\d+$/.test(item)) return [`the ${what} ${item}`];
  return [...(PLAIN.has(name) || name === '' ? [] : [name]), `the ${ordinalOf(Number(item))} ${what}`];
}

const ENDINGS = ['th', 'st', 'nd', 'rd'];

/** `first` for 0, `12th` for 11, `21st` for 20. */
function ordinalOf(index: number): string {
  const count = index + 1;
  const isTeen = Math.floor(count / 10) % 10 === 1;
  return ORDINALS[index] ?? `${count}${(!isTeen && ENDINGS[count % 10]) || 'th'}`;
}
