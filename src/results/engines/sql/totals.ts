/** Writes the last part of the SQL: caps, moments and quantiles, and the rows of which counts are made. */

import { laterByDesign } from '../../question.js';
import { ARM, GROUP, groupedRows } from './outcomes.js';
import {
  type Asking,
  columnList,
  equalColumns,
  factColumns,
  type SqlTable,
  selectList,
  textList,
} from './statement.js';

const CELL = [...GROUP, 'metric'];

/** What stands beside the sums of powers. */
const MEANS = ['acting', 'converted', 'positive', 'sum_x', 'sum_y', 'mean_x', 'mean_y', 'mean_uncapped'];

/** How many standard errors of its rank a bracket reaches to each side of a quantile (inference/quantiles.ts). */
const BRACKET = '1.959963984540054';

/** Ends with `fx_counts`. */
export function totalStatements(asking: Asking): SqlTable[] {
  return [spanStatement(asking), ...momentStatements(asking), ...quantileStatements(asking)];
}

/** Whoever came with a stored assignment was split by an earlier phase, where there is one: else by this one. */
function spanStatement({ dialect, question: { experiments } }: Asking): SqlTable {
  const wherePublished = (isLater: boolean): string => {
    const all = experiments.flatMap((one) => {
      const phases = [...laterByDesign(one)].flatMap(([phase, is]) => (is === isLater ? [phase] : []));
      return phases.length ? [`(experiment = ${dialect.text(one.id)} AND phase IN ${textList(dialect, phases)})`] : [];
    });
    return all.length ? all.join(' OR ') : '1 = 0';
  };
  return {
    name: 'fx_spans',
    about: 'Whether another phase came before, by what was published, or by the events where the phase was not.',
    scope: 'all',
    query: `SELECT ${selectList(['experiment', 'phase', 'since_ms', 'until_ms', 'mixed'], 'one.')},
  CASE WHEN one.is_next = 1 OR one.is_first = 0 AND one.since_ms > earliest.since_ms THEN 1 ELSE 0 END AS is_later
FROM (
  SELECT experiment, phase, since_ms, until_ms, mixed,
    CASE WHEN ${wherePublished(false)} THEN 1 ELSE 0 END AS is_first,
    CASE WHEN ${wherePublished(true)} THEN 1 ELSE 0 END AS is_next
  FROM fx_phases
) AS one
LEFT JOIN (
  SELECT experiment, min(since_ms) AS since_ms FROM fx_phases WHERE NOT (${wherePublished(true)}) GROUP BY experiment
) AS earliest ON earliest.experiment = one.experiment`,
  };
}

/** The place of a share among so many values, from 1; what rounding adds to it is taken away (engines/order.ts). */
const placeOf = ({ dialect: { ceil, real } }: Asking, share: string, count: string): string => {
  const place = ceil(`${share} * ${count} - 1e-9`);
  return `CASE WHEN ${place} < 1 THEN 1 WHEN ${place} > ${count} THEN ${real(count)} ELSE ${place} END`;
};

function momentStatements(asking: Asking): SqlTable[] {
  return [
    {
      name: 'fx_caps',
      about:
        'The most that an amount counts, where the cap is a quantile: that quantile of the amounts above zero, over all arms of the phase. In a later phase, members with a stored assignment are left out.',
      scope: 'all',
      query: `SELECT experiment, phase, metric, min(x) AS most
FROM (
  SELECT ${selectList(['experiment', 'phase', 'metric', 'x'], 'amount.')}, metric.cap_quantile AS cap_quantile,
    row_number() OVER (PARTITION BY amount.experiment, amount.phase, amount.metric ORDER BY amount.x) AS place,
    count(*) OVER (PARTITION BY amount.experiment, amount.phase, amount.metric) AS positives
  FROM fx_amounts AS amount
  JOIN fx_metrics AS metric ON metric.experiment = amount.experiment AND metric.metric = amount.metric
  JOIN fx_spans AS span ON span.experiment = amount.experiment AND span.phase = amount.phase
  WHERE metric.cap_quantile IS NOT NULL AND amount.x > 0 AND amount.is_carried * span.is_later = 0
) AS ranked
WHERE place >= ${placeOf(asking, 'cap_quantile', 'positives')}
GROUP BY experiment, phase, metric`,
    },
    {
      name: 'fx_capped',
      about: 'What members come to, with and without the cap.',
      scope: 'all',
      query: cappedQuery(asking),
    },
    {
      name: 'fx_means',
      about: 'Members who did anything, by day and by segment: how many, and their means.',
      scope: 'all',
      query: `SELECT ${columnList(CELL)}, count(*) AS acting,
  sum(CASE WHEN events > 0 THEN 1 ELSE 0 END) AS converted,
  sum(CASE WHEN is_pair = 1 AND y <> 0 OR is_pair = 0 AND x <> 0 THEN 1 ELSE 0 END) AS positive,
  sum(x) AS sum_x, sum(y) AS sum_y, avg(x) AS mean_x, avg(y) AS mean_y, avg(uncapped) AS mean_uncapped
FROM fx_capped
GROUP BY ${columnList(CELL)}`,
    },
    {
      name: 'fx_moments',
      about: 'Sums of powers about those means.',
      scope: 'all',
      query: `SELECT ${selectList([...CELL, ...MEANS], 'mean.')},
  sum((one.x - mean.mean_x) * (one.x - mean.mean_x)) AS xx,
  sum((one.y - mean.mean_y) * (one.y - mean.mean_y)) AS yy,
  sum((one.x - mean.mean_x) * (one.y - mean.mean_y)) AS xy,
  sum((one.x - mean.mean_x) * (one.x - mean.mean_x) * (one.x - mean.mean_x)) AS xxx,
  sum((one.y - mean.mean_y) * (one.y - mean.mean_y) * (one.y - mean.mean_y)) AS yyy,
  sum((one.x - mean.mean_x) * (one.x - mean.mean_x) * (one.y - mean.mean_y)) AS xxy,
  sum((one.x - mean.mean_x) * (one.y - mean.mean_y) * (one.y - mean.mean_y)) AS xyy,
  sum((one.uncapped - mean.mean_uncapped) * (one.uncapped - mean.mean_uncapped)) AS uu,
  sum((one.uncapped - mean.mean_uncapped) * (one.uncapped - mean.mean_uncapped) * (one.uncapped - mean.mean_uncapped)) AS uuu
FROM fx_means AS mean
JOIN fx_capped AS one ON ${equalColumns(CELL, 'one', 'mean')}
GROUP BY ${columnList([...CELL, ...MEANS], 'mean.')}`,
    },
  ];
}

function cappedQuery(asking: Asking): string {
  const names = ['metric', 'events', 'x', 'y', 'is_pair', 'uncapped'];
  const capped = (column: string): string =>
    `CASE WHEN amount.${column} > coalesce(metric.cap_value, cap.most) THEN coalesce(metric.cap_value, cap.most) ELSE amount.${column} END`;
  const row = [...ARM, ...factColumns(asking.question), 'day', 'metric', 'events'];
  const source = `(
    SELECT ${selectList(row, 'amount.')},
      CASE WHEN metric.kind IN ('average', 'ratio') THEN 1 ELSE 0 END AS is_pair,
      ${capped('x')} AS x,
      CASE WHEN metric.kind IN ('average', 'ratio') THEN amount.y ELSE ${capped('y')} END AS y,
      amount.x AS uncapped
    FROM fx_amounts AS amount
    JOIN fx_metrics AS metric ON metric.experiment = amount.experiment AND metric.metric = amount.metric
    LEFT JOIN fx_caps AS cap
      ON cap.experiment = amount.experiment AND cap.phase = amount.phase AND cap.metric = amount.metric
  ) AS amount`;
  return groupedRows(asking, source, names);
}

function quantileStatements(asking: Asking): SqlTable[] {
  const { real } = asking.dialect;
  const kept = ['home', 'experiment', 'phase', 'variant', ...factColumns(asking.question), 'metric', 'value'];
  const source = `(
    SELECT ${selectList(kept, 'one.')}, one.is_carried * span.is_later AS is_carried
    FROM fx_values AS one
    JOIN fx_spans AS span ON span.experiment = one.experiment AND span.phase = one.phase
  ) AS placed`;
  const at = (share: string): string =>
    `min(CASE WHEN ranked.place >= ${placeOf(asking, share, 'ranked.events')} THEN ranked.value END)`;
  return [
    {
      name: 'fx_ranked',
      about:
        'The values of each arm and segment in their order. In a first phase, members with a stored assignment count as all others do.',
      scope: 'all',
      query: `SELECT ${columnList(CELL)}, home, value,
  row_number() OVER (PARTITION BY ${columnList(CELL)} ORDER BY value) AS place,
  count(*) OVER (PARTITION BY ${columnList(CELL)}) AS events
FROM (
  ${groupedRows(asking, source, ['home', 'metric', 'value'], false)}
) AS each_value`,
    },
    {
      name: 'fx_quantiles',
      about: 'The quantiles.',
      scope: 'all',
      query: `SELECT ${selectList(CELL, 'ranked.')}, max(ranked.events) AS events, ${at('metric.quantile')} AS quantile_value
FROM fx_ranked AS ranked
JOIN fx_metrics AS metric ON metric.experiment = ranked.experiment AND metric.metric = ranked.metric
GROUP BY ${columnList(CELL, 'ranked.')}`,
    },
    {
      name: 'fx_ranks',
      about: 'How far off the rank of a quantile may be, with subjects as the unit (Deng, Knoblich and Lu, 2018).',
      scope: 'all',
      query: ranksQuery(real),
    },
    {
      name: 'fx_errors',
      about: 'The same as a standard error of the value.',
      scope: 'all',
      query: `SELECT ${selectList(CELL, 'ranked.')}, rank_row.subjects AS subjects, rank_row.below AS below,
  (${at(`CASE WHEN metric.quantile + ${BRACKET} * rank_row.rank_error > 1 THEN 1 ELSE metric.quantile + ${BRACKET} * rank_row.rank_error END`)}
    - ${at(`CASE WHEN metric.quantile - ${BRACKET} * rank_row.rank_error < 0 THEN 0 ELSE metric.quantile - ${BRACKET} * rank_row.rank_error END`)})
    / (2 * ${BRACKET}) AS quantile_error
FROM fx_ranked AS ranked
JOIN fx_ranks AS rank_row ON ${equalColumns(CELL, 'rank_row', 'ranked')}
JOIN fx_metrics AS metric ON metric.experiment = ranked.experiment AND metric.metric = ranked.metric
GROUP BY ${columnList(CELL, 'ranked.')}, rank_row.subjects, rank_row.below`,
    },
  ];
}

function ranksQuery(real: (expression: string) => string): string {
  return `SELECT ${columnList(CELL)}, subjects, below,
  CASE WHEN subjects > 1
    THEN sqrt(squares / (subjects - 1) / subjects) / (${real('events')} / subjects) ELSE 1 END AS rank_error
FROM (
  SELECT ${selectList(CELL, 'owner.')}, max(owner.subjects) AS subjects, max(owner.all_below) AS below, max(owner.all_values) AS events,
    sum((owner.below - ${real('owner.all_below')} / owner.all_values * owner.times)
      * (owner.below - ${real('owner.all_below')} / owner.all_values * owner.times)) AS squares
  FROM (
    SELECT each_owner.*,
      count(*) OVER (PARTITION BY ${columnList(CELL)}) AS subjects,
      sum(below) OVER (PARTITION BY ${columnList(CELL)}) AS all_below,
      sum(times) OVER (PARTITION BY ${columnList(CELL)}) AS all_values
    FROM (
      SELECT ${selectList([...CELL, 'home'], 'ranked.')}, count(*) AS times,
        sum(CASE WHEN ranked.value <= found.quantile_value THEN 1 ELSE 0 END) AS below
      FROM fx_ranked AS ranked
      JOIN fx_quantiles AS found ON ${equalColumns(CELL, 'found', 'ranked')}
      GROUP BY ${columnList([...CELL, 'home'], 'ranked.')}
    ) AS each_owner
  ) AS owner
  GROUP BY ${columnList(CELL, 'owner.')}
) AS spread`;
}
