/** Checks what the code editor suggests at a place of an experiment's file, from the one schema of experiments. */

import { describe, expect, test } from 'vitest';
import { jsonSchema } from '../../src/authoring/index.js';
import { placeAt } from '../../src/serve/page/code/place.js';
import { type FileSchema, suggestionsAt } from '../../src/serve/page/code/suggest.js';

const SCHEMA = (await jsonSchema()) as FileSchema;

/** What is suggested where `^` stands. */
function suggestedIn(text: string) {
  const position = text.indexOf('^');
  const place = placeAt(text.replace('^', ''), position);
  return place ? suggestionsAt(SCHEMA, place) : null;
}
const labelsIn = (text: string): string[] | null => suggestedIn(text)?.map(({ label }) => label) ?? null;

describe('keys', () => {
  test('at the top are those of an experiment that it does not have yet, with their meaning', () => {
    const found = suggestedIn('id: cta\nname: Call\nst^\nvariants:\n  - key: a\n') ?? [];
    const labels = found.map(({ label }) => label);
    expect(labels).toContain('status');
    expect(labels).toContain('metrics');
    for (const taken of ['id', 'name', 'variants', 'share']) expect(labels).not.toContain(taken);
    expect(found.find(({ label }) => label === 'status')).toMatchObject({
      text: 'status: ',
      detail: 'draft, running, paused, archived',
      about: expect.stringContaining('draft: preview only.'),
    });
  });

  test('a mapping goes on below, a list with its first dash', () => {
    const texts = new Map(suggestedIn('id: a\n^')?.map(({ label, text }) => [label, text]));
    expect(texts.get('variants')).toBe('variants:\n  - ');
    expect(texts.get('audience')).toBe('audience:\n  ');
    expect(texts.get('sticky')).toBe('sticky: ');
  });

  test.each([
    ['in the item of a list', 'variants:\n  - key: a\n    name: A\n    ^\n', ['js', 'css'], ['key', 'name', 'status']],
    ['in an item that has only a dash', 'variants:\n  - ^\n', ['key', 'name'], ['status']],
    ['in an item that others follow', 'variants:\n  - key: a\n    ^\n  - key: b\n    name: B\n', ['name'], ['key']],
    ['in an item behind others', 'variants:\n  - key: a\n    name: A\n  - key: b\n    ^', ['name'], ['key']],
    ['in a list at the column of its key', 'variants:\n- key: a\n  ^', ['name', 'weight'], ['status', 'key']],
    ['after such a list', 'variants:\n- key: a\n  name: A\n^', ['status'], ['variants', 'weight']],
    ['below a comment and an empty line', 'audience:\n  # who\n\n  ^', ['rule', 'sampleRate'], ['status']],
    ['of a trigger of one kind', 'trigger:\n  kind: urlMatch\n  ^', ['pattern', 'regex'], ['selector', 'kind']],
    ['of a trigger whose kind comes behind', 'trigger:\n  ^\n  kind: visible\n', ['selector', 'ratio'], ['pattern']],
    ['of a trigger among others', 'trigger:\n  kind: all\n  of:\n    - kind: event\n      ^', ['name'], ['pattern']],
    ['of a change', 'variants:\n  - key: a\n    domOps:\n      - op: setAttr\n        ^', ['selector', 'name'], ['op']],
    ['of a holdout', 'kind: holdout\nid: h\n^', ['share', 'experiments'], ['variants', 'kind']],
    ['of one of several experiments', '- id: a\n  name: A\n  ^', ['variants', 'status'], ['id']],
    ['of the next document', 'id: a\nname: A\n---\n^', ['id', 'name'], []],
    ['behind a text of several lines', 'sharedJs: |\n  id: x\n  y\nname: A\n^', ['id'], ['name']],
    ['in quotes beside', '"name": A\n^', ['id'], ['name']],
  ])('%s', (_, text, some, none) => {
    const labels = labelsIn(text) ?? [];
    for (const one of some) expect(labels).toContain(one);
    for (const one of none) expect(labels).not.toContain(one);
  });

  test('a list without an item is offered one', () => {
    const found = suggestedIn('variants:\n  ^') ?? [];
    expect(found.find(({ label }) => label === '- key')?.text).toBe('- key: ');
  });

  test('what a file cannot do without is named so', () => {
    const found = suggestedIn('^') ?? [];
    expect(found.filter(({ isNeeded }) => isNeeded).map(({ label }) => label)).toEqual(['id', 'name', 'variants']);
  });
});

describe('values', () => {
  test('of a list of words, each with its own meaning', () => {
    const found = suggestedIn('status: ^') ?? [];
    expect(found.map(({ text }) => text)).toEqual(['draft', 'running', 'paused', 'archived']);
    expect(found[0]).toMatchObject({ about: 'Preview only.' });
    expect(found[1]).toMatchObject({ detail: 'left out' });
  });

  test('of kinds, each with what the kind is', () => {
    const found = suggestedIn('trigger:\n  kind: ^') ?? [];
    expect(found.find(({ text }) => text === 'urlMatch')?.about).toBe('On pages whose address matches.');
    expect(found).toHaveLength(9);
  });

  test('where a word was begun it is replaced from its first letter', () => {
    const text = 'status: dra';
    expect(placeAt(text, text.length)).toMatchObject({ key: 'status', from: 8 });
  });

  test.each([
    ['sticky: ^', ['true', 'false']],
    ['metrics:\n  - key: a\n    role: ^', ['primary', 'secondary', 'guardrail']],
    ['variants:\n  - key: a\n    domOps:\n      - op: setAttr\n        keep: ^', ['render', 'always', 'once']],
    ['conclusion:\n  decision: ^\n  winner: a', ['ship', 'keep', 'repeat']],
  ])('%s', (text, values) => {
    expect(suggestedIn(text)?.map((one) => one.text)).toEqual(values);
  });
});

test.each([
  ['a text of several lines', 'sharedJs: |\n  ^'],
  ['a folded text', 'description: >-\n  One\n  ^'],
  ['a comment', 'id: a\n# na^'],
  ['a comment behind a value', 'status: draft # o^'],
  ['a sentence', 'name: Call to ^'],
  ['quotes', 'name: "Ca^"'],
])('nothing is suggested in %s', (_, text) => {
  expect(labelsIn(text)).toBe(null);
});

test('nothing is suggested where the schema knows nothing', () => {
  expect(labelsIn('metadata:\n  ^')).toEqual([]);
  expect(labelsIn('nmae:\n  ^')).toEqual([]);
  expect(labelsIn('name: ^')).toEqual([]);
});
