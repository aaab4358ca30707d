/** Tests `fx types`: what it writes, and that TypeScript takes what is right and refuses what is wrong. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { types } from '../../src/authoring/codegen.js';
import { setup } from '../../src/cli/commands/types.js';
import { experiment, folder, fx, run } from './fx.js';

const SEARCH = `id: search-debounce
name: Search debounce
metadata:
  flushIntervalMs: 250
  labels: [fast, slow]
variants:
  - key: control
    name: Control
  - key: aggressive
    name: Quick
    payload: { debounceMs: 100, 'data-x': null }
`;

test('it declares keys, payloads and metadata, the same whatever the order of files', async () => {
  const [a, b] = [experiment('homepage-cta'), SEARCH];
  const { code, out } = await run(setup, [folder({ 'a.yaml': a, 'b.yaml': b })]);
  expect(code).toBe(0);
  expect(out).toContain(`    'homepage-cta': {
      variants: 'control' | 'treatment';
      payload: undefined;
      metadata: undefined;
    };`);
  expect(out).toContain(`      payload: {
        readonly 'data-x': null;
        readonly debounceMs: number;
      } | undefined;`);
  expect(out).toContain('readonly labels: readonly (string)[];');
  expect((await run(setup, [folder({ '1.yaml': b, '2.yaml': a })])).out).toBe(out);
});

test('a name cannot end its comment, nor a key its quotes', () => {
  const text = types([
    {
      id: 'a',
      name: 'x */ y\nz',
      metadata: { "it's": '', '\u2028': 1 },
      variants: [{ key: 'a', name: 'a', weight: 10000 }],
    },
  ]);
  expect(text).toContain('/** x * / y z */');
  expect(text).toContain("readonly 'it\\'s': string;");
  expect(text).toContain("readonly '\\u2028': number;");
});

test('-o writes the file, and leaves it alone where nothing changed', async () => {
  const dir = folder({ 'a.yaml': SEARCH });
  const file = join(dir, 'out/types.d.ts');
  expect((await run(setup, [dir, '-o', file])).err).toContain('1 experiment, written.');
  const before = statSync(file).mtimeMs;
  expect((await run(setup, [dir, '-o', file])).err).toContain('as it was.');
  expect(statSync(file).mtimeMs).toBe(before);
});

test('broken experiments give no file', async () => {
  const dir = folder({ 'a.yaml': 'id: a\n' });
  const { code } = await run(setup, [dir, '-o', join(dir, 'types.d.ts')]);
  expect(code).toBe(1);
  expect(existsSync(join(dir, 'types.d.ts'))).toBe(false);
});

const CONFIG = {
  compilerOptions: {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    lib: ['ES2022', 'DOM'],
    types: [],
    paths: {
      'fx-tag': [resolve('dist/esm/tag/module.d.ts')],
      'fx-tag/engine': [resolve('dist/esm/sdk/engine/index.d.ts')],
      'fx-tag/react': [resolve('dist/esm/sdk/react/index.d.ts')],
    },
  },
  include: ['*.ts'],
};

const RIGHT = `import type { Client } from 'fx-tag';
export function use(fx: Client): number {
  const key: 'control' | 'aggressive' | undefined = fx.variant('search-debounce');
  const interval: number = fx.metadata('search-debounce')?.flushIntervalMs ?? 0;
  if (fx.variant('homepage-cta') === 'treatment' && key) return fx.payload('search-debounce')?.debounceMs ?? 0;
  return interval;
}
`;
const WRONG: Readonly<Record<string, string>> = {
  'an id that there is not': "fx.variant('homepage-ctaa');",
  'a key that there is not': "const wrong: boolean = fx.variant('homepage-cta') === 'tretment'; void wrong;",
  'a field that the payload has not':
    "const wrong: number | undefined = fx.payload('search-debounce')?.debounce; void wrong;",
  'a payload of another type':
    "const wrong: string | undefined = fx.payload('search-debounce')?.debounceMs; void wrong;",
};

const CLIENTS = `import { createEngine } from 'fx-tag/engine';
import { usePayload, useVariant } from 'fx-tag/react';
export const key: 'control' | 'aggressive' = createEngine('{}').getVariant('search-debounce');
export const shown: 'control' | 'treatment' | undefined = useVariant('homepage-cta');
export const wait: number = usePayload('search-debounce', { debounceMs: 3 }).debounceMs;
createEngine('{}').getVariant('homepage-ctaa');
useVariant('homepage-ctaa');
`;

/** The lines of a file that TypeScript refuses. */
function refusedLines(dir: string, file: string): number[] {
  try {
    execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', dir], { encoding: 'utf8' });
    return [];
  } catch (error) {
    const { stdout } = error as { readonly stdout: string };
    const found = [...stdout.matchAll(/([\w.]+)\((\d+),\d+\): error/g)]
      .filter(([, name]) => name === file)
      .map(([, , line]) => Number(line));
    return [...new Set(found)];
  }
}

test('a program that is right compiles, and each mistake is refused on its line', async () => {
  const dir = folder({
    'experiments/a.yaml': experiment('homepage-cta'),
    'experiments/b.yaml': SEARCH,
    'tsconfig.json': JSON.stringify(CONFIG),
    'package.json': '{"type":"module"}',
    'right.ts': RIGHT,
  });
  const { code, err } = await fx(['types', '-o', 'fx-experiments.d.ts'], dir);
  expect([code, err.endsWith('✓ fx-experiments.d.ts: 2 experiments, written.\n')]).toEqual([0, true]);
  expect(readFileSync(join(dir, 'fx-experiments.d.ts'), 'utf8')).toContain("declare module 'fx-tag'");
  expect(refusedLines(dir, 'right.ts')).toEqual([]);

  writeFileSync(join(dir, 'clients.ts'), CLIENTS);
  expect(refusedLines(dir, 'clients.ts')).toEqual([6, 7]);

  const lines = Object.values(WRONG);
  writeFileSync(join(dir, 'wrong.ts'), `import { fx } from './fx.js';\n${lines.join('\n')}\n`);
  writeFileSync(join(dir, 'fx.ts'), "import type { Client } from 'fx-tag';\nexport declare const fx: Client;\n");
  expect(refusedLines(dir, 'wrong.ts')).toEqual(lines.map((_, at) => at + 2));
});
