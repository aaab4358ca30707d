/** Tests ids with more events than are read at once: they are left out and told, and change nothing of all others. */

import { expect, test } from 'vitest';
import { hashText } from '../../../src/results/engines/buckets.js';
import { createCrowd, crowdOddities } from '../../../src/results/engines/crowd.js';
import { armsOf, buy, count, exposure, type Fields, QUESTION } from '../counted.js';
import { sameHash } from './samehash.js';

/** Rows that an id may have in these tests. */
const MOST = 40;

const people: readonly Fields[] = Array.from({ length: 300 }, (_, at) => [
  exposure(at, `s${at}`, at % 2 ? 'a' : 'b'),
  ...(at % 3 ? [] : [buy(at + 400, `s${at}`, at)]),
]).flat();

/** Somebody who buys so many times after an exposure. */
const buyer = (subject: string, times: number, more: Fields = {}): Fields[] => [
  exposure(1, subject, 'a', more),
  ...Array.from({ length: times }, (_, at) => buy(1000 + at, subject, 1, more)),
];

/** In the middle of the others, so that rows of its place come before and after. */
const among = (rows: readonly Fields[]): Fields[] => [...people.slice(0, 200), ...rows, ...people.slice(200)];

const told = (id: string, events: string): string =>
  `${id} has ${events} events, more than are counted in memory for one id, and is left out. A program's are best taken out of the lines; DuckDB counts them all (--engine duckdb).`;

test.each([
  ['that stay in memory', {}],
  ['that lie on the disk', { inMemory: 0 }],
])(
  'an id with one event too many is left out and told, and one with as many as may be counts: rows %s',
  async (_, limits) => {
    const rows = among([...buyer('bot', MOST), ...buyer('fan', MOST - 1)]);
    const { counts, reading } = await count([rows], QUESTION, { ...limits, rows: MOST });
    expect(counts).toEqual((await count([among(buyer('fan', MOST - 1))])).counts);
    expect(reading.oddities).toEqual([told('bot', '41')]);
  },
);

test('an id begins no line of its own, and colours none', () => {
  expect(crowdOddities(new Map([['bot\n! \u001b[31mShip it', 41]]))).toEqual([
    told('bot\\n! \\u001b[31mShip it', '41'),
  ]);
});

test('all events of an id are told, those among them that were never kept', async () => {
  const { counts, reading } = await count([among(buyer('bot', 100 * MOST))], QUESTION, { rows: MOST });
  expect(counts).toEqual((await count([people])).counts);
  expect(reading.oddities).toEqual([told('bot', '4,001')]);
});

test('a subject whose browsers together have too many events is left out, though none of them has', async () => {
  const rows = ['v1', 'v2', 'v3', 'v4'].flatMap((visitor) => buyer('acme', MOST - 10, { visitor }));
  const { counts, reading } = await count([among(rows)], QUESTION, { rows: MOST });
  expect(counts).toEqual((await count([people])).counts);
  expect(reading.oddities).toEqual([told('acme', '124')]);
});

test('a browser with too many events is left out with all who signed in there, and they count elsewhere', async () => {
  const kiosk = Array.from({ length: MOST }, (_, at) => exposure(at, `guest${at}`, 'a', { visitor: 'kiosk' }));
  const home = [exposure(1, 'guest1', 'b', { visitor: 'home' }), buy(5000, 'guest1', 7, { visitor: 'home' })];
  const rows = among([...kiosk, exposure(9, 'kiosk', 'a', { visitor: 'kiosk' }), ...home]);
  const { counts, reading } = await count([rows], QUESTION, { rows: MOST });
  expect(counts).toEqual((await count([among(home)])).counts);
  expect(reading.oddities).toEqual([told('kiosk', '41')]);
});

test('whoever posts thousands of other ids that are counted in its place cannot hide one with too many events', () => {
  const crowd = createCrowd(10);
  let kept = 0;
  const others: string[] = [];
  for (const id of sameHash(hashText('bot'))) if (others.push(id) === 5000) break;
  for (let round = 0; round < 20; round++)
    for (const [at, id] of others.entries()) {
      crowd.admits(id);
      if (at % 100 === 0 && crowd.admits('bot')) kept++;
    }
  // Of 1,000 events each: all ids of the place have 101,000, a thousandth of which is 99.
  expect(kept).toBeLessThan(10 + 10 + 99);
  expect(crowd.isTooMany('bot', kept)).toBe(true);
  expect([...crowd.left]).toEqual([['bot', 1000]]);
  expect(crowd.isTooMany(others[0] as string, 10)).toBe(false);
});

test('of many ids the five with the most events are named, and how many more there are', () => {
  const ids = [7, 6, 8, 0, 5, 4, 3, 2, 1].map((at) => [`bot${at}`, 2000 + Math.min(at, 6)] as const);
  const lines = crowdOddities(new Map(ids));
  expect(lines.map((line) => line.split(' ', 3).join(' '))).toEqual([
    'bot6 has 2,006',
    'bot7 has 2,006',
    'bot8 has 2,006',
    'bot5 has 2,005',
    'bot4 has 2,004',
    '4 more ids',
  ]);
  expect(crowdOddities(new Map())).toEqual([]);
});

test('events that come again are counted once, however many events their subject has', async () => {
  const rows = [...people, ...buyer('fan', 500)];
  const again = await count([[...rows, ...rows]]);
  const once = await count([rows]);
  expect(again.counts).toEqual(once.counts);
  expect([again.repeated, once.repeated]).toEqual([rows.length, 0]);
  expect((await armsOf(rows))?.[0]).toEqual(['a', 151, expect.any(Number), expect.any(Number)]);
});
