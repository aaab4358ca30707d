/** Writes the third part of the SQL: subjects within phases, what they saw first, and how long what they do counts. */

import { DAY_MS, MOST_PHASES } from '../../question.js';
import {
  type Asking,
  columnList,
  equalColumns,
  factColumns,
  moreColumns,
  type SqlTable,
  selectList,
} from './statement.js';

/** What a member is known by. */
export const MEMBER = ['home', 'experiment', 'phase'];

/** Ends with `fx_members` and `fx_persons`. */
export function memberStatements({ dialect, question }: Asking): SqlTable[] {
  const facts = factColumns(question);
  const look = ['home', 'subject', 'unit', 'experiment', 'phase', 'variant', 'is_sticky', ...facts];
  return [
    {
      name: 'fx_looks',
      about: 'What each subject saw: one row for each variant, with the time of the first exposure.',
      scope: 'subject',
      query: `SELECT ${columnList(look)}, min(time_ms) AS first_ms, max(is_crossed) AS is_crossed
FROM fx_seen
GROUP BY ${columnList(look)}`,
    },
    {
      name: 'fx_starts',
      about: 'The first exposure of each member of a phase; `is_mixed` who saw several variants.',
      scope: 'subject',
      query: startsQuery(facts, dialect.bytes),
    },
    {
      name: 'fx_faces',
      about: 'As whom a member was seen in the phase: as itself, and as the visitor that it was.',
      scope: 'subject',
      query: `SELECT ${columnList(MEMBER)}, home AS face FROM fx_starts
UNION ALL
SELECT DISTINCT ${selectList(MEMBER, 'look.')}, look.subject FROM fx_looks AS look
JOIN fx_starts AS start_row ON ${equalColumns(MEMBER, 'start_row', 'look')}
WHERE look.unit = look.home AND look.subject <> look.home`,
    },
    {
      name: 'fx_stays',
      about: 'When a member first saw a later phase, where its outcomes end, and whether it saw an earlier one.',
      scope: 'subject',
      query: staysQuery(),
    },
    {
      name: 'fx_members',
      about: 'The members of every phase.',
      scope: 'subject',
      query: `SELECT ${selectList([...MEMBER, 'variant', 'is_mixed', 'is_carried', ...facts, 'first_ms'], 'start_row.')},
  ${dialect.floor(`start_row.first_ms / ${DAY_MS}`)} AS day, stay.end_ms AS end_ms, coalesce(stay.is_later, 0) AS is_later
FROM fx_starts AS start_row
LEFT JOIN fx_stays AS stay ON ${equalColumns(MEMBER, 'stay', 'start_row')}`,
    },
    {
      name: 'fx_persons',
      about: 'The members in an arm, once for each face.',
      scope: 'subject',
      query: `SELECT face.face AS face,
  ${selectList([...MEMBER, 'variant', 'is_carried', ...facts, 'first_ms', 'day', 'end_ms', 'is_later'], 'member.')}
FROM fx_members AS member
JOIN fx_faces AS face ON ${equalColumns(MEMBER, 'face', 'member')}
WHERE member.is_mixed = 0`,
    },
  ];
}

function startsQuery(facts: readonly string[], bytes: (expression: string) => string): string {
  const member = columnList(MEMBER);
  const order = `first_ms, is_sticky${facts.map((fact) => `, ${bytes(fact)}`).join('')}`;
  return `SELECT ${member}, variant, is_sticky AS is_carried${moreColumns(facts)}, first_ms,
  CASE WHEN lowest <> highest OR crossed = 1 THEN 1 ELSE 0 END AS is_mixed
FROM (
  SELECT ranked.*, row_number() OVER (PARTITION BY home, experiment ORDER BY place, first_ms, ${bytes('phase')}) AS number
  FROM (
    SELECT ${member}, variant, is_sticky${moreColumns(facts)}, first_ms,
      row_number() OVER (PARTITION BY ${member} ORDER BY ${order}) AS place,
      min(variant) OVER (PARTITION BY ${member}) AS lowest,
      max(variant) OVER (PARTITION BY ${member}) AS highest,
      max(is_crossed) OVER (PARTITION BY ${member}) AS crossed
    FROM fx_looks
    WHERE unit = home
  ) AS ranked
) AS numbered
WHERE place = 1 AND number <= ${MOST_PHASES}`;
}

function staysQuery(): string {
  return `SELECT ${selectList(MEMBER, 'start_row.')},
  min(CASE WHEN other.first_ms > start_row.first_ms THEN other.first_ms END) AS end_ms,
  max(CASE WHEN other.first_ms < start_row.first_ms THEN 1 ELSE 0 END) AS is_later
FROM fx_starts AS start_row
JOIN fx_faces AS face ON ${equalColumns(MEMBER, 'face', 'start_row')}
JOIN (
  SELECT home, subject, experiment, phase, min(first_ms) AS first_ms FROM fx_looks GROUP BY home, subject, experiment, phase
) AS other ON other.home = start_row.home AND other.experiment = start_row.experiment AND other.subject = face.face
WHERE other.phase <> start_row.phase
GROUP BY ${columnList(MEMBER, 'start_row.')}`;
}
