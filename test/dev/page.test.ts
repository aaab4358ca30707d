/** Checks what the page of received events makes of them. @vitest-environment happy-dom */

import { expect, test } from 'vitest';
import { bars } from '../../src/dev/page/bars.js';
import { byTime, insert, type Received, row } from '../../src/dev/page/rows.js';
import { countSplits } from '../../src/dev/page/split.js';
import { UNCOUNTED } from '../../src/results/uncounted.js';
import { exposure } from '../collector/events.js';

const received = (fields: Record<string, unknown> = {}): Received =>
  ({ ...exposure(fields), sentAt: 1_760_000_000_500, received: 1_760_000_060_500 }) as unknown as Received;

const DESIGN = {
  id: 'hero-headline',
  name: 'Headline',
  variants: [
    { key: 'control', expected: 0.5 },
    { key: 'treatment', expected: 0.5 },
  ],
};

test('a visitor counts once to a variant, however often they were exposed', () => {
  const events = [
    received({ subject: 'a' }),
    received({ subject: 'a', reason: 'sticky' }),
    received({ subject: 'b' }),
    received({ subject: 'c', variant: 'control' }),
  ];
  const [split] = countSplits(events, [DESIGN]);
  expect(split).toMatchObject({ id: 'hero-headline', name: 'Headline', subjects: 3 });
  expect(split?.arms).toEqual([
    { key: 'control', subjects: 1, share: 1 / 3, expected: 0.5 },
    { key: 'treatment', subjects: 2, share: 2 / 3, expected: 0.5 },
  ]);
});

test('exposures that no result counts, conversions and failures are no part of a split', () => {
  const uncounted = UNCOUNTED.map((reason) => received({ reason }));
  const others = [...uncounted, received({ type: 'conversion' }), received({ type: 'failure' })];
  expect(countSplits(others, [DESIGN])).toEqual([]);
});

test('a variant that is in no file any more is shown without an expectation', () => {
  const [split] = countSplits([received({ variant: 'old' })], [DESIGN]);
  expect(split?.arms.at(-1)).toEqual({ key: 'old', subjects: 1, share: 1, expected: null });
});

test('whatever an event holds is shown as text', () => {
  const markup = '<img src=x onerror=alert(1)>';
  const hostile = received({ type: markup, subject: markup, path: markup, experiment: markup, variant: markup });
  const shown = row(hostile);
  document.body.append(shown);
  shown.querySelector('details')?.setAttribute('open', '');
  shown.querySelector('details')?.dispatchEvent(new Event('toggle'));
  expect(shown.querySelectorAll('img')).toHaveLength(0);
  expect(shown.querySelector('pre')?.textContent).toContain(markup);
  expect(bars({ id: markup, name: markup, subjects: 1, arms: [] }).querySelectorAll('img')).toHaveLength(0);
});

test('a text of strangers ends no line, turns none round and hides nothing, in rows, splits and JSON', () => {
  const forged = 'a\n✓ published\u001b[2J\u202eb\u200b';
  const shown = row(
    received({ subject: 'me\u202e', path: forged, experiment: forged, variant: forged, type: 'exposure' }),
  );
  shown.querySelector('details')?.dispatchEvent(new Event('toggle'));
  const split = bars({
    id: forged,
    name: forged,
    subjects: 1,
    arms: [{ key: forged, subjects: 1, share: 1, expected: null }],
  });
  const texts = [...shown.querySelectorAll('summary > *'), ...split.querySelectorAll('h2, p, code')];
  expect(texts.length).toBeGreaterThan(8);
  for (const { textContent } of [...texts, shown, split])
    expect(['\u001b', '\u202e', '\u200b', 'a\n'].filter((sign) => textContent.includes(sign))).toEqual([]);
  expect(split.querySelector('code')?.textContent).toBe('a\\n✓ published\\u001b[2J\\u202eb\\u200b');
  const json = shown.querySelector('pre')?.textContent ?? '';
  expect(json.split('\n').length).toBeGreaterThan(5);
  expect(json).toContain('"subject": "me\\u202e"');
});

test('the time is the browser’s, corrected by the collector’s clock', () => {
  expect(row(received()).querySelector('time')?.dateTime).toBe(new Date(1_760_000_060_000).toISOString());
  expect(row(received({ at: 1e300 })).querySelector('time')?.dateTime).toBe(new Date(0).toISOString());
});

test('a row says what it is: variant and reason, value and key, code and message', () => {
  expect(row(received()).textContent).toMatch(/hero-headline.*treatment.*\/product\.html.*assigned/);
  const conversion = row(received({ type: 'conversion', name: 'purchase', value: 17.5, key: 'HP-1' }));
  expect(conversion.textContent).toMatch(/purchase.*17\.5.*key HP-1/);
  const failure = row(received({ type: 'failure', code: 'timeout', message: 'No element.' }));
  expect(failure.textContent).toMatch(/failure.*timeout: No element\./);
});

test('events stand in the order in which they happened, whatever they arrived with', () => {
  const at = (offset: number): Received =>
    received({ id: `e${offset}`, at: 1_760_000_000_000 + offset * 1000, path: `/${offset}` });
  const list = document.createElement('ol');
  for (const offset of [4, 2, 9, 6]) insert(list, at(offset));
  const paths = [...list.querySelectorAll('.cell-path')].map(({ lastChild }) => lastChild?.textContent);
  expect(paths).toEqual(['/9', '/6', '/4', '/2']);
  expect([at(4), at(9), at(6)].sort(byTime).map(({ path }) => path)).toEqual(['/9', '/6', '/4']);
});

test('of two that happened at once the one that arrived last stands first', () => {
  const list = document.createElement('ol');
  for (const id of ['a', 'b']) insert(list, received({ id, path: `/${id}` }));
  expect(list.querySelector('.cell-path')?.textContent).toContain('/b');
});
