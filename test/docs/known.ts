/** Holds events whose answers are known, and SQLite with the queries of docs/analysis.md. */

import { readFileSync } from 'node:fs';
import initSqlJs from 'sql.js';

/** A line of the collector's file, or of an answer. */
export type Row = Readonly<Record<string, unknown>>;

const page = readFileSync('docs/analysis.md', 'utf8');

const query = (name: string, before = name): string => {
  const text = new RegExp(`<!-- ${before} -->\n\`\`\`sql\n(.*?)\`\`\``, 's').exec(page)?.[1];
  if (!text) throw new Error(`docs/analysis.md has no query ${name}`);
  return text;
};
/** Every statement of the page but the last, which answers. */
const statements = query('script', 'sql: script').split(/;\n\n/).slice(0, -1).join(';\n');

/** When it all happened: the rows below count from here. */
export const START = Date.UTC(2026, 10, 2);
/** By a clock that is some ten years ahead. */
const AHEAD = { at: START + 1000 + 3e11, sentAt: START + 2000 + 3e11 };

let made = 0;
export const event = (fields: Row, clockOffMs = 0): Row => {
  const row: Row = {
    id: `${made++}`.padStart(32, '0'),
    at: 1000 + clockOffMs,
    sentAt: 2000 + clockOffMs,
    received: 2000,
    revision: 'r',
    path: '/',
    ...fields,
  };
  return row;
};
/** The same with times since the epoch. */
export const dated = (row: Row): Row => {
  const moved = ['at', 'sentAt', 'received'].filter((name) => typeof row[name] === 'number');
  return {
    ...row,
    ...Object.fromEntries(moved.map((name) => [name, Number(row[name]) + (Number(row[name]) < START / 2 ? START : 0)])),
  };
};
export const exposure = (subject: string, variant: string, more: Row = {}): Row =>
  event({ type: 'exposure', subject, experiment: 'cta', variant, phase: 'p1', reason: 'assigned', ...more });
export const conversion = (subject: string, value: number, at: number): Row =>
  event({ type: 'conversion', subject, name: 'purchase', value, at });

/**
 * 60 subjects see control, 40 treatment; 6 and 12 of them buy for 10 each. Beside them: everything that must not count.
 */
export const knownEvents = (): Row[] => {
  const control = Array.from({ length: 60 }, (_, i) => `c${i}`);
  const treatment = Array.from({ length: 40 }, (_, i) => `t${i}`);
  const exposed = [
    ...control.map((subject) => ({ ...exposure(subject, 'control'), ...(subject === 'c55' && AHEAD) })),
    ...treatment.map((subject, i) =>
      exposure(subject, 'treatment', { phase: i < 30 ? 'p1' : 'p2', at: i < 30 ? 1000 : 1500 }),
    ),
  ];
  const bought = [...control.slice(0, 6), ...treatment.slice(0, 12)].map((subject) => conversion(subject, 10, 3000));
  return [
    ...exposed,
    ...bought,
    // the same again, as after a lost answer
    ...exposed.slice(0, 5),
    ...bought.slice(0, 5),
    // before the exposure, and never exposed
    conversion('c50', 10, 10),
    conversion('nobody', 10, 3000),
    // everybody diverted, and one who saw both
    exposure('d1', 'treatment', { reason: 'divert' }),
    exposure('m1', 'control'),
    exposure('m1', 'treatment'),
    // a browser whose clock is ten years ahead buys after it saw
    { ...conversion('c55', 10, 0), ...AHEAD, at: AHEAD.at + 2000 },
    ...['t1', 't2'].map((subject) =>
      event({ type: 'failure', subject, experiment: 'cta', variant: 'treatment', code: 'timeout', selector: '.cta' }),
    ),
    event({ type: 'conversion', subject: 'u1', visitor: 'v1', name: 'login', value: 1 }),
    event({ type: 'conversion', subject: 'u2', visitor: 'v1', name: 'login', value: 1 }),
  ];
};

const SQL = await initSqlJs();
/** Puts lines into a database, and returns what answers a query of the page by its name. */
export const load = (rows: readonly Row[]): ((name: string) => Row[]) => {
  const database = new SQL.Database();
  database.run('CREATE TABLE raw (line TEXT)');
  for (const row of rows) database.run('INSERT INTO raw VALUES (?)', [JSON.stringify(dated(row))]);
  database.run(statements);
  return (name) => {
    const statement = database.prepare(query(name));
    const found: Row[] = [];
    while (statement.step()) found.push(statement.getAsObject());
    statement.free();
    return found;
  };
};
