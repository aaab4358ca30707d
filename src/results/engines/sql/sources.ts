/** Writes the first part of the SQL: the events, what is asked of them, and each browser's clock. */

import { FIRST_TIME, LARGEST_VALUE, LAST_TIME } from '../../../core/index.js';
import type { CountedMetric } from '../../question.js';
import { UNCOUNTED } from '../../uncounted.js';
import type { Dialect } from './dialect.js';
import {
  type Asking,
  factColumns,
  literalRows,
  moreColumns,
  type SqlTable,
  selectList,
  textList,
} from './statement.js';

/** The events, as any table that `load` fills has them. */
export function eventsQuery({ dialect, question }: Asking): string {
  const { textField: text, numberField: number, table } = dialect;
  const at = number('at');
  const within = (time: string): string => `(${time} IS NULL OR ${time} >= ${FIRST_TIME} AND ${time} < ${LAST_TIME})`;
  const facts = question.by.map((name, index) => `\n  ${factKey(dialect, name)} AS fact_${index + 1},`).join('');
  return `SELECT
  ${text('id')} AS event_id,
  ${text('type')} AS type,
  ${at} AS at_ms,
  ${number('received')} - ${number('sentAt')} AS skew_ms,
  coalesce(${number('received')}, ${at}) AS arrived_ms,
  ${text('subject')} AS subject,
  coalesce(${text('visitor')}, ${text('subject')}) AS browser,
  ${text('experiment')} AS experiment,
  coalesce(${text('phase')}, '') AS phase,
  ${text('variant')} AS variant,
  ${text('reason')} AS reason,${facts}
  ${text('name')} AS name,
  ${number('value')} AS value,
  ${text('code')} AS code,
  coalesce(${text('selector')}, '') AS selector
FROM ${table}
WHERE ${at} >= ${FIRST_TIME} AND ${at} < ${LAST_TIME}
  AND ${within(number('sentAt'))}
  AND ${within(number('received'))}
  AND (${text('value')} IS NULL OR abs(${number('value')}) <= ${LARGEST_VALUE})`;
}

/** A fact as a key: a missing one comes before all others, and is not an empty one. */
export function factKey({ textField, segmentField }: Dialect, name: string): string {
  const isOwn = ['device', 'language', 'isNew'].includes(name);
  const value = isOwn ? textField(name) : segmentField(name);
  if (name !== 'isNew') return `coalesce('=' || ${value}, '')`;
  return `CASE '' || ${value} WHEN 'true' THEN '=true' WHEN '1' THEN '=true' WHEN 'false' THEN '=false' WHEN '0' THEN '=false' ELSE '' END`;
}

/** What is asked, and what of the events is of any use to it, by the collector's clock. */
export function sourceStatements(asking: Asking): SqlTable[] {
  const { dialect, question } = asking;
  const { experiments } = question;
  const ids = textList(
    dialect,
    experiments.map(({ id }) => id),
  );
  const names = textList(
    dialect,
    experiments.flatMap(({ metrics }) =>
      metrics.flatMap(({ eventName, over }) => (over ? [eventName, over.eventName] : [eventName])),
    ),
  );
  const uncounted = textList(dialect, UNCOUNTED);
  const time = 'event.at_ms + coalesce(clock.off_ms, 0) AS time_ms';
  const from = `FROM fx_events AS event\nLEFT JOIN fx_clocks AS clock ON clock.browser = event.browser`;
  const facts = moreColumns(factColumns(question), 'event.');
  return [
    ...askedStatements(asking, ids),
    {
      name: 'fx_clocks',
      about: 'By how much a browser’s clock is wrong: the smallest that is known.',
      scope: 'browser',
      query: `SELECT browser, min(skew_ms) AS off_ms
FROM fx_events
WHERE skew_ms IS NOT NULL
GROUP BY browser`,
    },
    {
      name: 'fx_exposures',
      about: 'Who saw what, and when.',
      scope: 'browser',
      query: `SELECT ${selectList(['browser', 'subject', 'experiment', 'phase', 'variant'], 'event.')},
  CASE WHEN event.reason = 'sticky' THEN 1 ELSE 0 END AS is_sticky${facts}, ${time}
${from}
WHERE event.type = 'exposure' AND event.reason NOT IN ${uncounted} AND event.experiment IN ${ids}`,
    },
    {
      name: 'fx_conversions',
      about: 'Who did what, and when.',
      scope: 'browser',
      query: `SELECT ${selectList(['browser', 'subject', 'name', 'event_id', 'value'], 'event.')}, ${time}
${from}
WHERE event.type = 'conversion' AND event.name IN ${names}`,
    },
    {
      name: 'fx_failures',
      about: 'For whom something went wrong, and when.',
      scope: 'browser',
      query: `SELECT ${selectList(['browser', 'subject', 'experiment', 'code', 'selector'], 'event.')}, ${time}
${from}
WHERE event.type = 'failure' AND event.experiment IN ${ids}`,
    },
  ];
}

function askedStatements({ dialect, question }: Asking, ids: string): SqlTable[] {
  return [
    {
      name: 'fx_metrics',
      about: 'What is asked.',
      scope: 'all',
      query: metricRows(dialect, question.experiments),
    },
    {
      name: 'fx_uses',
      about:
        'Which names of events a metric reads, above and (of a ratio) below, and whether their values count there.',
      scope: 'all',
      query: `SELECT experiment, metric, event_name AS name, 1 AS is_above, is_value FROM fx_metrics
UNION ALL SELECT experiment, metric, over_name, 0, is_over_value FROM fx_metrics WHERE over_name IS NOT NULL`,
    },
    {
      name: 'fx_horizons',
      about: 'How far the events of an experiment reach: no window that ends later is over.',
      scope: 'all',
      query: `SELECT experiment, max(arrived_ms) AS horizon_ms
FROM (
  SELECT experiment, arrived_ms FROM fx_events
  WHERE experiment IN ${ids} AND (type = 'failure' OR type = 'exposure' AND reason NOT IN ${textList(dialect, UNCOUNTED)})
  UNION ALL
  SELECT used.experiment AS experiment, event.arrived_ms AS arrived_ms
  FROM fx_events AS event
  JOIN (SELECT DISTINCT experiment, name FROM fx_uses) AS used ON used.name = event.name
  WHERE event.type = 'conversion'
) AS reached
GROUP BY experiment`,
    },
  ];
}

const METRIC = [
  'experiment',
  'metric',
  'kind',
  'event_name',
  'is_value',
  'over_name',
  'is_over_value',
  'window_ms',
  'cap_value',
  'cap_quantile',
  'quantile',
];

function metricRows({ text, noText, noNumber, real }: Dialect, experiments: Asking['question']['experiments']): string {
  const number = (value: number | undefined): string => (value === undefined ? noNumber : real(String(value)));
  const rowOf = (id: string, { key, kind, eventName, over, isCounted, ...metric }: CountedMetric): string[] => [
    text(id),
    text(key),
    text(kind),
    text(eventName),
    isCounted ? '0' : '1',
    over ? text(over.eventName) : noText,
    over?.isValue ? '1' : '0',
    number(metric.windowMs),
    number(metric.cap && 'value' in metric.cap ? metric.cap.value : undefined),
    number(metric.cap && 'quantile' in metric.cap ? metric.cap.quantile : undefined),
    number(metric.quantile),
  ];
  return literalRows(
    METRIC,
    experiments.flatMap(({ id, metrics }) => metrics.map((metric) => rowOf(id, metric))),
    [noText, noText, noText, noText, '1', noText, '0', noNumber, noNumber, noNumber, noNumber],
  );
}
