/** Checks that the snippets about clients compile in strict TypeScript, beside an installed package. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { manifestOf, sure } from '../sdk/engine/made.js';
import { snippetsOf } from './snippets.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = ['react', 'engine', 'openfeature', 'signing', 'server'];

/** What the sentences above the snippets of docs/server.md take for granted. */
const GIVEN = `import type { FxServer, Manifest } from 'fx-tag/server';
import type { WithVisit } from 'fx-tag/node';
declare global {
  const manifest: Manifest;
  const request: Request;
  const fx: FxServer;
  const user: { readonly id: string } | undefined;
  const context: { waitUntil(sent: Promise<unknown>): void };
  namespace Express { interface Request extends WithVisit {} }
}
`;

/** The parts of React Native's storages that matter, as their packages declare them. */
const NATIVE = `declare module '@react-native-async-storage/async-storage' {
  interface AsyncStorageStatic {
    getItem(key: string, callback?: (error?: Error, result?: string) => void): Promise<string | null>;
    setItem(key: string, value: string, callback?: (error?: Error) => void): Promise<void>;
    removeItem(key: string, callback?: (error?: Error) => void): Promise<void>;
  }
  const AsyncStorage: AsyncStorageStatic;
  export default AsyncStorage;
}
declare module 'expo-secure-store' {
  interface SecureStoreOptions { readonly keychainService?: string }
  export function getItemAsync(key: string, options?: SecureStoreOptions): Promise<string | null>;
  export function setItemAsync(key: string, value: string, options?: SecureStoreOptions): Promise<void>;
  export function deleteItemAsync(key: string, options?: SecureStoreOptions): Promise<void>;
}
declare module 'react-native-mmkv' {
  interface MMKV {
    getString(key: string): string | undefined;
    set(key: string, value: boolean | string | number | ArrayBuffer): void;
    remove(key: string): boolean;
  }
  export function createMMKV(configuration?: { readonly id: string }): MMKV;
}
`;

const OPTIONS = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  module: 'nodenext',
  target: 'es2022',
  lib: ['es2023', 'dom', 'dom.iterable'],
  jsx: 'react-jsx',
  resolveJsonModule: true,
  types: ['node'],
};

test('every snippet about a client compiles in strict TypeScript', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fx-types-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files: Record<string, string> = {
    'package.json': '{"type": "module"}',
    'tsconfig.json': JSON.stringify({ compilerOptions: OPTIONS, include: ['.'] }),
    'public/fx/manifest.json': JSON.stringify(manifestOf(sure('homepage-cta'))),
    'given.ts': GIVEN,
    'native.d.ts': NATIVE,
  };
  for (const page of PAGES)
    for (const { code, language, line } of snippetsOf(`docs/${page}.md`))
      files[`${page}-${line}.${language.replace('js', 'ts')}`] = `${code}\nexport {};\n`;
  expect(Object.keys(files).length).toBeGreaterThan(20);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(folder, 'node_modules/@openfeature'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/fx-tag'));
  for (const name of ['react', 'react-dom', 'express', '@types', '@openfeature/web-sdk', '@openfeature/server-sdk'])
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
}, 60_000);
