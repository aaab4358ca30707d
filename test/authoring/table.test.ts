/** Tests the table of fields: its readers agree with it, and with what the tag takes. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { build } from '../../src/authoring/build.js';
import { jsonSchema } from '../../src/authoring/schema.js';
import { type FieldOwner, tables } from '../../src/authoring/table.js';
import { type Experiment, isSound } from '../../src/core/index.js';
import { experimentOf } from './compiling.js';

/** Every published field but `recipeSampleRate`s and dates that would change who is in it. */
const FULL = `id: full
name: Full
status: paused
startAt: 2026-03-01T09:00:00Z
endAt: 2026-04-01T09:00:00Z
salt: pepper
audience: {sampleRate: 0.5, excludeRate: 0.1, rule: {'!!': [{var: user.id}]}}
layer: {name: checkout, from: 0, to: 0.5}
sticky: false
divertTo: a
manualExposure: true
trigger: {kind: manual}
sharedJs: 'a()'
sharedCss: 'a {}'
metadata: {a: 1}
control: b
variants:
  - {key: a, name: A}
  - key: b
    name: B
    recipeSampleRate: 0.5
    css: 'b {}'
    domOps: [{op: remove, selector: b}]
    js: 'b()'
    payload: {b: 1}
`;

/** What a variant has instead of a recipe. */
const REDIRECT = ['redirect', 'keepQuery'];

interface Kind {
  readonly properties: { readonly [name: string]: { readonly const?: string } };
}

/** The part of the schema that is looked at. */
interface Schema {
  readonly definitions: { readonly [name in 'op' | 'trigger']: { readonly oneOf: readonly Kind[] } };
}

const publishedNames = (of: FieldOwner): string[] =>
  Object.entries<{ readonly in: string }>(tables[of]).flatMap(([name, row]) => (row.in === 'manifest' ? [name] : []));

test('a manifest carries the published fields in the order of the table', async () => {
  const experiment = await experimentOf(FULL);
  expect(Object.keys(experiment).filter((name) => name !== 'phase')).toEqual(publishedNames('experiment'));
  expect(Object.keys(experiment.audience ?? {})).toEqual(publishedNames('audience'));
  // A variant that redirects changes the page in no other way: its fields stand beside none of a recipe.
  const leading = REDIRECT.flatMap((name) => (publishedNames('variant').includes(name) ? [name] : []));
  expect([...Object.keys(experiment.variants[1] ?? {}), ...leading]).toEqual(publishedNames('variant'));
});

test('what equals its default is left out', () => {
  const variants = [
    { key: 'a', name: 'A', recipeSampleRate: 1 },
    { key: 'control', name: 'C', css: '', js: '', domOps: [] },
  ];
  const built = build({
    id: 'plain',
    name: 'Plain',
    status: 'running',
    salt: 'plain',
    sampleRate: 1,
    audience: { excludeRate: 0 },
    sticky: true,
    manualExposure: false,
    trigger: { kind: 'auto' },
    sharedJs: '',
    control: 'control',
    variants,
  });
  expect(Object.keys(built)).toEqual(['id', 'name', 'phase', 'variants']);
  expect(built.variants.map((variant) => Object.keys(variant))).toEqual([
    ['key', 'name', 'weight'],
    ['key', 'name', 'weight'],
  ]);
});

test('the tag looks at the shape of each published field', async () => {
  const experiment = await experimentOf(FULL);
  expect(isSound(experiment)).toBe(true);
  const odd = () => 'no value of any field';
  const [first, second] = experiment.variants;
  const passed = [
    ...publishedNames('experiment').filter((name) => isSound({ ...experiment, [name]: odd })),
    ...publishedNames('audience').filter((name) =>
      isSound({ ...experiment, audience: { ...experiment.audience, [name]: odd } }),
    ),
    ...publishedNames('variant').filter((name) =>
      isSound({ ...experiment, variants: [first, { ...second, [name]: odd }] } as unknown as Experiment),
    ),
  ];
  // A rule answers for itself: whatever is malformed in it lets nobody in.
  expect(passed).toEqual(['rule']);
});

/** A value for each field of ops and triggers. */
const VALUES = {
  ...{
    selector: 'a',
    value: 'x',
    name: 'title',
    position: 'beforeend',
    was: 'y',
    waitForMs: 1,
    all: true,
    keep: 'once',
  },
  ...{ pattern: '/a', regex: true, timeoutMs: 1, ratio: 0.1, jquery: true, js: 'activate()' },
};

test('the tag looks at the shape of each field of ops and triggers', async () => {
  const { definitions } = jsonSchema() as Schema;
  const experiment = await experimentOf(FULL);
  const passed: string[] = [];
  const look = (tag: 'op' | 'kind', kinds: readonly Kind[], carry: (it: object) => object): void => {
    for (const { properties } of kinds) {
      const name = properties[tag]?.const ?? '';
      const values = { ...VALUES, on: 'url', of: [{ kind: 'manual' }] };
      const given = Object.entries(values).filter(([field]) => Object.hasOwn(properties, field));
      const whole = { [tag]: name, ...Object.fromEntries(given) };
      expect(Object.keys(whole).sort()).toEqual(Object.keys(properties).sort());
      expect(isSound({ ...experiment, ...carry(whole) })).toBe(true);
      for (const field of Object.keys(whole))
        if (isSound({ ...experiment, ...carry({ ...whole, [field]: () => 'odd' }) })) passed.push(`${name} ${field}`);
    }
  };
  look('op', definitions.op.oneOf, (op) => ({
    variants: experiment.variants.map((variant) => ({ ...variant, domOps: [op] })),
  }));
  look('kind', definitions.trigger.oneOf, (trigger) => ({ trigger }));
  expect(passed).toEqual([]);
});

test('docs/experiments.md has a row for each field, and no other', () => {
  const page = readFileSync(new URL('../../docs/experiments.md', import.meta.url), 'utf8');
  const rowsOf = (name: string): string[] => {
    const text = page.split(`<!-- table: ${name} -->`)[1]?.split('<!-- end -->')[0] ?? '';
    return [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, field = '']) => field).sort();
  };
  for (const of of Object.keys(tables) as FieldOwner[]) expect(rowsOf(of)).toEqual(Object.keys(tables[of]).sort());
});
