/** Checks what a target remembers: which ids and salts are used, how phases were split, and records that are none. */

import { expect, test } from 'vitest';
import type { Published } from '../../src/authoring/index.js';
import type { Experiment } from '../../src/core/index.js';
import { nowUsed, readState } from '../../src/publishing/state.js';

const built = (id: string, more: Partial<Experiment> = {}): Experiment => ({
  id,
  name: id,
  phase: '1',
  variants: [
    { key: 'control', name: 'Control', weight: 5000 },
    { key: 'treatment', name: 'Treatment', weight: 5000 },
  ],
  ...more,
});
const published = (...experiments: readonly Experiment[]): Map<string, Published> =>
  new Map(experiments.map((one) => [one.id, { experiment: one, metrics: undefined }]));

test('an id that is gone, or is split by another salt, stays remembered; a draft had no visitors', () => {
  const before = published(built('a'), built('b'), built('c', { status: 'draft' }), built('d', { salt: 'old' }));
  const after = published(built('b'), built('d', { salt: 'new' }));
  expect(nowUsed([], before, after, false)).toEqual([
    { id: 'a', salt: 'a', phase: '1' },
    { id: 'd', salt: 'old', phase: '1' },
  ]);
});

test('one id with several salts is remembered once for each, in the order of the salts', () => {
  const used = [
    { id: 'a', salt: 'third', phase: '1' },
    { id: 'a', salt: 'first', phase: '1' },
  ];
  const gone = nowUsed(used, published(built('a', { salt: 'second' })), published(), true);
  expect(gone.map(({ salt }) => salt)).toEqual(['first', 'second', 'third']);
  expect(gone.find(({ salt }) => salt === 'second')).toMatchObject({ rolledBack: true });
});

test('what is published again is no longer only remembered, and nothing is remembered twice', () => {
  const used = [
    { id: 'a', salt: 'a', phase: '1' },
    { id: 'b', salt: 'b', phase: '1' },
  ];
  expect(nowUsed(used, published(built('b')), published(built('a')), false)).toEqual([
    { id: 'b', salt: 'b', phase: '1' },
  ]);
});

const STATE = {
  schema: 'fx.state/1',
  enabled: true,
  current: { release: '0', revision: '0', files: { 'manifest.json': '0123456789abcdef' }, metrics: {} },
  history: [],
  used: [],
};

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['another schema', { ...STATE, schema: 'fx.state/2' }],
  ['a release that is none', { ...STATE, current: null }],
  [
    'a name that leads out of the folder',
    { ...STATE, current: { ...STATE.current, files: { '../x': '0123456789abcdef' } } },
  ],
  ['a hash that is none', { ...STATE, current: { ...STATE.current, files: { 'manifest.json': '../../x' } } }],
  ['a history of texts', { ...STATE, history: ['0'] }],
  ['designs that are none', { ...STATE, designs: [null] }],
  ['a design without shares', { ...STATE, designs: [{ id: 'a', phase: '1', control: 'c', since: '0', shares: null }] }],
  ['shares over one', { ...STATE, designs: [{ id: 'a', phase: '1', control: 'c', since: '0', shares: { c: 2 } }] }],
  ['something else to be finished', { ...STATE, next: {} }],
])('a state file with %s is not taken for one', (_, value) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  expect(() => readState(text, 'state.json')).toThrow(
    expect.objectContaining({ obstacle: { code: 'state', path: 'state.json' } }),
  );
});

test('a state file that says all of it is read', () => {
  const design = { id: 'a', phase: '1', control: 'c', since: '0', shares: { c: 0.5, t: 0.5 } };
  const state = { ...STATE, designs: [design], next: STATE };
  expect(readState(JSON.stringify(state), 'state.json')).toEqual(state);
});

test('used ids are remembered in their order, in whichever they were used', () => {
  const one = (id: string, salt: string) => ({ id, salt, phase: '1' });
  const used = [one('b', 'b'), one('c', 'z'), one('a', 'a'), one('c', 'y')];
  const kept = nowUsed(used, new Map(), new Map(), false);
  expect(kept.map(({ id, salt }) => id + salt)).toEqual(['aa', 'bb', 'cy', 'cz']);
});
