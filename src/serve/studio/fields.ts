/** Turns a posted form of an experiment into edits of those fields that say something else than before. */

import type { FieldEdit } from '../../authoring/checks.js';
import { HOME_PATTERN, triggerAt } from '../../authoring/index.js';
import { shareOfFile, weightsOf } from '../api/model.js';
import { weightsFor } from '../api/percentages.js';
import type { FiledExperiment } from '../workspace.js';
import { type Condition, conditionsOf, ruleOf } from './conditions.js';
import { filledIn } from './forms.js';
import { idOf } from './naming.js';

type Raw = FiledExperiment['source']['raw'];
type Metrics = NonNullable<Raw['metrics']>;
type Fields = Readonly<Record<string, string | undefined>>;

/** The edits; null where the shares do not sum to 100. */
export function editsFrom(raw: Raw, fields: Fields): FieldEdit[] | null {
  const weights = weightEdits(raw, fields);
  if (!weights) return null;
  // A text that the file has as lines ends with one.
  const texts = (['name', 'hypothesis', 'description'] as const).flatMap((name) =>
    fields[name] !== undefined && filledIn(fields[name]) !== filledIn(raw[name])
      ? [{ path: [name], value: filledIn(fields[name]) }]
      : [],
  );
  return [
    ...texts,
    ...listEdits(raw, fields),
    ...dateEdits(raw, fields),
    ...whereEdits(raw, fields.where),
    ...guardEdits(raw, fields),
    ...shareEdits(raw, fields.share),
    ...weights,
    ...variantEdits(raw, fields),
    ...ruleEdits(raw, fields),
    ...metricEdits(raw, fields),
  ];
}

/** Words joined by commas; null where one of them has a comma of its own, so that a form cannot say it. */
export const listText = (list: readonly string[] | undefined): string | null =>
  (list ?? []).every((one) => one.trim() === one && !one.includes(',')) ? (list ?? []).join(', ') : null;

const listEdits = (raw: Raw, fields: Fields): FieldEdit[] =>
  (['owners', 'tags'] as const).flatMap((name) => {
    const before = listText(raw[name]);
    if (fields[name] === undefined || before === null) return [];
    const words = fields[name]
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    return words.join(', ') === before ? [] : [{ path: [name], value: words.length ? words : undefined }];
  });

/** A box without a tick is not sent: it says something only where the rest of the form came. */
function guardEdits({ guard = false }: Raw, fields: Fields): FieldEdit[] {
  const isGuarded = fields.guard === 'yes';
  const isSaid = isGuarded || fields.name !== undefined;
  return isSaid && guard !== isGuarded ? [{ path: ['guard'], value: isGuarded }] : [];
}

/** As a field for a date shows it, to the minute, in UTC. */
export const minuteOf = (moment: string | undefined): string =>
  moment === undefined ? '' : new Date(moment).toISOString().slice(0, 16);

const dateEdits = (raw: Raw, fields: Fields): FieldEdit[] =>
  (['startAt', 'endAt'] as const).flatMap((name) => {
    const text = fields[name];
    // What the form shows has no seconds and no zone: a file that has them keeps them.
    if (text === undefined || text === minuteOf(raw[name]) || filledIn(text) === raw[name]) return [];
    const isMinute = /^\d{4,}-\d\d-\d\dT\d\d:\d\d$/.test(text);
    return [{ path: [name], value: isMinute ? `${text}:00Z` : filledIn(text) }];
  });

/** The part of the address that starts it, empty for every page; null where it is more than that. */
export function plainPattern(trigger: Raw['trigger']): string | null {
  if (trigger === undefined || trigger.kind === 'auto') return '';
  // In a file / is in every address; in a form it is the home page.
  if (trigger.kind === 'urlMatch' && !trigger.regex && trigger.pattern === '/' && trigger.on === undefined) return '';
  if (trigger.kind === 'urlMatch' && trigger.regex && trigger.pattern === HOME_PATTERN && trigger.on === undefined)
    return '/';
  return trigger.kind === 'urlMatch' && !trigger.regex && trigger.on === undefined ? trigger.pattern : null;
}

function whereEdits({ trigger }: Raw, where: string | undefined): FieldEdit[] {
  const before = plainPattern(trigger);
  const pattern = filledIn(where);
  if (where === undefined || before === null || (pattern ?? '') === before) return [];
  if (pattern === undefined) return [{ path: ['trigger'], value: undefined }];
  return trigger?.kind === 'urlMatch' && trigger.regex !== true && pattern !== '/'
    ? [{ path: ['trigger', 'pattern'], value: pattern }]
    : [{ path: ['trigger'], value: triggerAt(pattern) }];
}

/** Written where the file says it already. */
function shareEdits(raw: Raw, text: string | undefined): FieldEdit[] {
  const share = Number(filledIn(text) ?? Number.NaN) / 100;
  if (text === undefined || !Number.isFinite(share) || Math.abs(share - shareOfFile(raw)) < 1e-9) return [];
  const value = Number(share.toFixed(6));
  if (raw.holdback !== undefined) return [{ path: ['holdback'], value: Number((1 - value).toFixed(6)) }];
  return [{ path: raw.audience?.sampleRate === undefined ? ['sampleRate'] : ['audience', 'sampleRate'], value }];
}

function weightEdits(raw: Raw, fields: Fields): FieldEdit[] | null {
  const given = raw.variants.map((_, at) => fields[`variant-${at}-percent`]);
  if (given.every((one) => one === undefined)) return [];
  const before = weightsOf(raw.variants);
  if (given.every((one, at) => Number(one) === (before[at] ?? 0) / 100)) return [];
  const weights = weightsFor(given.map((one) => (one ? Number(one) : Number.NaN)));
  return weights?.map((value, at) => ({ path: ['variants', at, 'weight'], value })) ?? null;
}

const variantEdits = (raw: Raw, fields: Fields): FieldEdit[] =>
  raw.variants.flatMap(({ name, domOps = [] }, at) => {
    const own = fields[`variant-${at}-name`];
    const ops = domOps.flatMap((op, place) => {
      const value = fields[`variant-${at}-op-${place}`];
      const isOther = value !== undefined && 'value' in op && op.op === 'replaceText' && op.value !== value;
      return isOther ? [{ path: ['variants', at, 'domOps', place, 'value'], value }] : [];
    });
    return [...(own === undefined || own === name ? [] : [{ path: ['variants', at, 'name'], value: own }]), ...ops];
  });

function ruleEdits(raw: Raw, fields: Fields): FieldEdit[] {
  if (fields.rule === 'keep' || fields['fact-0'] === undefined) return [];
  const rows: Condition[] = [];
  for (let at = 0; fields[`fact-${at}`] !== undefined; at++)
    rows.push({
      fact: fields[`fact-${at}`] ?? '',
      operator: fields[`operator-${at}`] ?? '==',
      value: fields[`value-${at}`] ?? '',
    });
  const value = ruleOf(rows);
  const before = conditionsOf(raw.audience?.rule);
  const isSame = JSON.stringify(value) === JSON.stringify(ruleOf(before ?? []));
  return isSame ? [] : [{ path: ['audience', 'rule'], value }];
}

function metricEdits({ metrics = [] }: Raw, fields: Fields): FieldEdit[] {
  const event = filledIn(fields['metric-new-event']);
  const total = metrics.length + (event === undefined ? 0 : 1);
  const { chosen, added } = rolesFrom(metrics, fields);
  const changed = metrics.flatMap((metric, at): FieldEdit[] => {
    const [own, name] = [fields[`metric-${at}-name`], fields[`metric-${at}-event`]].map(filledIn);
    return [
      ...(own === undefined || own === metric.name ? [] : [{ path: ['metrics', at, 'name'], value: own }]),
      ...(name === undefined || name === metric.eventName ? [] : [{ path: ['metrics', at, 'eventName'], value: name }]),
      ...roleEdits(metric, chosen[at] ?? '', roleIn(metrics, at), total).map(([field, value]) => ({
        path: ['metrics', at, field],
        value,
      })),
    ];
  });
  if (event === undefined) return changed;
  const name = filledIn(fields['metric-new-name']) ?? event;
  const kind = filledIn(fields['metric-new-kind']) ?? 'conversion';
  const role = added === 'primary' ? { isPrimary: true } : added === '' ? (total > 1 ? {} : WATCHED) : { role: added };
  const value = { key: idOf(name) || idOf(event), name, kind, eventName: event, ...role };
  return [...changed, { path: ['metrics', metrics.length], value }];
}

/** One alone that says nothing decides. */
const WATCHED = { role: 'secondary' };

/** What a metric is for, as the form says it: `primary`, `guardrail`, or empty where it is only watched. */
export const roleIn = (metrics: Metrics, at: number): string =>
  decidingOf(metrics) === metrics[at] ? 'primary' : metrics[at]?.role === 'guardrail' ? 'guardrail' : '';

/** Which metrics somebody has just chosen to decide: more than one is too many. */
export function chosenPrimaries(metrics: Metrics, fields: Fields): readonly (number | 'new')[] {
  const own = [...metrics.keys()].filter(
    (at) => fields[`metric-${at}-role`] === 'primary' && roleIn(metrics, at) !== 'primary',
  );
  const isNew = filledIn(fields['metric-new-event']) !== undefined && fields['metric-new-role'] === 'primary';
  return isNew ? [...own, 'new'] : own;
}

/** One that was chosen to decide does so in the place of the one that did. */
function rolesFrom(metrics: Metrics, fields: Fields) {
  const [first] = chosenPrimaries(metrics, fields);
  const chosen = metrics.map((_, at) => {
    const role = fields[`metric-${at}-role`] ?? roleIn(metrics, at);
    return role === 'primary' && first !== undefined && first !== at ? '' : role;
  });
  const added = fields['metric-new-role'] ?? (chosen.includes('primary') ? '' : 'primary');
  return { chosen, added: added === 'primary' && first !== undefined && first !== 'new' ? '' : added };
}

/** Alone it decides without saying so; beside another it has to say it. */
function roleEdits(
  { isPrimary, role }: Metrics[number],
  next: string,
  before: string,
  total: number,
): readonly (readonly ['isPrimary' | 'role', unknown])[] {
  const isSaid = isPrimary === true || role === 'primary';
  if (next === before && (next !== 'primary' || isSaid || total === 1)) return [];
  if (next === 'primary')
    return role === undefined
      ? [['isPrimary', true]]
      : [...(isPrimary === undefined ? [] : [['isPrimary', undefined] as const]), ['role', 'primary']];
  const said = next === '' ? (total === 1 ? 'secondary' : undefined) : next;
  return [
    ...(isPrimary === undefined ? [] : [['isPrimary', undefined] as const]),
    ...(said === role ? [] : [['role', said] as const]),
  ];
}

/** The metric by which the result is judged, as read-outs choose it: one alone that says nothing of it decides, too. */
export const decidingOf = (metrics: Metrics) =>
  metrics.find(
    ({ isPrimary, role }) =>
      isPrimary || role === 'primary' || (metrics.length === 1 && isPrimary === undefined && role === undefined),
  );
