/** Who may import whom, and what may not happen when a module is loaded. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModuleDeclaration, Node, Statement } from 'acorn';
import { parse } from 'acorn';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Which rooms a room may import: arrows go down only. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  tag: ['core'],
  mojito: ['core'],
  // What it shows is what visitors get: ops are applied by the tag's own code.
  editor: ['core', 'tag'],
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
  pages: [],
  markup: [],
  authoring: ['core'],
  importers: ['core', 'authoring'],
  collector: ['core'],
  publishing: ['core', 'authoring', 'files', 'pages'],
  results: ['core', 'authoring', 'collector', 'files', 'pages'],
  doctor: ['core', 'authoring', 'files', 'markup', 'pages'],
  shot: ['core', 'files'],
  dev: ['core', 'authoring', 'collector', 'files', 'markup', 'pages'],
  serve: ['core', 'authoring', 'files', 'pages', 'collector', 'publishing', 'results', 'shot'],
  cli: [
    'core',
    'authoring',
    'importers',
    'files',
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
const SIDE_DOORS = ['authoring/checks.ts', 'tag/api.ts', 'tag/rehearsal.ts', 'tag/typed.ts'];

/** What takes the place of a feature that a container is composed without: the types are those of the real ones. */
const STAND_IN = /\/without\//;

/** The ladder of the tag, top first: a file imports only from floors below its own. Every file stands on one. */
const TAG_FLOORS: readonly (readonly string[])[] = [
  ['badge', 'entry', 'module', 'rehearsal', 'story'],
  ['load', 'words'],
  ['client', 'site'],
  ['explained', 'life', 'once', 'subject'],
  ['begin', 'experiments', 'navigation', 'visit'],
  ['exposures', 'links'],
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
/** Types only: whoever needs them may import them. */
const TAG_TYPES = ['tag/api.ts', 'tag/options.ts', 'tag/scope.ts', 'tag/typed.ts'];

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
  files: /^node:/,
  authoring: /^(yaml|zod|esbuild|recheck|diff|acorn|acorn-walk|css-tree)(\/|$)/,
  importers: /^(yaml|acorn|acorn-walk)(\/|$)/,
  collector: /^node:/,
  publishing: /^(node:|(yaml|aws4fetch)$)/,
  results: /^(node:|@duckdb\/node-api$)/,
  doctor: /^node:/,
  shot: /^node:/,
  dev: /^(node:|(yaml|chokidar|picocolors)$)/,
  serve: /^(node:|@codemirror\/|@lezer\/highlight$|(hono|@hono\/node-server|zod|yaml|diff|uqr|pg|openid-client)(\/|$))/,
  cli: /./,
};

/** Files that do something when they are loaded. */
const ENTRIES = /(^|\/)(entry|main|badge|story|spinner)\.js$/;
/** Schemas, forms, and the contexts of React, are data that is declared by calls. */
const DECLARATIONS = ['authoring/schema.js', 'collector/batch.js', 'editor/forms.js', 'sdk/react/context.js'];

interface Import {
  readonly from: string;
  /** A path below src, or the name of a package. */
  readonly to: string;
}

const list = (folder: string, ending: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending))
        .map((name) => name.replaceAll('\\', '/'))
        .sort()
    : [];

const source = (file: string): string => readFileSync(join(root, 'src', file), 'utf8');

/** Each client of `sdk` is a room of its own. */
const room = (file: string): string => /^sdk\/[^/]+|^[^/]*/.exec(file)?.[0] ?? '';

/** A statement that names another module, where such statements stand: at the head of a file, after comments. */
const IMPORT =
  /(?:^#!.*\n|\s|\/\/.*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:import|export)\b(?:[^'"`;()]*?\bfrom)? '([^']+)';/y;

/** Types are imports too, and no emitted file has them: so the sources are read. */
const importsOf = (from: string): Import[] => {
  const text = source(from);
  const names = new Set([...text.matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, name = '']) => name));
  IMPORT.lastIndex = 0;
  for (let found = IMPORT.exec(text); found; found = IMPORT.exec(text)) names.add(found[1] ?? '');
  return [...names].map((name) => ({ from, to: name.startsWith('.') ? below(from, name) : name }));
};

const below = (from: string, name: string): string =>
  relative(join(root, 'src'), join(root, 'src', dirname(from), name))
    .replaceAll('\\', '/')
    .replace(/\.js$/, '.ts');

const files = list('src', '.ts');
const imports = files.flatMap(importsOf);
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

test.each(TAG_TYPES)('%s has types only', (file) => {
  expect(files).toContain(file);
  const emitted = readFileSync(join(root, 'dist/esm', file.replace('.ts', '.js')), 'utf8');
  expect(emitted.replace(/^\/\/#.*$/gm, '')).not.toMatch(/^(export )?(const|let|function|class)\b/m);
});

test('the first comment of every file says what it does', () => {
  expect(files.filter((file) => !/^(#!.*\n)?\/\*\* ?\n?[^*]*\w/.test(source(file)))).toEqual([]);
});

/** The names that a file exports where it declares them. */
const exportsOf = (file: string): string[] =>
  [...source(file).matchAll(/^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm)].map(
    ([, name = '']) => name,
  );

/** Every command exports one: the table of commands loads it by file. */
const SHARED_NAMES = new Set(['setup']);

/** A door may wrap what stands behind it, to load it late. */
test('an exported name has one meaning: no two files declare it', () => {
  const homes = new Map<string, string[]>();
  for (const file of files.filter((one) => !one.endsWith('/index.ts') && !STAND_IN.test(one)))
    for (const name of exportsOf(file)) homes.set(name, [...(homes.get(name) ?? []), file]);
  const twice = [...homes].filter(([name, places]) => places.length > 1 && !SHARED_NAMES.has(name));
  expect(twice.map(([name, places]) => `${name}: ${places.join(', ')}`)).toEqual([]);
});

/** What holds state is a closure, and may be as long as its parts are short: a change of an element is one, too. */
const FACTORY = /^((create|open|start|load|change)([A-Z]|$)|lay$)/;
const MOST_LINES = 60;

test('no function but a factory is longer than a screen', () => {
  const emitted = list('dist/esm', '.js').filter((file) => files.includes(file.replace(/\.js$/, '.ts')));
  expect(emitted.flatMap(longFunctions)).toEqual([]);
});

function longFunctions(file: string): string[] {
  const text = readFileSync(join(root, 'dist/esm', file), 'utf8').replace(/^#!/, '//');
  const long: string[] = [];
  const visit = (node: Node, name: string): void => {
    const { id, loc } = node as Node & {
      id?: { name?: string } | null;
      loc: { start: { line: number }; end: { line: number } };
    };
    const own = id?.name ?? name;
    const lines = loc.end.line - loc.start.line + 1;
    if (/Function/.test(node.type) && lines > MOST_LINES && !FACTORY.test(own))
      long.push(`${file}: ${own}, ${lines} lines`);
    const children = Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]));
    for (const child of children.filter(isNode)) visit(child, own);
  };
  visit(parse(text, { ecmaVersion: 2022, sourceType: 'module', locations: true }), '');
  return long;
}

describe('loading a module', () => {
  const emitted = list('dist/esm', '.js').filter(
    (file) => files.includes(file.replace(/\.js$/, '.ts')) && !ENTRIES.test(file),
  );

  test('covers the files that are built', () => {
    expect(emitted.length).toBeGreaterThan(10);
  });

  test.each(emitted)('%s changes nothing and calls nothing', (file) => {
    const text = readFileSync(join(root, 'dist/esm', file), 'utf8');
    const { body } = parse(text, { ecmaVersion: 2022, sourceType: 'module' });
    const found = body.flatMap((statement) => effectsOf(statement, DECLARATIONS.includes(file)));
    expect(found.map((node) => text.slice(node.start, node.end).slice(0, 80))).toEqual([]);
  });
});

/** What a statement at module scope does beyond declaring. */
function effectsOf(statement: Statement | ModuleDeclaration, mayDeclareByCalls: boolean): Node[] {
  if (statement.type === 'ImportDeclaration' || statement.type === 'ExportAllDeclaration') return [];
  const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (!declared || declared.type === 'FunctionDeclaration') return [];
  if (declared.type === 'ClassDeclaration') return declared.superClass ? calls(declared.superClass) : [];
  if (declared.type !== 'VariableDeclaration' || declared.kind !== 'const') return [declared];
  return mayDeclareByCalls ? [] : calls(declared);
}

/** The calls that happen at once in an expression. `new Set([…])` and `new Map([…])` are literals that have no syntax. */
function calls(node: Node): Node[] {
  if (/Function/.test(node.type)) return [];
  const isLiteral = node.type === 'NewExpression' && isFilled(node);
  const own = /^(Call|New|Import|Assignment|Update|Await|Tagged)/.test(node.type) && !isLiteral ? [node] : [];
  const children = Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]));
  return [...own, ...children.filter(isNode).flatMap(calls)];
}

function isFilled(node: Node): boolean {
  const { callee, arguments: given } = node as Node & { callee: Node & { name?: string }; arguments: Node[] };
  return (callee.name === 'Set' || callee.name === 'Map' || callee.name === 'URL') && given.length > 0;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
