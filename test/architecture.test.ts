/** Checks who may import whom. */

import { expect, test } from 'vitest';
import { exportsOf, files, type Import, imports, room, STAND_IN, source } from './sources.js';

/** Which rooms a room may import: arrows go down only. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  // How a signature is checked: of pages that name a key.
  tag: ['core', 'sdk/signature'],
  mojito: ['core'],
  // What it shows is what visitors get: ops are applied by the tag's own code.
  editor: ['core', 'tag', 'selectors'],
  // Of the tag its types alone.
  'sdk/engine': ['core', 'tag', 'sdk/signature'],
  'sdk/signature': [],
  'sdk/server': ['core', 'sdk/signature'],
  'sdk/node': ['core', 'sdk/server'],
  'sdk/next': ['core', 'sdk/server'],
  'sdk/react': ['core', 'tag'],
  'sdk/recall': ['core'],
  'sdk/openfeature': ['core'],
  files: [],
  stores: ['files'],
  pages: [],
  markup: [],
  selectors: [],
  authoring: ['core'],
  importers: ['core', 'authoring'],
  collector: ['core'],
  publishing: ['core', 'authoring', 'files', 'pages', 'stores'],
  results: ['core', 'authoring', 'collector', 'files', 'pages'],
  doctor: ['core', 'authoring', 'files', 'markup', 'pages', 'selectors'],
  shot: ['core', 'files'],
  dev: ['core', 'authoring', 'collector', 'files', 'markup', 'pages'],
  serve: ['core', 'authoring', 'files', 'pages', 'collector', 'publishing', 'results', 'shot'],
  cli: [
    'core',
    'authoring',
    'importers',
    'files',
    'stores',
    'pages',
    'collector',
    'publishing',
    'results',
    'doctor',
    'shot',
    'dev',
    'serve',
  ],
};

/** Doors of a room besides its `index.ts`, each with a reason in its first line. */
const SIDE_DOORS = ['authoring/checks.ts', 'pages/inline.ts', 'tag/api.ts', 'tag/rehearsal.ts', 'tag/typed.ts'];

/** The ladder of the tag, top first: a file imports only from floors below its own. Every file stands on one. */
const TAG_FLOORS: readonly (readonly string[])[] = [
  ['badge', 'entry', 'module', 'rehearsal', 'story'],
  ['load', 'words'],
  ['client', 'site'],
  ['explained', 'life', 'once', 'subject'],
  ['begin', 'experiments', 'navigation', 'visit'],
  ['exposures', 'links'],
  ['signed'],
  ['lack', 'manifest', 'report', 'segments'],
  ['session'],
  ['redirect'],
  ['state'],
  ['delivery', 'preview', 'recipe', 'sticky', 'triggers'],
  ['code', 'companion', 'layer'],
  ['events', 'jquery', 'page', 'seen', 'visitor', 'when'],
  ['api', 'ops', 'storage'],
  ['content', 'nodes', 'options', 'scope', 'typed', 'veil'],
  ['changes'],
  ['slots'],
  ['capability', 'watch'],
  ['hands', 'held', 'paint'],
  ['dom', 'guard'],
];
/** What a room may take from npm; nothing where it runs in a browser. */
const PACKAGES: Readonly<Record<string, RegExp | null>> = {
  core: null,
  tag: null,
  mojito: null,
  editor: /^@medv\/finder$/,
  'sdk/engine': null,
  'sdk/server': null,
  'sdk/signature': null,
  'sdk/node': /^node:/,
  'sdk/next': /^(react|next\/(server|headers)\.js)$/,
  'sdk/react': /^react$/,
  'sdk/recall': null,
  'sdk/openfeature': null,
  pages: null,
  markup: /^(parse5|css-select)$/,
  selectors: null,
  files: /^node:/,
  stores: /^(node:|aws4fetch$)/,
  authoring: /^(yaml|zod|esbuild|recheck|diff|acorn|acorn-walk|css-tree)(\/|$)/,
  importers: /^(yaml|acorn|acorn-walk)(\/|$)/,
  collector: /^node:/,
  publishing: /^(node:|yaml$)/,
  results: /^(node:|@duckdb\/node-api$)/,
  doctor: /^(node:|(acorn|acorn-walk)$)/,
  shot: /^node:/,
  dev: /^(node:|(yaml|chokidar|picocolors)$)/,
  serve: /^(node:|@codemirror\/|@lezer\/highlight$|(hono|@hono\/node-server|zod|yaml|diff|uqr|pg|openid-client)(\/|$))/,
  cli: /./,
};

const inside = imports.filter(({ to }) => files.includes(to));
const outside = imports.filter(({ to }) => !to.endsWith('.ts'));
const show = ({ from, to }: Import): string => `${from} imports ${to}`;

test('every import of a file leads to a file', () => {
  expect(imports.filter(({ to }) => to.endsWith('.ts') && !files.includes(to)).map(show)).toEqual([]);
});

test('a room imports only the rooms that it may, and only through their index', () => {
  const across = inside.filter(({ from, to }) => room(from) !== room(to));
  const wrong = across.filter(
    ({ from, to }) =>
      !DOORS[room(from)]?.includes(room(to)) || (to !== `${room(to)}/index.ts` && !SIDE_DOORS.includes(to)),
  );
  expect(wrong.map(show)).toEqual([]);
});

test('core and what runs on a page import no package, and every other room only its own', () => {
  expect(outside.filter(({ from, to }) => !PACKAGES[room(from)]?.test(to)).map(show)).toEqual([]);
});

test('no file imports itself by way of others, types included', () => {
  const seen = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (seen.get(file) === 'open') cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (seen.has(file)) return;
    seen.set(file, 'open');
    for (const { from, to } of inside) if (from === file) visit(to, [...path, file]);
    seen.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

/** The floor of a file of the tag, counted from the top; -1 where the ladder does not have it. */
const floorOf = (file: string): number =>
  TAG_FLOORS.findIndex((floor) => floor.some((name) => file === `tag/${name}.ts`));

/** The imports that lead to the same floor or up. */
const upwards = (all: readonly Import[]): string[] =>
  all.filter(({ from, to }) => room(from) === 'tag' && room(to) === 'tag' && floorOf(to) <= floorOf(from)).map(show);

test('every file of the tag stands on one floor of its ladder', () => {
  const named = TAG_FLOORS.flat().map((name) => `tag/${name}.ts`);
  expect([...named].sort()).toEqual(files.filter((file) => room(file) === 'tag' && !STAND_IN.test(file)));
});

test('a file of the tag imports only what lies below it', () => {
  expect(upwards(inside)).toEqual([]);
});

test('an arrow that goes up, or stays on its floor, is found', () => {
  const wrong: readonly Import[] = [
    { from: 'tag/watch.ts', to: 'tag/ops.ts' },
    { from: 'tag/dom.ts', to: 'tag/guard.ts' },
    { from: 'tag/load.ts', to: 'tag/life.ts' },
  ];
  expect(upwards(wrong)).toEqual(['tag/watch.ts imports tag/ops.ts', 'tag/dom.ts imports tag/guard.ts']);
});

test('nothing imports a stand-in, and each has the names and types of what it stands in for', () => {
  expect(inside.filter(({ to }) => STAND_IN.test(to)).map(show)).toEqual([]);
  const known = new Set(files.filter((file) => !STAND_IN.test(file)).flatMap(exportsOf));
  const standIns = files.filter((file) => STAND_IN.test(file));
  const wrong = standIns.flatMap((file) =>
    [...source(file).matchAll(/^export const (\w+)(: typeof \w+\.(\w+))?/gm)]
      .filter(([, name = '', , real]) => !known.has(name) || real !== name)
      .map(([line]) => `${file}: ${line}`),
  );
  expect(wrong).toEqual([]);
  expect(standIns.length).toBeGreaterThan(10);
});
