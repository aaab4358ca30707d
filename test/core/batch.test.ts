/** Checks how events are packed into batches, and what becomes of a batch that a collector does not take. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteLength, type Courier, countFitting, ENVELOPE_BYTES, postEvents } from '../../src/core/batch.js';
import { BATCH_BYTES, BATCH_EVENTS } from '../../src/core/event.js';

const ofBytes = (bytes: number): string => `"${'a'.repeat(bytes - 2)}"`;

test('the bytes of a text are those of its UTF-8', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
      (json) => {
        expect(byteLength(json)).toBe(Buffer.byteLength(json));
      },
    ),
  );
});

describe('of events fit', () => {
  const room = BATCH_BYTES - ENVELOPE_BYTES;

  test('as many as one batch may have', () => {
    const most = Array.from({ length: BATCH_EVENTS }, () => '{}');
    expect([[], most, [...most, '{}']].map(countFitting)).toEqual([0, BATCH_EVENTS, BATCH_EVENTS]);
  });

  test('as many as its bytes have room for, to the byte', () => {
    const half = ofBytes(room / 2 - 1);
    expect([half, half]).toHaveLength(countFitting([half, half]));
    expect(countFitting([half, ofBytes(room / 2)])).toBe(1);
    expect(countFitting([half, half, '{}'])).toBe(2);
  });

  test('one at least, as nobody could send it else', () => {
    expect(countFitting([ofBytes(room + 1), '{}'])).toBe(1);
  });

  test('no more than a body has room for, whatever stands around them', async () => {
    const events = Array.from({ length: 100 }, () => ofBytes(511));
    const { bodies } = await posting(events.slice(0, countFitting(events)), () => 204, Number.MAX_SAFE_INTEGER);
    expect(bodies.map((body) => Buffer.byteLength(body) <= BATCH_BYTES)).toEqual([true]);
  });
});

/** Posts to a collector that answers so, and tells what it got and what was settled. */
async function posting(events: readonly string[], answer: (events: readonly unknown[]) => number, dropped = 3) {
  const bodies: string[] = [];
  const settled: (readonly [events: number, told: number, status: number])[] = [];
  let left = dropped;
  const courier: Courier = {
    dropped: () => left,
    post: async (body) => {
      bodies.push(body);
      return answer((JSON.parse(body) as { events: unknown[] }).events);
    },
    settle: (some, told, status) => {
      left -= told;
      settled.push([some.length, told, status]);
    },
  };
  const isDone = await postEvents(events, courier);
  const told = bodies.map((body) => JSON.parse(body) as { v: number; dropped: number; events: unknown[] });
  return {
    bodies,
    isDone,
    settled,
    sizes: told.map((one) => one.events.length),
    dropped: told.map((one) => one.dropped),
  };
}

const four = ['1', '2', '3', '4'];

describe('a batch', () => {
  test.each([200, 204, 299])('is over with %i, and so is what was dropped before', async (status) => {
    const { bodies, isDone, settled } = await posting(four, () => status);
    expect(JSON.parse(bodies[0] as string)).toMatchObject({ v: 1, dropped: 3, events: [1, 2, 3, 4] });
    expect([isDone, settled]).toEqual([true, [[4, 3, status]]]);
  });

  test.each([0, 199, 300, 401, 429, 500, 503])('goes again later with %i', async (status) => {
    const { isDone, settled, sizes } = await posting(four, () => status);
    expect([isDone, settled, sizes]).toEqual([false, [], [4]]);
  });

  test.each([403, 404])('is refused as a whole with %i, which is about the address', async (status) => {
    const { isDone, settled, sizes } = await posting(four, () => status);
    expect([isDone, settled, sizes]).toEqual([true, [[4, 0, status]], [4]]);
  });

  test.each([400, 413])('that is answered %i is halved, until what is wrong with it stands alone', async (status) => {
    const { dropped, isDone, settled, sizes } = await posting(four, (events) => (events.includes(3) ? status : 204));
    expect(isDone).toBe(true);
    expect(sizes).toEqual([4, 2, 2, 1, 1]);
    expect(settled).toEqual([
      [2, 3, 204],
      [1, 0, status],
      [1, 0, 204],
    ]);
    // The collector heard of what was dropped with the first half.
    expect(dropped).toEqual([3, 3, 0, 0, 0]);
  });

  test('whose first half has to go again keeps the second for later, too', async () => {
    let asked = 0;
    const { isDone, settled, sizes } = await posting(four, () => (asked++ ? 503 : 413));
    expect([isDone, settled, sizes]).toEqual([false, [], [4, 2]]);
  });
});
