/** Checks what a container is composed of: what its experiments and its pages use, the same bytes every time. */

import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'acorn';
import { describe, expect, test } from 'vitest';
import { FEATURES } from '../../src/authoring/features.js';
import { compose, compositionOf, type Parts, readDeclared } from '../../src/authoring/index.js';
import type { Experiment, Manifest } from '../../src/core/index.js';

const parts = JSON.parse(readFileSync('dist/fx.parts.json', 'utf8')) as Parts;

const manifestOf = (...experiments: Partial<Experiment>[]): Manifest => ({
  version: 1,
  revision: 'r',
  enabled: true,
  experiments: experiments.map((given, index) => ({
    id: `e${index}`,
    name: 'E',
    variants: [
      { key: 'a', name: 'A', weight: 5000 },
      { key: 'b', name: 'B', weight: 5000 },
    ],
    ...given,
  })),
});

const variantsWith = (more: object): Experiment['variants'] => [
  { key: 'a', name: 'A', weight: 5000 },
  { key: 'b', name: 'B', weight: 5000, ...more },
];

const NOTHING = new Set<never>();
const inside = (...experiments: Partial<Experiment>[]): readonly string[] =>
  compositionOf([manifestOf(...experiments)], NOTHING).in;

describe('a container holds what experiments use', () => {
  test.each<[string, Partial<Experiment>, readonly string[]]>([
    ['nothing but an address', { trigger: { kind: 'urlMatch', pattern: '/' } }, []],
    [
      'a rule about the page',
      { audience: { rule: { '==': [{ var: 'page.path' }, '/'] } } },
      ['rules', 'gates', 'known'],
    ],
    [
      'a rule about the user',
      { audience: { rule: { '==': [{ var: 'user.tier' }, 'pro'] } } },
      ['rules', 'gates', 'known', 'facts'],
    ],
    [
      'a rule about the visit',
      { audience: { rule: { '>': [{ var: 'visit.pages' }, 2] } } },
      ['rules', 'visits', 'gates', 'known'],
    ],
    [
      'a rule that reads a path which is computed',
      { audience: { rule: { var: { if: [true, 'user.tier', 'visit.pages'] } } } },
      ['rules', 'visits', 'gates', 'known', 'facts'],
    ],
    [
      'versions and paths',
      { audience: { rule: { and: [{ semver: [{ var: 'page.path' }, '1'] }, { glob: [{ var: 'page.path' }, '*'] }] } } },
      ['rules', 'versions', 'globs', 'gates', 'known'],
    ],
    ['an end', { endAt: '2030-01-01T00:00:00Z' }, ['dates', 'gates']],
    ['a layer', { layer: { name: 'l', from: 0, to: 1 } }, ['layers', 'gates']],
    ['a share of subjects', { audience: { sampleRate: 0.5 } }, ['gates']],
    ['exposures that the page makes', { manualExposure: true }, ['gates']],
    ['a variant for everybody', { divertTo: 'a' }, ['gates']],
    ['a draft', { status: 'draft' }, ['gates']],
    ['a pause', { status: 'paused' }, []],
    ['an expression for the address', { trigger: { kind: 'urlMatch', pattern: '/', regex: true } }, ['expressions']],
    ['the path of the address', { trigger: { kind: 'urlMatch', pattern: '/', on: 'path' } }, ['places']],
    ['a whole address', { trigger: { kind: 'urlMatch', pattern: 'https://a.example/' } }, ['places']],
    ['shadow roots', { trigger: { kind: 'waitForSelector', selector: 'a >>> b' } }, ['triggers', 'roots']],
    [
      'what an author has seen',
      { variants: variantsWith({ domOps: [{ op: 'replaceText', selector: 'a', value: '', was: 'b' }] }) },
      ['text', 'was'],
    ],
    ['a redirect', { variants: variantsWith({ redirect: '/b' }) }, ['redirects', 'css', 'host']],
    ['code', { variants: variantsWith({ js: 'x()' }) }, ['roots', 'code']],
    ['a style sheet', { sharedCss: 'a{}' }, ['css']],
    [
      'triggers in triggers',
      {
        trigger: {
          kind: 'all',
          of: [
            { kind: 'visible', selector: 'a' },
            { kind: 'event', name: 'x', jquery: true },
          ],
        },
      },
      ['triggers', 'visible', 'jquery'],
    ],
    ['a script trigger', { trigger: { kind: 'script', js: 'activate()' } }, ['triggers', 'roots', 'code']],
    ['text', { variants: variantsWith({ domOps: [{ op: 'replaceText', selector: 'a', value: '' }] }) }, ['text']],
    [
      'markup',
      { variants: variantsWith({ domOps: [{ op: 'replaceHTML', selector: 'a', value: '' }] }) },
      ['text', 'html'],
    ],
    ['a class', { variants: variantsWith({ domOps: [{ op: 'addClass', selector: 'a', value: 'b' }] }) }, []],
    [
      'an attribute',
      { variants: variantsWith({ domOps: [{ op: 'setAttr', selector: 'a', name: 'b', value: '' }] }) },
      ['attributes'],
    ],
  ])('%s', (_, experiment, features) => {
    expect(inside(experiment)).toEqual(features);
  });

  test('each of several experiments', () => {
    expect(inside({ endAt: '2030-01-01T00:00:00Z' }, { sharedCss: 'a{}' })).toEqual(['dates', 'gates', 'css']);
  });

  test('a holdout, and its dates', () => {
    const manifest = { ...manifestOf({}), holdouts: [{ id: 'h', share: 0.1, startAt: '2030-01-01T00:00:00Z' }] };
    expect(compositionOf([manifest], NOTHING).in).toEqual(['dates', 'gates', 'holdouts']);
  });

  test('each of several manifests', () => {
    expect(compositionOf([manifestOf(), manifestOf({ sharedCss: 'a{}' })], NOTHING).in).toEqual(['css']);
  });
});

describe('a container holds what pages use', () => {
  test('all of it, where nothing is declared', () => {
    const { in: features, lacks } = compositionOf([manifestOf({})], null);
    expect(lacks).toEqual([]);
    expect(features).toEqual(expect.arrayContaining(['collect', 'consent', 'gpc', 'subject', 'layer', 'manifest']));
  });

  test('what is declared, where anything is', () => {
    const { in: features, lacks } = compositionOf([manifestOf({})], new Set(['collect', 'gpc']));
    expect(features).toEqual(['collect', 'consent', 'gpc']);
    expect(lacks).toEqual(expect.arrayContaining(['consent', 'subject']));
  });

  test('all of it beside an experiment that was imported from Mojito', () => {
    expect(compositionOf([manifestOf({ mojitoId: 'w1' })], NOTHING).lacks).toEqual([]);
  });
});

describe('tag: of fx.config.yaml', () => {
  const words = (given: unknown): unknown => {
    const read = readDeclared(given);
    return read && 'words' in read ? { words: [...read.words], attributes: read.attributes } : read;
  };
  test.each<[string, unknown, unknown]>([
    ['is not there', undefined, null],
    ['is a list', ['collect', 'consent'], { words: ['collect', 'consent'], attributes: {} }],
    [
      'is a map with values',
      { collect: '/events', consent: 'required', subject: 'true', gpc: 'false' },
      { words: ['collect', 'consent', 'subject'], attributes: { collect: '/events', consent: 'required' } },
    ],
    ['switches previews off', { preview: 'off' }, { words: [], attributes: { preview: 'off' } }],
    ['has what every container serves', { delivery: 'beacon' }, { words: [], attributes: { delivery: 'beacon' } }],
    ['is empty', [], { words: [], attributes: {} }],
    ['has a typing mistake', ['colect'], { wrong: 'colect', nearest: 'collect' }],
    ['has an unknown word', { sdfsdfsdfsdf: 'true' }, { wrong: 'sdfsdfsdfsdf', nearest: undefined }],
    ['is a text', 'collect', { wrong: '', nearest: undefined }],
  ])('%s', (_, given, expected) => {
    expect(words(given)).toEqual(expected);
  });
});

describe('the file', () => {
  const plain = compositionOf([manifestOf({})], NOTHING);

  test('is the same every time, and says in its first comment what is in and out', () => {
    const text = compose(parts, plain);
    expect(compose(structuredClone(parts), compositionOf([manifestOf({})], new Set()))).toBe(text);
    const [first = '', ...rest] = text.split('\n');
    expect(first).toBe(
      `/* fx ${parts.version}, ${rest.join('\n').length} B. In: nothing. Out: ${plain.out.join(' ')}. */`,
    );
  });

  test('is one expression, and refers to nothing that was left out', () => {
    for (const name of Object.keys(FEATURES)) {
      const { body } = parse(compose(parts, { ...plain, without: new Set([...plain.without, name]) }), {
        ecmaVersion: 2020,
      });
      expect(body.map(({ type }) => type).filter((type) => type !== 'EmptyStatement')).toEqual(['ExpressionStatement']);
    }
  });

  test('gets smaller by every feature that is left out', () => {
    const whole = { ...plain, without: new Set<string>() };
    const bytes = compose(parts, whole).length;
    for (const name of Object.keys(FEATURES))
      expect([name, compose(parts, { ...whole, without: new Set([name]) }).length < bytes]).toEqual([name, true]);
  });

  test('does not ask what a stand-in answers in all cases', () => {
    const unfolded = { ...parts, pieces: parts.pieces.map(({ variants: _, ...piece }) => piece) };
    expect(compose(parts, plain).length).toBeLessThan(compose(unfolded, plain).length - 200);
  });

  test('says what it lacks, where a page asks for it', () => {
    expect(compose(parts, plain)).toContain('consent:consent gpc:gpc subjectId:subject');
    expect(compose(parts, compositionOf([manifestOf({})], null))).not.toContain('consent:consent');
  });

  test('has a stand-in for every feature, and a feature for every stand-in', () => {
    const folders = ['core', 'tag'].flatMap((room) => readdirSync(`src/${room}/without`));
    const standIns = new Set(folders.map((name) => name.replace('.ts', '')));
    expect([...standIns].sort()).toEqual([...Object.keys(FEATURES), 'checks', 'links', 'whole', 'signed'].sort());
  });

  test('cannot be made of parts that do not belong together', () => {
    expect(() => compose({ ...parts, refs: ['nobody'] }, plain)).toThrow(RangeError);
  });
});
