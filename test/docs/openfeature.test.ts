/** Tests the page about OpenFeature: its snippets run and print what they say. */

import { expect, test } from 'vitest';
import { manifestOf, sure } from '../sdk/engine/made.js';
import { promised, run, snippetsOf } from './snippets.js';

const PAGE = 'docs/openfeature.md';
const plain = sure('homepage-cta');
const manifest = JSON.stringify(
  manifestOf(
    { ...plain, variants: plain.variants.map(({ key, name, weight }) => ({ key, name, weight })) },
    sure('product-grid', {
      variants: [
        { key: 'control', name: 'Control', weight: 0 },
        { key: 'wide', name: 'Wide', weight: 10000, payload: { columns: 4 } },
      ],
    }),
  ),
);

test.each(snippetsOf(PAGE).map((snippet) => [snippet.line, snippet] as const))('line %i runs', async (_, snippet) => {
  const before = `import { createEngine } from 'fx-tag/engine';\nObject.assign(globalThis, { fx: createEngine(${manifest}) });`;
  const printed = await run(snippet, { 'public/fx/manifest.json': manifest }, before);
  expect(promised(snippet.code).length).toBeGreaterThan(0);
  expect(printed).toEqual(promised(snippet.code));
});

test('the page begins with five lines', () => {
  expect(snippetsOf(PAGE)[0]?.code.trimEnd().split('\n')).toHaveLength(5);
});
