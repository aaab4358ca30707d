/**
 * Runs the site of demo/next, on Next 16 or 15: installed where it is not, built where something has changed, started
 * with an nginx in front.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNginx } from '../../scripts/nginx.mjs';
import type { Batch } from '../../src/core/index.js';
import { LOOKS, PICTURES } from '../editor/sites/pages.js';

const ROOT = join(import.meta.dirname, '../..');
const SOURCE = join(ROOT, 'demo/next');
/** Pages that the editor is tried on, which the demo does not have. */
const EDITED = join(ROOT, 'e2e/editor/sites/next');
/** The last of each line that is supported. That of 16 is in the lock of the demo. */
const VERSIONS = { 16: undefined, 15: ['next@15.5.29', 'react@19.3.1', 'react-dom@19.3.1'] } as const;

export type NextVersion = keyof typeof VERSIONS;

/** A copy: what npm and Next write stays out of the repository. */
const homeOf = (version: NextVersion): string => join(ROOT, version === 16 ? '.cache/next' : `.cache/next${version}`);

/** A site that answers. */
export interface NextSite {
  /** Where Next answers itself. */
  readonly origin: string;
  /** The batches of events that the site has posted. */
  readonly batches: Batch[];
  /** What Next has written to its log of errors. */
  readonly complaints: readonly string[];
  /** Where nginx answers, with a cache for what may be cached. */
  readonly cached: string;
  close(): void;
}

/**
 * @param part a folder of the demo with a site of its own, such as `cached`; default: the demo itself
 * @throws with one sentence where something that it needs is missing
 */
export async function startNextSite(
  version: NextVersion = 16,
  env: NodeJS.ProcessEnv = {},
  part = '',
): Promise<NextSite> {
  const shop = homeOf(version);
  install(shop, version);
  const home = join(shop, part);
  const program = join(shop, 'node_modules/next/dist/bin/next');
  build(home, program);
  const [port, front] = [await freePort(), await freePort()];
  const batches: Batch[] = [];
  const collector = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    batches.push(JSON.parse(body));
    response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => collector.once('listening', resolve));
  const collect = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`;
  const next = start(process.execPath, [program, 'start', '-p', `${port}`, '-H', '127.0.0.1'], home, {
    FX_COLLECT: collect,
    ...env,
  });
  const complaints: string[] = [];
  next.stderr?.on('data', (piece) => complaints.push(`${piece}`));
  const folder = mkdtempSync(join(tmpdir(), 'fx-nginx-'));
  const [origin, cached] = [port, front].map((one) => `http://127.0.0.1:${one}`) as [string, string];
  await answers(`${origin}/other`, next);
  const nginx = startNginx(folder, port, front);
  await answers(`${cached}/other`, nginx);
  return {
    origin,
    cached,
    batches,
    complaints,
    close() {
      collector.close();
      next.kill();
      nginx.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The site is what a user of the package has: its files, and nothing that is beside them here. */
function install(home: string, version: NextVersion): void {
  mkdirSync(home, { recursive: true });
  const packages = VERSIONS[version];
  for (const name of readdirSync(SOURCE).filter((one) => !/^(node_modules|\.next)$/.test(one)))
    if (!packages || !/^package/.test(name)) cpSync(join(SOURCE, name), join(home, name), { recursive: true });
  cpSync(EDITED, join(home, 'app/(edited)'), { recursive: true });
  writeFileSync(join(home, 'app/(edited)/inkwell.css'), LOOKS);
  mkdirSync(join(home, 'public'), { recursive: true });
  for (const [name, text] of Object.entries(PICTURES)) writeFileSync(join(home, 'public', name), text);
  if (version === 15) {
    // What is called proxy now was called middleware then.
    const text = readFileSync(join(home, 'proxy.js'), 'utf8');
    writeFileSync(join(home, 'middleware.js'), text.replace('const proxy', 'const middleware'));
    rmSync(join(home, 'proxy.js'));
    writeFileSync(join(home, 'package.json'), '{"private": true, "type": "module"}');
  }
  const lock = packages ? packages.join() : hashOf('package-lock.json');
  const stamp = join(home, 'node_modules/.fx-lock');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
    const command = packages ? ['install', '--no-save', ...packages] : ['ci'];
    run(home, 'npm', [...command, '--no-audit', '--no-fund'], 'Next could not be installed: npm needs its registry.');
    writeFileSync(stamp, lock);
  }
  const target = join(home, 'node_modules/fx-tag');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(target, 'package.json'));
  mkdirSync(join(target, 'dist'));
  for (const name of ['next.js', 'server.js', 'core.js', 'index.js', 'react.js'])
    cpSync(join(ROOT, 'dist', name), join(target, 'dist', name));
  for (const part of ['', 'cached']) {
    mkdirSync(join(home, part, 'public/fx'), { recursive: true });
    cpSync(join(ROOT, 'dist/fx.js'), join(home, part, 'public/fx/fx.js'));
  }
}

function build(home: string, program: string): void {
  const files = ['next.js', 'server.js', 'react.js'].map((name) => join(ROOT, 'dist', name));
  const sources = [SOURCE, EDITED].flatMap((from) =>
    readdirSync(from, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(m?jsx?|json)$/.test(name) && !/^(node_modules|\.next)/.test(name))
      .map((name) => join(from, name)),
  );
  const hash = createHash('sha256').update(LOOKS);
  for (const file of [...files, ...sources.sort()]) hash.update(readFileSync(file));
  const built = hash.digest('hex');
  const stamp = join(home, '.next/fx-built');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === built) return;
  rmSync(join(home, '.next'), { recursive: true, force: true });
  run(home, process.execPath, [program, 'build'], 'The site of demo/next could not be built.');
  writeFileSync(stamp, built);
}

function startNginx(folder: string, port: number, front: number): ChildProcess {
  const config = join(folder, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; ${process.getuid?.() === 0 ? 'user root;' : ''} pid ${folder}/pid; error_log stderr error;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/temp; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
  proxy_cache_path ${folder}/cache keys_zone=site:1m;
  server {
    listen 127.0.0.1:${front};
    location / {
      proxy_pass http://127.0.0.1:${port};
      proxy_set_header Host $http_host;
      proxy_cache site;
      proxy_cache_key $request_uri;
      proxy_ignore_headers Vary Set-Cookie;
      add_header X-Cache $upstream_cache_status;
    }
  }
}`,
  );
  return start(ensureNginx(), ['-c', config, '-p', folder], folder);
}

function start(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  child.stderr.pipe(process.stderr);
  return child;
}

/** Waits until an address answers. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  let failure = '';
  child.on('error', (error) => {
    failure = error.message;
  });
  for (;;) {
    if (failure || child.exitCode !== null) throw new Error(failure || `${child.spawnfile} has ended.`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function run(cwd: string, command: string, args: readonly string[], sentence: string): void {
  const { status } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) throw new Error(sentence);
}

const hashOf = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(SOURCE, name)))
    .digest('hex');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
