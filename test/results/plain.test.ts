/**
 * Checks that lines that are read by their bytes hold the same events as those that JSON.parse and the one reader of
 * events take.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEventReader, LONGEST_NAME, LONGEST_PATH } from '../../src/core/index.js';
import { readLine } from '../../src/results/envelope.js';
import { createPlainReader } from '../../src/results/plain.js';
import { conversion, exposure, failure } from './made.js';

/** One for all, as a read-out has it: what is left of a line must not be found in the next one. */
const [plain, reader] = [createPlainReader(), createEventReader()];
const readPlain = (line: string) => plain.read(Buffer.from(line), 0);

/** Whatever the bytes give, JSON.parse must give, too; what they leave is left to it. */
function expectSame(line: string): boolean {
  const found = readPlain(line);
  if (!found) return false;
  const { events, dropped, refused, fault } = readLine(line, reader);
  expect({ line, events, dropped, refused, fault }).toEqual({
    line,
    events: [found],
    dropped: found.dropped,
    refused: 0,
    fault: null,
  });
  expect(plain.end).toBe(line.length);
  return true;
}

/** Of lines that are all left to JSON.parse nothing would be learned. */
function expectAllSame(lines: fc.Arbitrary<string>): void {
  let read = 0;
  fc.assert(
    fc.property(lines, (line) => {
      read += Number(expectSame(line));
    }),
    { numRuns: 3_000 },
  );
  expect(read).toBeGreaterThan(300);
}

const TEXTS = [
  '',
  'a',
  'ab',
  '?',
  '/#x',
  'ä',
  '😀',
  '"',
  '\\',
  '\n',
  '\u0000',
  '\u007f',
  'exposure',
  'mobile',
  '1',
  'null',
];
const lengths = [63, 64, 65, 128, 129, 256, 257, LONGEST_NAME + 1, LONGEST_PATH, LONGEST_PATH + 1];
const anyText = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.constantFrom(...lengths).map((length) => 'x'.repeat(length)),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);
const anyNumber = fc.oneof(
  fc.constantFrom('0', '-0', '01', '1.', '.5', '1e3', '1E-2', '+1', '-', '0.1', '0.30000000000000004', '1e400', 'NaN'),
  fc.constantFrom(
    '1790754679169',
    '1790754679',
    '946684799999',
    '4102444800000',
    '1790754679169.25',
    '999999999999999',
  ),
  fc.constantFrom('1000000000000', '1000000000000.1', '-1000000000000', '9007199254740993', '123456789012345.6'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
  fc.integer().map(String),
  fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(9)).map(([whole, digits]) => `${whole}.${digits}`),
);
const anyValue = fc.oneof(
  anyText.map((text) => JSON.stringify(text)),
  anyNumber,
  fc.constantFrom('true', 'false', 'null', 'tru', '{}', '[]', '{"a":"b"}', '[1]', '"\\u0061"', '""'),
);
const KEYS = ['id', 'type', 'at', 'subject', 'visitor', 'revision', 'path', 'experiment', 'variant', 'phase', 'reason']
  .concat('device', 'isNew', 'language', 'name', 'value', 'key', 'received', 'sentAt', 'dropped', 'segments')
  .concat(
    'sent_at',
    'is_new',
    'sentat',
    'isnew',
    'currency',
    'events',
    'v',
    'body',
    'message',
    '__proto__',
    'constructor',
    'ip',
    'é',
    'i"d',
    'ID',
    'att',
  );
const anyField = fc.tuple(fc.constantFrom(...KEYS), anyValue);

const SOUND = [
  exposure('s', 'control', 1, { device: 'mobile', isNew: true, language: 'en-NZ', visitor: 'v', dropped: 3 }),
  exposure('s', 'control', 1, { phase: undefined, received: undefined, sentAt: undefined }),
  conversion('s', 2, { value: -12.75, key: 'order 1', currency: 'EUR' }),
  conversion('s', 2, { visitor: 'v', received: 1790754679169 }),
];
const pairsOf = (line: object): [string, string][] =>
  Object.entries(JSON.parse(JSON.stringify(line))).map(([key, value]) => [key, JSON.stringify(value)]);
const textOf = (fields: readonly (readonly [string, string])[]): string =>
  `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;

test.each(SOUND.map((line) => [JSON.stringify(line)]))('%s is read by its bytes', (line) => {
  expect(readPlain(line)).not.toBeNull();
  expectSame(line);
});

test('lines that are nearly sound are read as JSON.parse reads them, or left to it', () => {
  const nearly = fc
    .tuple(fc.constantFrom(...SOUND.map(pairsOf)), fc.array(anyField, { maxLength: 3 }), fc.nat(), fc.boolean())
    .map(([fields, odd, seed, isReplaced]) => {
      const replaced = fields.map(([key, value]) => odd.find(([other]) => isReplaced && other === key) ?? [key, value]);
      const all = isReplaced ? replaced : [...fields, ...odd];
      const turn = seed % all.length;
      return textOf([...all.slice(turn), ...all.slice(0, turn)] as [string, string][]);
    });
  expectAllSame(nearly);
});

test('a line of which a piece is missing, doubled or another one is read as JSON.parse reads it, or left to it', () => {
  const broken = fc
    .tuple(
      fc.constantFrom(...SOUND.map((line) => JSON.stringify(line))),
      fc.nat(),
      fc.nat(4),
      fc.constantFrom(...'{}[]",:\\ \t019-.eatn\u00e4'),
    )
    .map(([line, at, length, other]) => {
      const from = at % line.length;
      return `${line.slice(0, from)}${other.repeat(length % 3)}${line.slice(from + length)}`;
    });
  expectAllSame(broken);
});

describe('what is not plain is left to JSON.parse', () => {
  test.each([
    ['an escape', JSON.stringify(conversion('"', 1))],
    ['a character beyond ASCII', JSON.stringify(conversion('ä', 1))],
    ['a field twice', JSON.stringify(conversion('s', 1)).replace('{', '{"subject":"other",')],
    ['a failure', JSON.stringify(failure('s', 'control', 1))],
    ['facts', JSON.stringify(exposure('s', 'control', 1, { segments: { 'user.tier': 'gold' } }))],
    ['a clock in seconds', JSON.stringify(conversion('s', 1, { received: 1790754679.5 }))],
    ['a number as text', JSON.stringify(conversion('s', 1, { value: '3' }))],
    ['null for what is missing', JSON.stringify(conversion('s', 1, { visitor: null }))],
    ['an exponent', JSON.stringify(conversion('s', 1)).replace('"value":1', '"value":1e0')],
    ['spaces', JSON.stringify(conversion('s', 1)).replace('":', '": ')],
    ['sent_at for sentAt', JSON.stringify(conversion('s', 1)).replace('sentAt', 'sent_at')],
    ['isnew for isNew', JSON.stringify(exposure('s', 'control', 1, { isNew: true })).replace('isNew', 'isnew')],
    ['a batch', JSON.stringify({ v: 1, events: [] })],
    ['an end that is missing', JSON.stringify(conversion('s', 1)).slice(0, -1)],
    ['two objects', JSON.stringify(conversion('s', 1)).repeat(2)],
  ])('%s', (_, line) => expect(readPlain(line)).toBeNull());
});

test('of two lines each ends where it ends, and keeps nothing of the other', () => {
  const lines = SOUND.map((line) => JSON.stringify(line));
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  const found = [];
  for (let at = 0; at < bytes.length; at = plain.end + 1) found.push(plain.read(bytes, at));
  expect(found).toEqual(lines.map((line) => readLine(line, reader).events[0]));
});
