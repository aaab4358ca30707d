/** Tests what is said of lines that hold no event, and how escaped and joined ones are read all the same. */

import { describe, expect, test } from 'vitest';
import { createEventReader } from '../../src/core/index.js';
import type { Oddity } from '../../src/files/index.js';
import { readLine } from '../../src/results/envelope.js';
import { readEvents } from '../../src/results/events.js';

const AT = Date.UTC(2026, 10, 2);
const exposure = {
  ...{ id: 'x1', at: AT, subject: 's1', revision: 'r', path: '/', type: 'exposure', experiment: 'a', variant: 'b' },
  ...{ reason: 'assigned', received: AT + 300, sentAt: AT + 200 },
};
const { received: _received, sentAt: _sentAt, ...bare } = exposure;
const conversion = { ...exposure, type: 'conversion', name: 'buy', value: 1 };
const failure = { ...exposure, type: 'failure', code: 'error', message: 'm', stack: 's' };
const read = (line: unknown) => readLine(typeof line === 'string' ? line : JSON.stringify(line), createEventReader());
/** Wrapped in so many lists. */
const wrapped = (value: unknown, times: number): unknown => (times ? wrapped([value], times - 1) : value);

describe('a line is no event', () => {
  test.each<[string, unknown, string]>([
    ['a number', 5, 'it is no JSON object'],
    ['null', null, 'it is no JSON object'],
    ['a text without JSON', '"hello there!"', 'it holds no JSON object'],
    ['lists in lists without end', wrapped(exposure, 9), 'it is wrapped too deeply'],
    ['a batch of no list', { v: 1, events: [5] }, 'type is none of exposure, conversion, failure'],
    ['a time of arrival before fx', { ...exposure, received: 5 }, 'received is no time between 2000 and 2100'],
    ['a time of sending that is none', { ...exposure, sentAt: 'soon' }, 'sentAt is no time between 2000 and 2100'],
    ['a time of another century', { ...exposure, at: 5 }, 'at is no time between 2000 and 2100 in milliseconds'],
    ['a code of no failure', { ...failure, code: 5 }, 'code is '],
    ['a subject that is too long', { ...exposure, subject: 's'.repeat(300) }, 'subject is no text of '],
    ['an amount beyond all', { ...conversion, value: 1e308 }, 'value is no number within ±1e12'],
    ['a flag that is none', { ...exposure, isNew: 'perhaps' }, 'isNew is not what it must be'],
    ['JSON of something else', { hello: 'there' }, 'type is none of exposure, conversion, failure'],
    ['a log of requests', { ClientRequestURI: '/fx' }, 'it is a line of an access log'],
    ['a request in a log', '1.2.3.4 "POST /fx HTTP/1.1" 204 0', 'it is a line of an access log'],
    ['JSON that does not end', '{"id": "x1", ', 'it is JSON that does not end, or is not sound'],
    ['words', 'hello', 'it is no JSON'],
  ])('where it is %s, and says so', (_, line, fault) => {
    expect(read(line)).toMatchObject({ events: [], refused: 1, fault: expect.stringContaining(fault) });
  });
});

test('an empty list holds no event and no fault', () => {
  expect(read([])).toEqual({ events: [], dropped: 0, refused: 0, fault: null });
});

test.each([
  ['true', true],
  ['false', false],
])('a flag that a table wrote as the text %s is one', (written, isNew) => {
  expect(read({ ...exposure, isNew: written }).events[0]?.event).toMatchObject({ isNew });
});

test('columns that a table left out are empty, and those that it has are kept', () => {
  const { revision: _revision, path: _path, message: _message, stack: _stack, ...less } = failure;
  expect(read({ ...less, value: null }).events[0]?.event).toMatchObject({ revision: '', path: '/', message: '' });
});

describe('a batch in the log of a server', () => {
  const batch = JSON.stringify({ v: 1, sentAt: AT + 200, dropped: 3, events: [bare, { ...bare, id: 'x2' }, 7] });
  const hex = batch.replaceAll('"', '\\x22');

  test.each([
    ['nginx', `1.2.3.4 [02/Nov/2026:10:00:00 +0000] "POST /fx" ${hex}`],
    ['nginx, within an object of its log', `{"received":${Date.UTC(2026, 10, 2, 10) / 1000}.000,"body":"${hex}"}`],
    ['quotes that were escaped once more', `2026-11-02T10:00:00Z body="${batch.replaceAll('"', '\\"')}"`],
    ['plain quotes', `2026-11-02T10:00:00Z ${batch}`],
  ])('of %s is read with the time that stands before it', (_, line) => {
    const { events, dropped, refused } = read(line);
    expect(events.map(({ event }) => event.id)).toEqual(['x1', 'x2']);
    expect(events[0]).toMatchObject({ received: Date.UTC(2026, 10, 2, 10), sentAt: AT + 200 });
    // What the browser gave up is told once, and the third of the batch is none.
    expect([events.map((one) => one.dropped), dropped, refused]).toEqual([[3, 0], 3, 1]);
  });

  test('whose escapes do not make JSON is none', () => {
    expect(read('x {\\x22v\\x22: 1, \\x22events\\x22: [}').events).toEqual([]);
  });
});

test('objects that stand on one line without a line feed are read one by one, unless one of them is none', () => {
  const line = JSON.stringify(exposure) + JSON.stringify({ ...exposure, id: 'x2' });
  expect(read(line).events.map(({ event }) => event.id)).toEqual(['x1', 'x2']);
  expect(read(`${JSON.stringify(exposure)} {nonsense`).events).toEqual([]);
  expect(read('{"a": 1} {"b": 2}').events).toEqual([]);
});

test('what is odd about a file is a sentence with its name, and with the line where there is one', async () => {
  const oddities: Oddity[] = [{ is: 'cut' }, { is: 'damaged' }, { is: 'long', length: 20_000_000 }];
  const files = oddities.map((oddity) => ({
    name: 'log',
    async *chunks(onOddity: (oddity: Oddity) => void) {
      onOddity(oddity);
      yield Buffer.from(`${JSON.stringify(exposure)}\n`);
    },
  }));
  const reading = await readEvents(files, () => undefined);
  expect(reading.oddities).toEqual([
    'log is incomplete: its compressed data ends too early. The whole lines before that were read; copy the file again to get the rest.',
    'log is damaged, or goes on with something that gzip did not write: what stands before was read.',
    expect.stringMatching(/^log:1 is one line of 20 million characters: put each event on a line of its own/),
  ]);
});
