/** Turns what somebody saves in the visual editor into edits of the file's lines, so that comments stay. */

import type { FieldEdit } from '../../authoring/checks.js';

type Fields = Readonly<Record<string, unknown>>;

/** What is saved of a variant, and of the experiment where it was changed there. */
export interface Revision {
  readonly css?: string | undefined;
  readonly domOps: readonly Fields[];
  /** Left out: as it is; null: on every page. */
  readonly trigger?: Fields | null | undefined;
  /** Left out: as it is; null: everybody. */
  readonly rule?: unknown;
}

/** The edits that make the file say it. */
export function editsOf(variant: Fields & { readonly at: number }, revision: Revision): FieldEdit[] {
  const own = ['variants', variant.at] as const;
  const before = (variant.domOps ?? []) as readonly Fields[];
  const { css, domOps, rule, trigger } = revision;
  const isOther = (css ?? '') !== (variant.css ?? '');
  return [
    ...(trigger === undefined ? [] : [{ path: ['trigger'], value: trigger ?? undefined }]),
    ...(rule === undefined ? [] : [{ path: ['audience', 'rule'], value: rule ?? undefined }]),
    ...(isOther ? [{ path: [...own, 'css'], value: css || undefined }] : []),
    ...(before.length && domOps.length
      ? listEdits([...own, 'domOps'], before, domOps)
      : before.length + domOps.length
        ? [{ path: [...own, 'domOps'], value: domOps.length ? domOps : undefined }]
        : []),
  ];
}

/** What stays keeps its lines; what is alike in kind and place is edited; the rest goes and comes. */
function listEdits(
  path: readonly (string | number)[],
  before: readonly Fields[],
  after: readonly Fields[],
): FieldEdit[] {
  // A list that lost all its items on the way would be none any more.
  if (!before.some((one) => after.some((wanted) => isAlike(one, wanted)))) return [{ path, value: after }];
  const edits: FieldEdit[] = [];
  // The list as the edits so far have made it.
  const list = [...before];
  const isSame = (a: Fields | undefined, b: Fields | undefined): boolean => !!a && !!b && keyOf(a) === keyOf(b);
  for (const [at, wanted] of after.entries()) {
    // What nothing after this wants any more goes, unless it can become what is wanted here.
    while (list[at] && !isSame(list[at], wanted) && !after.slice(at + 1).some((one) => isSame(list[at], one))) {
      if (isAlike(list[at], wanted) && !list.slice(at + 1).some((one) => isSame(one, wanted))) break;
      list.splice(at, 1);
      edits.push({ path: [...path, at], value: undefined });
    }
    const here = list[at];
    if (isSame(here, wanted)) continue;
    if (here && isAlike(here, wanted) && !after.slice(at + 1).some((one) => isSame(here, one))) {
      for (const name of new Set([...Object.keys(here), ...Object.keys(wanted)]))
        if (JSON.stringify(here[name]) !== JSON.stringify(wanted[name]))
          edits.push({ path: [...path, at, name], value: wanted[name] });
      list[at] = wanted;
      continue;
    }
    // It moved up: a line further down that says the same goes, and comes here.
    const later = list.findIndex((one, place) => place > at && isSame(one, wanted));
    if (later > 0) {
      list.splice(later, 1);
      edits.push({ path: [...path, later], value: undefined });
    }
    edits.push({ path: [...path, at], value: wanted, isInserted: at < list.length });
    list.splice(at, 0, wanted);
  }
  for (let at = list.length - 1; at >= after.length; at--) edits.push({ path: [...path, at], value: undefined });
  return edits;
}

const keyOf = (op: Fields): string => JSON.stringify(Object.entries(op).sort(([a], [b]) => (a < b ? -1 : 1)));

/** One change that somebody went on with. */
const isAlike = (a: Fields | undefined, b: Fields): boolean =>
  a?.op === b.op && a?.selector === b.selector && (a?.name === b.name || b.op === 'setStyle');
