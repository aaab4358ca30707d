/** Tests the page about moving over from other tools: its snippet runs and prints what it says. */

import { expect, test } from 'vitest';
import { variantLabHash } from '../../src/sdk/recall/index.js';
import { manifestOf, sure } from '../sdk/engine/made.js';
import { promised, run, snippetsOf } from './snippets.js';

const ids = ['control', 'treatment'];
// The one that VariantLab gives to user-1.
const ordered = variantLabHash('user-1:cta') % 2 ? [...ids].reverse() : ids;

test.each(snippetsOf('docs/migrating.md').map((snippet) => [snippet.line, snippet] as const))(
  'line %i runs',
  async (_, snippet) => {
    const manifest = manifestOf(sure('homepage-cta', { metadata: { variantlab: { id: 'cta', ids: ordered } } }));
    expect(await run(snippet, { 'public/fx/manifest.json': JSON.stringify(manifest) })).toEqual(promised(snippet.code));
  },
);
