/** Checks that events come to the same result however their file is laid out. */

import { describe, expect, test } from 'vitest';
import { countFiles } from '../../src/results/index.js';
import { asked, conversion, exposure, failure, type Line } from './made.js';

/** Two subjects in each variant, of whom three buy; commas, quotes, brackets and line feeds are in texts. */
const LINES: readonly Line[] = [
  exposure('a, "first"', 'control', 0, { device: 'mobile', segments: { 'user.tier': 'gold, "big"' } }),
  exposure('b', 'control', 1),
  exposure('c', 'treatment', 2, { path: '/{x}[y],' }),
  exposure('d', 'treatment', 3, { isNew: true }),
  conversion('a, "first"', 4, { value: 12.5 }),
  conversion('c', 5, { value: 3, key: '}, {' }),
  conversion('d', 6, { value: -1 }),
  failure('d', 'treatment', 7, { stack: 'Error: no\n    at x (a.js:1)\n  } ] {' }),
];

const countText = (text: string) =>
  countFiles({ experiments: [asked()], by: ['user.tier'], isStitched: true }, [
    {
      name: 'events',
      async *chunks() {
        const lines = text.split(/(?<=\n)/);
        for (let at = 0; at < lines.length; at += 3) yield Buffer.from(lines.slice(at, at + 3).join(''));
      },
    },
  ]);

const ndjson = (lines: readonly Line[]): string => lines.map((line) => JSON.stringify(line)).join('\n');

function tableOf(lines: readonly Line[], delimiter: string, rename = (name: string) => name): string {
  const names = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const cell = (value: unknown): string => {
    const text = value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
    return /["\n\r]|[,;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = lines.map((line) => names.map((name) => cell(line[name])).join(delimiter));
  return [names.map(rename).join(delimiter), ...rows].join('\r\n');
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

describe('laid out as', () => {
  test.each([
    ['a list on one line', JSON.stringify(LINES)],
    ['a list that was printed for people', JSON.stringify(LINES, null, 2)],
    [
      'a list that was printed with tabs and carriage returns',
      JSON.stringify(LINES, null, '\t').replaceAll('\n', '\r\n'),
    ],
    ['objects that were printed for people, as jq does', LINES.map((line) => JSON.stringify(line, null, 2)).join('\n')],
    ['a list with a value on each line', `[${LINES.map((line) => JSON.stringify(line)).join(',\n')}]`],
    ['a list that begins each line with a comma', `[\n${LINES.map((line) => JSON.stringify(line)).join('\n,')}\n]`],
    [
      'batches that were printed for people',
      LINES.map((line) =>
        JSON.stringify({ v: 1, sentAt: line.sentAt, received: line.received, events: [line] }, null, 4),
      ).join('\n'),
    ],
    ['CSV', tableOf(LINES, ',')],
    ['CSV of a database that writes names in capitals', tableOf(LINES, ',', snake)],
    ['a table with tabs', tableOf(LINES, '\t')],
    ['a table with semicolons', tableOf(LINES, ';')],
  ])('%s, events count as they do one to a line', async (_, text) => {
    const plain = await countText(ndjson(LINES));
    const { counts, reading } = await countText(text);
    expect(reading).toMatchObject({ events: 8, unread: 0, firstFault: null });
    expect(counts).toEqual(plain.counts);
    expect(plain.counts.experiments[0]?.phases[0]?.arms.map(({ subjects }) => subjects)).toEqual([2, 2]);
  });
});

test('an object that never ends is one that is none, and swallows no other', async () => {
  const { reading } = await countText(`{\n  "type": "exposure",\n${ndjson(LINES)}`);
  expect(reading).toMatchObject({ events: 8, unread: 1, firstUnread: 'events:1' });
});

test('a row that is no event is named by its line, and its neighbours count', async () => {
  const { reading } = await countText(
    `type,id,at,subject,name,value\nconversion,1,1764000000000,a,order,NaN\nconversion,2,1764000000000,a,order,"1,5"\nconversion,3,1764000000000,a,order,2\n`,
  );
  expect(reading).toMatchObject({
    events: 1,
    unread: 2,
    firstUnread: 'events:2',
    firstFault: 'value is no number within ±1e12',
  });
});

test('a quote that never ends swallows no more than 200 lines', async () => {
  const rows = Array.from({ length: 500 }, (_, at) => `conversion,${at},1764000000000,a,order,2`);
  const { reading } = await countText(
    ['type,id,at,subject,name,value', 'conversion,x,1764000000000,"a,order,2', ...rows].join('\n'),
  );
  expect(reading).toMatchObject({ events: 301, unread: 1, firstUnread: 'events:2' });
});

test('empty lines say nothing, in a table and outside of one, and a row that is cut has no more fields', async () => {
  const head = 'type,id,at,subject,name,value,segments';
  const rows = ['conversion,1,1764000000000,a,order', '', 'conversion,2,1764000000000,b,order,2,nonsense', ''];
  const { reading } = await countText(['', '', head, ...rows].join('\n'));
  expect(reading).toMatchObject({ lines: 2, events: 1, unread: 1, firstFault: expect.stringMatching(/^value is /) });
});
