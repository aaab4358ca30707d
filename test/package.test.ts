/** Checks what `npm pack` puts into the package: everything that it exports, and nothing that is of no use there. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

const packed = (): string[] => {
  // On Windows `npm` is a script, which only a shell runs.
  const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, shell: true });
  const [{ files }] = JSON.parse(`${told}`) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path);
};

test('the package holds every file that it exports, and no source map whose sources are not in it', () => {
  const paths = packed();
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { exports: unknown };
  const exported = valuesOf(exports).filter((path) => !path.includes('*'));
  expect(exported.length).toBeGreaterThan(10);
  expect(exported.filter((path) => !paths.includes(path.slice(2)))).toEqual([]);
  expect(paths.filter((path) => path.endsWith('.map') && !hasSources(path))).toEqual([]);
});

function valuesOf(given: unknown): string[] {
  if (typeof given === 'string') return [given];
  return typeof given === 'object' && given ? Object.values(given).flatMap(valuesOf) : [];
}

function hasSources(path: string): boolean {
  const { sourcesContent } = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as { sourcesContent?: unknown[] };
  return Boolean(sourcesContent?.every((one) => typeof one === 'string'));
}
