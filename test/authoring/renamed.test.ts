/** Tests what a plan says of an experiment that went and came back under another id. */

import { expect, test } from 'vitest';
import { type Plan, type Published, plan } from '../../src/authoring/index.js';
import type { Experiment, Variant } from '../../src/core/index.js';

const variant = (key: string, more: Partial<Variant> = {}): Variant => ({ key, name: key, weight: 5000, ...more });
const bare = [variant('control'), variant('b')];
const css = [variant('control'), variant('b', { css: 'h1{color:red}' })];

const published = (more: Partial<Experiment>): Published => ({
  experiment: { id: 'cta', name: 'CTA', phase: '11111111', variants: bare, ...more },
});
const sideOf = (...experiments: readonly Published[]) => new Map(experiments.map((one) => [one.experiment.id, one]));

const compare = (before: Published, after: readonly Published[], archived: readonly string[] = []): Plan =>
  planOf([before], after, archived);

const planOf = (before: readonly Published[], after: readonly Published[], archived: readonly string[] = []): Plan =>
  plan({
    ...{ before: sideOf(...before), after: sideOf(...after), archived: new Set(archived) },
    ...{ used: [], now: Date.parse('2027-01-15T12:00:00Z') },
  });

const said = ({ experiments }: Plan): unknown =>
  Object.fromEntries(
    experiments.map(({ id, changes }) => [
      id,
      changes.map(({ class: kind, reason }) => `${kind}: ${reason}`).join(' '),
    ]),
  );

const reasons = (before: Partial<Experiment>, ...after: readonly Partial<Experiment>[]): unknown =>
  said(
    compare(
      published(before),
      after.map((one) => published(one)),
    ),
  );

test('an id that changed is recognised by the variants, and both sides say that visitors are assigned anew', () => {
  expect(reasons({ variants: css }, { id: 'hero', name: 'Hero', variants: css })).toEqual({
    cta: 'breaks: Its file is gone, so its visitors lose their variant; set status: archived to end it. The new hero has the same variants: visitors of cta are assigned anew. To rename it for people alone, keep id: cta and change its name.',
    hero: 'safe: Visitors come into it from now on. It has the variants of cta, which is gone: visitors of cta are assigned anew, and counted from the beginning.',
  });
});

test('another id with the same salt only counts anew', () => {
  expect(reasons({ variants: css }, { id: 'hero', salt: 'cta', variants: css })).toMatchObject({
    cta: expect.stringContaining('visitors of cta are counted anew.'),
    hero: expect.stringMatching(/^breaks: The salt cta .* visitors of cta are counted anew\.$/),
  });
});

test('another id with other weights and names is recognised, and the nearest of two is', () => {
  const other = css.map((one) => ({ ...one, name: 'x', weight: 5000 }));
  const near = { id: 'near', variants: css };
  expect(reasons({ variants: css }, { id: 'far', name: 'Far', variants: other }, near)).toEqual({
    cta: expect.stringContaining('The new near has'),
    far: 'safe: Visitors come into it from now on.',
    near: expect.stringContaining('the variants of cta'),
  });
});

test('one new experiment follows one of two that are gone, the nearest, and the other keeps its sentence', () => {
  const gone = 'breaks: Its file is gone, so its visitors lose their variant; set status: archived to end it.';
  const far = published({ id: 'a', name: 'Far', variants: css });
  const near = published({ id: 'z', variants: css });
  expect(said(planOf([far, near], [published({ id: 'hero', variants: css })]))).toEqual({
    a: gone,
    hero: expect.stringContaining('It has the variants of z, which is gone'),
    z: expect.stringContaining(`${gone} The new hero has the same variants`),
  });
});

test('two that changed their id are told each with its own', () => {
  const [one, two] = [published({ id: 'a', variants: css }), published({ id: 'b', name: 'B', variants: css })];
  const [next, other] = [
    published({ id: 'x', name: 'B', variants: css }),
    published({ id: 'y', name: 'Y', variants: css }),
  ];
  expect(said(planOf([one, two], [next, other]))).toMatchObject({
    a: expect.stringContaining('The new y has'),
    b: expect.stringContaining('The new x has'),
    x: expect.stringContaining('the variants of b,'),
    y: expect.stringContaining('the variants of a,'),
  });
});

test.each<readonly [string, Partial<Experiment>, Partial<Experiment>]>([
  ['other changes', { variants: css }, { variants: [variant('control'), variant('b', { css: 'h1{}' })] }],
  ['nothing in the variants, and another name', {}, { name: 'Another' }],
  ['only previews of the new one', { variants: css }, { status: 'draft', variants: css }],
  ['nobody in the new one, as it is paused', { variants: css }, { status: 'paused', variants: css }],
  ['nobody in the new one yet', { variants: css }, { startAt: '2027-02-01T00:00:00Z', variants: css }],
  ['nobody in the new one any more', { variants: css }, { endAt: '2027-01-01T00:00:00Z', variants: css }],
  ['nobody in the old one yet', { startAt: '2027-02-01T00:00:00Z', variants: css }, { variants: css }],
])('another id is another experiment with %s', (_, before, after) => {
  expect(JSON.stringify(reasons(before, { ...after, id: 'hero' }))).not.toMatch(/same variants|the variants of/);
});

test('another id is recognised by the name where the variants hold nothing', () => {
  expect(reasons({}, { id: 'hero' })).toMatchObject({ cta: expect.stringContaining('The new hero has') });
});

test('nothing is said of an experiment that was archived, or was a draft', () => {
  const after = [published({ id: 'hero', variants: css })];
  const archived = compare(published({ variants: css }), after, ['cta']);
  const draft = compare(published({ status: 'draft', variants: css }), after);
  expect(JSON.stringify([archived, draft])).not.toContain('same variants');
});
