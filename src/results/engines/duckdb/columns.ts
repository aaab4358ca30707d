/** Lists the columns of a table of events: their names, their types, and how an event fills them. */

import type { FxEvent } from '../../../core/index.js';
import type { ReadEvent } from '../../envelope.js';

/** A column as DuckDB declares it, and its value of an event; undefined where the event has none. */
export interface EventColumn {
  readonly type: 'VARCHAR' | 'DOUBLE' | 'BOOLEAN' | 'BIGINT';
  /** Whether no count needs it: it is kept for whoever asks something else. */
  readonly isExtra?: true;
  of(read: ReadEvent, event: Fields): unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Names are those of the event. In place of `sentAt`, which is another one in each copy of an event, `skew` is the
 * smallest `received - sentAt` of all copies.
 */
export const EVENT_COLUMNS: Readonly<Record<string, EventColumn>> = {
  id: { type: 'VARCHAR', of: (_, { id }) => id },
  type: { type: 'VARCHAR', of: (_, { type }) => type },
  at: { type: 'DOUBLE', of: (_, { at }) => at },
  received: { type: 'DOUBLE', of: ({ received }) => received ?? undefined },
  skew: {
    type: 'DOUBLE',
    of: ({ received, sentAt }) => (received === null || sentAt === null ? undefined : received - sentAt),
  },
  subject: { type: 'VARCHAR', of: (_, { subject }) => subject },
  visitor: { type: 'VARCHAR', of: (_, { visitor }) => visitor },
  revision: { type: 'VARCHAR', isExtra: true, of: (_, { revision }) => revision },
  path: { type: 'VARCHAR', isExtra: true, of: (_, { path }) => path },
  experiment: { type: 'VARCHAR', of: (_, { experiment }) => experiment },
  phase: { type: 'VARCHAR', of: (_, { phase }) => phase },
  variant: { type: 'VARCHAR', of: (_, { variant }) => variant },
  reason: { type: 'VARCHAR', of: (_, { reason }) => reason },
  device: { type: 'VARCHAR', of: (_, { device }) => device },
  isNew: { type: 'BOOLEAN', of: (_, { isNew }) => isNew },
  language: { type: 'VARCHAR', of: (_, { language }) => language },
  segments: {
    type: 'VARCHAR',
    of: (_, { segments }) => (segments === undefined ? undefined : JSON.stringify(segments)),
  },
  name: { type: 'VARCHAR', of: (_, { name }) => name },
  value: { type: 'DOUBLE', of: (_, { value }) => value },
  key: { type: 'VARCHAR', isExtra: true, of: (_, { key }) => key },
  code: { type: 'VARCHAR', of: (_, { code }) => code },
  selector: { type: 'VARCHAR', of: (_, { selector }) => selector },
  message: { type: 'VARCHAR', isExtra: true, of: (_, { message }) => message },
  stack: { type: 'VARCHAR', isExtra: true, of: (_, { stack }) => stack },
  dropped: { type: 'BIGINT', of: ({ dropped }) => dropped || undefined },
};

/** The names, without the extra ones where only counts are wanted. */
export const columnNames = (isWhole: boolean): string[] =>
  Object.entries(EVENT_COLUMNS)
    .filter(([, { isExtra }]) => isWhole || !isExtra)
    .map(([name]) => name);

/** An event as a row of a CSV file, where a text stands between quotes and nothing at all means a missing one. */
export function rowText(read: ReadEvent, columns: readonly EventColumn[]): string {
  const event: FxEvent = read.event;
  let row = '';
  for (const [at, column] of columns.entries()) {
    const value = column.of(read, event as unknown as Fields);
    if (at) row += ',';
    if (value === undefined || value === null) continue;
    row += typeof value === 'string' ? `"${value.includes('"') ? value.replaceAll('"', '""') : value}"` : String(value);
  }
  return `${row}\n`;
}
