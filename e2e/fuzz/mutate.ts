/** A good manifest, ways to spoil it, and an opinion of its own about which experiments of a manifest are malformed. */

import fc from 'fast-check';
import type { Experiment, Manifest, Op } from '../../src/core/index.js';
import { experiment, manifestOf } from '../harness/manifest.js';

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

const isObject = (it: unknown): it is Record<string, unknown> =>
  typeof it === 'object' && it !== null && !Array.isArray(it);
const isText = (it: unknown): boolean => typeof it === 'string';
const isFilled = (it: unknown): boolean => typeof it === 'string' && it !== '';
const isRate = (it: unknown): boolean => typeof it === 'number' && it >= 0 && it <= 1;
const isMs = (it: unknown): boolean => typeof it === 'number' && it >= 0;
const isFlag = (it: unknown): boolean => typeof it === 'boolean';
const isDate = (it: unknown): boolean => typeof it === 'string' && !Number.isNaN(Date.parse(it));
const oneOf =
  (...all: readonly unknown[]) =>
  (it: unknown): boolean =>
    all.includes(it);

type Fields = Readonly<Record<string, (it: unknown) => boolean>>;

/** Fields that have to be there, and fields that have to be right where they are. */
const fits = (it: unknown, must: Fields, may: Fields = {}): boolean =>
  isObject(it) &&
  Object.entries(must).every(([name, test]) => Object.hasOwn(it, name) && test(it[name])) &&
  Object.entries(may).every(([name, test]) => !Object.hasOwn(it, name) || test(it[name]));

const target = { waitForMs: isMs, all: isFlag };
const OPS: Readonly<Record<string, Fields>> = {
  replaceText: { selector: isText, value: isText },
  replaceHTML: { selector: isText, value: isText },
  addClass: { selector: isText, value: isText },
  removeClass: { selector: isText, value: isText },
  setAttr: { selector: isText, name: isText, value: isText },
  setStyle: { selector: isText, name: isText, value: isText },
  remove: { selector: isText },
  injectCSS: { value: isText },
  injectHTML: {
    selector: isText,
    value: isText,
    position: oneOf('beforebegin', 'afterbegin', 'beforeend', 'afterend'),
  },
};
const isOp = (it: unknown): boolean =>
  isObject(it) && typeof it.op === 'string' && Object.hasOwn(OPS, it.op) && fits(it, OPS[it.op] ?? {}, target);

const TRIGGERS: Readonly<Record<string, readonly [must: Fields, may: Fields]>> = {
  auto: [{}, {}],
  manual: [{}, {}],
  urlMatch: [{ pattern: isText }, { regex: isFlag, on: oneOf('path', 'url') }],
  waitForSelector: [{ selector: isText }, { timeoutMs: isMs }],
  event: [{ name: isText }, {}],
  visible: [{ selector: isText }, { ratio: isRate }],
  script: [{ js: isText }, {}],
  all: [{ of: (it) => Array.isArray(it) && it.every(isTrigger) }, {}],
  any: [{ of: (it) => Array.isArray(it) && it.every(isTrigger) }, {}],
};
function isTrigger(it: unknown): boolean {
  if (!isObject(it) || typeof it.kind !== 'string' || !Object.hasOwn(TRIGGERS, it.kind)) return false;
  const [must, may] = TRIGGERS[it.kind] ?? [{}, {}];
  return fits(it, must, may);
}

const isVariant = (it: unknown): boolean =>
  fits(
    it,
    {
      key: (key) => isText(key) && /^[a-z0-9_-]{1,32}$/.test(`${key}`),
      name: isText,
      weight: (weight) => Number.isInteger(weight) && Number(weight) >= 0,
    },
    {
      recipeSampleRate: isRate,
      css: isText,
      js: isText,
      payload: isObject,
      domOps: (ops) => Array.isArray(ops) && ops.every(isOp),
    },
  );

/** What the format says of an experiment, told a second time and without a look at how the tag does it. */
function isSound(it: unknown): boolean {
  if (!isObject(it) || !Array.isArray(it.variants) || !it.variants.every(isVariant)) return false;
  const variants = it.variants as { key: string; weight: number }[];
  const keys = variants.map(({ key }) => key);
  const isSum = variants.reduce((sum, { weight }) => sum + weight, 0) === 10000;
  return (
    keys.length > 1 &&
    new Set(keys).size === keys.length &&
    isSum &&
    fits(
      it,
      { id: (id) => isText(id) && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(`${id}`) },
      {
        status: oneOf('running', 'draft', 'paused'),
        startAt: isDate,
        endAt: isDate,
        salt: isFilled,
        sticky: isFlag,
        manualExposure: isFlag,
        divertTo: oneOf(...keys),
        sharedJs: isText,
        sharedCss: isText,
        metadata: isObject,
        trigger: isTrigger,
        audience: (audience) => fits(audience, {}, { sampleRate: isRate, excludeRate: isRate }),
      },
    )
  );
}
