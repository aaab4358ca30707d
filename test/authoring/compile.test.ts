/**
 * Checks what a directory compiles to: sugar away, weights explicit, the same bytes whatever the order and the
 * machine.
 */

import { describe, expect, test } from 'vitest';
import { serialize } from '../../src/authoring/index.js';
import { compile, compileText, experimentOf, NOW, VARIANTS, withFields, withVariant } from './compiling.js';

const file = (id: string, more = ''): { path: string; text: string } => ({
  path: `${id}.yaml`,
  text: `id: ${id}\nname: A\n${more}${VARIANTS}`,
});

describe('sugar', () => {
  test.each([
    ['holdback: 0.1', { sampleRate: 0.9 }],
    ['holdback: 0.7', { sampleRate: 0.3 }],
    ['holdback: 0.3333333', { sampleRate: 0.666667 }],
    ['holdback: 0', undefined],
    ['holdback: 1', { sampleRate: 0 }],
    ['sampleRate: 0.5', { sampleRate: 0.5 }],
    ['sampleRate: 1', undefined],
    ['audience: {sampleRate: 0.5, excludeRate: 0.25}', { sampleRate: 0.5, excludeRate: 0.25 }],
    ['audience: {excludeRate: 0}', undefined],
    ['holdback: 0.5\naudience: {rule: false}', { sampleRate: 0.5, rule: false }],
  ])('%s', async (fields, audience) => {
    expect((await experimentOf(withFields(fields))).audience).toEqual(audience);
  });

  test.each([
    [2, [5000, 5000]],
    [3, [3334, 3333, 3333]],
    [6, [1667, 1667, 1667, 1667, 1666, 1666]],
    [7, [1429, 1429, 1429, 1429, 1428, 1428, 1428]],
    [100, Array.from({ length: 100 }, () => 100)],
  ])('%i variants without weights share evenly, the first ones more', async (count, weights) => {
    const variants = Array.from({ length: count }, (_, index) => `  - {key: v${index}, name: V}\n`).join('');
    expect((await experimentOf(`id: a\nname: A\nvariants:\n${variants}`)).variants.map(({ weight }) => weight)).toEqual(
      weights,
    );
  });

  test('weights stay as they are, nought too', async () => {
    const text = 'id: a\nname: A\nvariants:\n  - {key: a, name: A, weight: 0}\n  - {key: b, name: B, weight: 10000}\n';
    expect((await experimentOf(text)).variants.map(({ weight }) => weight)).toEqual([0, 10000]);
  });
});

describe('a default that is written out', () => {
  test.each([
    'status: running',
    'salt: a',
    'sticky: true',
    'manualExposure: false',
    'trigger: {kind: auto}',
    'control: control',
    'sharedJs: ""',
    'sharedCss: ""',
    'sampleRate: 1',
    'x-note: anything',
    'description: other\nowners: [me]\ntags: [t]\nmetrics: [{key: m, name: M, kind: sum, eventName: e}]',
  ])('%s changes no byte', async (fields) => {
    expect((await compileText(withFields(fields))).manifest).toEqual((await compileText(withFields(''))).manifest);
  });

  test.each(['recipeSampleRate: 1', 'js: ""', 'css: ""', 'domOps: []', 'x-note: anything'])(
    '%s in a variant changes no byte',
    async (fields) => {
      expect((await compileText(withVariant(fields))).manifest).toEqual((await compileText(withFields(''))).manifest);
    },
  );

  test.each([
    ['waitForMs: 2000, all: false', {}],
    ['waitForMs: 0, all: true', { waitForMs: 0, all: true }],
    ['keep: render', {}],
    ['keep: once', { keep: 'once' }],
  ])('%s of an op', async (fields, kept) => {
    const { variants } = await experimentOf(withVariant(`domOps: [{op: remove, selector: a, ${fields}}]`));
    expect(variants[1]?.domOps).toEqual([{ op: 'remove', selector: 'a', ...kept }]);
  });

  test.each([
    ['{kind: urlMatch, pattern: /a, regex: false}', { kind: 'urlMatch', pattern: '/a' }],
    [
      '{kind: urlMatch, pattern: /a, regex: true, on: url}',
      { kind: 'urlMatch', pattern: '/a', regex: true, on: 'url' },
    ],
    ['{kind: visible, selector: a, ratio: 0.5}', { kind: 'visible', selector: 'a' }],
    ['{kind: visible, selector: a, ratio: 0.2}', { kind: 'visible', selector: 'a', ratio: 0.2 }],
    ['{kind: manual}', { kind: 'manual' }],
    ['{kind: event, name: e, jquery: false}', { kind: 'event', name: 'e' }],
    ['{kind: event, name: e, jquery: true}', { kind: 'event', name: 'e', jquery: true }],
    ['{kind: script, js: "activate()"}', { kind: 'script', js: 'activate()' }],
    [
      '{kind: all, of: [{kind: auto, x-a: 1}, {kind: any, of: [{kind: event, name: e}]}]}',
      { kind: 'all', of: [{ kind: 'auto' }, { kind: 'any', of: [{ kind: 'event', name: 'e' }] }] },
    ],
  ])('trigger %s', async (trigger, built) => {
    expect((await experimentOf(withFields(`trigger: ${trigger}`))).trigger).toEqual(built);
  });

  test('an instant is written in one way', async () => {
    const { startAt, endAt } = await experimentOf(
      withFields('startAt: 2026-03-01T09:00+01:00\nendAt: 2026-03-01T09:00:00.250Z'),
    );
    expect([startAt, endAt]).toEqual(['2026-03-01T08:00:00Z', '2026-03-01T09:00:00.250Z']);
  });
});

describe('the manifest', () => {
  test('holds running and paused experiments, the preview drafts too, neither what is archived', async () => {
    const files = ['running', 'paused', 'draft', 'archived'].map((status) => file(status, `status: ${status}\n`));
    const { manifest, preview, sources } = await compile(files, { now: NOW });
    expect(manifest?.experiments.map(({ id, status }) => [id, status])).toEqual([
      ['paused', 'paused'],
      ['running', undefined],
    ]);
    expect(preview?.experiments.map(({ id }) => id)).toEqual(['draft', 'paused', 'running']);
    expect([...sources.keys()]).toEqual(['archived', 'draft', 'paused', 'running']);
  });

  test('is empty where all is archived, and for no files at all', async () => {
    expect((await compile([file('a', 'status: archived\n')], { now: NOW })).manifest?.experiments).toEqual([]);
    expect((await compile([])).manifest).toMatchObject({ version: 1, enabled: true, experiments: [] });
  });

  test('sorts ids by code units, in whatever order the files come', async () => {
    const files = ['b', 'a-b', 'ab', 'a', 'a0'].map((id) => file(id));
    const { manifest } = await compile(files, { now: NOW });
    expect(manifest?.experiments.map(({ id }) => id)).toEqual(['a', 'a-b', 'a0', 'ab', 'b']);
    for (const shuffled of [[...files].reverse(), [...files.slice(2), ...files.slice(0, 2)]]) {
      const other = (await compile(shuffled, { now: NOW })).manifest;
      expect(other && serialize(other)).toBe(manifest && serialize(manifest));
    }
  });

  test('does not depend on the order of keys in a file', async () => {
    const text = withFields('salt: s\nsticky: false\ntrigger: {kind: event, name: e}\nmetadata: {m: 1}');
    const [id = '', name = '', ...rest] = text.split('\n');
    expect((await compileText([...rest, name, id].join('\n'))).manifest).toEqual((await compileText(text)).manifest);
    const manifest = (await compileText(text)).manifest;
    expect(manifest && Object.keys(manifest.experiments[0] ?? {})).toEqual([
      'id',
      'name',
      'phase',
      'salt',
      'sticky',
      'trigger',
      'metadata',
      'variants',
    ]);
  });

  test('keeps the id that an experiment had in Mojito', async () => {
    expect((await experimentOf(withFields('x-mojito-id: W12'))).mojitoId).toBe('W12');
  });

  test('names a control that is not the default', async () => {
    expect((await experimentOf(withFields('control: treatment'))).control).toBe('treatment');
  });

  test('is none where there is any error, with problems in the order of files and lines', async () => {
    const compiled = await compile([file('b', 'sampleRate: 2\nholdback: 2\n'), file('a', 'colour: red\n'), file('c')], {
      now: NOW,
    });
    expect(compiled.manifest).toBeNull();
    expect(compiled.preview).toBeNull();
    expect([...compiled.sources.keys()]).toEqual(['c']);
    expect(compiled.problems.map(({ file: path, line }) => `${path}:${line}`)).toEqual([
      'a.yaml:3',
      'b.yaml:3',
      'b.yaml:3',
      'b.yaml:4',
    ]);
  });

  test('refuses an id that stands in two files, naming both', async () => {
    const { problems, manifest } = await compile([file('a'), { ...file('a'), path: 'other/b.yaml' }], { now: NOW });
    expect(manifest).toBeNull();
    expect(problems.map(({ file: path, message }) => `${path} ${message}`)).toEqual([
      'other/b.yaml must be unique: the same id a is at a.yaml:1',
    ]);
  });

  test('tells where an experiment comes from, as it was written', async () => {
    const { sources } = await compileText(`# first\n${withFields('description: D\nholdback: 0.1\nowners: [me]')}`);
    const source = sources.get('a');
    expect(source).toMatchObject({ path: 'experiments/a.yaml', line: 2, index: 0 });
    expect(source?.raw).toMatchObject({ description: 'D', holdback: 0.1, owners: ['me'] });
  });
});

test('the revision changes with any content, and with nothing else', async () => {
  const revision = async (text: string): Promise<string | undefined> => (await compileText(text)).manifest?.revision;
  const first = await revision(withFields(''));
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(await revision(`# a comment\n${withFields('tags: [x]')}`)).toBe(first);
  expect(await revision(withFields('').replace('name: A', 'name: B'))).not.toBe(first);
  expect(await revision(withVariant('css: a{}'))).not.toBe(first);
});

test('the same files give these very bytes on every machine', async () => {
  const { manifest } = await compileText(withFields('holdback: 0.1\nsharedCss: "a::after { content: \'<\u2028\' }"'));
  expect(manifest && serialize(manifest)).toBe(
    '{"version":1,"revision":"eb21b054d0d17e08","enabled":true,"experiments":[{"id":"a","name":"A","phase":"0ce513b1","audience":{"sampleRate":0.9},' +
      '"sharedCss":"a::after { content: \'\\u003c\\u2028\' }","variants":[{"key":"control","name":"Control","weight":5000},' +
      '{"key":"treatment","name":"Treatment","weight":5000}]}]}',
  );
});
