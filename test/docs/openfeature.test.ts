/** Tests the page about OpenFeature: its snippets run and print what they say. */

import { expect, test } from 'vitest';
import { manifestOf, sure } from '../sdk/engine/made.js';
import { promised, run, snippetsOf } from './snippets.js';

const PAGE = 'docs/openfeature.md';
const manifest = JSON.stringify(manifestOf(sure('homepage-cta', { variants: sure('homepage-cta').variants })));
const plain = JSON.stringify(
  manifestOf(
    sure('homepage-cta', {
      variants: sure('homepage-cta').variants.map(({ key, name, weight }) => ({ key, name, weight })),
    }),
  ),
);

test.each(snippetsOf(PAGE).map((snippet) => [snippet.line, snippet] as const))('line %i runs', async (_, snippet) => {
  const before = `import { createEngine } from 'fx-tag/engine';\nObject.assign(globalThis, { fx: createEngine(${plain}) });`;
  const printed = await run(snippet, { 'public/fx/manifest.json': manifest }, before);
  expect(promised(snippet.code).length).toBeGreaterThan(0);
  expect(printed).toEqual(promised(snippet.code));
});
