/** Tests that `fx results` reads a log with every kind of dirt as it reads the clean one. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { event, exposure, type Row } from '../docs/known.js';
import { fx } from './fx.js';
import { site } from './readout.js';

const START = Date.UTC(2026, 10, 2);
const DAY = 86_400_000;
/** By how much the clocks of browsers are wrong: by hours, by years, before and after a change to summer time. */
const OFF = [0, 0, -7_200_000, 400 * DAY, -9 * 365 * DAY];

/** Events by a browser's clock; what its batch was on its way is no error of it. */
const clocked = (subject: number, at: number, offs: readonly number[]) => {
  const off = offs[subject % offs.length] as number;
  return {
    at: at + off,
    sentAt: at + off + 1000,
    received: at + 1000 + (subject % 7) * 60_000,
    subject: `s${subject}`,
  };
};

const eventsBy = (offs: readonly number[]): readonly Row[] =>
  Array.from({ length: 900 }, (_, subject) => {
    const at = START + (subject % 14) * DAY + subject * 1000;
    const seen = exposure(`s${subject}`, subject % 2 ? 'treatment' : 'control', clocked(subject, at, offs));
    const values = [subject % 90, 0, -3.5, 1e12].slice(0, subject % 300 === 3 ? 4 : subject % 4);
    return [
      seen,
      ...values.map((value, index) =>
        event({ type: 'conversion', name: 'purchase', value, ...clocked(subject, at + 60_000 * (index + 1), offs) }),
      ),
    ];
  }).flat();
const EVENTS = eventsBy(OFF);

/** Lines, and an event of a batch, that nothing can be read of. */
const UNREAD = [
  '{"type":"exposure","experiment":"cta"',
  'GET / HTTP/1.1',
  '""',
  'null',
  ...[{ value: 1e13 }, { at: -1 }, { at: 1e17 }, { name: 'x'.repeat(2000) }, { type: 'what' }, { subject: '' }].map(
    (wrong) =>
      JSON.stringify({ ...event({ type: 'conversion', name: 'purchase', subject: 's1', at: START }), ...wrong }),
  ),
  ...['NaN', '1e400', 'Infinity', '"much"'].map((value) =>
    JSON.stringify(event({ type: 'conversion', name: 'purchase', subject: 's1', at: START, value: 77 })).replace(
      ':77',
      `:${value}`,
    ),
  ),
];

const linesOf = (rows: readonly Row[], more: object = {}): string[] =>
  rows.map((row) => JSON.stringify({ ...row, ...more }));

async function read(root: string, ...files: readonly string[]) {
  const named = files.flatMap((file) => ['--events', file]);
  const { code, out } = await fx(['results', 'experiments', '--json', ...named], root);
  expect(code).toBe(0);
  return JSON.parse(out);
}

test('marks, line ends, packed, cut and doubled files, broken lines and clocks that are off change no figure', async () => {
  const root = site([...EVENTS]);
  mkdirSync(join(root, 'logs'));
  const write = (name: string, content: string | Buffer): void => writeFileSync(join(root, 'logs', name), content);
  write('clean.ndjson', linesOf(eventsBy([0])).join('\n'));
  const third = Math.floor(EVENTS.length / 3);
  const first = linesOf(EVENTS.slice(0, third)).flatMap((line, at) => [
    line,
    ...(UNREAD[at - 5] ? [UNREAD[at - 5]] : []),
  ]);
  const marked = `\ufeff${first.join('\r\n')}\r\n\r\n`;
  for (const name of ['a.ndjson', 'a-copy.ndjson']) write(name, marked);
  write('b.ndjson.gz', gzipSync(linesOf(EVENTS.slice(third, 2 * third)).join('\n')));
  // Of another version, which has fields that nobody knows; its last line was being written.
  const last = linesOf(EVENTS.slice(2 * third).toReversed(), { v: 99, future: { a: [1, null] } });
  write('c.ndjson', `${last.join('\n')}\n{"type":"exposure","id":"cut","at":179`);
  const clean = await read(root, 'logs/clean.ndjson');
  const dirty = await read(root, 'logs/c.ndjson', 'logs/a.ndjson', 'logs/b.ndjson.gz', 'logs/a-copy.ndjson');
  expect(clean).toMatchObject({ unread: 0, repeated: 0, events: EVENTS.length });
  expect(dirty.experiments).toEqual(clean.experiments);
  expect(clean.experiments[0]).toMatchObject({ subjects: 900, mixed: 0 });
  // The lines of the file that is there twice, and the one that was cut.
  expect(dirty).toMatchObject({ unread: 2 * UNREAD.length + 1, repeated: third, events: EVENTS.length + third });
});
