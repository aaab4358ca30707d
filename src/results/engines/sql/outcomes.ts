/** Writes the fourth part of the SQL: what members of phases did, and what went wrong for them. */

import { YIELDED } from '../../counts.js';
import { BEFORE_MS } from '../../question.js';
import { MEMBER } from './members.js';
import { type Asking, columnList, factColumns, moreColumns, type SqlTable, selectList } from './statement.js';

/** What an arm is known by; `groupings` adds a day, or a segment. */
export const ARM = ['experiment', 'phase', 'variant', 'is_carried'];

/** Where numbers are added up. */
export const GROUP = [...ARM, 'segment', 'segment_key', 'day'];

/** Stands for the day of whoever is counted by segment, or by arm. */
const NO_DAY = '-1';

/** How rows that have facts and a day are grouped: by day, and by each fact; or by arm in place of day. */
function groupings({ dialect, question }: Asking, isByDay = true): readonly string[] {
  return [
    `'' AS segment, '' AS segment_key, ${isByDay ? 'day' : NO_DAY} AS day`,
    ...question.by.map(
      (name, at) => `${dialect.text(name)} AS segment, fact_${at + 1} AS segment_key, ${NO_DAY} AS day`,
    ),
  ];
}

/** Rows of a table, or of a named query in brackets, once for each grouping. */
export const groupedRows = (asking: Asking, source: string, names: readonly string[], isByDay = true): string =>
  groupings(asking, isByDay)
    .map((grouping) => `SELECT ${columnList([...ARM, ...names])}, ${grouping} FROM ${source}`)
    .join('\n  UNION ALL ');

/**
 * Ends with what is kept of subjects: rows that can be added up, and one for each subject or value where
 * caps and quantiles need them.
 */
export function outcomeStatements(asking: Asking): SqlTable[] {
  return [...conversionStatements(asking), ...troubleStatements(asking), ...countStatements(asking)];
}

const UNTIL = `(person.end_ms IS NULL OR done.time_ms < person.end_ms)
    AND (metric.window_ms IS NULL OR done.time_ms < person.first_ms + metric.window_ms)`;

function conversionStatements(asking: Asking): SqlTable[] {
  const facts = factColumns(asking.question);
  const row = ['home', ...ARM, ...facts, 'day'];
  return [
    {
      name: 'fx_once',
      about: 'Conversions, each counted once, however often it arrived.',
      scope: 'subject',
      query: `SELECT home, subject, name, event_id, min(time_ms) AS time_ms, min(value) AS value
FROM fx_done
GROUP BY home, subject, name, event_id`,
    },
    {
      name: 'fx_outcomes',
      about: 'What counts for a metric, with 1 for `is_after` the first exposure and 0 for the 14 days before it.',
      scope: 'subject',
      query: `SELECT ${selectList(row, 'person.')}, ${selectList(['metric', 'kind'], 'metric.')}, used.is_above AS is_above,
  CASE WHEN done.time_ms >= person.first_ms THEN 1 ELSE 0 END AS is_after,
  CASE WHEN used.is_value = 1 THEN done.value ELSE ${asking.dialect.real('1')} END AS value
FROM fx_persons AS person
JOIN fx_once AS done ON done.home = person.home AND done.subject = person.face
JOIN fx_uses AS used ON used.experiment = person.experiment AND used.name = done.name
JOIN fx_metrics AS metric ON metric.experiment = used.experiment AND metric.metric = used.metric
LEFT JOIN fx_horizons AS horizon ON horizon.experiment = person.experiment
WHERE done.time_ms >= person.first_ms - ${BEFORE_MS}
  AND (done.time_ms < person.first_ms OR ${UNTIL})
  AND (metric.window_ms IS NULL OR person.first_ms + metric.window_ms <= coalesce(horizon.horizon_ms, 0))`,
    },
    {
      name: 'fx_sums',
      about: 'The same added up to a member.',
      scope: 'subject',
      query: `SELECT ${columnList(row)}, metric, kind,
  sum(is_above * is_after) AS times_after,
  sum(CASE WHEN is_above * is_after = 1 THEN value ELSE 0 END) AS total_after,
  sum(is_above * (1 - is_after)) AS times_before,
  sum(CASE WHEN is_above * (1 - is_after) = 1 THEN value ELSE 0 END) AS total_before,
  sum(CASE WHEN (1 - is_above) * is_after = 1 THEN value ELSE 0 END) AS total_over
FROM fx_outcomes
GROUP BY ${columnList(row)}, metric, kind`,
    },
    {
      name: 'fx_amounts',
      about:
        'What a member comes to (`x`), and what that is divided by or what it was before (`y`). Others come to nothing.',
      scope: 'subject',
      query: amountsQuery(asking, row),
    },
    {
      name: 'fx_values',
      about: 'The values of which a quantile is taken.',
      scope: 'subject',
      query: `SELECT ${columnList(row)}, metric, value
FROM fx_outcomes
WHERE kind = 'quantile' AND is_after = 1`,
    },
  ];
}

function amountsQuery({ dialect: { real } }: Asking, row: readonly string[]): string {
  return `SELECT ${columnList(row)}, metric, times_after AS events,
  ${real(`CASE kind
    WHEN 'conversion' THEN CASE WHEN times_after > 0 THEN 1 ELSE 0 END
    WHEN 'count' THEN ${real('times_after')}
    WHEN 'quantile' THEN ${real('times_after')}
    ELSE total_after END`)} AS x,
  ${real(`CASE kind
    WHEN 'conversion' THEN CASE WHEN times_before > 0 THEN 1 ELSE 0 END
    WHEN 'count' THEN ${real('times_before')}
    WHEN 'sum' THEN total_before
    WHEN 'average' THEN ${real('times_after')}
    WHEN 'ratio' THEN total_over
    ELSE 0 END`)} AS y
FROM fx_sums`;
}

function troubleStatements(asking: Asking): SqlTable[] {
  const facts = factColumns(asking.question);
  const row = ['home', ...ARM, ...facts, 'day'];
  return [
    {
      name: 'fx_troubles',
      about: 'What went wrong for a member, each once.',
      scope: 'subject',
      query: `SELECT DISTINCT ${selectList(row, 'person.')}, failed.code AS code, failed.selector AS selector
FROM fx_persons AS person
JOIN fx_failed AS failed
  ON failed.home = person.home AND failed.subject = person.face AND failed.experiment = person.experiment
WHERE (person.is_later = 0 OR failed.time_ms >= person.first_ms)
  AND (person.end_ms IS NULL OR failed.time_ms < person.end_ms)`,
    },
    {
      name: 'fx_faults',
      about: 'Members by what went wrong.',
      scope: 'subject',
      query: `SELECT ${columnList(GROUP)}, code, selector, count(*) AS subjects
FROM (
  ${groupedRows(asking, 'fx_troubles', ['code', 'selector'], false)}
) AS trouble
GROUP BY ${columnList(GROUP)}, code, selector`,
    },
  ];
}

function countStatements(asking: Asking): SqlTable[] {
  const { question } = asking;
  const facts = factColumns(question);
  return [
    {
      name: 'fx_phases',
      about: 'When each phase was seen first and last, and who saw several variants in it.',
      scope: 'subject',
      query: `SELECT experiment, phase, min(first_ms) AS since_ms, max(first_ms) AS until_ms, sum(is_mixed) AS mixed
FROM fx_members
GROUP BY experiment, phase`,
    },
    {
      name: 'fx_arms',
      about:
        'How many members there are, and for how many of them something went wrong. An op that yields to a value of the page is no fault.',
      scope: 'subject',
      query: `SELECT ${columnList(GROUP)}, count(*) AS subjects, sum(has_failed) AS failed
FROM (
  ${groupedRows(asking, 'told', ['has_failed'])}
) AS member
GROUP BY ${columnList(GROUP)}`.replaceAll(
        ' FROM told',
        ` FROM (
    SELECT ${selectList(ARM, 'member.')}${moreColumns(facts, 'member.')}, member.day AS day,
      CASE WHEN trouble.home IS NULL THEN 0 ELSE 1 END AS has_failed
    FROM fx_members AS member
    LEFT JOIN (SELECT DISTINCT ${columnList(MEMBER)} FROM fx_troubles WHERE code <> '${YIELDED}') AS trouble
      ON ${MEMBER.map((name) => `trouble.${name} = member.${name}`).join(' AND ')}
    WHERE member.is_mixed = 0
  ) AS told`,
      ),
    },
    {
      name: 'fx_pending',
      about: 'Members whose window is not over.',
      scope: 'subject',
      query: `SELECT ${columnList(GROUP)}, metric, count(*) AS pending
FROM (
  ${groupedRows(asking, 'waiting', ['metric'])}
) AS member
GROUP BY ${columnList(GROUP)}, metric`.replaceAll(
        ' FROM waiting',
        ` FROM (
    SELECT ${selectList(ARM, 'member.')}${moreColumns(facts, 'member.')}, member.day AS day, metric.metric AS metric
    FROM fx_members AS member
    JOIN fx_metrics AS metric ON metric.experiment = member.experiment
    LEFT JOIN fx_horizons AS horizon ON horizon.experiment = member.experiment
    WHERE member.is_mixed = 0 AND member.first_ms + metric.window_ms > coalesce(horizon.horizon_ms, 0)
  ) AS waiting`,
      ),
    },
  ];
}
