/**
 * Tests edits of single fields: only the lines that say something else change, and what is read again is what was
 * meant.
 */

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { editFields } from '../../src/authoring/checks.js';

const FILE = `# What we test.
id: cta
name: Call to action # for people

status: draft
sampleRate: 0.5

variants:
  # As it is.
  - key: control
    name: 'Now'
    weight: 5000
  - key: green
    name: "Green"   # soon
    weight: 5000
    css: |
      .cta { color: green }

      .b { color: red }
    domOps:
      - { op: replaceText, selector: h1, value: Hello }
metrics: [{ key: a, name: A, kind: conversion, eventName: a }]
`;

const edit = (path: (string | number)[], value: unknown, text = FILE): string | null =>
  editFields(text, 0, [{ path, value }]);

/** Lines of the one that the other has not, each with its sign. */
const changed = (after: string | null, before = FILE): string[] => {
  const [a, b] = [before.split('\n'), (after ?? '').split('\n')];
  return [
    ...a.filter((line) => !b.includes(line)).map((l) => `-${l}`),
    ...b.filter((l) => !a.includes(l)).map((l) => `+${l}`),
  ];
};

describe('a value takes the place of another on its line', () => {
  test.each([
    [['status'], 'running', ['-status: draft', '+status: running']],
    [['name'], 'Call: now', ['-name: Call to action # for people', '+name: "Call: now" # for people']],
    [['sampleRate'], 0.25, ['-sampleRate: 0.5', '+sampleRate: 0.25']],
    [['variants', 0, 'name'], "It's", ["-    name: 'Now'", "+    name: 'It''s'"]],
    [['variants', 1, 'name'], 'Say "x"', ['-    name: "Green"   # soon', '+    name: "Say \\"x\\""   # soon']],
    [
      ['variants', 1, 'domOps', 0, 'value'],
      'a, b}',
      [
        '-      - { op: replaceText, selector: h1, value: Hello }',
        '+      - { op: replaceText, selector: h1, value: "a, b}" }',
      ],
    ],
  ])('%j', (path, value, lines) => {
    expect(changed(edit(path, value))).toEqual(lines);
  });
});

test('a field that was not there is put where such fields stand', () => {
  expect(changed(edit(['endAt'], '2027-01-01T00:00:00Z'))).toEqual(['+endAt: 2027-01-01T00:00:00Z']);
  expect(edit(['description'], 'Two\nlines')).toContain('status: draft\ndescription: |-\n  Two\n  lines\n');
  expect(edit(['audience', 'rule'], { '==': [{ var: 'a' }, 1] })).toContain(
    'sampleRate: 0.5\naudience:\n  rule:\n    ==:\n      - var: a\n      - 1\n',
  );
});

test('each field of a metric is put where the others of its kind say', () => {
  const file = `id: a
metrics:
  - key: rate
    kind: ratio
    over: visit
    window: 7d
`;
  expect(edit(['metrics', 0, 'value'], false, file)).toContain('over: visit\n    value: false\n    window: 7d');
  expect(edit(['metrics', 0, 'name'], 'Rate', file)).toContain('key: rate\n    name: Rate\n    kind: ratio');
});

test('a field that is taken out takes its lines along, and an object its last field', () => {
  expect(changed(edit(['sampleRate'], undefined))).toEqual(['-sampleRate: 0.5']);
  const made = edit(['audience', 'rule'], true);
  expect(editFields(made ?? '', 0, [{ path: ['audience', 'rule'], value: undefined }])).toBe(FILE);
});

test('text of several lines is written as such, and as one line where a comment stands behind it', () => {
  expect(edit(['variants', 1, 'css'], '.cta { color: blue }\n')).toContain(
    '    css: |\n      .cta { color: blue }\n    domOps:',
  );
  expect(edit(['name'], 'a\nb')).toContain('name: "a\\nb" # for people\n');
});

test('a list grows and shrinks', () => {
  const more = edit(['variants', 2], { key: 'red', name: 'Red' });
  expect(more).toContain('value: Hello }\n  - key: red\n    name: Red\nmetrics:');
  expect(editFields(more ?? '', 0, [{ path: ['variants', 2], value: undefined }])).toBe(FILE);
  expect(edit(['metrics', 1], { key: 'b', name: 'B' })).toContain('eventName: a }, { key: b, name: B } ]');
});

describe('an item is put between those that are there', () => {
  const list = `id: a
variants:
  - key: b
    domOps: # in this order
      # The headline.
      - op: replaceText # first
        selector: h1
        value: One
      # The button.
      - op: remove
        selector: .b
metrics: [{ key: x }, { key: y }]
`;
  const insert = (path: (string | number)[], value: unknown): string | null =>
    editFields(list, 0, [{ path, value, isInserted: true }]);

  test('behind the one before, so that comments stay above what they are about', () => {
    expect(insert(['variants', 0, 'domOps', 1], { op: 'remove', selector: 'i' })).toBe(
      list.replace('value: One\n', 'value: One\n      - op: remove\n        selector: i\n'),
    );
  });

  test('in front of the first with its comments', () => {
    expect(insert(['variants', 0, 'domOps', 0], { op: 'remove', selector: 'i' })).toBe(
      list.replace('order\n', 'order\n      - op: remove\n        selector: i\n'),
    );
  });

  test('at the end, and in brackets', () => {
    expect(insert(['variants', 0, 'domOps', 2], { op: 'remove', selector: 'i' })).toBe(
      list.replace('.b\n', '.b\n      - op: remove\n        selector: i\n'),
    );
    expect(insert(['metrics', 1], { key: 'z' })).toBe(list.replace('{ key: y }', '{ key: z }, { key: y }'));
  });
});

test('line ends and the byte order mark of the file are kept', () => {
  const crlf = `\uFEFF${FILE.replaceAll('\n', '\r\n')}`;
  const after = edit(['description'], 'a\nb', crlf);
  expect(after).toMatch(/^\uFEFF/);
  expect(after?.replaceAll('\r\n', '')).not.toContain('\n');
});

test('the second document of a file is edited, and the first stays', () => {
  const two = `id: a\nname: A\n---\nid: b\nname: B\n`;
  expect(editFields(two, 1, [{ path: ['status'], value: 'paused' }])).toBe(
    `id: a\nname: A\n---\nid: b\nname: B\nstatus: paused\n`,
  );
});

test('what has a name that others refer to is left to a person', () => {
  const named = `id: a\nname: A\nsharedCss: &css a{}\nmetadata: { x: *css }\n`;
  expect(editFields(named, 0, [{ path: ['sharedCss'], value: 'b{}' }])).toBeNull();
});

const files = readdirSync('demo/experiments').map((name) => readFileSync(`demo/experiments/${name}`, 'utf8'));

/** A path into a value, and its like from the demo's files. */
const place = (value: unknown): fc.Arbitrary<(string | number)[]> => {
  const paths: (string | number)[][] = [];
  const visit = (part: unknown, path: (string | number)[]): void => {
    if (path.length) paths.push(path);
    if (typeof part === 'object' && part !== null)
      for (const [key, child] of Object.entries(part)) visit(child, [...path, Array.isArray(part) ? Number(key) : key]);
  };
  visit(value, []);
  return fc.constantFrom(...paths);
};

test('whatever is set anywhere in the files of the demo, the file then says that and nothing else', () => {
  const values = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'ab: #"\'{}[],\n-|>&*!%@`'.split('')) }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string(), { minKeys: 1, maxKeys: 3 }),
  );
  const documents = files.map((text) => ({ text, value: parseAllDocuments(text)[0]?.toJS() as unknown }));
  const some = fc
    .constantFrom(...documents)
    .chain(({ text, value }) => fc.tuple(fc.constant(text), place(value), values));
  let edited = 0;
  fc.assert(
    fc.property(some, ([text, path, value]) => {
      // What this returns it has read again: what is left to show is that it seldom gives up.
      if (editFields(text, 0, [{ path, value }]) !== null) edited++;
    }),
    { numRuns: 1000 },
  );
  expect(edited).toBeGreaterThan(980);
});
