/** Tests `fx init`: the files that it writes work together, lie where the pages are, and replace nothing. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema } from '../../src/authoring/schema.js';
import { setup as create } from '../../src/cli/commands/create.js';
import { folder, fx, type Outcome, run } from './fx.js';

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
/** A repository that `fx init` was run in. */
const started = folder({});
let outcome: Outcome;
beforeAll(async () => {
  outcome = await fx(['init'], started);
});

test('init writes an example that validates, a token, the schema and a workflow', async () => {
  const { code, out, err } = outcome;
  expect([code, out.trim().split('\n')]).toEqual([
    0,
    [
      'experiments/example.yaml',
      'fx.config.yaml',
      'fx.schema.json',
      '.github/workflows/fx.yml',
      '.gitignore',
      '.gitattributes',
    ],
  ]);
  expect(err).toContain('<script src="/fx/container.js" data-collect=');
  expect(read(started, '.gitattributes')).toBe('/public/fx/** -text\n');
  expect(read(started, 'experiments/example.yaml')).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/fx\.schema\.json\n/,
  );
  expect(JSON.parse(read(started, 'fx.schema.json'))).toEqual(jsonSchema());
  expect(read(started, 'fx.config.yaml')).toMatch(/^previewToken: '[0-9a-f]{16}'$/m);
  expect((await fx(['validate', '--strict'], started)).code).toBe(0);
});

test('a second repository has another token', async () => {
  const other = folder({});
  await fx(['init'], other);
  expect(read(other, 'fx.config.yaml')).not.toBe(read(started, 'fx.config.yaml'));
});

test('the workflow is YAML that runs validate and plan, and uses no action of others', async () => {
  const workflow = parse(read(started, '.github/workflows/fx.yml')) as {
    readonly jobs: {
      readonly experiments: { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] };
    };
  };
  const { steps } = workflow.jobs.experiments;
  const used = steps.flatMap(({ uses }) => (uses ? [uses.replace(/@.*/, '')] : []));
  const commands = steps.map(({ run: command = '' }) => command).join('\n');
  expect(used).toEqual(['actions/checkout', 'actions/setup-node']);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(commands).toContain(`npx --yes fx-tag@${version} validate experiments`);
  expect(commands).toContain(`npx --yes fx-tag@${version} plan experiments --to "$FX_TARGET"`);
});

test('the plan of the workflow works before anything is published', async () => {
  const { code, out } = await fx(['plan', 'experiments', '--to', 'public/fx'], started);
  expect(code).toBe(0);
  expect(out).toContain('example');
});

test('init adds scripts to package.json, and keeps all that is there', async () => {
  const manifest = { name: 'shop', scripts: { build: 'vite build', 'fx:dev': 'mine' }, private: true };
  const dir = folder({
    'package.json': `${JSON.stringify(manifest, null, 4)}\n`,
    '.gitignore': 'dist',
    'static/x': '',
  });
  const { out, err } = await fx(['init'], dir);
  expect(out).toContain('package.json');
  expect(err).toContain(
    'package.json: added the scripts fx:collect, fx:plan, fx:apply, fx:results (npm run fx:collect)',
  );
  expect(err).toContain('.gitignore: added .fx/, where events are kept: they stay out of git');
  const text = read(dir, 'package.json');
  expect(text).toMatch(/^\{\n {4}"name"[\s\S]*\}\n$/);
  expect(JSON.parse(text)).toMatchObject({ ...manifest, scripts: { ...manifest.scripts, 'fx:apply': 'fx apply' } });
  expect(read(dir, '.gitignore')).toBe('dist\n.fx/\n');
  expect(read(dir, 'fx.config.yaml')).toContain('live: static/fx');
});

test('init writes nothing where one of its files is there', async () => {
  const dir = folder({ 'fx.config.yaml': '# mine\n' });
  const { code, err } = await fx(['init'], dir);
  expect(code).toBe(1);
  expect(err).toContain('Nothing was written: fx.config.yaml is there already.');
  expect(readdirSync(dir)).toEqual(['fx.config.yaml']);
  expect(read(dir, 'fx.config.yaml')).toBe('# mine\n');
});

test('a created file finds the schema that init wrote', async () => {
  await run(create, [join(started, 'experiments'), '--id', 'a', '--name', 'A']);
  expect(read(started, 'experiments/a.yaml')).toMatch(/^# yaml-language-server: \$schema=\.\.\/fx\.schema\.json\n/);
});

test.each<[string, Record<string, string>, string, string]>([
  ['beside a home page in the root', { 'index.html': '', 'public/logo.svg': '' }, 'fx', 'fx dev .'],
  ['beside pages in the root without a home page', { 'pricing.html': '' }, 'fx', 'fx dev .'],
  ['into the folder of pages', { 'www/index.html': '' }, 'www/fx', 'fx dev www'],
  ['into public where there is nothing yet', {}, 'public/fx', 'fx dev public'],
])('init publishes %s, where fx dev serves pages', async (_, files, target, command) => {
  const dir = folder(files);
  const { err } = await fx(['init'], dir);
  expect(read(dir, 'fx.config.yaml')).toContain(`live: ${target}\n`);
  expect(read(dir, '.gitattributes')).toBe(`/${target}/** -text\n`);
  expect(read(dir, '.github/workflows/fx.yml')).toContain(`FX_TARGET: ${target}\n`);
  expect(err).toContain(`${command} `);
  expect(err).toContain(`published to ${target}\n`);
});

test.each([
  [{ dependencies: { next: '16' } }, {}, 'public/fx', 'http://localhost:3000'],
  [{ devDependencies: { vite: '7' } }, { 'index.html': '' }, 'public/fx', 'http://localhost:5173'],
  [{ devDependencies: { vite: '7', '@sveltejs/kit': '2' } }, {}, 'static/fx', 'http://localhost:5173'],
])('init publishes for %j into the folder that is copied as it is', async (manifest, files, target, address) => {
  const dir = folder({ ...files, 'package.json': JSON.stringify(manifest) });
  const { err } = await fx(['init'], dir);
  expect(read(dir, 'fx.config.yaml')).toContain(`live: ${target}\n`);
  expect(err).toContain(`2. fx apply, then fx list --site ${address} `);
  expect(read(dir, 'package.json')).not.toContain('fx:dev');
});

async function siteOf(address: string): Promise<unknown> {
  const dir = folder({});
  await fx(['init', '--site', address], dir);
  const { site } = parse(read(dir, 'fx.config.yaml')) as { readonly site: unknown };
  return site;
}

test('init writes the address of the site, where Studio shows previews, or the line that has it', async () => {
  expect(read(started, 'fx.config.yaml')).toContain('# site: https://www.example.com');
  expect(outcome.err).toContain('fx serve does all of this in a browser');
  const dir = folder({});
  await fx(['init', '--site', 'https://shop.example/'], dir);
  expect(parse(read(dir, 'fx.config.yaml'))).toMatchObject({ site: 'https://shop.example' });
  for (const address of ['https://shop.example:', 'https://shop.example/#a:', 'https://shop.example/?a=[b]'])
    expect(await siteOf(address)).toBe(address);
  const { code, err } = await fx(['init', '--site', 'shop.example'], folder({}));
  expect([code, err]).toEqual([1, '✗ --site must be an address such as https://www.example.com, not shop.example.\n']);
});

test('init says what not to deploy where the pages lie beside the experiments', async () => {
  expect((await fx(['init'], folder({ 'index.html': '' }))).err).toContain('Leave both out of what you deploy');
  expect((await fx(['init'], folder({ 'public/index.html': '' }))).err).not.toContain('Leave both out');
});

test('init keeps events out of git, also where git comes later', async () => {
  expect(read(started, '.gitignore')).toBe('.fx/\n');
});
