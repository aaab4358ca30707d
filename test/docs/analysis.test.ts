/** The queries of docs/analysis.md, run in SQLite on events whose answers are known. */

import { readFileSync } from 'node:fs';
import initSqlJs from 'sql.js';
import { expect, test } from 'vitest';

type Row = Readonly<Record<string, unknown>>;

const page = readFileSync('docs/analysis.md', 'utf8');

const query = (name: string): string => {
  const text = new RegExp(`<!-- ${name} -->\n\`\`\`sql\n(.*?)\`\`\``, 's').exec(page)?.[1];
  if (!text) throw new Error(`docs/analysis.md has no query ${name}`);
  return text;
};

let made = 0;
const event = (fields: Row, clockOffMs = 0): Row => ({
  id: `${made++}`.padStart(32, '0'),
  at: 1000 + clockOffMs,
  sentAt: 2000 + clockOffMs,
  received: 2000,
  revision: 'r',
  path: '/',
  ...fields,
});
const exposure = (subject: string, variant: string, more: Row = {}): Row =>
  event({ type: 'exposure', subject, experiment: 'cta', variant, phase: 'p1', reason: 'assigned', ...more });
const conversion = (subject: string, value: number, at: number): Row =>
  event({ type: 'conversion', subject, name: 'purchase', value, at });

/**
 * 60 subjects see control, 40 treatment; 6 and 12 of them buy for 10 each. Beside them: everything that must not count.
 */
const events = (): Row[] => {
  const control = Array.from({ length: 60 }, (_, i) => `c${i}`);
  const treatment = Array.from({ length: 40 }, (_, i) => `t${i}`);
  const exposed = [
    ...control.map((subject) => exposure(subject, 'control')),
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
    { ...conversion('c55', 10, 0), at: 3000 + 3e11, sentAt: 2000 + 3e11 },
    ...['t1', 't2'].map((subject) =>
      event({ type: 'failure', subject, experiment: 'cta', variant: 'treatment', code: 'timeout', selector: '.cta' }),
    ),
    event({ type: 'conversion', subject: 'u1', visitor: 'v1', name: 'login', value: 1 }),
    event({ type: 'conversion', subject: 'u2', visitor: 'v1', name: 'login', value: 1 }),
  ];
};

const SQL = await initSqlJs();
const load = (rows: readonly Row[]): ((name: string) => Row[]) => {
  const database = new SQL.Database();
  database.run(query('load'));
  for (const row of rows) database.run('INSERT INTO raw VALUES (?)', [JSON.stringify(row)]);
  database.run(query('first'));
  return (name) => {
    const text = query(name);
    const statement = database.prepare(text);
    statement.bind(
      Object.fromEntries(
        Object.entries({ ':experiment': 'cta', ':metric': 'purchase' }).filter(([key]) => text.includes(key)),
      ),
    );
    const found: Row[] = [];
    while (statement.step()) found.push(statement.getAsObject());
    statement.free();
    return found;
  };
};
const answers = load(events());

test('conversions count once, after the first exposure, by the collector’s clock', () => {
  expect(answers('conversion')).toEqual([
    { variant: 'control', subjects: 60, conversions: 7, rate: 0.1167, total: 70, total_squares: 700 },
    { variant: 'treatment', subjects: 40, conversions: 12, rate: 0.3, total: 120, total_squares: 1200 },
  ]);
});

test('who saw two variants is counted, and left out', () => {
  expect(answers('mixed')).toEqual([{ subjects_in_two_variants: 1 }]);
});

test('the chi-squared of the split is the one that can be computed by hand', () => {
  // 60 and 40 where 50 and 50 are expected: 100/50 + 100/50
  expect(answers('srm')).toEqual([{ chi_squared: 4, degrees_of_freedom: 1 }]);
});

test('failures are counted by arm, as shares of it', () => {
  expect(answers('failures')).toEqual([
    { variant: 'treatment', code: 'timeout', selector: '.cta', subjects: 2, share: 0.05 },
  ]);
});

test('subjects belong to the phase of their first exposure', () => {
  expect(answers('phases').map(({ phase, variant, subjects }) => [phase, variant, subjects])).toEqual([
    ['p1', 'control', 60],
    ['p1', 'treatment', 30],
    ['p2', 'treatment', 10],
  ]);
});

test('who comes again in a later phase stays in that of the first exposure, whatever the phases are called', () => {
  const again = load([
    exposure('s1', 'control', { phase: 'p9', at: 1000 }),
    exposure('s1', 'control', { phase: 'p0', at: 1500, reason: 'sticky' }),
  ]);
  expect(again('phases')).toEqual([{ phase: 'p9', variant: 'control', subjects: 1, since_ms: 1000 }]);
});

test('a browser that two subjects share is found', () => {
  expect(answers('visitors')).toMatchObject([{ shared_visitors: 1 }]);
});

test('an arm that nobody saw still counts against the split', () => {
  const oneArm = load(Array.from({ length: 20 }, (_, i) => exposure(`s${i}`, 'control')));
  expect(oneArm('srm')).toEqual([{ chi_squared: 20, degrees_of_freedom: 1 }]);
});
