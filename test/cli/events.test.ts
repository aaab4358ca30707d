/** Checks what `fx results` takes for an event: lines of collectors, logs of web servers, and neither. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { dated, event, exposure, START } from '../docs/known.js';
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
  const batch = { v: 1, sentAt: START + 2000, dropped: 0, events: [dated(plain)] };
  const root = site([]);
  const log = join(root, 'fx.ndjson.gz');
  writeFileSync(
    log,
    gzipSync(
      lines([
        JSON.stringify({ received: (START + 2500) / 1000, body: JSON.stringify(batch) }),
        JSON.stringify({ received: (START + 2500) / 1000, body: 'no' }),
      ]),
    ),
  );
  const { experiments, unread } = await told(root, '--events', log);
  expect([experiments[0]?.subjects, experiments[0]?.since, unread]).toEqual([1, '2026-11-02T00:00:01.500Z', 1]);
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
  expect((await told(site([plain]))).experiments[0]?.since).toBe('2026-11-02T00:00:01.000Z');
});

test('events of an id that no file has are named where an experiment has none', async () => {
  const strange = { experiment: 'ctb' };
  const { err } = await results(site([exposure('s1', 'control', strange), exposure('s2', 'control', strange)]));
  expect(err).toContain('! No file has the id of ctb (2 lines): was an id changed, or are these events of another');
  const { err: known } = await results(site([exposure('s1', 'control'), exposure('s2', 'control', strange)]));
  expect(known).not.toContain('No file has the id');
});

test.each([
  [['--experiment', 'ctb'], /has no valid experiment ctb: did you mean cta\?/],
  [['--confidence', '5'], /--confidence must be from 50% to 99\.99%, not 5\./],
  [['cta'], /There is no directory and no file cta: of one experiment write --experiment cta\./],
  [['--html', 'demo'], /demo cannot be written: it is a folder, so name a file in it\./],
  [['--confidence', '%'], /--confidence must be from 50% to 99\.99%, not %\./],
  [['--sequential', '0'], /--sequential must be a number from 1 to/],
  [['--events', 'nowhere.ndjson'], /There is no file nowhere\.ndjson\./],
  [['--events', 'demo/images'], /demo\/images holds no file of events: name another folder\./],
])('%j is refused with a sentence', async (args, sentence) => {
  const { code, err } = await results(site([]), ...args);
  expect(code).toBe(1);
  expect(err).toMatch(sentence);
});

test('of a compressed file that is cut off everything is read that is in it, and the missing end is said', async () => {
  const root = site([]);
  const many = Array.from({ length: 4000 }, (_, at) => exposure(`s${at}`, at % 2 ? 'control' : 'treatment'));
  const whole = gzipSync(lines(many));
  const file = join(root, 'cut.log');
  writeFileSync(file, whole.subarray(0, whole.length - 200));
  const { experiments } = await told(root, '--events', file);
  expect(experiments[0]?.subjects).toBeGreaterThan(3000);
  expect(experiments[0]?.subjects).toBeLessThan(4000);
  const { err } = await results(root, '--events', file);
  expect(err).toContain('cut.log is incomplete: its compressed data ends too early.');
  // The torn line at the end is the same fault, and no second one.
  expect(err).not.toContain('left out');
});

test('several files behind --events are read as one', async () => {
  const root = site([]);
  const files = ['1', '2', '3'].map((name) => join(root, `${name}.jsonl`));
  for (const [at, file] of files.entries()) writeFileSync(file, lines([exposure(`s${at}`, 'control')]));
  expect((await told(root, '--events', ...files)).experiments[0]?.subjects).toBe(3);
});
