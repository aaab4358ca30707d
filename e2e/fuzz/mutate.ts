/** Spoils a good manifest, and tells which of its experiments are malformed then. */

import fc from 'fast-check';
import type { Experiment, Manifest, Op } from '../../src/core/index.js';
import { experiment, manifestOf } from '../harness/manifest.js';
import { isObject, isSound } from './sound.js';

/** The op that shows that an experiment was applied. */
const mark = (id: string): Op => ({ op: 'addClass', selector: `#${id}`, value: `mark-${id}` });

const a = experiment('a', {
  css: '#a { color: red }',
  payload: { size: 3, list: [1, null] },
  domOps: [
    mark('a'),
    { op: 'replaceText', selector: '#a', value: 'text', waitForMs: 10 },
    { op: 'replaceHTML', selector: '#a', value: '<b>html</b>', all: true },
    { op: 'setAttr', selector: '#a', name: 'title', value: 'title' },
    { op: 'removeClass', selector: '#a', value: 'none' },
    { op: 'setStyle', selector: '#a', name: 'color', value: 'blue' },
    { op: 'injectCSS', value: '#a { order: 1 }' },
    { op: 'injectHTML', selector: '#a', position: 'beforeend', value: '<i>i</i>' },
    { op: 'remove', selector: '#nothing', waitForMs: 0 },
  ],
});
const b = experiment(
  'b',
  { domOps: [mark('b')], recipeSampleRate: 1 },
  {
    startAt: '2020-01-01T00:00:00Z',
    endAt: '2999-01-01T00:00:00+01:00',
    salt: 'pepper',
    phase: '0123abcd',
    audience: { sampleRate: 1, excludeRate: 0, rule: { or: [{ '==': [{ var: 'user.tier' }, 'pro'] }, true] } },
    trigger: {
      kind: 'any',
      of: [
        { kind: 'urlMatch', pattern: '^/e2e', regex: true, on: 'path' },
        {
          kind: 'all',
          of: [
            { kind: 'waitForSelector', selector: '#b', timeoutMs: 50 },
            { kind: 'event', name: 'go' },
          ],
        },
        { kind: 'visible', selector: '#b', ratio: 0.5 },
        { kind: 'manual' },
      ],
    },
  },
);
const c = experiment(
  'c',
  { domOps: [mark('c')], js: 'return () => 1' },
  {
    sharedJs: 'experiment.shared = 1',
    sharedCss: '#c { order: 2 }',
    metadata: { owner: { name: 'shop' } },
    control: 'control',
  },
);
const d = experiment(
  'd',
  { domOps: [mark('d')] },
  { status: 'running', sticky: false, manualExposure: true, divertTo: 'treatment' },
);

/** Every experiment of it is applied on the page of this feature. */
export const good: Manifest = manifestOf(a, b, c, d);

type Path = readonly (string | number)[];

const pathsIn = (value: unknown, path: Path): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, child]) => {
        const here = [...path, Array.isArray(value) ? Number(key) : key];
        return [here, ...pathsIn(child, here)];
      })
    : [];

/** Values that other checks have fallen for. */
const TRAPS = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e308,
  10001,
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  '0',
  'null',
  'a[',
  '((',
  '\u0000',
  [],
  {},
];
const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown;

/** What no selector should become: it would take the marks of the others away. */
const isHarmless = (value: unknown): boolean =>
  !/"(\*|html|body|head|main|p|:root)"/i.test(JSON.stringify(value) ?? '');

const value = fc.oneof(
  fc.constantFrom<unknown>(...TRAPS, deep, 'x'.repeat(5000)),
  fc.jsonValue().filter(isHarmless),
  fc.constantFrom<unknown>(...Object.values(good.experiments)),
);

/** A manifest that differs from the good one, as JSON, and the places where it does. */
export interface Mutant {
  readonly text: string;
  /** Experiments of the good manifest that are as they were, and whose ids nothing else has. */
  readonly untouched: readonly string[];
  /** Experiments that no well-formed one of a known manifest that is on holds the mark of. */
  readonly malformed: readonly string[];
}

/** One to three changes of a good manifest. */
export const mutants: fc.Arbitrary<Mutant> = fc
  .array(
    fc.record({
      path: fc.constantFrom(
        ...pathsIn(good.experiments, ['experiments']),
        ['version'],
        ['revision'],
        ['enabled'],
        ['experiments'],
      ),
      how: fc.constantFrom('set', 'set', 'delete', 'repeat', 'add'),
      key: fc.constantFrom('constructor', 'toString', 'extra', '__proto__', 'op', 'kind', 'length'),
      value,
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((changes) => {
    const manifest = JSON.parse(JSON.stringify(good)) as unknown;
    for (const { path, how, key, value } of changes) change(manifest, path, how, key, value);
    return describe(manifest);
  });

function change(manifest: unknown, path: Path, how: string, key: string, value: unknown): void {
  let parent = manifest as Record<string | number, unknown> | undefined;
  for (const step of path.slice(0, -1)) parent = parent?.[step] as typeof parent;
  const last = path.at(-1) ?? '';
  if (typeof parent !== 'object' || parent === null) return;
  const copy: unknown = JSON.parse(JSON.stringify(value) ?? 'null');
  if (how === 'delete') delete parent[last];
  else if (how === 'repeat' && Array.isArray(parent)) parent.push(parent[Number(last)]);
  else if (how === 'add' && isObject(parent[last])) {
    Object.defineProperty(parent[last], key, { value: copy, enumerable: true, configurable: true });
  } else parent[last] = copy;
}

function describe(manifest: unknown): Mutant {
  const text = JSON.stringify(manifest);
  const { version, enabled, experiments } = JSON.parse(text) as Record<string, unknown>;
  const list: unknown[] = version === 1 && enabled !== false && Array.isArray(experiments) ? experiments : [];
  const same = (one: Experiment): boolean =>
    list.filter((other) => JSON.stringify(other) === JSON.stringify(one)).length === 1;
  const isAlone = ({ id }: Experiment): boolean =>
    list.filter((other) => (other as { id?: unknown } | null)?.id === id).length === 1;
  const holding = (id: string): unknown[] => list.filter((one) => JSON.stringify(one)?.includes(`"mark-${id}"`));
  return {
    text,
    untouched: enabled === true ? good.experiments.filter((one) => same(one) && isAlone(one)).map(({ id }) => id) : [],
    malformed: good.experiments.map(({ id }) => id).filter((id) => !holding(id).some(isSound)),
  };
}
