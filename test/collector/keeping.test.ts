/** Tests days of events that are hard to keep: odd names, files that go meanwhile, disks and folders that refuse. */

import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepDays, listSegments } from '../../src/collector/days.js';
import { openJournal } from '../../src/collector/journal.js';
import { folder } from './events.js';

const DAY_MS = 86_400_000;

/** Looks once, and says what was told. */
async function lookOnce(root: string, more: Partial<Parameters<typeof keepDays>[1]> = {}): Promise<string[]> {
  const told: string[] = [];
  const file = join(root, 'events.ndjson');
  const journal = await openJournal(file);
  const options = {
    file,
    folder: join(root, 'events'),
    everyMs: DAY_MS,
    restMs: 0,
    onProblem: (one: string) => void told.push(one),
  };
  await keepDays(journal, { ...options, ...more }).stop();
  await journal.close();
  return told;
}
const segmentsIn = async (root: string): Promise<string[]> =>
  (await listSegments(join(root, 'events.ndjson'), join(root, 'events'))).map(({ path }) =>
    path.slice(root.length + 1),
  );

test('an event without the time of its arrival is of the day when its file was written last', async () => {
  const root = folder();
  writeFileSync(join(root, 'events.ndjson'), '{"id":"a"}\n');
  utimesSync(join(root, 'events.ndjson'), 1_760_000_000, 1_760_000_000);
  expect(await lookOnce(root)).toEqual([]);
  expect(await segmentsIn(root)).toEqual(['events/2025-10-09.ndjson.gz']);
});

test('days are in their order, and further files of one day in theirs', async () => {
  const root = folder();
  mkdirSync(join(root, 'events'));
  const names = ['2026-01-02', '2026-01-01.10', '2026-01-01.9', '2026-01-01', '2025-12-31.2'];
  for (const name of [...names, 'notes']) writeFileSync(join(root, 'events', `${name}.ndjson`), '{}\n');
  expect(await segmentsIn(root)).toEqual(
    ['2025-12-31.2', '2026-01-01', '2026-01-01.9', '2026-01-01.10', '2026-01-02'].map(
      (name) => `events/${name}.ndjson`,
    ),
  );
});

test('without a folder there is no day yet, and what lies in its place is not taken for an empty one', async () => {
  const root = folder();
  expect(await listSegments(join(root, 'events.ndjson'), join(root, 'events'))).toEqual([]);
  writeFileSync(join(root, 'events'), '');
  await expect(listSegments(join(root, 'events.ndjson'), join(root, 'events'))).rejects.toThrow('ENOTDIR');
});

test('without a word on who may delete, days that are too old go; a file that is written to waits', async () => {
  const root = folder();
  mkdirSync(join(root, 'events'));
  for (const day of ['2026-01-01', '2026-01-30', '2026-01-31'])
    writeFileSync(join(root, `events/${day}.ndjson`), `{"received":${Date.parse(day)},"sentAt":${Date.parse(day)}}\n`);
  await lookOnce(root, { keptDays: 10, restMs: 3_600_000, now: () => Date.parse('2026-02-01T00:00:00Z') });
  expect(await segmentsIn(root)).toEqual([
    ...['events/2026-01-30.ndjson', 'events/2026-01-31.ndjson'],
    'events.ndjson',
  ]);
});

test('a file that is deleted between two looks at the folder is passed over', async () => {
  const root = folder();
  mkdirSync(join(root, 'events'));
  const later = join(root, 'events/2026-01-31.ndjson');
  for (const day of ['2026-01-01', '2026-01-30', '2026-01-31'])
    writeFileSync(join(root, `events/${day}.ndjson`), `{"received":${Date.parse(day)},"sentAt":${Date.parse(day)}}\n`);
  const told = await lookOnce(root, {
    keptDays: 10,
    now: () => Date.parse('2026-02-01T00:00:00Z'),
    mayDelete: () => {
      rmSync(later);
      return Promise.resolve(true);
    },
  });
  expect(told).toEqual(['The events of 2026-01-01 were deleted, as keepDays keeps 10 days.']);
  expect(await segmentsIn(root)).toEqual(['events/2026-01-30.ndjson.gz', 'events.ndjson']);
});

test('a file whose first event cannot be read is told, and not taken for one that is not there', async () => {
  const root = folder();
  const journal = await openJournal(join(root, 'other.ndjson'));
  writeFileSync(join(root, 'notes'), '');
  const file = join(root, 'notes', 'events.ndjson');
  const told: string[] = [];
  await keepDays(journal, { file, folder: join(root, 'events'), onProblem: (one) => void told.push(one) }).stop();
  expect(told).toEqual([expect.stringContaining('(ENOTDIR)')]);
  await journal.close();
});

test('a journal that is closed meanwhile is no problem of the days', async () => {
  const root = folder();
  const file = join(root, 'events.ndjson');
  writeFileSync(file, '{"received":1760000000000}\n');
  const journal = await openJournal(file);
  await journal.close();
  const told: string[] = [];
  await keepDays(journal, { file, folder: join(root, 'events'), onProblem: (one) => void told.push(one) }).stop();
  expect(told).toEqual([]);
  expect(readFileSync(file, 'utf8')).toContain('received');
});

test('a move that the disk refuses is told with its code, and the events stay where they are', async () => {
  const root = folder();
  const file = join(root, 'events.ndjson');
  writeFileSync(file, '{"received":1760000000000}\n');
  const told: string[] = [];
  const refused = { ok: false, code: 'EIO', error: 'the disk is broken' } as const;
  const journal = { ...(await openJournal(file)), move: () => Promise.resolve(refused) };
  await keepDays(journal, { file, folder: join(root, 'events'), onProblem: (one) => void told.push(one) }).stop();
  expect(told).toEqual([`Days of events could not be kept apart (EIO): they stay in ${file} and are tried again.`]);
  await journal.close();
});

test('a failure without a code is told by itself', async () => {
  const root = folder();
  const file = join(root, 'events.ndjson');
  writeFileSync(file, '{"received":1760000000000}\n');
  const told: string[] = [];
  const journal = { ...(await openJournal(file)), move: () => Promise.reject(new Error('odd')) };
  await keepDays(journal, { file, folder: join(root, 'events'), onProblem: (one) => void told.push(one) }).stop();
  expect(told).toEqual([expect.stringContaining('(Error: odd)')]);
  await journal.close();
});

test('a day that cannot be packed stays as it is, without half of a file beside it', async () => {
  const root = folder();
  mkdirSync(join(root, 'events'));
  mkdirSync(join(root, 'events/2026-01-01.ndjson'));
  expect(await lookOnce(root)).toEqual([expect.stringContaining('(EISDIR)')]);
  expect(await segmentsIn(root)).toEqual(['events/2026-01-01.ndjson', 'events.ndjson']);
});
