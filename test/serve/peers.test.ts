/**
 * Tests the package as npm installs it, without any optional peer: all that needs none works, and what does names it.
 */

import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { batch, exposure, post } from '../collector/events.js';
import { makeFolder } from './studio.js';

const HOME = fileURLToPath(new URL('../..', import.meta.url));
interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional: boolean }>>;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}
const packageAt = (folder: string): Package =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package;
const own = packageAt(HOME);

let root: string;
let installed: string;
beforeAll(() => {
  root = makeFolder();
  installed = join(root, 'node_modules/fx-tag');
  mkdirSync(installed, { recursive: true });
  cpSync(join(HOME, 'package.json'), join(installed, 'package.json'));
  cpSync(join(HOME, 'dist'), join(installed, 'dist'), {
    recursive: true,
    filter: (path) => !/\.tsbuild|composed\.|\.d\.ts$/.test(path),
  });
  // What they import is found beside where they really lie; what fx imports is found here alone.
  for (const name of closureOf(own)) {
    mkdirSync(dirname(join(root, 'node_modules', name)), { recursive: true });
    symlinkSync(join(HOME, 'node_modules', name), join(root, 'node_modules', name));
  }
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

function closureOf(start: Package): Set<string> {
  const found = new Set<string>();
  const wanted = Object.keys(start.dependencies ?? {});
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const folder = join(HOME, 'node_modules', name);
    if (found.has(name) || !existsSync(folder)) continue;
    found.add(name);
    const { dependencies = {}, optionalDependencies = {} } = packageAt(folder);
    wanted.push(...Object.keys(dependencies), ...Object.keys(optionalDependencies));
  }
  return found;
}

const CLI = (): string => join(installed, 'dist/esm/cli/main.js');
/** Commands that were run so far. */
const ran = new Set<string>();
const fx = (...args: string[]): string => {
  ran.add(args[0] ?? '');
  return execFileSync(process.execPath, [CLI(), ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
};
const refusal = (env: Readonly<Record<string, string>>, ...args: string[]): Promise<string> =>
  new Promise((settle) => {
    ran.add(args[0] ?? '');
    execFile(process.execPath, [CLI(), ...args], { cwd: root, env: { ...process.env, ...env } }, (error, _, said) =>
      settle(error ? said : 'it did not fail'),
    );
  });
/** Starts a command that goes on, and returns what it says first. */
async function start(...args: string[]): Promise<Readonly<Record<string, string>>> {
  ran.add(args[0] ?? '');
  const child: ChildProcess = spawn(process.execPath, [CLI(), ...args, '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) break;
  }
  return JSON.parse(text) as Record<string, string>;
}
const configure = (more: string, targets = 'live: public/fx'): void =>
  writeFileSync(join(root, 'fx.config.yaml'), `previewToken: '0123456789abcdef'\ntargets:\n  ${targets}\n${more}`);

test('every optional peer is left out', () => {
  const peers = Object.keys(own.peerDependencies ?? {});
  expect(peers).toEqual(expect.arrayContaining(['@duckdb/node-api', 'aws4fetch', 'openid-client', 'pg']));
  expect(peers.filter((name) => !own.peerDependenciesMeta?.[name]?.optional)).toEqual([]);
  expect(peers.filter((name) => existsSync(join(root, 'node_modules', name)))).toEqual([]);
});

test('experiments are checked, planned, published and rolled back', () => {
  const published = (): { enabled: boolean; revision: string } =>
    JSON.parse(readFileSync(join(root, 'public/fx/manifest.json'), 'utf8')) as { enabled: boolean; revision: string };
  fx('validate');
  fx('plan');
  fx('apply', '--yes');
  const first = published();
  fx('resume', 'cta');
  fx('apply', '--yes');
  expect(published().revision).not.toBe(first.revision);
  fx('rollback', '--yes');
  expect(published()).toMatchObject({ enabled: true, revision: first.revision });
  fx('off');
  expect(published()).toMatchObject({ enabled: false });
  fx('on');
  expect(published()).toMatchObject({ enabled: true });
  fx('pause', 'cta');
}, 120_000);

test.each([
  ['list'],
  ['build', '--out', 'built'],
  ['explain', 'cta', '--subject', 'visitor-1', '--url', 'https://www.example.com/'],
  ['simulate'],
  ['power', '--baseline', '5%', '--visitors', '3000'],
  ['results', '--events', 'lines.ndjson'],
  ['results', '--events', 'lines.ndjson', '--html', 'results.html'],
  ['sql', '--dialect', 'postgres'],
  ['sql', '--dialect', 'duckdb'],
  ['types'],
  ['schema'],
  ['keygen'],
  ['archive', 'cta'],
])(
  'fx %s works',
  (...command) => {
    writeFileSync(join(root, 'lines.ndjson'), `${JSON.stringify(exposure())}\n`);
    expect(() => fx(...command)).not.toThrow();
  },
  60_000,
);

test('what is published is signed, and the signature holds', () => {
  const { key } = JSON.parse(fx('keygen', 'signing.key', '--json')) as { key: string };
  fx('apply', '--yes', '--sign', 'signing.key', '--to', 'signed');
  expect(() => fx('verify', 'signed/manifest.json', '--key', key)).not.toThrow();
  expect(() => fx('verify', 'signed/manifest.json', '--key', 'A'.repeat(43))).toThrow();
}, 60_000);

test('a folder is begun, gets an experiment and its files, and a page with the tag passes the doctor', () => {
  fx('init', 'site', '--site', 'https://www.example.com');
  fx('create', 'site/experiments', '--id', 'made', '--name', 'Made', '--metric', 'signup');
  fx('validate', 'site/experiments');
  fx('build', 'site/experiments', '--out', 'site/fx');
  const tag = '<script>window.fx = window.fx || []</script><script src="/fx/container.js"></script>';
  writeFileSync(join(root, 'site/index.html'), `<!doctype html><html><head>${tag}<title>A page</title></head></html>`);
  expect(fx('doctor', 'site')).toContain('✓');
}, 60_000);

test('pages are served with their experiments, and events are received', async () => {
  const { url = '', collectUrl = '' } = await start('dev', 'site', '--experiments', 'site/experiments', '--port', '0');
  expect(await (await fetch(url)).text()).toContain('A page');
  expect((await post(collectUrl, batch([exposure()]))).status).toBe(204);
  const collecting = await start('collect', '--port', '0', '--dir', 'received');
  expect((await post(collecting.url ?? '', batch([exposure({ id: 'one' })]))).status).toBe(204);
  expect(readFileSync(join(root, 'received/events.ndjson'), 'utf8')).toContain('"one"');
}, 60_000);

const variantlab = { id: 'cta', name: 'CTA', assignment: 'random', default: 'a', variants: [{ id: 'a' }, { id: 'b' }] };
test.each([
  ['import-growthbook', JSON.stringify({ features: { cta: { rules: [{ key: 'cta', variations: [3, 4] }] } } })],
  ['import-variantlab', JSON.stringify({ experiments: [variantlab] })],
  [
    'import-contractspec',
    `const spec: ExperimentSpec = { meta: { key: 'cta' } as Meta, controlVariant: 'a', variants: [{ id: 'a' }, { id: 'b' }], allocation: { type: 'random' } };`,
  ],
  ['import-mojito', null],
])(
  'fx %s writes experiments that are valid',
  (command, text) => {
    if (text === null) cpSync(join(HOME, 'demo/mojito/waves/w20'), join(root, 'foreign', 'w20'), { recursive: true });
    else writeFileSync(join(root, 'foreign.ts'), text);
    fx(command, text === null ? 'foreign' : 'foreign.ts', '--out', command);
    fx('validate', command);
    expect(readdirSync(join(root, command)).length).toBeGreaterThan(0);
  },
  60_000,
);

test.each(['.', './core', './engine', './server', './node', './recall', './openfeature'])(
  '%s is imported as it is',
  (entry) => {
    const name = entry === '.' ? 'fx-tag' : `fx-tag/${entry.slice(2)}`;
    const said = execFileSync(
      process.execPath,
      ['--input-type=module', '-e', `console.log(Object.keys(await import('${name}')).length > 0)`],
      { cwd: root, encoding: 'utf8' },
    );
    expect(said.trim()).toBe('true');
  },
);

test('the server takes events, shows Studio and reads results', async () => {
  configure('');
  const { url, collectUrl = '', link = '' } = await start('serve', '--port', '0');
  expect((await post(collectUrl, batch([exposure()]))).status).toBe(204);
  const signed = await fetch(link, { redirect: 'manual' });
  const cookie = signed.headers.get('set-cookie')?.split(';')[0] ?? '';
  for (const path of ['/', '/experiments/cta', '/experiments/cta/edit', '/publish', '/settings', '/api/results'])
    expect([path, (await fetch(`${url}${path}`, { headers: { cookie } })).status]).toEqual([path, 200]);
}, 60_000);

describe('what needs a peer names the line that installs it', () => {
  test('a provider of OpenID Connect', async () => {
    configure('serve:\n  oidc:\n    issuer: https://login.example.com\n    clientId: fx\n');
    expect(await refusal({}, 'serve', '--port', '0')).toContain('npm install openid-client');
  });
  test('a target in an object store', async () => {
    configure('', 'live: s3://bucket/fx');
    const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    expect(await refusal(env, 'plan')).toContain('aws4fetch is not installed: npm install aws4fetch');
    configure('');
  });
  test('Parquet', async () => {
    writeFileSync(join(root, 'events.parquet'), 'PAR1');
    writeFileSync(join(root, 'lines.ndjson'), `${JSON.stringify(exposure())}\n`);
    expect(await refusal({}, 'results', '--events', 'events.parquet')).toContain('npm install @duckdb/node-api');
    expect(await refusal({}, 'events', 'compact', 'lines.ndjson')).toContain('npm install @duckdb/node-api');
  });
  test('a sink in PostgreSQL, while events are stored all the same', async () => {
    configure('serve:\n  sinks:\n    - postgres: postgres://localhost/fx\n');
    const child = spawn(process.execPath, [CLI(), 'serve', '--port', '0', '--json'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    for await (const chunk of child.stderr) {
      said += String(chunk);
      if (said.includes('npm install')) break;
    }
    expect(said).toContain('pg is not installed: npm install pg puts it beside fx.');
  }, 60_000);
});

test('every command was run, but for the one that takes a browser', () => {
  const commands = [...fx('--help').matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map(([, name]) => name ?? '');
  expect(commands.length).toBeGreaterThan(25);
  expect(commands.filter((name) => !ran.has(name))).toEqual(['shot']);
});
