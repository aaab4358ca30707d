/** Checks that events are found in whatever logs, shippers and warehouses make of their lines. */

import { describe, expect, test } from 'vitest';
import { createEventReader } from '../../src/core/index.js';
import { type ReadEvent, readLine } from '../../src/results/envelope.js';
import { readEvents } from '../../src/results/events.js';

const AT = Date.UTC(2026, 10, 2);
const event = {
  ...{ id: 'x1', at: AT, subject: 's1', revision: 'r', path: '/', type: 'exposure', experiment: 'a', variant: 'b' },
  ...{ reason: 'assigned', received: AT + 300, sentAt: AT + 200 },
};
const { received: _received, sentAt: _sentAt, ...bare } = event;
const json = JSON.stringify(event);
const iso = new Date(AT + 300).toISOString();
const read = (line: string) => readLine(line, createEventReader());

/** As a read-out does, which leaves to `readLine` only what another reader gives up. */
async function readFile(line: string): Promise<ReadEvent[]> {
  const found: ReadEvent[] = [];
  const file = {
    name: 'log',
    async *chunks() {
      yield Buffer.from(`${line}\n`);
    },
  };
  await readEvents([file], (one) => found.push(one));
  return found;
}

describe('what stands around an event is taken off', () => {
  test.each([
    ['docker compose', `collector-1  | ${json}`],
    ['CRI of Kubernetes', `${iso} stdout F ${json}`],
    ['journald', `Nov 02 10:00:00 host fx[123]: ${json}`],
    ['journald as JSON', JSON.stringify({ MESSAGE: json, PRIORITY: '6' })],
    ['syslog', `<134>1 ${iso} host fx 12 - - ${json}`],
    ['fluentd', `${iso}\tfx.events\t${json}`],
    ['Loki', JSON.stringify({ labels: { app: 'fx' }, line: json, timestamp: iso })],
    ['Elasticsearch', JSON.stringify({ _index: 'fx', _id: 'x', _source: event })],
    ['a response of Elasticsearch', JSON.stringify({ took: 3, hits: { total: 1, hits: [{ _source: event }] } })],
    [
      'a response of Elasticsearch with texts',
      JSON.stringify({ took: 3, hits: { total: 1, hits: [{ _source: { message: json } }] } }),
    ],
    ['a row of Datadog', JSON.stringify({ id: 'dd', type: 'log', attributes: { message: json, status: 'info' } })],
    ['logcli of Loki', `${iso} {app="web", pod="web-1"} ${json}`],
    ['Datadog', JSON.stringify({ id: 'dd', content: { message: json } })],
    ['Splunk', JSON.stringify({ result: { _raw: json } })],
    ['Heroku', `${iso} app[web.1]: ${json}`],
    ['an envelope with properties', JSON.stringify({ type: 'track', event: 'fx', properties: event })],
    ['Application Insights', JSON.stringify({ name: 'fx', customDimensions: json })],
    ['Kafka with a key', `s1\t${json}`],
    ['a stream of server-sent events', `data: ${json}`],
    ['a text sequence', `\u001e${json}`],
    ['a column of a table', `${iso},"${json.replaceAll('"', '""')}"`],
    ['a column of a row', JSON.stringify({ inserted: iso, payload: json })],
    [
      'names in capitals',
      JSON.stringify(Object.fromEntries(Object.entries(event).map(([k, v]) => [k.toUpperCase(), v]))),
    ],
    ['names with underscores', JSON.stringify({ ...bare, received: event.received, sent_at: event.sentAt })],
    ['names that PostgreSQL folded', JSON.stringify({ ...bare, received: event.received, sentat: event.sentAt })],
    [
      'a row with the body and the clock of a sender, and one name with underscores',
      JSON.stringify({ sent_at: 'then', requestBody: JSON.stringify({ v: 1, events: [event], sentAt: event.sentAt }) }),
    ],
    ['a shipper whose names have capitals and underscores', JSON.stringify({ is_new: true, MESSAGE: json })],
    [
      'the small letters of RFC 3339, and a day alone',
      JSON.stringify({ ...event, at: '2026-11-02', sentAt: '2026-11-02t00:00:00.2z' }),
    ],
    ['times as text', JSON.stringify({ ...event, at: new Date(AT).toISOString(), sentAt: `${AT + 200}.0` })],
    [
      'times of a database',
      JSON.stringify({
        ...event,
        at: '2026-11-02 00:00:00 UTC',
        received: '2026-11-02 00:00:00.3+00',
        sentAt: '2026-11-02 00:00:00.2',
      }),
    ],
  ])('%s', async (_, line) => {
    const { events, refused, fault } = read(line);
    expect([fault, refused]).toEqual([null, 0]);
    expect(await readFile(line)).toEqual(events);
    expect(events).toEqual([
      {
        event: expect.objectContaining({ id: 'x1', at: AT, subject: 's1' }),
        received: AT + 300,
        sentAt: AT + 200,
        dropped: 0,
      },
    ]);
  });

  test('a flag whose name was folded or has an underscore is kept', async () => {
    for (const name of ['is_new', 'isnew', 'IS_NEW']) {
      const line = JSON.stringify({ ...event, sent_at: event.sentAt, [name]: true });
      expect(await readFile(line)).toEqual([
        expect.objectContaining({ event: expect.objectContaining({ isNew: true }) }),
      ]);
    }
  });

  test('the clock of the shipper is taken where the event has none', () => {
    const [found] = read(`${iso} stdout F ${JSON.stringify(bare)}`).events;
    expect([found?.received, found?.sentAt]).toEqual([AT + 300, null]);
  });
});

test.each([
  ['an object that is no event', `web-1 | {"level":"info"}`],
  ['an object that does not end', `web-1 | ${json.slice(0, -5)}`],
  ['a day for a time', JSON.stringify({ ...event, at: 'yesterday' })],
  ['a text with a year for a time', JSON.stringify({ ...event, at: 'hello 2026' })],
  ['a text with a year for the clock of a browser', JSON.stringify({ ...event, sentAt: 'hello 2026' })],
  ['a row of Datadog about something else', JSON.stringify({ id: 'dd', type: 'log', attributes: { message: 'up' } })],
  ['an event of a kind that is not known', JSON.stringify({ ...event, type: 'hover' })],
])('the line %s holds no event, and the read-out says why', (_, line) => {
  const { events, refused, fault } = read(line);
  expect([events, refused]).toEqual([[], 1]);
  expect(fault).toMatch(/^\S.{5,}/);
});
