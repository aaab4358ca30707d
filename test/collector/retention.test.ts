/**
 * Tests how long days of events are kept: a clock that is wrong, by hours or by years, ahead or behind, deletes nothing
 * that was confirmed.
 */

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { listSegments } from '../../src/collector/days.js';
import { createCollector } from '../../src/collector/index.js';
import { createRetention } from '../../src/collector/retention.js';
import { batch, exposure, folder, lines, listen, post } from './events.js';

const DAY_MS = 86_400_000;
/** The right time; the tests say by how much the machine's clock is off. */
const TRUTH = Date.parse('2026-11-29T12:00:00Z');
const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);
const dayBefore = (days: number): string => dayOf(TRUTH - days * DAY_MS);

/** Lines as the collector writes them. */
const linesOf = (received: number, sentAt = received, count = 1): string =>
  `${JSON.stringify({ ...exposure({ id: 'x' }), received, sentAt })}\n`.repeat(count);

/** A folder with a packed day for each of so many days ago. */
function folderOf(days: readonly number[]): string {
  const root = folder();
  mkdirSync(join(root, 'events'));
  for (const ago of days) {
    const name = join(root, 'events', `${dayBefore(ago)}.ndjson.gz`);
    writeFileSync(name, gzipSync(linesOf(TRUTH - ago * DAY_MS)));
  }
  return root;
}

const daysIn = (root: string): string[] =>
  [...new Set(readdirSync(join(root, 'events')).map((name) => name.slice(0, 10)))].sort();

interface Session {
  /** What was said. */
  readonly said: string[];
}

/** Runs a collector by a clock: it looks at the days, takes events of browsers by theirs, and looks again. */
async function run(root: string, clock: number, sent: readonly number[] = []): Promise<Session> {
  const said: string[] = [];
  for (const sending of [[], sent, []]) {
    const collector = await createCollector({
      file: join(root, 'events.ndjson'),
      now: () => clock,
      days: { folder: join(root, 'events'), everyMs: DAY_MS, restMs: 0, keptDays: 30, now: () => clock },
      onProblem: (one) => void said.push(one),
    });
    const url = await listen(collector.handle);
    for (const sentAt of sending) expect((await post(url, batch([exposure()], { sentAt }))).status).toBe(204);
    await collector.close();
  }
  return { said };
}

test('a machine that thinks it is 2036 deletes nothing, says so, and goes on once its clock is right', async () => {
  const all = [27, 26, 20, 2, 1];
  const root = folderOf(all);
  const ahead = Date.parse('2036-02-03T04:05:06Z');
  const { said } = await run(root, ahead, [TRUTH]);
  expect(daysIn(root)).toEqual(all.map(dayBefore));
  expect([...new Set(said)]).toEqual([
    'The clock of this machine said 2036-02-03 when most of those who sent the newest events said 2026-11-29: keepDays deletes nothing that both do not call too old. Set the clock right.',
  ]);
  // It stays wrong for days, and events come in on each of them.
  for (const day of [1, 2, 3]) await run(root, ahead + day * DAY_MS, [TRUTH + day * DAY_MS]);
  expect(daysIn(root)).toEqual(expect.arrayContaining(all.map(dayBefore)));
  // Set right, what is really too old goes, and what the clock of 2036 wrote stays for 30 days of the browsers.
  await run(root, TRUTH + 4 * DAY_MS, [TRUTH + 4 * DAY_MS]);
  const right = await run(root, TRUTH + 5 * DAY_MS, [TRUTH + 5 * DAY_MS]);
  expect(right.said).toEqual([
    `The events of 2 days, ${dayBefore(27)} to ${dayBefore(26)}, were deleted, as keepDays keeps 30 days.`,
  ]);
  expect(daysIn(root).slice(0, 3)).toEqual([20, 2, 1].map(dayBefore));
  expect(daysIn(root).filter((day) => day >= '2036')).toHaveLength(4);
  await run(root, TRUTH + 37 * DAY_MS, [TRUTH + 37 * DAY_MS]);
  await run(root, TRUTH + 38 * DAY_MS, [TRUTH + 38 * DAY_MS]);
  expect(daysIn(root).filter((day) => day >= '2036')).toEqual([]);
});

test('what came in while the clock was years behind is kept, whatever day it was put under', async () => {
  const root = folderOf([2, 1]);
  const behind = Date.parse('2020-01-01T00:10:00Z');
  await run(root, behind, [TRUTH, TRUTH]);
  const { said } = await run(root, TRUTH, [TRUTH]);
  expect([daysIn(root), said]).toEqual([['2020-01-01', dayBefore(2), dayBefore(1)], []]);
  // A month later it goes with its neighbours.
  for (const day of [31, 32]) await run(root, TRUTH + day * DAY_MS, [TRUTH + day * DAY_MS]);
  expect(daysIn(root)).toEqual([dayBefore(-31)]);
});

test('events that come in before the machine knows the year are stored by the clock of their browsers', async () => {
  const root = folderOf([2, 1]);
  for (const clock of [5000, Date.parse('2101-01-01')]) {
    const collector = await createCollector({ file: join(root, 'events.ndjson'), now: () => clock });
    const url = await listen(collector.handle);
    expect((await post(url, batch([exposure()], { sentAt: TRUTH }))).status).toBe(204);
    await collector.close();
  }
  const stored = lines(join(root, 'events.ndjson'));
  expect(stored.map(({ received }) => received)).toEqual([TRUTH, TRUTH]);
});

test('one day on which both clocks are ahead, as of a server beside the collector, deletes nothing', async () => {
  const root = folderOf([29, 20, 2, 1]);
  const ahead = Date.parse('2036-02-03T04:05:06Z');
  await run(root, ahead, [ahead, ahead]);
  expect(daysIn(root)).toEqual([29, 20, 2, 1].map(dayBefore));
});

test('some browsers whose clocks are off, or who lie, neither keep a day nor delete one', async () => {
  const root = folderOf([40, 20]);
  const [now, long] = [TRUTH, Date.parse('2005-01-01')];
  for (const ago of [2, 1])
    writeFileSync(
      join(root, 'events', `${dayBefore(ago)}.ndjson`),
      [linesOf(now - ago * DAY_MS, long, 400), linesOf(now - ago * DAY_MS, now - ago * DAY_MS, 600)].join(''),
    );
  await run(root, TRUTH + DAY_MS, [TRUTH + DAY_MS]);
  expect(daysIn(root)).toEqual([20, 2, 1].map(dayBefore));
});

test('a clock that is wrong is told once, and so is what is deleted; a site that nobody visits is told nothing', async () => {
  const root = folderOf([25, 2, 1]);
  writeFileSync(join(root, 'events.ndjson'), linesOf(Date.parse('2036-02-03'), TRUTH));
  const said: string[] = [];
  const collector = await createCollector({
    file: join(root, 'events.ndjson'),
    days: {
      ...{ folder: join(root, 'events'), everyMs: 5, restMs: 0, keptDays: 30 },
      now: () => Date.parse('2036-02-03'),
    },
    onProblem: (one) => void said.push(one),
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await collector.close();
  expect(said).toEqual([expect.stringContaining('said 2036-02-03')]);
  expect((await run(folderOf([25, 2]), Date.parse('2027-02-03'))).said).toEqual([]);
  await run(root, TRUTH + 6 * DAY_MS, [TRUTH + 6 * DAY_MS]);
  expect((await run(root, TRUTH + 7 * DAY_MS, [TRUTH + 7 * DAY_MS])).said).toEqual([
    `The events of ${dayBefore(25)} were deleted, as keepDays keeps 30 days.`,
  ]);
});

test('a file that says no time is of the day in its name, also of one to come, and so is one that is gone', async () => {
  const root = folderOf([2, 1]);
  for (const ago of [40, -3]) writeFileSync(join(root, 'events', `${dayBefore(ago)}.ndjson`), '{"id":"x"}\n');
  const segments = await listSegments(join(root, 'events.ndjson'), join(root, 'events'));
  const gone = { path: join(root, 'gone.ndjson'), day: dayBefore(50), isPacked: false };
  const { old, doubt } = await createRetention(30)([gone, ...segments], TRUTH);
  expect([old.map(({ day }) => day), doubt]).toEqual([[dayBefore(50), dayBefore(40)], null]);
});

test('a file is asked again once it is another', async () => {
  const root = folderOf([2]);
  const path = join(root, 'events', `${dayBefore(1)}.ndjson`);
  writeFileSync(path, '{"id":"x"}\n');
  writeFileSync(join(root, 'events', `${dayBefore(40)}.ndjson`), '{"id":"x"}\n');
  const find = createRetention(30);
  const found = async (): Promise<number> =>
    (await find(await listSegments(join(root, 'events.ndjson'), join(root, 'events')), TRUTH)).old.length;
  expect(await found()).toBe(0);
  writeFileSync(path, linesOf(TRUTH - DAY_MS));
  expect(await found()).toBe(1);
});
