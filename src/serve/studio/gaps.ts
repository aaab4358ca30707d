/** Finds what somebody filled in that a save would leave out or could not write, by the fields where it stands. */

import { weightsFor } from '../api/percentages.js';
import type { FiledExperiment } from '../workspace.js';
import type { FieldErrors, Posted } from './atfield.js';
import { conditionsOf } from './conditions.js';
import { chosenPrimaries } from './fields.js';
import { filledIn } from './forms.js';

type Raw = FiledExperiment['source']['raw'];

/** Nothing for a form that was not sent. */
export function gapsIn(raw: Raw, fields: Posted): FieldErrors {
  const wrong: Record<string, string> = {};
  const need = (name: string, sentence: string): void => {
    if (fields[name] !== undefined && filledIn(fields[name]) === undefined) wrong[name] = sentence;
  };
  need('name', 'Give it a name.');
  for (const at of raw.variants.keys()) need(`variant-${at}-name`, 'Give it a name.');
  for (const at of (raw.metrics ?? []).keys()) {
    need(`metric-${at}-name`, 'Give it a name. To take the metric out, delete it in the YAML.');
    need(`metric-${at}-event`, 'Say which event it counts. To take the metric out, delete it in the YAML.');
  }
  const shares = sharesFault(raw, fields);
  if (shares !== undefined) wrong.shares = shares;
  if (!isPercent(fields.share)) wrong.share = 'It is a number from 0 to 100.';
  if (filledIn(fields['metric-new-name']) !== undefined && filledIn(fields['metric-new-event']) === undefined)
    wrong['metric-new-event'] = 'Say which event the metric counts.';
  const [, second] = chosenPrimaries(raw.metrics ?? [], fields);
  if (second !== undefined) wrong[`metric-${second}-role`] = 'Only one metric decides: choose one.';
  return { ...wrong, ...rowGaps(fields) };
}

/** Undefined where they sum to all, or were not sent. */
export function sharesFault({ variants }: Raw, fields: Posted): string | undefined {
  const given = variants.map((_, at) => fields[`variant-${at}-percent`]);
  if (given.every((one) => one === undefined)) return undefined;
  if (!given.every((one) => filledIn(one) !== undefined && isPercent(one)))
    return 'Each share is a number from 0 to 100.';
  const shares = given.map(Number);
  const sum = Number(shares.reduce((all, one) => all + one, 0).toFixed(2));
  return weightsFor(shares) ? undefined : `They make ${sum}%; 100% is needed.`;
}

function isPercent(text: string | undefined): boolean {
  const share = Number(filledIn(text) ?? Number.NaN);
  return text === undefined || (share >= 0 && share <= 100);
}

function rowGaps(fields: Posted): FieldErrors {
  const wrong: Record<string, string> = {};
  for (let at = 0; fields[`fact-${at}`] !== undefined; at++)
    if (filledIn(fields[`fact-${at}`]) === undefined && filledIn(fields[`value-${at}`]) !== undefined)
      wrong[`fact-${at}`] = 'Choose which fact is compared with this value, or empty the value.';
  return wrong;
}

/** The field of the form that shows a place of the file that the form made; undefined where none does. */
export function fieldAt(raw: Raw, fields: Posted, path: string): string | undefined {
  if (fields[path] !== undefined || /^(?:shares?$|(?:variant|metric|fact)-)/.test(path)) return path;
  const [, variant, rest = ''] = /^variants(?:\[\]\.|\[)([^.[\]]+)\]?\.?(.*)$/.exec(path) ?? [];
  if (variant !== undefined) return variantField(raw, variant, rest);
  const [, metric, part] = /^metrics\[(\d+)\]\.?(\w*)/.exec(path) ?? [];
  if (metric !== undefined) return metricField(raw, metric, part);
  if (/^trigger\b/.test(path)) return fields.where === undefined ? undefined : 'where';
  if (/^(?:sampleRate|audience\.sampleRate|holdback)$/.test(path)) return 'share';
  if (/^(?:owners|tags)\b/.test(path)) return /^\w+/.exec(path)?.[0];
  return /^audience\.rule\b/.test(path) ? rowAt(raw, fields, path) : undefined;
}

function variantField({ variants }: Raw, variant: string, rest: string): string | undefined {
  const at = /^\d+$/.test(variant) ? Number(variant) : variants.findIndex(({ key }) => key === variant);
  if (rest === 'name') return `variant-${at}-name`;
  if (rest === 'weight') return 'shares';
  const [, place] = /^domOps\[(\d+)\]\.value$/.exec(rest) ?? [];
  const isText = place !== undefined && variants[at]?.domOps?.[Number(place)]?.op === 'replaceText';
  return isText ? `variant-${at}-op-${place}` : undefined;
}

function metricField({ metrics = [] }: Raw, metric: string, part: string | undefined): string | undefined {
  const at = Number(metric) < metrics.length ? metric : 'new';
  if (part === 'name' || (part === 'key' && at === 'new')) return `metric-${at}-name`;
  if (part === 'eventName') return `metric-${at}-event`;
  return part === 'role' || part === 'isPrimary' ? `metric-${at}-role` : undefined;
}

/** Rows without a fact are no part of the rule, and a rule of one part has no `and`. */
function rowAt(raw: Raw, fields: Posted, path: string): string | undefined {
  if (fields.rule === 'keep' || !conditionsOf(raw.audience?.rule)) return undefined;
  const rows: number[] = [];
  for (let at = 0; fields[`fact-${at}`] !== undefined; at++) if (filledIn(fields[`fact-${at}`])) rows.push(at);
  const row = rows[Number(/^audience\.rule\.and\[(\d+)\]/.exec(path)?.[1] ?? 0)];
  return row === undefined ? undefined : `fact-${row}`;
}
