/** Tests holdouts and layers: files that are about several experiments. */

import { describe, expect, test } from 'vitest';
import { type Plan, type Published, plan } from '../../src/authoring/index.js';
import type { Experiment, Holdout } from '../../src/core/index.js';
import { compile, NOW, problemsOf, VARIANTS } from './compiling.js';

const experiment = (id: string, more = ''): { path: string; text: string } => ({
  path: `${id}.yaml`,
  text: `id: ${id}\nname: A\n${more}${VARIANTS}`,
});
const holdout = (fields: string): { path: string; text: string } => ({
  path: 'z.yaml',
  text: `kind: holdout\nid: winter\nname: Winter\n${fields}\n`,
});
const compiled = (...files: { path: string; text: string }[]) => compile(files, { now: NOW });
const messagesOf = async (...files: { path: string; text: string }[]): Promise<string[]> =>
  (await compiled(...files)).problems.map(({ file, line, path, message }) => `${file}:${line} ${path} ${message}`);

describe('a holdout', () => {
  test('of all experiments names none of them', async () => {
    const { manifest, sources, holdouts } = await compiled(experiment('a'), holdout('share: 0.05\nexperiments: all'));
    expect(manifest?.holdouts).toEqual([{ id: 'winter', name: 'Winter', share: 0.05 }]);
    expect(Object.keys(manifest ?? {})).toEqual(['version', 'revision', 'enabled', 'experiments', 'holdouts']);
    expect([...sources.keys()]).toEqual(['a']);
    expect(holdouts.get('winter')).toMatchObject({ path: 'z.yaml', line: 1, index: 0 });
  });

  test('of some names those that the manifest has, in order', async () => {
    const files = [experiment('c'), experiment('a'), experiment('b', 'status: draft\n'), experiment('d')];
    const { manifest, preview } = await compiled(...files, holdout('share: 0.05\nexperiments: [c, b, a]'));
    expect(manifest?.holdouts?.[0]?.experiments).toEqual(['a', 'c']);
    expect(preview?.holdouts?.[0]?.experiments).toEqual(['a', 'b', 'c']);
  });

  test('of a tag names the experiments that have it', async () => {
    const files = [experiment('a', 'tags: [checkout]\n'), experiment('b', 'tags: [home]\n')];
    const { manifest } = await compiled(...files, holdout('share: 0.05\nexperiments: {tags: [checkout]}'));
    expect(manifest?.holdouts?.[0]?.experiments).toEqual(['a']);
  });

  test('of experiments that are all archived is not published', async () => {
    const { manifest } = await compiled(experiment('a', 'status: archived\n'), holdout('share: 0.1\nexperiments: [a]'));
    expect(manifest).not.toHaveProperty('holdouts');
  });

  test('makes the manifest another revision', async () => {
    const without = await compiled(experiment('a'));
    const small = await compiled(experiment('a'), holdout('share: 0.05\nexperiments: all'));
    const large = await compiled(experiment('a'), holdout('share: 0.06\nexperiments: all'));
    const revisions = [without, small, large].map(({ manifest }) => manifest?.revision);
    expect(new Set(revisions).size).toBe(3);
  });

  test('writes its dates in one way', async () => {
    const dates = 'startAt: 2026-03-01T09:00+01:00\nendAt: 2026-06-01T09:00:00Z';
    const { manifest } = await compiled(experiment('a'), holdout(`share: 0.1\nexperiments: all\n${dates}`));
    expect(manifest?.holdouts?.[0]).toMatchObject({ startAt: '2026-03-01T08:00:00Z', endAt: '2026-06-01T09:00:00Z' });
  });

  test.each([
    ['experiments: all', 'z.yaml:1 share is required'],
    ['share: 0.1', 'z.yaml:1 experiments is required'],
    ['share: 2\nexperiments: all', 'z.yaml:4 share must be <= 1'],
    ['share: 0.1\nexperiments: a', 'z.yaml:5 experiments must be all, a list of ids, or {tags: [tag]}'],
    ['share: 0.1\nexperiments: []', 'z.yaml:5 experiments must have at least 1 entry'],
    ['share: 0.1\nexperiments: [b]', 'z.yaml:5 experiments[0] must name an experiment: b is not one of a'],
    ['share: 0.1\nexperiments: {tags: [t]}', 'must name a tag of an experiment: t is not there'],
    ['share: 0.1\nexperiments: all\nvariants: []', 'z.yaml:6 variants is not a known field'],
    ['share: 0.1\nexperiments: all\nstartAt: soon', 'z.yaml:6 startAt must be a date and time with its zone'],
  ])('is refused: %j', async (fields, problem) => {
    expect(await messagesOf(experiment('a'), holdout(fields))).toEqual([expect.stringContaining(problem)]);
  });

  test('has an id of its own', async () => {
    const [problem] = await messagesOf(experiment('winter'), holdout('share: 0.1\nexperiments: all'));
    expect(problem).toBe('z.yaml:2 id must be unique: the same id winter is at winter.yaml:1');
  });

  test('is the only other kind of document', async () => {
    expect(await problemsOf(`kind: holdouts\nid: a\nname: A\n${VARIANTS}`)).toEqual([
      '1:7 kind must be one of holdout; did you mean holdout?',
    ]);
  });
});

describe('a plan', () => {
  const published = (id: string, status?: Experiment['status']): [string, Published] => [
    id,
    { experiment: { id, name: id, ...(status && { status }), variants: [] }, metrics: [] },
  ];
  const running = new Map([published('a'), published('b', 'draft')]);
  const compare = (before: readonly Holdout[], after: readonly Holdout[]): Plan =>
    plan({ before: running, after: running, archived: new Set(), used: [], now: NOW, holdouts: { before, after } });
  const winter: Holdout = { id: 'winter', name: 'Winter', share: 0.1, experiments: ['b'] };

  test.each<readonly [string, string, readonly Holdout[], readonly Holdout[]]>([
    ['comes before its experiments run', 'safe', [], [winter]],
    ['comes after one of them began', 'breaks', [], [{ ...winter, experiments: ['a', 'b'] }]],
    ['of everything comes while something runs', 'breaks', [], [{ id: 'winter', share: 0.1 }]],
    ['ends', 'safe', [winter], []],
    ['grows', 'moves', [winter], [{ ...winter, share: 0.2 }]],
    ['shrinks', 'moves', [winter], [{ ...winter, share: 0.05 }]],
    ['takes in what nobody has seen', 'safe', [{ ...winter, experiments: [] }], [winter]],
    ['takes in what runs', 'breaks', [winter], [{ ...winter, experiments: ['a', 'b'] }]],
    ['lets go of something', 'moves', [{ ...winter, experiments: ['a', 'b'] }], [winter]],
    ['is named anew', 'safe', [winter], [{ ...winter, name: 'Cold' }]],
    ['has ended by its date', 'moves', [winter], [{ ...winter, endAt: '2025-12-01T00:00:00Z' }]],
    ['will end', 'safe', [winter], [{ ...winter, endAt: '2026-12-01T00:00:00Z' }]],
  ])('says that a holdout %s: %s', (_, kind, before, after) => {
    const { experiments, counts } = compare(before, after);
    expect(experiments).toMatchObject([{ id: 'winter', kind: 'holdout' }]);
    expect(experiments[0]?.changes.map((one) => one.class)).toEqual([kind]);
    expect(counts[kind as 'safe']).toBe(1);
  });

  test('is silent about a holdout that stays', () => {
    expect(compare([winter], [{ ...winter }]).experiments).toEqual([]);
  });
});

describe('slices of a layer', () => {
  const sliced = (id: string, slice: string, more = '') => experiment(id, `layer: {name: checkout, ${slice}}\n${more}`);

  test('that touch do not overlap', async () => {
    expect(await messagesOf(sliced('a', 'from: 0, to: 0.5'), sliced('b', 'from: 0.5, to: 1'))).toEqual([]);
  });

  test('that overlap are an error while both run', async () => {
    const [a, b] = [sliced('a', 'from: 0, to: 0.5'), sliced('b', 'from: 0.4, to: 1')];
    expect(await messagesOf(a, b)).toEqual([
      'b.yaml:3 layer overlaps the slice 0 to 0.5 of the layer checkout at a.yaml:3: take a free one, or pause one of the two',
    ]);
    expect(await messagesOf(a, sliced('b', 'from: 0.4, to: 1', 'status: draft\n'))).toEqual([]);
    expect(await messagesOf(a, experiment('b', 'layer: {name: home, from: 0.4, to: 1}\n'))).toEqual([]);
  });
});
