/** Checks that docs/security.md names everything that is installed with the package, as the lock file has it. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly peer?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly deprecated?: string;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
/** The programs of esbuild for other machines are optional. */
const installed = Object.entries(packages)
  .filter(([path, { dev, optional, peer, devOptional }]) => path && !dev && !optional && !peer && !devOptional)
  .map(([path, locked]) => ({ name: path.split('node_modules/').at(-1) ?? '', ...locked }));
const page = readFileSync('docs/security.md', 'utf8');

test('every installed package is named with its version and licence, and no other', () => {
  const [, table = ''] = /<!-- installed -->\n(.*?)\n\n/s.exec(page) ?? [];
  const named = table
    .split('\n')
    .slice(2)
    .flatMap((line) => {
      const [, licence = '', names = ''] = line.split('|').map((cell) => cell.trim());
      return names.split(', ').map((name) => `${licence}: ${name}`);
    });
  expect(named.sort()).toEqual(installed.map(({ name, version, license }) => `${license}: ${name} ${version}`).sort());
  expect(page).toContain(`puts ${installed.length} packages beside it`);
});

test('each is pinned by a hash, none is given up by its authors, one alone runs a script, and what serves requests depends on nothing else', () => {
  expect(installed.filter(({ integrity }) => !integrity?.startsWith('sha512-'))).toEqual([]);
  expect(installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)).toEqual(['esbuild']);
  // What its authors have given up, npm writes into the lock file.
  expect(installed.filter(({ deprecated }) => deprecated !== undefined)).toEqual([]);
  for (const one of installed.filter(({ name }) => ['hono', '@hono/node-server'].includes(name)))
    expect(one.dependencies).toBeUndefined();
});
