/** Tests the page about frameworks: its example is right, and what it names is there. */

import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problemsOf } from '../authoring/compiling.js';

const page = readFileSync('docs/frameworks.md', 'utf8');

test('the example of docs/frameworks.md validates without a problem', async () => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(await problemsOf(example)).toEqual([]);
});

test('the specs and scripts that it takes its figures from are there', () => {
  const named = [...page.matchAll(/`(?:node )?((?:e2e|scripts)\/[\w/.]+)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(4);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
