/** Makes `Counts` of rows that a database answered with, or that stand in a table. */

import {
  type ArmCounts,
  addMetrics,
  type Counts,
  type DayCounts,
  type FailureCounts,
  type MetricCounts,
  NO_METRIC,
  type PhaseCounts,
  type QuantileCounts,
} from '../counts.js';
import { groupBy } from '../group.js';
import { mergeMoments, NO_MOMENTS } from '../inference/index.js';
import { equalPairs, mergePairs, NO_PAIRS, type PairMoments } from '../pairs.js';
import type { CountedExperiment, CountedMetric, ResultQuestion } from '../question.js';
import { byBegin, compareTexts } from './finished.js';
import { factIn } from './sql/answer.js';

/** A row of counts: the columns that its kind has, texts and numbers. What is missing is null. */
export interface CountRow {
  readonly kind: 'phase' | 'arm' | 'failure' | 'metric' | 'quantile';
  text(column: string): string;
  number(column: string): number;
}

/** Rows of the same place are added up, so that each may be of some subjects only. */
export function gatherCounts({ experiments, by }: ResultQuestion, rows: Iterable<CountRow>): Counts {
  const byExperiment = groupBy(rows, (row) => row.text('experiment'));
  return {
    experiments: experiments.map((experiment) => ({
      id: experiment.id,
      phases: [...groupBy(byExperiment.get(experiment.id) ?? [], (row) => row.text('phase'))]
        .map(([phase, own]) => phaseOf(phase, own, experiment, by))
        .sort(byBegin),
    })),
  };
}

function phaseOf(
  phase: string,
  rows: readonly CountRow[],
  experiment: CountedExperiment,
  by: readonly string[],
): PhaseCounts {
  const spans = rows.filter(({ kind }) => kind === 'phase');
  const placed = rows.filter(({ kind }) => kind !== 'phase');
  const isLater = spans.some((row) => row.number('is_later') === 1);
  const own = groupBy(placed, (row) => row.text('segment'));
  const segments = by.flatMap((name) =>
    [...groupBy(own.get(name) ?? [], (row) => row.text('segment_value'))]
      .map(([key, some]) => ({ by: name, value: factIn(key), arms: armsOf(some, experiment, isLater, false) }))
      .sort((a, b) => compareTexts(a.value, b.value)),
  );
  return {
    phase: phase || null,
    sinceMs: Math.min(...spans.map((row) => row.number('since_ms'))),
    untilMs: Math.max(...spans.map((row) => row.number('until_ms'))),
    isLater,
    mixed: sumOf(spans, 'mixed'),
    arms: armsOf(own.get('') ?? [], experiment, isLater, true),
    segments,
  };
}

/** In a first phase those who came with a stored assignment are as others. */
const armsOf = (
  rows: readonly CountRow[],
  { metrics }: CountedExperiment,
  isLater: boolean,
  hasDays: boolean,
): ArmCounts[] =>
  [...groupBy(rows, (row) => JSON.stringify([row.text('variant'), isLater && row.number('is_carried') === 1]))]
    .map(([key, own]): ArmCounts => {
      const [variant, isCarried] = JSON.parse(key) as [string, boolean];
      return { variant, isCarried, ...armOf(own, metrics, hasDays) };
    })
    .filter(({ subjects }) => subjects > 0)
    .sort((a, b) => compareTexts(a.variant, b.variant) || Number(a.isCarried) - Number(b.isCarried));

function armOf(
  rows: readonly CountRow[],
  metrics: readonly CountedMetric[],
  hasDays: boolean,
): Omit<ArmCounts, 'variant' | 'isCarried'> {
  const counted = rows.filter(({ kind }) => kind === 'arm' || kind === 'metric');
  const days = [...groupBy(counted, (row) => row.number('day'))]
    .map(([day, own]) => dayOf(day, own, metrics))
    .sort((a, b) => a.day - b.day);
  const quantiles = groupBy(
    rows.filter(({ kind }) => kind === 'quantile'),
    (row) => row.text('metric'),
  );
  return {
    subjects: days.reduce((sum, { subjects }) => sum + subjects, 0),
    failed: sumOf(counted, 'failed'),
    failures: failuresOf(rows.filter(({ kind }) => kind === 'failure')),
    metrics: metrics.map(({ key, kind }, at) => ({
      ...days.reduce((sum, day) => addMetrics(sum, day.metrics[at] as MetricCounts), NO_METRIC),
      quantile: kind === 'quantile' ? quantileOf(quantiles.get(key)?.[0]) : null,
    })),
    days: hasDays ? days : [],
  };
}

function dayOf(day: number, rows: readonly CountRow[], metrics: readonly CountedMetric[]): DayCounts {
  const kinds = groupBy(rows, ({ kind }) => kind);
  const subjects = sumOf(kinds.get('arm') ?? [], 'subjects');
  const byMetric = groupBy(kinds.get('metric') ?? [], (row) => row.text('metric'));
  return {
    day,
    subjects,
    metrics: metrics.map((metric) => metricOf(byMetric.get(metric.key) ?? [], subjects, metric)),
  };
}

/** Whoever is in no row, and not pending, did nothing. */
function metricOf(rows: readonly CountRow[], subjects: number, { cap }: CountedMetric): MetricCounts {
  const pending = sumOf(rows, 'pending');
  const acting = rows.filter((row) => row.number('subjects') > 0);
  const zeros = Math.max(0, subjects - pending - sumOf(acting, 'subjects'));
  const nothing = zeros ? equalPairs(zeros, 0, 0) : NO_PAIRS;
  const uncapped = acting.map((row) => ({
    subjects: row.number('subjects'),
    mean: row.number('mean_uncapped'),
    squares: row.number('uu'),
    cubes: row.number('uuu'),
  }));
  return {
    pending,
    converted: sumOf(acting, 'converted'),
    positive: sumOf(acting, 'positive'),
    numbers: acting.map(pairsOf).reduce(mergePairs, nothing),
    uncapped: cap ? uncapped.reduce(mergeMoments, { ...NO_MOMENTS, subjects: zeros }) : null,
    quantile: null,
  };
}

const pairsOf = (row: CountRow): PairMoments => ({
  subjects: row.number('subjects'),
  sum: row.number('sum_x'),
  sumY: row.number('sum_y'),
  mean: row.number('mean_x'),
  meanY: row.number('mean_y'),
  squares: row.number('xx'),
  squaresY: row.number('yy'),
  xy: row.number('xy'),
  cubes: row.number('xxx'),
  cubesY: row.number('yyy'),
  xxy: row.number('xxy'),
  xyy: row.number('xyy'),
});

function quantileOf(row: CountRow | undefined): QuantileCounts {
  if (!row) return { events: 0, subjects: 0, value: 0, error: 0, beyond: 0 };
  return {
    events: row.number('events'),
    subjects: row.number('subjects'),
    value: row.number('quantile_value'),
    error: row.number('quantile_error'),
    beyond: row.number('beyond'),
  };
}

const failuresOf = (rows: readonly CountRow[]): FailureCounts[] =>
  [...groupBy(rows, (row) => JSON.stringify([row.text('code'), row.text('selector')]))]
    .map(([key, own]) => {
      const [code, selector] = JSON.parse(key) as [string, string];
      return { code, selector: selector || null, subjects: sumOf(own, 'subjects') };
    })
    .sort((a, b) => b.subjects - a.subjects || compareTexts(a.code, b.code) || compareTexts(a.selector, b.selector));

const sumOf = (rows: readonly CountRow[], column: string): number =>
  rows.reduce((sum, row) => sum + row.number(column), 0);

/** A row of a database's answer. */
export function countRow(cells: Readonly<Record<string, unknown>>): CountRow {
  return {
    kind: cells.kind as CountRow['kind'],
    text: (column) => String(cells[column] ?? ''),
    number: (column) => Number(cells[column] ?? 0),
  };
}
