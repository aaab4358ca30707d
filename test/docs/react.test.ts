/** Tests the page about React: its snippets run and print what they say, and its experiment is one. */

import { describe, expect, test } from 'vitest';
import { problemsOf } from '../authoring/compiling.js';
import { manifestOf, sure } from '../sdk/engine/made.js';
import { promised, run, snippetsOf } from './snippets.js';

const PAGE = 'docs/react.md';
const files = { 'public/fx/manifest.json': JSON.stringify(manifestOf(sure('homepage-cta'))) };

describe('every snippet runs, and prints what it says', () => {
  test.each(snippetsOf(PAGE).map((snippet) => [snippet.line, snippet] as const))('line %i', async (_, snippet) => {
    expect(await run(snippet, files)).toEqual(promised(snippet.code));
  });
});

test('the first snippet of docs/react.md has five lines', () => {
  expect(snippetsOf(PAGE)[0]?.code.trimEnd().split('\n')).toHaveLength(5);
});

test('the experiment of docs/react.md validates without a problem', async () => {
  const [{ code } = { code: '' }] = snippetsOf(PAGE, ['yaml']);
  expect(await problemsOf(code)).toEqual([]);
});
