/**
 * Turns a plan into the lines that a person reads: the split of an experiment as one, the dangerous ones first, and
 * counted as they are shown.
 */

import type { ChangeClass, ExperimentPlan, Plan, PlannedChange } from '../../authoring/index.js';
import type { Experiment, Variant } from '../../core/index.js';
import type { Planned } from '../../publishing/index.js';
import { type ChangeWords, changeWords, type PlanKind, type PlanNames } from './planwords.js';
import { shareText } from './words.js';

/** One line. */
export interface PlanLine extends Pick<PlannedChange, 'class' | 'share' | 'reason'> {
  /** Null where the reason says all of it. */
  readonly words: ChangeWords | null;
  /** Where that is in the file. */
  readonly paths: readonly string[];
}

/** One experiment or holdout with its lines. */
export interface PlanCard extends Pick<ExperimentPlan, 'id' | 'kind' | 'action' | 'after' | 'audience'> {
  readonly name: string;
  readonly lines: readonly PlanLine[];
}

/** The whole plan. */
export interface PlanShown {
  /** Those that break the analysis first, then those that move visitors. */
  readonly cards: readonly PlanCard[];
  /** Lines of each class. */
  readonly counts: { readonly [Class in ChangeClass]: number };
}

const CLASSES: readonly ChangeClass[] = ['breaks', 'moves', 'safe'];

/** @param experiments names by id */
export function shownPlan(
  { plan, target, valid, rendered }: Planned,
  experiments: PlanNames['experiments'],
): PlanShown {
  const next = new Map(valid.preview.experiments.map((one) => [one.id, one] as const));
  const cards = plan.experiments.map((one): PlanCard => {
    const { id, kind, action, after, audience } = one;
    const [was, is] = [target.published.get(id), next.get(id)];
    // An id may be a word that every object has.
    const counted = Object.hasOwn(rendered.release.metrics, id) ? (rendered.release.metrics[id] ?? []) : [];
    const metrics = [...(was?.metrics ?? []), ...counted];
    const variants = [...(was?.experiment.variants ?? []), ...(is?.variants ?? [])];
    const names = { experiments, variants: namesByKey(variants), metrics: namesByKey(metrics) };
    const lines = linesOf(one, { was: was?.experiment, is }, names).sort((a, b) => rankOf(a) - rankOf(b));
    return {
      id,
      ...(kind && { kind }),
      action,
      after,
      audience,
      name: experiments.get(id) ?? was?.experiment.name ?? id,
      lines,
    };
  });
  return { cards: cards.sort((a, b) => rankOf(a.lines[0]) - rankOf(b.lines[0])), counts: countsOfLines(plan) };
}

/** How many lines a plan has of each class. */
export function countsOfLines({ experiments }: Plan): PlanShown['counts'] {
  const classes = experiments.flatMap((one) => {
    const { split, others } = partsOfPlan(one);
    return [...(split.length ? [worstOf(split)] : []), ...others.map((change) => change.class)];
  });
  const count = (name: ChangeClass): number => classes.filter((one) => one === name).length;
  return { safe: count('safe'), moves: count('moves'), breaks: count('breaks') };
}

const worstOf = (changes: readonly PlannedChange[]): ChangeClass =>
  CLASSES.find((name) => changes.some((one) => one.class === name)) ?? 'safe';

/** What is one line, and what is a line each. */
function partsOfPlan({ kind, changes }: ExperimentPlan): { split: PlannedChange[]; others: PlannedChange[] } {
  const isSplit = ({ path }: PlannedChange): boolean =>
    kind !== 'holdout' && /^variants(\[\]\.[^.]+(\.weight)?)?$/.test(path);
  return { split: changes.filter(isSplit), others: changes.filter((one) => !isSplit(one)) };
}

const rankOf = (line: PlanLine | undefined): number => CLASSES.indexOf(line?.class ?? 'safe');

const namesByKey = (all: readonly { readonly key: string; readonly name: string }[]): ReadonlyMap<string, string> =>
  new Map(all.map(({ key, name }) => [key, name]));

/** The experiment as it is published and as it would be. */
interface PlanSides {
  readonly was: Experiment | undefined;
  readonly is: Experiment | undefined;
}

function linesOf(one: ExperimentPlan, sides: PlanSides, names: PlanNames): PlanLine[] {
  const kind: PlanKind = one.kind ?? 'experiment';
  const { split, others } = partsOfPlan(one);
  return [
    ...(split.length ? [splitLine(split, sides, names)] : []),
    ...others.map((change): PlanLine => {
      const { path, class: danger, share } = change;
      const isWhole = kind === 'experiment' && one.action !== 'change';
      const words = isWhole ? null : changeWords(change, kind, names);
      return { class: danger, share, reason: reasonOf(change, names), words, paths: [path] };
    }),
  ];
}

/** Names in place of ids, and buttons in place of keys of the file. */
function reasonOf({ path, class: danger, reason, after }: PlannedChange, { experiments }: PlanNames): string {
  if (path === 'status' && danger === 'breaks' && after === undefined)
    return 'Its file is gone, so its visitors lose their variant. To end an experiment, archive it.';
  return reason.replace(/^[a-z0-9, -]+(?= already runs?:)/, (ids) =>
    ids.replace(/[^, ]+/g, (id) => experiments.get(id) ?? id),
  );
}

/** Shares, and variants that come and go, move the same visitors: what they do is said, and counted, once. */
function splitLine(changes: readonly PlannedChange[], { was, is }: PlanSides, names: PlanNames): PlanLine {
  const [first] = changes as [PlannedChange, ...PlannedChange[]];
  return {
    class: worstOf(changes),
    share: first.share,
    reason: [...new Set(changes.map(({ reason }) => reason))].join(' '),
    words: changes.every(({ path }) => path === 'variants')
      ? changeWords(first, 'experiment', names)
      : { field: 'Split', values: splitText(was?.variants ?? [], is?.variants ?? []), diff: null },
    paths: changes.map(({ path }) => path),
  };
}

/** Each variant whose share changes: `As it is 50% → 30%, Bold none → 20%`. */
function splitText(was: readonly Variant[], is: readonly Variant[]): string {
  const keys = [...new Set([...is, ...was].map(({ key }) => key))];
  return keys
    .flatMap((key) => {
      const [before, after] = [was, is].map((all) => all.find((one) => one.key === key));
      if (before?.weight === after?.weight) return [];
      return [`${(after ?? before)?.name} ${weightText(before)} → ${weightText(after)}`];
    })
    .join(', ');
}

const weightText = (variant: Variant | undefined): string =>
  variant === undefined ? 'none' : shareText(variant.weight / 10_000);
