/** Writes the second part of the SQL: who a visitor is, and with whose rows theirs are read. */

import { MOST_HOSTS, MOST_PHASES } from '../../question.js';
import {
  type Asking,
  columnList,
  equalColumns,
  factColumns,
  moreColumns,
  type SqlTable,
  selectList,
} from './statement.js';

const SPELL = ['browser', 'experiment', 'phase'];

/**
 * Ends with `fx_seen`, `fx_done` and `fx_failed`: every row once for each subject (`home`) whom it may say something
 * of.
 */
export function identityStatements(asking: Asking): SqlTable[] {
  if (!asking.hasHosts) return plainRows(asking);
  return [...spellStatements(asking), ...homeRows(asking)];
}

function plainRows({ question }: Asking): SqlTable[] {
  const facts = moreColumns(factColumns(question));
  return [
    {
      name: 'fx_seen',
      about: 'Exposures by subject.',
      scope: 'browser',
      query: `SELECT subject AS home, subject, subject AS unit, experiment, phase, variant, is_sticky${facts}, time_ms, 0 AS is_crossed
FROM fx_exposures`,
    },
    {
      name: 'fx_done',
      about: 'Conversions by subject.',
      scope: 'browser',
      query: 'SELECT subject AS home, subject, name, event_id, value, time_ms FROM fx_conversions',
    },
    {
      name: 'fx_failed',
      about: 'Failures by subject.',
      scope: 'browser',
      query: 'SELECT subject AS home, subject, experiment, code, selector, time_ms FROM fx_failures',
    },
  ];
}

function spellStatements({ question }: Asking): SqlTable[] {
  return [
    {
      name: 'fx_spells',
      about: `A browser in which a subject of the host’s was seen, in each phase, at most in the first ${MOST_PHASES} of an experiment.`,
      scope: 'browser',
      query: `SELECT ${columnList([...SPELL, 'since_ms', 'is_crossed', 'has_own'])}
FROM (
  SELECT spell.*, row_number() OVER (PARTITION BY browser, experiment ORDER BY since_ms, phase) AS number
  FROM (
    ${seenQuery()}
  ) AS spell
) AS numbered
WHERE number <= ${MOST_PHASES}`,
    },
    {
      name: 'fx_ends',
      about: 'When that browser saw a later phase: what is learned from then on says nothing of this one.',
      scope: 'browser',
      query: `SELECT ${selectList(SPELL, 'spell.')}, min(seen.time_ms) AS end_ms
FROM fx_spells AS spell
JOIN fx_exposures AS seen ON seen.browser = spell.browser AND seen.experiment = spell.experiment
WHERE seen.phase <> spell.phase AND seen.time_ms > spell.since_ms
GROUP BY ${columnList(SPELL, 'spell.')}`,
    },
    {
      name: 'fx_hosts',
      about: `Who the visitor is in that phase, where there is exactly one; whoever would be more than ${MOST_HOSTS} people is none of them.`,
      scope: 'browser',
      query: `SELECT ${columnList([...SPELL, 'host'])}
FROM (
  SELECT placed.*, max(place) OVER (PARTITION BY browser) AS hosts
  FROM (
    SELECT sole.*, dense_rank() OVER (PARTITION BY browser ORDER BY host) AS place
    FROM (
      ${soleHosts(question.isStitched)}
    ) AS sole
  ) AS placed
) AS counted
WHERE hosts <= ${MOST_HOSTS}`,
    },
    {
      name: 'fx_homes',
      about: 'Which visitors are read with which subjects.',
      scope: 'browser',
      query: 'SELECT DISTINCT browser, host AS home FROM fx_hosts',
    },
  ];
}

const seenQuery = (): string => `SELECT ${selectList(SPELL, 'seen.')}, min(seen.time_ms) AS since_ms,
      CASE WHEN min(seen.variant) <> max(seen.variant) THEN 1 ELSE 0 END AS is_crossed,
      max(CASE WHEN seen.subject = seen.browser THEN 1 ELSE 0 END) AS has_own
    FROM fx_exposures AS seen
    JOIN (
      SELECT DISTINCT browser FROM (
        SELECT browser FROM fx_exposures WHERE subject <> browser
        UNION ALL SELECT browser FROM fx_conversions WHERE subject <> browser
      ) AS named
    ) AS shared ON shared.browser = seen.browser
    GROUP BY ${columnList(SPELL, 'seen.')}`;

const soleHosts = (isStitched: boolean): string => `SELECT ${selectList(SPELL, 'named.')}, min(named.subject) AS host
      FROM (
        SELECT ${columnList(SPELL)}, subject FROM fx_exposures WHERE subject <> browser
        UNION ALL
        SELECT ${selectList(SPELL, 'spell.')}, done.subject
        FROM fx_spells AS spell
        JOIN fx_conversions AS done ON done.browser = spell.browser
        LEFT JOIN fx_ends AS ending ON ${equalColumns(SPELL, 'ending', 'spell')}
        WHERE done.subject <> done.browser AND (ending.end_ms IS NULL OR done.time_ms < ending.end_ms)
      ) AS named
      JOIN fx_spells AS own ON ${equalColumns(SPELL, 'own', 'named')}
      WHERE own.has_own = 1${isStitched ? '' : ' AND 1 = 0'}
      GROUP BY ${columnList(SPELL, 'named.')}
      HAVING count(DISTINCT named.subject) = 1`;

function homeRows({ question }: Asking): SqlTable[] {
  const facts = factColumns(question);
  const seen = ['experiment', 'phase', 'variant', 'is_sticky', ...facts, 'time_ms'];
  const both = (table: string, names: readonly string[]): string =>
    `SELECT subject AS home, ${columnList(names)} FROM ${table}
UNION ALL
SELECT homes.home AS home, ${selectList(names, 'own.')} FROM ${table} AS own
JOIN fx_homes AS homes ON homes.browser = own.browser
WHERE own.subject = own.browser`;
  return [
    {
      name: 'fx_placed',
      about:
        'Exposures with who saw them in that phase (`unit`), and whether another variant was seen in the same browser.',
      scope: 'browser',
      query: `SELECT ${selectList(['browser', 'subject', ...seen], 'seen.')},
  CASE WHEN seen.subject = seen.browser THEN coalesce(host.host, seen.subject) ELSE seen.subject END AS unit,
  coalesce(spell.is_crossed, 0) AS is_crossed
FROM fx_exposures AS seen
LEFT JOIN fx_spells AS spell ON ${equalColumns(SPELL, 'spell', 'seen')}
LEFT JOIN fx_hosts AS host ON ${equalColumns(SPELL, 'host', 'seen')}`,
    },
    {
      name: 'fx_seen',
      about: 'Exposures by subject, with those of its visitors.',
      scope: 'browser',
      query: both('fx_placed', ['subject', 'unit', ...seen, 'is_crossed']),
    },
    {
      name: 'fx_done',
      about: 'Conversions by subject, with those of its visitors.',
      scope: 'browser',
      query: both('fx_conversions', ['subject', 'name', 'event_id', 'value', 'time_ms']),
    },
    {
      name: 'fx_failed',
      about: 'Failures by subject, with those of its visitors.',
      scope: 'browser',
      query: both('fx_failures', ['subject', 'experiment', 'code', 'selector', 'time_ms']),
    },
  ];
}
