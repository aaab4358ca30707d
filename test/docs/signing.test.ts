/** Checks that the commands and snippets of docs/signing.md run as they stand there. */

import { createPublicKey } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { readSteps, shims, type } from '../cli/console.js';
import { experiment, folder } from '../cli/fx.js';
import { promised, run, snippetsOf } from './snippets.js';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const PAGE = 'docs/signing.md';
const printed: string[] = [];
let root = '';
beforeAll(async () => {
  root = folder({ 'experiments/hero.yaml': experiment('hero') });
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(join(import.meta.dirname, '../..'), join(root, 'node_modules/fx-tag'));
  const bin = shims(root, {});
  for (const { command } of readSteps(PAGE)) printed.push(await type(command, root, bin, {}));
});

test('the commands make a key, sign with it, and find the signature', () => {
  const [made = '', applied = '', verified = ''] = printed;
  expect(made).toMatch(/^[\w-]{43}\n/);
  expect(applied).toMatch(/Published revision [0-9a-f]{16}, signed\./);
  expect(verified).toContain(`public/fx/manifest.json is signed with ${made.slice(0, 43)}, `);
});

test('the tag of the page names a public key, and nothing that the tag does not know', () => {
  const [tag] = snippetsOf(PAGE, ['html']);
  const attributes = [...(tag?.code ?? '').matchAll(/data-([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  expect(attributes.map(([name]) => name)).toEqual(['manifest', 'key']);
  expect(attributes.map(([name = '']) => readFileSync('docs/tag.md', 'utf8').includes(`\`data-${name}`))).toEqual([
    true,
    true,
  ]);
  const x = Object.fromEntries(attributes).key;
  expect(createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }).asymmetricKeyType).toBe('ed25519');
});

const snippets = snippetsOf(PAGE);

test('the page begins with five lines that work', () => {
  expect(snippets[0]?.code.trim().split('\n').filter(Boolean).length).toBeLessThanOrEqual(5);
});

test.each(snippets.map((snippet) => [snippet.line, snippet] as const))(
  'the snippet of line %i prints what it says',
  async (_, snippet) => {
    const names = ['manifest.json', 'manifest.json.sig'].map((name) => `public/fx/${name}`);
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
    const key = printed[0]?.slice(0, 43);
    const before = `
      import { readFileSync } from 'node:fs';
      process.env.FX_KEY = '${key}';
      globalThis.fetch = async (url) => new Response(readFileSync(url.replace('https://shop.example', 'public')));
    `;
    const [said, wanted] = [await run(snippet, files, before), promised(snippet.code)];
    expect(wanted.length).toBeGreaterThan(0);
    expect(said).toEqual(wanted);
  },
);
