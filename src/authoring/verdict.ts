/** Judges one change of an experiment that visitors are in: its class, its reason, and how many visitors it moves. */

import type { Experiment, Json, Layer, Status } from '../core/index.js';
import type { Field, FieldChange, Published } from './diff.js';
import { shareIn, shareMoved } from './share.js';
import { compareSlices } from './slice.js';

/** `safe`: visitors keep what they have. `moves`: some get another variant. `breaks`: old and new do not compare. */
export type ChangeClass = 'safe' | 'moves' | 'breaks';

/** What a change does. */
export interface ChangeVerdict {
  readonly class: ChangeClass;
  /** One sentence. */
  readonly reason: string;
  /** Share of eligible visitors who get something else by this change alone, 0..1; null where it cannot be counted. */
  readonly share: number | null;
}

/** One change, and what it does. */
export type PlannedChange = Omit<FieldChange, 'field'> & ChangeVerdict;

/** An id and a salt that visitors were split by, and no longer are. */
export interface Used {
  readonly id: string;
  readonly salt: string;
  readonly phase: string;
  /** It went by a rollback: coming back as it was is no harm. */
  readonly rolledBack?: boolean;
}

/** What is known besides the two sides of one experiment. */
export interface Surroundings {
  /** Published now, by id. */
  readonly before: ReadonlyMap<string, Published>;
  readonly used: readonly Used[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The two sides of one experiment, and the shares that were counted for it. */
export interface Comparison {
  readonly was: Experiment;
  readonly is: Experiment;
  readonly shares: Map<string, number>;
  readonly surroundings: Surroundings;
}

export const safe = (reason: string, share: number | null = null): ChangeVerdict => ({ class: 'safe', reason, share });
export const moves = (reason: string, share: number | null = null): ChangeVerdict => ({
  class: 'moves',
  reason,
  share,
});
export const breaks = (reason: string, share: number | null = null): ChangeVerdict => ({
  class: 'breaks',
  reason,
  share,
});

/** Judges a change of a running or paused experiment. */
export function judgeChange(change: FieldChange, comparison: Comparison): ChangeVerdict {
  return judges[change.field](change, comparison);
}

/** Judges an experiment that visitors come into for the first time. */
export function judgeStart(experiment: Experiment, surroundings: Surroundings): ChangeVerdict {
  if (experiment.status === 'draft') return safe('It is a draft: only previews show it.');
  const past = surroundings.used.findLast(({ id }) => id === experiment.id);
  if (past && !(past.rolledBack && past.phase === experiment.phase)) {
    return breaks(
      `The id ${experiment.id} was used before: old and new visitors would be counted together; choose another.`,
    );
  }
  if (past) return safe('It comes back as it was before the rollback.', shareIn(experiment));
  const other = saltTaken(experiment, surroundings);
  if (other !== undefined) return breaks(saltSentence(experiment, other));
  return experiment.status === 'paused'
    ? safe('It is paused: nobody sees it yet.')
    : safe(startSentence(experiment, surroundings.now), shareIn(experiment));
}

/** A test that begins on Monday has no visitors now. */
const startSentence = ({ startAt }: Experiment, now: number): string =>
  startAt !== undefined && Date.parse(startAt) > now
    ? `Visitors come into it from ${startAt} on.`
    : 'Visitors come into it from now on.';

/** Judges an experiment that is no longer published. */
export function judgeEnd(experiment: Experiment, isArchived: boolean): ChangeVerdict {
  if (experiment.status === 'draft') return safe('It was a draft: only previews showed it.');
  if (isArchived) return safe('It ends: everyone sees the page without it.', shareIn(experiment));
  return breaks(
    'Its file is gone, so its visitors lose their variant; set status: archived to end it.',
    shareIn(experiment),
  );
}

type Judge = (change: FieldChange, comparison: Comparison) => ChangeVerdict;

const names: Judge = () => safe('Names are for people.');

const treatment: Judge = () =>
  breaks('Visitors who saw the old version and those who see the new one would be counted together.');

const population: Judge = () =>
  breaks('Who comes in changes, so visitors before and after are not the same population.');

const split: Judge = ({ field, after }, comparison) =>
  field === 'variant' && after === undefined
    ? moves('Visitors who have this variant drop out, new ones are split anew.', shareOf(comparison, 'split'))
    : moves(`The split of visitors changes.${kept(comparison.is)}`, shareOf(comparison, 'split'));

const schedule: Judge = (_, { was, is, surroundings: { now } }) => {
  const ran = isOpen(was, now);
  if (ran === isOpen(is, now)) return safe('Whether it runs now does not change.');
  return moves(ran ? 'It stops now for everyone in it.' : 'It starts now for everyone in it.', shareIn(is));
};

const counting: Judge = () => breaks('The metric would count in another way than before.');

const judges: { readonly [Name in Field]: Judge } = {
  'experiment.name': names,
  'experiment.status': ({ after }, { was }) => (after === 'draft' ? toDraft(was) : safe(pauses[after as Status])),
  'experiment.startAt': schedule,
  'experiment.endAt': schedule,
  'experiment.salt': (_, comparison) => {
    const other = saltTaken(comparison.is, comparison.surroundings);
    const share = shareOf(comparison, 'salt');
    return other === undefined
      ? moves('Everyone is drawn anew, and stored assignments are void.', share)
      : breaks(saltSentence(comparison.is, other), share);
  },
  'audience.sampleRate': ({ before, after }, comparison) =>
    Number(after) > Number(before)
      ? safe('More visitors come in, and everyone who was in stays.', shareOf(comparison, 'sampleRate'))
      : moves(`Fewer visitors come in.${kept(comparison.is)}`, shareOf(comparison, 'sampleRate')),
  'audience.excludeRate': (_, comparison) =>
    moves('It leaves out, or lets in, visitors with a stored assignment too.', shareOf(comparison, 'excludeRate')),
  'audience.rule': population,
  'experiment.layer': ({ before, after }) => {
    const { isSafe, reason } = compareSlices(layerOf(before), layerOf(after));
    return (isSafe ? safe : breaks)(reason);
  },
  'experiment.sticky': ({ after }) =>
    after === false
      ? moves('Stored assignments no longer count: where weights changed before, visitors get another variant.')
      : safe('Assignments are stored from now on.'),
  'experiment.divertTo': ({ after }, comparison) =>
    moves(
      after === undefined
        ? 'Visitors are split by weights again.'
        : 'Everyone in it gets this variant, and nobody is counted.',
      shareOf(comparison, 'divertTo'),
    ),
  'experiment.manualExposure': () => breaks('Exposures would be counted at another moment than before.'),
  'experiment.trigger': population,
  'experiment.sharedJs': treatment,
  'experiment.sharedCss': treatment,
  'experiment.metadata': () => safe('Only code that reads it sees it.'),
  'experiment.control': () => breaks('Results would be compared with another variant than before.'),
  'experiment.mojitoId': () => safe('Only previews and assignments made by Mojito look at it.'),
  variant: split,
  'variant order': split,
  'variant.name': names,
  'variant.weight': split,
  'variant.recipeSampleRate': (_, comparison) =>
    moves('Some visitors of this variant begin or cease to see it and to be counted.', shareOf(comparison, 'gate')),
  'variant.css': treatment,
  'variant.domOps': treatment,
  'variant.js': treatment,
  'variant.payload': treatment,
  'variant.redirect': treatment,
  'variant.keepQuery': treatment,
  metric: ({ after }) => safe(after === undefined ? 'Its events are still received.' : 'Results show one metric more.'),
  'metric.name': names,
  'metric.kind': counting,
  'metric.eventName': () => breaks('The metric would count another event than before.'),
  'metric.isPrimary': () => safe('It only says which metric decides.'),
  'metric.role': () => safe('It only says what the metric is looked at for.'),
  'metric.goal': () => safe('It only says which way is good.'),
  'metric.margin': () => safe('It only says how much worse the metric may get.'),
  'metric.over': counting,
  'metric.value': counting,
  'metric.quantile': counting,
  'metric.cap': counting,
  'metric.window': counting,
};

const layerOf = (value: Json | undefined): Layer | undefined => value as unknown as Layer | undefined;

const pauses: { readonly [Name in Status]: string } = {
  running: 'It runs again, with the assignments that were kept.',
  paused: 'Nobody sees it until it runs again, and assignments are kept.',
  draft: '',
};

const toDraft = (was: Experiment): ChangeVerdict =>
  moves('Everyone in it sees the page without it: only previews show drafts.', shareIn(was));

/** About visitors who hold a variant already. */
const kept = ({ sticky }: Experiment): string =>
  sticky === false ? '' : ' Visitors with a stored assignment keep theirs.';

const saltOf = ({ id, salt = id }: Experiment): string => salt;

const saltSentence = (experiment: Experiment, other: string): string =>
  `The salt ${saltOf(experiment)} was used before by ${other}, so both split visitors in the same way; choose another.`;

/** Who used this experiment's salt before it. */
function saltTaken(experiment: Experiment, { before, used }: Surroundings): string | undefined {
  const salt = saltOf(experiment);
  const published = [...before.values()].map((one) => one.experiment);
  const living = published.filter(({ id, status }) => id !== experiment.id && status !== 'draft');
  return living.find((one) => saltOf(one) === salt)?.id ?? used.find((one) => one.salt === salt)?.id;
}

const isOpen = ({ startAt, endAt }: Experiment, now: number): boolean =>
  (startAt === undefined || Date.parse(startAt) <= now) && (endAt === undefined || Date.parse(endAt) > now);

/** The old experiment with one part of the new one, to see what that part does alone. */
const parts = {
  salt: ({ was, is }: Comparison): Experiment => ({ ...was, salt: saltOf(is) }),
  split: ({ was, is }: Comparison): Experiment => withGates({ ...was, variants: is.variants }, was),
  gate: ({ was, is }: Comparison): Experiment => withGates(was, is),
  sampleRate: ({ was, is }: Comparison): Experiment => withRate(was, 'sampleRate', is.audience?.sampleRate ?? 1),
  excludeRate: ({ was, is }: Comparison): Experiment => withRate(was, 'excludeRate', is.audience?.excludeRate ?? 0),
  divertTo: ({ was: { divertTo: _, ...was }, is }: Comparison): Experiment =>
    is.divertTo === undefined ? was : { ...was, divertTo: is.divertTo },
} as const;

function shareOf(comparison: Comparison, part: keyof typeof parts): number {
  const { was, shares } = comparison;
  const share = shares.get(part) ?? shareMoved(was, parts[part](comparison));
  shares.set(part, share);
  return share;
}

const withRate = (was: Experiment, name: 'sampleRate' | 'excludeRate', rate: number): Experiment => ({
  ...was,
  audience: { ...was.audience, [name]: rate },
});

function withGates(experiment: Experiment, from: Experiment): Experiment {
  const rate = (key: string): number => from.variants.find((one) => one.key === key)?.recipeSampleRate ?? 1;
  return {
    ...experiment,
    variants: experiment.variants.map((variant) => ({ ...variant, recipeSampleRate: rate(variant.key) })),
  };
}
