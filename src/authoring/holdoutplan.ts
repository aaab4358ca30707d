/** Judges what changes in a holdout: who is held out, and from which experiments. */

import type { Experiment, Holdout, Json } from '../core/index.js';
import { isSame } from './table.js';
import { breaks, type ChangeVerdict, moves, type PlannedChange, safe } from './verdict.js';

/** The two sides of all holdouts. */
export interface HoldoutSides {
  readonly before: readonly Holdout[];
  readonly after: readonly Holdout[];
}

/** What is known besides. */
interface Around {
  /** Experiments that are published now. */
  readonly published: readonly Experiment[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The changes of one holdout, or that it comes or goes. */
export function planHoldout(was: Holdout | undefined, is: Holdout | undefined, around: Around): PlannedChange[] {
  if (was && is) return compare(was, is, around);
  if (is) return [change('share', undefined, is.share, judgeStart(is, around))];
  return was ? [change('share', was.share, undefined, safe('Nobody is held out any more.', was.share))] : [];
}

function judgeStart(is: Holdout, around: Around): ChangeVerdict {
  const late = runningIn(is.experiments, around);
  return late.length ? breaks(lateSentence(late), is.share) : safe('Visitors are held out from now on.', is.share);
}

/** Which of the experiments visitors are in already. */
function runningIn(ids: readonly string[] | undefined, { published }: Around): string[] {
  const living = published.filter(({ status = 'running' }) => status === 'running');
  return living.flatMap(({ id }) => (!ids || ids.includes(id) ? [id] : []));
}

const lateSentence = (ids: readonly string[]): string =>
  `${ids.join(', ')} already ${ids.length > 1 ? 'run' : 'runs'}: visitors who saw a variant would be counted as held out.`;

function compare(was: Holdout, is: Holdout, around: Around): PlannedChange[] {
  const fields = ['name', 'share', 'experiments', 'startAt', 'endAt'] as const;
  return fields.flatMap((field) => {
    const [before, after] = [was[field], is[field]];
    if (isSame(before, after)) return [];
    return [change(field, before as Json | undefined, after as Json | undefined, judges[field](was, is, around))];
  });
}

type Judge = (was: Holdout, is: Holdout, around: Around) => ChangeVerdict;

const schedule: Judge = (was, is, { now }) =>
  isOpen(was, now) === isOpen(is, now)
    ? safe('Whether visitors are held out now does not change.')
    : moves(isOpen(is, now) ? 'Visitors are held out from now on.' : 'Visitors who were held out come in.', is.share);

const judges: { readonly [Name in 'name' | 'share' | 'experiments' | 'startAt' | 'endAt']: Judge } = {
  name: () => safe('Names are for people.'),
  share: (was, is) =>
    is.share > was.share
      ? moves('More visitors are held out, and lose the variant that they have.', is.share - was.share)
      : moves('Visitors who were held out come in.', was.share - is.share),
  experiments: (was, is, around) => {
    const late = runningIn(is.experiments, around).filter((id) => was.experiments && !was.experiments.includes(id));
    if (late.length) return breaks(lateSentence(late), is.share);
    const left = !was.experiments || was.experiments.some((id) => is.experiments && !is.experiments.includes(id));
    return left && is.experiments
      ? moves('Visitors who were held out come into what is no longer held.', is.share)
      : safe('Nobody has seen what is held from now on.');
  },
  startAt: schedule,
  endAt: schedule,
};

const isOpen = ({ startAt, endAt }: Holdout, now: number): boolean =>
  (startAt === undefined || Date.parse(startAt) <= now) && (endAt === undefined || Date.parse(endAt) > now);

const change = (
  path: string,
  before: Json | undefined,
  after: Json | undefined,
  verdict: ChangeVerdict,
): PlannedChange => ({
  path,
  before,
  after,
  ...verdict,
});
