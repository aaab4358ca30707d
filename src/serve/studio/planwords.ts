/** Says what a person calls each field that a plan names, and its values: shares, dates, rules and names. */

import { describeTrigger, type Field, type PlannedChange } from '../../authoring/index.js';
import type { Op, Trigger } from '../../core/index.js';
import { shortened } from '../../pages/index.js';
import { diffOf } from '../differing.js';
import { isRecord } from '../records.js';
import { opText } from './lines.js';
import { timeText } from './page.js';
import { sentenceOfRule } from './rulewords.js';
import { shareText } from './words.js';

/** What keys and ids are called. */
export interface PlanNames {
  /** Of one experiment, by key. */
  readonly variants: ReadonlyMap<string, string>;
  readonly metrics: ReadonlyMap<string, string>;
  /** By id. */
  readonly experiments: ReadonlyMap<string, string>;
}

/** What a plan is about. */
export type PlanKind = 'experiment' | 'holdout';

/** A change as a person reads it. */
export interface ChangeWords {
  /** `Share of visitors who take part`. */
  readonly field: string;
  /** `100% → 50%`, or that it is another one where a line cannot hold it. */
  readonly values: string;
  /** The lines that differ, as far as the values do not say them. */
  readonly diff: string | null;
}

/** How one field is said. */
interface FieldSaying {
  readonly field: string;
  /** Null where a line cannot hold the value. Left out, as of code and data: no line can. */
  readonly say?: (value: unknown, names: PlanNames) => string | null;
  /** The word for a value that is not there. Default: none. */
  readonly absent?: string;
  /** Of a value that is a list: a line for each. */
  readonly lines?: (value: unknown) => readonly string[];
}

type KnownField = Exclude<Field, 'variant' | 'variant order' | 'metric'>;

export function changeWords(change: PlannedChange, kind: PlanKind, names: PlanNames): ChangeWords {
  const { path, before, after } = change;
  const { owner, name } = placeOfField(path);
  // A field that nobody knows here keeps its own name.
  const { field, say, lines, absent = 'none' } = sayingOf(kind, owner, name) ?? { field: path, say: anything };
  const called = owner === null ? null : (names[`${owner.of}s`].get(owner.key) ?? owner.key);
  const [was, is] = [before, after].map((value) => (value === undefined ? absent : say?.(value, names)));
  const isSaid = say !== undefined && was != null && is != null && was !== is;
  const values = isSaid ? `${was} → ${is}` : lines && linesText(lines(before), lines(after));
  return {
    field: called === null ? field : field.replace('#', () => called),
    values: values ?? (before === undefined ? 'added' : after === undefined ? 'taken out' : 'changed'),
    diff: values != null || name === '' ? null : differenceOf(before, after),
  };
}

/** More lines than these are looked at below one another. */
const MOST_LINES = 4;

/** Those that are not on both sides. */
function linesText(was: readonly string[], is: readonly string[]): string | null {
  const [gone, come] = [was.filter((line) => !is.includes(line)), is.filter((line) => !was.includes(line))];
  const count = gone.length + come.length;
  return count && count <= MOST_LINES ? `${gone.join(', ') || 'nothing'} → ${come.join(', ') || 'nothing'}` : null;
}

/** Of which variant or metric it is; a whole one has no name of a field. */
interface FieldPlace {
  readonly owner: { readonly of: 'variant' | 'metric'; readonly key: string } | null;
  readonly name: string;
}

function placeOfField(path: string): FieldPlace {
  const [, list, key, name = ''] = /^(variant|metric)s\[\]\.([^.]+)(?:\.(.+))?$/.exec(path) ?? [];
  return key === undefined ? { owner: null, name: path } : { owner: { of: list as 'variant' | 'metric', key }, name };
}

function sayingOf(kind: PlanKind, owner: FieldPlace['owner'], name: string): FieldSaying | undefined {
  if (kind === 'holdout') return own(HOLDOUT, name);
  if (owner) return name === '' ? WHOLE[owner.of] : own(FIELDS, `${owner.of}.${name}`);
  if (name === 'variants') return ORDER;
  if (name === 'x-mojito-id') return FIELDS['experiment.mojitoId'];
  return own(FIELDS, name.startsWith('audience.') ? name : `experiment.${name}`);
}

/** A path comes from files: `constructor` is no field. */
const own = (table: Readonly<Record<string, FieldSaying>>, name: string): FieldSaying | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

type Say = NonNullable<FieldSaying['say']>;

const quoted: Say = (value) => `“${shortened(String(value))}”`;
const plain: Say = (value) => String(value);
const share: Say = (value) => shareText(Number(value));
const yesOrNo: Say = (value) => (value === true ? 'yes' : 'no');
const variant: Say = (value, { variants }) => variants.get(String(value)) ?? String(value);
const anything: Say = (value, names) => (typeof value === 'object' ? null : quoted(value, names));

/** A target may have been written by anybody. */
const moment: Say = (value) => (Number.isNaN(Date.parse(String(value))) ? String(value) : timeText(String(value)));

const layer: Say = (value) =>
  isRecord(value) ? `${String(value.name)}, ${shareText(Number(value.from))} to ${shareText(Number(value.to))}` : null;

const over: Say = (value) =>
  isRecord(value) ? `${value.value === true ? 'the values of ' : ''}${String(value.event)}` : String(value);

function cap(value: unknown): string | null {
  if (!isRecord(value)) return null;
  return value.value === undefined ? `the ${shareText(Number(value.quantile))} quantile` : String(value.value);
}

function windowText(value: unknown): string {
  const [, count, unit] = /^(\d+)([hd])$/.exec(String(value)) ?? [];
  return count === undefined ? String(value) : `${count} ${unit === 'h' ? 'hour' : 'day'}${count === '1' ? '' : 's'}`;
}

const listed = (value: unknown, names: ReadonlyMap<string, string>): string =>
  Array.isArray(value) ? value.map((one) => names.get(String(one)) ?? String(one)).join(', ') : String(value);

const WORDS: Readonly<Record<string, string>> = {
  conversion: 'visitors with at least one event',
  count: 'number of events',
  sum: 'sum of values',
  average: 'average value of an event',
  ratio: 'ratio of two events',
  quantile: 'quantile of values',
  guardrail: 'what must not get worse',
  secondary: 'watched',
  increase: 'more',
  decrease: 'less',
};
const word: Say = (value) => WORDS[String(value)] ?? String(value);

/** `#` is the name of the variant, or of the metric. A field without a row does not compile. */
const FIELDS: { readonly [Name in KnownField]: FieldSaying } = {
  'experiment.name': { field: 'Name', say: quoted },
  'experiment.status': { field: 'Status', say: plain },
  'experiment.startAt': { field: 'Runs from', say: moment, absent: 'at once' },
  'experiment.endAt': { field: 'Runs until', say: moment, absent: 'no date' },
  'experiment.salt': { field: 'Salt of the draw', say: quoted },
  'audience.sampleRate': { field: 'Takes part', say: share },
  'audience.excludeRate': { field: 'Left out for good', say: share },
  'audience.rule': { field: 'Who may take part', say: sentenceOfRule, absent: 'everyone' },
  'experiment.layer': { field: 'Slice of a layer', say: layer },
  'experiment.sticky': { field: 'Visitors keep their variant', say: yesOrNo },
  'experiment.divertTo': { field: 'Everyone gets', say: variant, absent: 'their own variant' },
  'experiment.manualExposure': {
    field: 'A visitor counts',
    say: (value) => (value === true ? 'once the page says so' : 'once the variant is shown'),
  },
  'experiment.trigger': { field: 'Where it starts', say: (value) => describeTrigger(value as Trigger) },
  'experiment.sharedJs': { field: 'Script of all variants' },
  'experiment.sharedCss': { field: 'CSS of all variants' },
  'experiment.metadata': { field: 'Data for scripts' },
  'experiment.control': { field: 'The others are compared with', say: variant },
  'experiment.mojitoId': { field: 'Id of the wave in Mojito', say: quoted },
  'variant.name': { field: 'Name of a variant', say: quoted },
  'variant.weight': { field: 'Share of #', say: (value) => shareText(Number(value) / 10_000) },
  'variant.recipeSampleRate': { field: 'Of those with #, see it', say: share },
  'variant.css': { field: 'CSS of #' },
  'variant.domOps': { field: 'What # changes on the page', lines: opLines },
  'variant.js': { field: 'Script of #' },
  'variant.payload': { field: 'Data of #' },
  'variant.redirect': { field: '# leads to', say: plain },
  'variant.keepQuery': { field: '# takes the query of the address along', say: yesOrNo },
  'metric.name': { field: 'Name of a metric', say: quoted },
  'metric.kind': { field: '# counts', say: word },
  'metric.eventName': { field: '# counts the event', say: plain },
  'metric.isPrimary': { field: '# decides', say: yesOrNo },
  'metric.role': { field: '# is', say: word },
  'metric.goal': { field: 'Good for #', say: word },
  'metric.margin': { field: '# may get worse by', say: share },
  'metric.over': { field: '# is divided by', say: over },
  'metric.value': { field: '# adds up values', say: yesOrNo },
  'metric.quantile': { field: 'Quantile of #', say: share },
  'metric.cap': { field: 'The most that # counts of one visitor', say: cap },
  'metric.window': { field: '# counts after the first view for', say: windowText },
};

const ORDER: FieldSaying = { field: 'Order of the variants', say: (value, { variants }) => listed(value, variants) };
const WHOLE: { readonly [Of in 'variant' | 'metric']: FieldSaying } = {
  variant: { field: 'The variant #' },
  metric: { field: 'The metric #' },
};

const HOLDOUT: Readonly<Record<string, FieldSaying>> = {
  name: { field: 'Name', say: quoted },
  share: { field: 'Held out', say: share, absent: 'nobody' },
  experiments: {
    field: 'Held out of',
    say: (value, names) => listed(value, names.experiments),
    absent: 'all experiments',
  },
  startAt: { field: 'From', say: moment, absent: 'at once' },
  endAt: { field: 'Until', say: moment, absent: 'no date' },
};

/** Beyond this a comparison takes longer than anybody looks at it. */
const MOST_CHARACTERS = 40_000;

/** Null where it is too long to be compared. */
function differenceOf(before: unknown, after: unknown): string | null {
  const [was = '', is = ''] = [before, after].map(linesOfValue);
  return was.length + is.length > MOST_CHARACTERS ? null : diffOf(was, is);
}

const linesOfValue = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);

/** Ops of a target were checked when they were published. */
function opLines(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((op: Op) => opText(op)) : [];
}
