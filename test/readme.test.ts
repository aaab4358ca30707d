/** Holds what the README and the docs say against the repository. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../src/authoring/index.js';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const text = (page: string): string => readFileSync(page, 'utf8');
const blocks = (page: string, language: string): string[] =>
  [...text(page).matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map((match) => match[1] ?? '');

test('every link to a file of the repository leads to one', () => {
  const broken = pages.flatMap((page) =>
    [...text(page).matchAll(/\]\((?!https?:)([^)#]+)/g)]
      .map((match) => join(dirname(page), match[1] ?? ''))
      .filter((path) => !existsSync(path))
      .map((path) => `${page}: ${path}`),
  );
  expect(broken).toEqual([]);
});

test('the experiment of the README compiles without a problem', async () => {
  const files = blocks('README.md', 'yaml').map((yaml, index) => ({ path: `readme-${index}.yaml`, text: yaml }));
  expect(files.length).toBeGreaterThan(0);
  const { manifest, problems } = await compile(files);
  expect(problems).toEqual([]);
  expect(manifest?.experiments.map(({ id }) => id)).toEqual(['hero-headline']);
});

test('the README says how many experiments its demo runs, and that one is a draft', async () => {
  const names = readdirSync('demo/experiments');
  const files = names.map((path) => ({ path, text: text(join('demo/experiments', path)) }));
  const { manifest, preview } = await compile(files);
  const counts = [manifest, preview].map((one) => one?.experiments.length);
  expect(counts).toEqual([7, 8]);
  expect(text('README.md')).toContain('a small shop with seven experiments and a draft');
});

test('the sizes of the README are the budgets that the build is held to', () => {
  const budgets = JSON.parse(text('.size-limit.json')) as { path: string; limit: string }[];
  const rows = [...text('README.md').matchAll(/^\| `(dist\/[\w.]+)`.*\| (\d+ B) \|$/gm)].map((match) => [
    match[1],
    match[2],
  ]);
  expect(rows).toEqual(budgets.map(({ path, limit }) => [path, limit]));
});

test('the coverage that CONTRIBUTING shows is the one that the tests are held to', () => {
  const [, held = ''] = /Object\.entries\(\{ (.*?) \}\)/.exec(text('vitest.config.ts')) ?? [];
  const rows = [...text('CONTRIBUTING.md').matchAll(/^\| (\w+) \| (\d+) \|/gm)].map(
    ([, room, least]) => `${room}: ${least}`,
  );
  expect(rows.join(', ')).toBe(held);
});

test('every command that the README and CONTRIBUTING name is a script of the package', () => {
  const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
  const named = ['README.md', 'CONTRIBUTING.md'].flatMap((page) =>
    [...text(page).matchAll(/npm (?:run )?([a-z:]+)/g)].map((match) => match[1] ?? ''),
  );
  expect(named.filter((name) => !['ci', 'install'].includes(name) && !(name in scripts))).toEqual([]);
});

test('every attribute that the docs list is one that the tag knows, and the other way round', () => {
  const entry = text('src/tag/entry.ts');
  const pattern = /const ATTRIBUTE =\s*\/(.*)\/;/.exec(entry)?.[1] ?? '';
  const known = [...pattern.matchAll(/\b([a-z]+(?:[A-Z][a-z]+)?)(?=[|)=])/g)]
    .map((match) => (match[1] ?? '').replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`))
    .filter((name) => !['required', 'respect', 'off', 'beacon', 'server'].includes(name));
  const listed = [...text('docs/tag.md').matchAll(/^\| `data-([a-z-]+)/gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual([...new Set(known)].sort());
});

test('every dependency has its sentence', () => {
  const { dependencies, devDependencies } = JSON.parse(text('package.json')) as Record<string, Record<string, string>>;
  const listed = [...text('docs/dependencies.md').matchAll(/^\| (.+?) \|/gm)].flatMap((match) =>
    (match[1] ?? '').split(', '),
  );
  expect(
    [...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})].filter(
      (name) => !listed.includes(name),
    ),
  ).toEqual([]);
});

test('every package that is installed with fx is imported by it', () => {
  const { dependencies } = JSON.parse(text('package.json')) as { dependencies: Record<string, string> };
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const imported = new Set(
    sources.flatMap((name) =>
      [...text(join('src', name)).matchAll(/(?:\bfrom |\bimport\()'((?:@[\w-]+\/)?[\w-]+)/g)].map((match) => match[1]),
    ),
  );
  expect(Object.keys(dependencies).filter((name) => !imported.has(name))).toEqual([]);
});

test('a build notices when any of its bundles is missing', () => {
  const made = [
    ...text('rollup.config.mjs').matchAll(/(?:file|fileName): '(?:dist\/)?([\w.]+)'|'dist\/([\w.]+)'/g),
  ].map(([, file, module]) => `dist/${file ?? module}`);
  const [, list = ''] = /const BUNDLES = \[(.*?)\]/s.exec(text('scripts/build.mjs')) ?? [];
  const known = [...list.matchAll(/'(.*?)'/g)].map(([, file]) => file);
  expect(known.sort()).toEqual([...new Set(made)].sort());
});

test('every fx command of the README is one, with the options that it names', () => {
  const lines = blocks('README.md', 'sh')
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.startsWith('npx fx '));
  const commands = lines.map((line) =>
    line
      .replace(/\s+#.*/, '')
      .split(' ')
      .slice(2),
  );
  expect(commands.length).toBeGreaterThan(0);
  for (const [name = '', ...rest] of commands) {
    const source = text(join('src/cli/commands', `${name}.ts`)) + text('src/cli/command.ts');
    for (const option of rest.filter((word) => word.startsWith('--'))) expect(source, name).toContain(`'${option} <`);
  }
});

test('the glossary lists each term once, in the order of the alphabet', () => {
  const terms = [...text('docs/glossary.md').matchAll(/^\| ([a-z][a-z ]*) \|/gm)].map((match) => match[1] ?? '');
  expect(terms.slice(1)).toEqual([...new Set(terms.slice(1))].sort());
  expect(terms[0]).toBe('term');
  expect(terms.length).toBeGreaterThan(30);
});
