/** Prints a plan for a person to read. */

import { diffLines } from 'diff';
import type { ExperimentPlan, PlannedChange } from '../authoring/index.js';
import type { Json } from '../core/index.js';
import { withoutSecrets } from '../files/index.js';
import { inLine, percent, plural } from '../pages/index.js';
import { type Planned, planJson } from '../publishing/index.js';
import { noticeText } from './obstacles.js';
import type { Paint } from './terminal.js';

/** Lines of one change that are shown. */
const LINES = 30;
const SIGNS = { add: '+', change: '~', remove: '-' } as const;

/** A plan as JSON, with what should be known besides in sentences. */
export const planData = (planned: Planned): object => ({ ...planJson(planned), notes: planned.notes.map(noticeText) });

/** All of a plan: what changes, field by field, and what that does. */
export function planText({ target, plan, isNoop, notes, rendered }: Planned, paint: Paint): string {
  const before = target.state?.current.revision;
  const { revision } = rendered.release;
  const head = before === revision ? `revision ${revision}` : `revision ${before ?? 'none'} → ${revision}`;
  const { safe, moves, breaks } = plan.counts;
  const summary = isNoop
    ? 'Nothing to do: the target holds all of this.'
    : plan.experiments.length
      ? `${plural(safe + moves + breaks, 'change')}: ${safe} safe, ${moves} moves, ${breaks} breaks.`
      : 'No experiment changes, but the files do: the tag is another one, or a name or its order changed.';
  return [
    paint.bold(`${withoutSecrets(target.place)}: ${head}`),
    ...notes.map((note) => paint.yellow(`! ${noticeText(note)}`)),
    ...plan.experiments.map((one) => `\n${experimentText(one, paint)}`),
    `\n${summary}`,
    ...draftsText(plan.experiments),
  ].join('\n');
}

/** Nobody expects a draft to go along: what becomes of it is said once. */
function draftsText(experiments: readonly ExperimentPlan[]): string[] {
  const drafts = experiments.filter(({ action, after }) => action === 'add' && after === 'draft').map(({ id }) => id);
  if (!drafts.length) return [];
  const [are, they] = drafts.length > 1 ? ['are drafts', 'They go'] : ['is a draft', 'It goes'];
  return [
    `${drafts.join(', ')} ${are}: no visitor gets ${drafts.length > 1 ? 'them' : 'it'}. ${they} into the preview files, which links with the token open; fx archive leaves ${drafts.length > 1 ? 'one' : 'it'} out.`,
  ];
}

function experimentText(plan: ExperimentPlan, paint: Paint): string {
  const { id, kind, action, before, after, changes } = plan;
  const colour = { add: paint.green, change: paint.yellow, remove: paint.red }[action];
  const status = before === after || !before || !after ? (after ?? before ?? kind ?? '') : `${before} → ${after}`;
  return [
    `${colour(`${SIGNS[action]} ${id}`)} ${paint.dim(`(${status})`)}`,
    ...changes.map((one) => changeText(one, plan, paint)),
  ].join('\n');
}

function changeText(change: PlannedChange, { audience, starts }: ExperimentPlan, paint: Paint): string {
  const { path, before, after, class: kind, reason, share } = change;
  const colour = { safe: paint.green, moves: paint.yellow, breaks: paint.red }[kind];
  // Who sees another status of it depends on the page, too.
  const where = path === 'status' && starts !== null ? `, ${inLine(starts)}` : '';
  const moved = share === null ? '' : ` (${percent(share)} of ${audience}${where})`;
  const isLong = [before, after].some((value) => typeof value === 'string' && value.includes('\n'));
  const values = isLong ? '' : `: ${show(before)} → ${show(after)}`;
  return [
    `  ${colour(kind.padEnd(6))}  ${path}${values}`,
    ...(isLong ? lines(before, after, paint) : []),
    `          ${reason}${moved}`,
  ].join('\n');
}

const WIDTH = 60;

function show(value: Json | undefined): string {
  if (value === undefined) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return printable(text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text);
}

/** Nothing of a file may control a terminal. */
const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '·');

function lines(before: Json | undefined, after: Json | undefined, paint: Paint): string[] {
  const shown = diffLines(text(before), text(after)).flatMap(({ added, removed, value }) => {
    const sign = added ? '+' : removed ? '-' : ' ';
    const colour = added ? paint.green : removed ? paint.red : paint.dim;
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => `          ${colour(`${sign} ${printable(line)}`)}`);
  });
  const rest = shown.length - LINES;
  return rest > 0 ? [...shown.slice(0, LINES), `          … ${plural(rest, 'more line')}`] : shown;
}

const text = (value: Json | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);
