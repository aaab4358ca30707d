/** Checks what a batch may be made of. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBatchReader } from '../../src/collector/batch.js';
import { batch, exposure } from './events.js';

const readBatch = createBatchReader();

const KEYS = ['id', 'type', 'at', 'subject', 'visitor', 'revision', 'path', 'experiment', 'variant', 'phase', 'reason'];

test('no body whatever makes it throw, and what it accepts has known keys and plain values only', () => {
  const event = fc.record(
    Object.fromEntries(KEYS.map((key) => [key, fc.oneof(fc.constant(exposure()[key]), fc.jsonValue())])),
  );
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.array(event, { maxLength: 3 }).map((events) => batch(events)),
    fc.tuple(fc.jsonValue(), fc.jsonValue()).map(([sentAt, events]) => batch([], { sentAt, events })),
  );
  let accepted = 0;
  fc.assert(
    fc.property(body, (text) => {
      const verdict = readBatch(text, 1);
      if (!verdict.ok) return;
      accepted++;
      for (const kept of verdict.events) {
        const allowed = [...KEYS, 'received', 'sentAt'];
        expect(
          Object.entries(kept).filter(([key, value]) => !allowed.includes(key) || typeof value === 'object'),
        ).toEqual([]);
      }
    }),
    { numRuns: 5000, seed: 1 },
  );
  expect(accepted).toBeGreaterThan(0);
});

test('nesting without end is refused, not recursed into', () => {
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  expect(readBatch(batch([]).replace('"events":[]', `"events":[${deep}]`), 1)).toMatchObject({
    ok: false,
    status: 400,
  });
});

test('a text is taken at its longest and refused one character over', () => {
  expect(readBatch(batch([exposure({ subject: 'x'.repeat(256) })]), 1).ok).toBe(true);
  expect(readBatch(batch([exposure({ subject: 'x'.repeat(257) })]), 1).ok).toBe(false);
});

test('of whom nobody says that it is a crawler, exposures keep their reason', () => {
  const reasonOf = (isBot?: boolean): unknown => {
    const verdict = readBatch(batch([exposure()]), 1, isBot);
    return verdict.ok && verdict.events.map((event) => 'reason' in event && event.reason);
  };
  expect([reasonOf(), reasonOf(false), reasonOf(true)]).toEqual([['assigned'], ['assigned'], ['bot']]);
});

test('what is optional may be absent but not of another type', () => {
  expect(readBatch(batch([exposure({ visitor: 'v', phase: 'a1' })]), 1).ok).toBe(true);
  expect(readBatch(batch([exposure({ visitor: null })]), 1).ok).toBe(false);
});

test('a key that an object only inherits does not count as there', () => {
  const event = JSON.stringify(exposure({ id: undefined })).replace('{', '{"__proto__":{"id":"inherited"},');
  expect(readBatch(`{"v":1,"sentAt":1760000000500,"dropped":0,"events":[${event}]}`, 1).ok).toBe(false);
});
