/** What `fx results` takes for an event: lines of collectors, logs of web servers, and neither. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { event, exposure } from '../docs/known.js';
import { lines, results, site, told } from './readout.js';

test('a torn line and one that is something else are counted, and the first is named', async () => {
  const {
    unread,
    firstUnread,
    lines: all,
  } = await told(site([exposure('s', 'control'), '', '[1]', '{"type":"exposure"}', '{"torn']));
  expect([unread, all]).toEqual([3, 4]);
  expect(firstUnread).toMatch(/events\.ndjson:3$/);
});

test('the log of a web server is read, a batch to a line, and so is what is compressed', async () => {
  const { received: _received, sentAt: _sentAt, ...plain } = exposure('s1', 'control') as Record<string, unknown>;
  const batch = { v: 1, sentAt: 2000, dropped: 0, events: [plain] };
  const root = site([]);
  const log = join(root, 'fx.ndjson.gz');
  writeFileSync(
    log,
    gzipSync(
      lines([
        { received: 2.5, body: JSON.stringify(batch) },
        { received: 2.5, body: 'no' },
      ]),
    ),
  );
  const { experiments, unread } = await told(root, '--events', log);
  expect([experiments[0]?.subjects, experiments[0]?.since, unread]).toEqual([1, '1970-01-01T00:00:01.500Z', 1]);
});

test('a phase or a selector that is no text makes a line no event, null is as if it were missing', async () => {
  const html = { html: '<script>' };
  const failure = event({ type: 'failure', subject: 's1', experiment: 'cta', variant: 'control', code: 'timeout' });
  const rows = [
    exposure('s1', 'control', { phase: null }),
    { ...failure, selector: null },
    exposure('s2', 'control', { phase: html }),
    { ...failure, selector: html },
  ];
  const { experiments, unread } = await told(site(rows));
  expect([experiments[0]?.subjects, experiments[0]?.phase, unread]).toEqual([1, null, 2]);
  expect(experiments[0]?.arms[0]?.failures).toEqual([{ code: 'timeout', selector: null, subjects: 1 }]);
});

test('a last line needs no line feed', async () => {
  const root = site([]);
  writeFileSync(join(root, 'events.ndjson'), lines([exposure('s1', 'control')]).trim());
  expect((await told(root)).experiments[0]?.subjects).toBe(1);
});

test('a collector of one’s own need not send its clock', async () => {
  const { received: _received, sentAt: _sentAt, ...plain } = exposure('s1', 'control') as Record<string, unknown>;
  expect((await told(site([plain]))).experiments[0]?.since).toBe('1970-01-01T00:00:01.000Z');
});

test.each([
  [['--experiment', 'ctb'], /has no valid experiment ctb: did you mean cta\?/],
  [['--confidence', '5'], /--confidence must be from 50% to 99\.99%, not 5\./],
  [['--confidence', '%'], /--confidence must be from 50% to 99\.99%, not %\./],
  [['--sequential', '0'], /--sequential must be a number from 1 to/],
  [['--events', 'nowhere.ndjson'], /There is no file nowhere\.ndjson\./],
  [['--events', '.'], /cannot be read \(EISDIR\): name a file of lines\./],
])('%j is refused with a sentence', async (args, sentence) => {
  const { code, err } = await results(site([]), ...args);
  expect(code).toBe(1);
  expect(err).toMatch(sentence);
});
