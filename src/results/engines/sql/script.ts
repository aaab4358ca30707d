/** Writes all statements as one script, for whoever runs them in a database of their own. */

import type { ResultQuestion } from '../../question.js';
import { countsQuery } from './answer.js';
import type { Dialect } from './dialect.js';
import { identityStatements } from './identity.js';
import { memberStatements } from './members.js';
import { outcomeStatements } from './outcomes.js';
import { eventsQuery, sourceStatements } from './sources.js';
import type { Asking, SqlTable } from './statement.js';
import { totalStatements } from './totals.js';

/** Every table that the counts are made of, each after those that it reads. */
export const statementsOf = (asking: Asking): SqlTable[] => [
  ...sourceStatements(asking),
  ...identityStatements(asking),
  ...memberStatements(asking),
  ...outcomeStatements(asking),
  ...totalStatements(asking),
];

/** One statement of a script, without its semicolon. */
export interface ScriptPart {
  readonly name: string;
  readonly about: string;
  readonly sql: string;
}

/** The script: a statement to a table; the last one answers with the counts. */
export function scriptOf(question: ResultQuestion, dialect: Dialect): ScriptPart[] {
  const asking: Asking = { dialect, question, hasHosts: true };
  const events = eventsQuery(asking);
  const withEvents = (query: string): string =>
    dialect.view ? query : query.replaceAll('FROM fx_events', () => `FROM (\n${events}\n)`);
  return [
    ...dialect.settings.map((sql) => ({ name: 'settings', about: 'What the rest takes for granted.', sql })),
    ...(dialect.view
      ? [{ name: 'fx_events', about: 'The events that are sound.', sql: dialect.view('fx_events', events) }]
      : []),
    ...statementsOf(asking).map(({ name, about, query }) => ({
      name,
      about,
      sql: dialect.keep(name, withEvents(query)),
    })),
    { name: 'fx_counts', about: 'The counts.', sql: countsQuery(asking) },
  ];
}

/** The script as text. */
export const scriptText = (parts: readonly ScriptPart[]): string =>
  parts.map(({ about, sql }) => `-- ${about}\n${sql};\n`).join('\n');
