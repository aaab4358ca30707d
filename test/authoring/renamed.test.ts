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
  plan({
    ...{ before: sideOf(before), after: sideOf(...after), archived: new Set(archived) },
    ...{ used: [], now: Date.parse('2027-01-15T12:00:00Z') },
  });

const reasons = (before: Partial<Experiment>, ...after: readonly Partial<Experiment>[]): unknown =>
  Object.fromEntries(
    compare(
      published(before),
      after.map((one) => published(one)),
    ).experiments.map(({ id, changes }) => [
      id,
      changes.map(({ class: kind, reason }) => `${kind}: ${reason}`).join(' '),
    ]),
  );

test('an id that changed is recognised by the variants, and both sides say that visitors are assigned anew', () => {
  expect(reasons({ variants: css }, { id: 'hero', name: 'Hero', variants: css })).toEqual({
    cta: 'breaks: cta is gone and hero is new, with the same variants: visitors of cta are assigned anew. To rename it for people alone, keep id: cta and change its name.',
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
    cta: expect.stringContaining('near is new'),
    far: 'safe: Visitors come into it from now on.',
    near: expect.stringContaining('the variants of cta'),
  });
});

test.each<readonly [string, Partial<Experiment>, Partial<Experiment>]>([
  ['other changes', { variants: css }, { variants: [variant('control'), variant('b', { css: 'h1{}' })] }],
  ['nothing in the variants, and another name', {}, { name: 'Another' }],
  ['only previews of the new one', { variants: css }, { status: 'draft', variants: css }],
])('another id is another experiment with %s', (_, before, after) => {
  expect(JSON.stringify(reasons(before, { ...after, id: 'hero' }))).not.toContain('same variants');
});

test('another id is recognised by the name where the variants hold nothing', () => {
  expect(reasons({}, { id: 'hero' })).toMatchObject({ cta: expect.stringContaining('hero is new') });
});

test('nothing is said of an experiment that was archived, or was a draft', () => {
  const after = [published({ id: 'hero', variants: css })];
  const archived = compare(published({ variants: css }), after, ['cta']);
  const draft = compare(published({ status: 'draft', variants: css }), after);
  expect(JSON.stringify([archived, draft])).not.toContain('same variants');
});
