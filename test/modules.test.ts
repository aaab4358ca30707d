/** Checks what a module may hold, and what may not happen when it is loaded. */

import type { ModuleDeclaration, Node, Statement } from 'acorn';
import { parse } from 'acorn';
import { describe, expect, test } from 'vitest';
import { built, exportsOf, files, list, room, STAND_IN, source } from './sources.js';

/** Types only: whoever needs them may import them. */
const TAG_TYPES = ['tag/api.ts', 'tag/options.ts', 'tag/scope.ts', 'tag/typed.ts'];

/** Files that do something when they are loaded. */
const ENTRIES = /(^|\/)(entry|main|badge|story|spinner)\.js$/;
/** Schemas, forms, and the contexts of React, are data that is declared by calls. */
const DECLARATIONS = ['authoring/schema.js', 'collector/batch.js', 'editor/forms.js', 'sdk/react/context.js'];

test.each(TAG_TYPES)('%s has types only', (file) => {
  expect(files).toContain(file);
  const emitted = built(file.replace('.ts', '.js'));
  expect(emitted.replace(/^\/\/#.*$/gm, '')).not.toMatch(/^(export )?(const|let|function|class)\b/m);
});

/** Rooms of which each file has a test of its name, so that whoever changes a file knows what to run. */
const NAMED = ['core', 'tag', 'collector', 'publishing'];

/** Whether a file has more than types and the names of others: then it does something that a test can hold. */
const hasCode = (file: string): boolean =>
  /^(export )?(async )?(const|let|function\*?|class)\b/m.test(built(file.replace(/\.ts$/, '.js')));

/** Stand-ins are held by `without.test.ts`, against what they replace. */
test.each(NAMED)('every file of %s that has more than types has a test of its name', (name) => {
  const tests = list(`test/${name}`, '.test.ts').map((test) => `${name}/${test.replace(/\.test\.ts$/, '.ts')}`);
  const tested = files.filter((file) => room(file) === name && !STAND_IN.test(file) && hasCode(file));
  expect(tested.filter((file) => !tests.includes(file))).toEqual([]);
  expect(tested.length).toBeGreaterThan(8);
});

test('the build keeps nothing of a source that is gone', () => {
  expect(list('dist/esm', '.js').filter((file) => !files.includes(file.replace(/\.js$/, '.ts')))).toEqual([]);
});

test('the first comment of every file says what it does', () => {
  expect(files.filter((file) => !/^(#!.*\n)?\/\*\*\s+(\* )?\w/.test(source(file)))).toEqual([]);
});

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
  const text = built(file).replace(/^#!/, '//');
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
    const text = built(file);
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

/**
 * The calls that happen at once in an expression. `new Set([…])` and `new Map([…])` are literals that have no syntax.
 */
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
