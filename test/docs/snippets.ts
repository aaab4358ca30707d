/** Runs the TypeScript of a page of documentation, and holds what it prints against the comments behind it. */

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Snippet {
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** The blocks of a page in some languages, in order. */
export function snippetsOf(page: string, languages: readonly string[] = ['ts', 'tsx', 'js']): Snippet[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(({ 1: language = '', 2: code = '', index }) =>
    languages.includes(language) ? [{ line: text.slice(0, index).split('\n').length, language, code }] : [],
  );
}

/** What a snippet says that it prints: the comments behind `console.log`. */
export const promised = (code: string): string[] =>
  [...code.matchAll(/console\.log\(.*\);? *\/\/ (.*)$|^ *console\.log\(.*\);? *\/\/ (.*)$/gm)].map(
    ([, one, other]) => one ?? other ?? '',
  );

/**
 * Runs a snippet in Node, in a folder of its own where `fx-tag` is installed as npm does it, and which is gone after
 * the test.
 *
 * @param files what else is there, by path
 * @param before code that runs first
 * @returns the lines that it prints
 */
export async function run(
  snippet: Snippet,
  files: Readonly<Record<string, string>> = {},
  before = '',
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fx-snippet-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/fx-tag'));
  // One that lies above, in the folder for what is temporary, may be named fx-tag: then it would be asked.
  writeFileSync(join(folder, 'package.json'), '{}');
  for (const [path, text] of Object.entries({ ...files, 'snippet.tsx': snippet.code, 'before.ts': before })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const outfile = join(folder, 'out.mjs');
  await build({
    stdin: { contents: "import './before.ts';\nimport './snippet.tsx';", resolveDir: folder },
    bundle: true,
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    nodePaths: [join(root, 'node_modules')],
    outfile,
    // What React has for servers requires parts of Node.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'silent',
  });
  const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: folder, timeout: 60_000 });
  return stdout.split('\n').slice(0, -1);
}
