/**
 * Tests the page about the engine: its snippets run and print what they say, its rule is one, its table knows every
 * method.
 */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/sdk/engine/index.js';
import { problemsOf } from '../authoring/compiling.js';
import { manifestOf, sure } from '../sdk/engine/made.js';
import { promised, run, snippetsOf } from './snippets.js';

const PAGE = 'docs/engine.md';
const manifest = JSON.stringify(manifestOf(sure('homepage-cta')));
const items = `{ getItem: async (key) => held.get(key) ?? null, setItem: async (key, value) => void held.set(key, value) }`;

/** What the host of each snippet has. */
const files = {
  'public/fx/manifest.json': manifest,
  'node_modules/@react-native-async-storage/async-storage/index.js': `const held = new Map(); export default ${items};`,
  'node_modules/react-native-mmkv/index.js':
    'export const createMMKV = () => { const held = new Map(); return { getString: (key) => held.get(key), set: (key, value) => void held.set(key, value) }; };',
  'node_modules/expo-secure-store/index.js':
    'const held = new Map(); export const getItemAsync = async (key) => held.get(key) ?? null; export const setItemAsync = async (key, value) => void held.set(key, value); export const deleteItemAsync = async () => {};',
};
const before = `
  const held = new Map<string, string>();
  globalThis.localStorage ??= undefined as never;
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, value: { getItem: (key: string) => held.get(key) ?? null, setItem: (key: string, value: string) => void held.set(key, value) } });
  globalThis.fetch = (async () => new Response(${JSON.stringify(manifest)})) as typeof fetch;
`;

describe('every snippet prints what it says', () => {
  test.each(snippetsOf(PAGE).map((snippet) => [snippet.line, snippet] as const))('line %i', async (_, snippet) => {
    const wanted = promised(snippet.code);
    expect(wanted.length).toBeGreaterThan(0);
    const printed = await run(snippet, files, before);
    // What runs in a loop prints the same each time.
    expect([...new Set(printed)]).toEqual(wanted);
  });
});

test('the first snippet of docs/engine.md has five lines', () => {
  const lines = snippetsOf(PAGE)[0]?.code.split('\n').filter(Boolean) ?? [];
  expect(lines).toHaveLength(5);
});

test('the rule of docs/engine.md validates without a problem', async () => {
  const [{ code } = { code: '' }] = snippetsOf(PAGE, ['yaml']);
  expect(await problemsOf(code)).toEqual([]);
});

test('every method of an engine is named on it', () => {
  const text = readFileSync(PAGE, 'utf8');
  const engine = createEngine(manifestOf());
  const unnamed = Object.keys(engine).filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
  expect(unnamed).toEqual([]);
});
