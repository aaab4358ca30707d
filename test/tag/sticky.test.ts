/** Tests that a subject keeps a variant: cookie and copy, when they are full, and when they are refused. */

import { Buffer } from 'node:buffer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAssignment, type Experiment, formatAssignments, hash } from '../../src/core/index.js';
import { createSticky, type Sticky } from '../../src/tag/sticky.js';
import { writeCookie } from '../../src/tag/storage.js';
import { makeVisitor, storeVisitor, type Visitor } from '../../src/tag/visitor.js';
import { createStage, type Stage } from './stage.js';

let stage: Stage;
let visitor: Visitor;
beforeEach(() => {
  stage = createStage();
  visitor = storeVisitor(makeVisitor(), undefined) as Visitor;
});
afterEach(() => stage.leave());

const experiment = (id: string, more: object = {}): Experiment => ({
  id,
  name: id,
  variants: ['control', 'treatment'].map((key) => ({ key, name: key, weight: 5000 })),
  ...more,
});
const a = experiment('a');
const open = (subject = 's', known: Experiment[] = [a]): Sticky =>
  createSticky(subject, { _visitor: visitor, _canStore: true, _isServed: false }, () => known);
const cookie = (): string => stage.jar.cookies.find(({ name }) => name === '_fx_s')?.value ?? '';
const base64url = (value: number, from: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes.subarray(from).toString('base64url');
};

test('an assignment is stored as hashes of the subject, the experiment with its salt, and the variant', async () => {
  open('someone')._set(experiment('a', { salt: 'pepper' }), 'treatment');
  await Promise.resolve();
  expect(cookie()).toBe(
    `1.${base64url(hash('someone'), 0)}.${base64url(hash('a:pepper'), 0)}${base64url(hash('treatment') & 0xffffff, 1)}`,
  );
  expect(stage.jar.cookies.find(({ name }) => name === '_fx_s')?.domain).toBe('example.co.nz');
});

test('an assignment is there on the next page, for that subject and salt alone', async () => {
  open()._set(a, 'treatment');
  await Promise.resolve();
  expect(open()._get(a)).toBe('treatment');
  expect(open('other')._get(a)).toBeNull();
  expect(open()._get(experiment('a', { salt: 'new' }))).toBeNull();
  expect(open()._get(experiment('b'))).toBeNull();
});

test('an assignment to a variant that is gone reads as an empty key', async () => {
  open()._set(a, 'treatment');
  await Promise.resolve();
  expect(open()._get({ ...a, variants: a.variants.slice(0, 1) })).toBe('');
});

test('experiments that activate together are written once, and nothing where nothing changed', async () => {
  const sticky = open();
  stage.jar.writes.length = 0;
  sticky._set(a, 'treatment');
  sticky._set(experiment('b'), 'control');
  await Promise.resolve();
  expect(stage.jar.writes).toHaveLength(1);
  open()._set(a, 'treatment');
  await Promise.resolve();
  expect(stage.jar.writes).toHaveLength(1);
});

test('a new assignment of an experiment replaces the old one', async () => {
  const sticky = open();
  sticky._set(a, 'treatment');
  sticky._set(a, 'control');
  await Promise.resolve();
  expect(cookie()).toHaveLength(9 + 10);
  expect(open()._get(a)).toBe('control');
});

test("another subject's assignments are replaced at the first write", async () => {
  open('one')._set(a, 'treatment');
  await Promise.resolve();
  open('two')._set(experiment('b'), 'control');
  await Promise.resolve();
  expect(cookie()).toHaveLength(9 + 10);
  expect(open('one')._get(a)).toBeNull();
});

test('what a server has given meanwhile is kept beside what this page gives', async () => {
  const sticky = open();
  writeCookie(
    '_fx_s',
    formatAssignments(
      addAssignment([], experiment('b'), 'control', () => []),
      's',
    ),
    'example.co.nz',
  );
  sticky._set(a, 'treatment');
  await Promise.resolve();
  expect(open()._get(experiment('b'))).toBe('control');
  expect(open()._get(a)).toBe('treatment');
});

test('what this page has given holds against what is stored meanwhile', async () => {
  const sticky = open();
  sticky._set(a, 'treatment');
  writeCookie(
    '_fx_s',
    formatAssignments(
      addAssignment([], a, 'control', () => []),
      's',
    ),
    'example.co.nz',
  );
  await Promise.resolve();
  expect(open()._get(a)).toBe('treatment');
  expect(cookie()).toHaveLength(9 + 10);
});

test('when it is full, the oldest experiment that the manifest does not know goes', async () => {
  const all = Array.from({ length: 151 }, (_, index) => experiment(`e${index}`));
  const known = all.filter((_, index) => index !== 3 && index !== 5);
  const sticky = open('s', known);
  for (const one of all) sticky._set(one, 'control');
  await Promise.resolve();
  const next = open('s', known);
  expect(all.filter((one) => next._get(one) === null).map(({ id }) => id)).toEqual(['e3']);
});

test('when it is full of known experiments the oldest goes', async () => {
  const all = Array.from({ length: 151 }, (_, index) => experiment(`e${index}`));
  const sticky = open('s', all);
  for (const one of all) sticky._set(one, 'control');
  await Promise.resolve();
  expect(open('s', all)._get(experiment('e0'))).toBeNull();
  expect(open('s', all)._get(experiment('e1'))).toBe('control');
});

test.each(['', 'x', '2.AAAAAA.', '1.', `1.${'A'.repeat(100)}`])('a cookie that says %j holds nothing', (value) => {
  writeCookie('_fx_s', value, 'example.co.nz');
  expect(open()._get(a)).toBeNull();
});

test('cookies suffice: reading and writing an assignment leaves localStorage alone', async () => {
  open()._set(a, 'treatment');
  await Promise.resolve();
  open()._get(a);
  expect(stage.touches()).toBe(0);
});

test('renewing writes the cookie again, and the copy', async () => {
  open()._set(a, 'treatment');
  await Promise.resolve();
  stage.jar.writes.length = 0;
  open()._renew();
  expect(stage.jar.writes).toHaveLength(1);
  expect(stage.storage.get('_fx_s')).toBe(cookie());
});

test('renewing writes nothing where nothing is stored', () => {
  stage.jar.writes.length = 0;
  open()._renew();
  expect(stage.jar.writes).toEqual([]);
  expect(stage.storage.size).toBe(0);
});

test('where cookies are refused assignments live in localStorage', async () => {
  stage.jar.isBlocked = true;
  stage.jar.cookies = [];
  visitor = storeVisitor(makeVisitor(), undefined) as Visitor;
  open()._set(a, 'treatment');
  await Promise.resolve();
  expect(open()._get(a)).toBe('treatment');
});

test('nothing is stored until it may be', async () => {
  const owner = { _visitor: visitor, _canStore: false, _isServed: false };
  const sticky = createSticky('s', owner, () => [a]);
  sticky._set(a, 'treatment');
  await Promise.resolve();
  expect(cookie()).toBe('');
  expect(sticky._get(a)).toBe('treatment');
  owner._canStore = true;
  sticky._renew();
  expect(open()._get(a)).toBe('treatment');
});

test('in a full cookie a new assignment of an experiment that has one pushes nobody out', async () => {
  const all = Array.from({ length: 150 }, (_, index) => experiment(`e${index}`));
  const sticky = open('s', all);
  for (const one of all) sticky._set(one, 'control');
  sticky._set(all[7] as Experiment, 'treatment');
  await Promise.resolve();
  const next = open('s', all);
  expect(all.filter((one) => next._get(one) === null)).toEqual([]);
  expect(next._get(all[7] as Experiment)).toBe('treatment');
});
