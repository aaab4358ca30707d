/** Makes what a newcomer has: an empty folder, a packed fx to install, a terminal, a static host and visitors. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createPort } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test as base } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** What the collector wrote, a line each. */
export interface Stored {
  readonly type: string;
  readonly subject: string;
  readonly name?: string;
}

/** A folder of a newcomer; all that runs in it ends with the test. */
export interface Place {
  /** The folder of the site; `public/` in it is served. */
  readonly cwd: string;
  /** The address at which `public/` is served. */
  readonly url: string;
  /** A text of the docs with the addresses of this place in it. */
  readonly here: (text: string) => string;
  /** Types a command; one that goes on is left running once it has said that it is up. Rejects where it fails. */
  readonly type: (command: string) => Promise<void>;
  /** What a command has printed by now. */
  readonly printed: (command: string) => string;
  /** The events that were stored. */
  readonly stored: () => readonly Stored[];
}

/** A page of the documentation, by its path in the repository. */
export const readDocs = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** A port that nobody listens on. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createPort().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

/** The bytes of a file; undefined where there is none. */
function readFile(path: string): Buffer | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** A static host, as simple as there are. */
async function host(folder: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = join(folder, (request.url ?? '/').split('?')[0]?.replace(/\/$/, '/index.html') ?? '');
    const bytes = readFile(path);
    response.writeHead(bytes ? 200 : 404, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

/** A terminal in a folder: what was typed there is in `printed`, what goes on in `running`. */
function createTerminal(cwd: string, here: (text: string) => string) {
  const printed = new Map<string, string>();
  const running: ChildProcess[] = [];
  const type = (command: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const goesOn = /fx (dev|collect)/.test(command);
      // A group of its own: npx does not pass on that it is ended.
      const env = { ...process.env, NO_COLOR: '1' };
      const child = spawn('/bin/sh', ['-c', `exec ${here(command)}`], { cwd, env, detached: true });
      let text = '';
      const hear = (part: Buffer): void => {
        text += part.toString();
        printed.set(command, text);
        if (goesOn && text.includes('Ctrl+C ends it')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      if (goesOn) running.push(child);
      child
        .on('error', reject)
        .on('close', (code) => (code === 0 || goesOn ? resolve() : reject(new Error(`${command}\n${text}`))));
    });
  return { printed, running, type };
}

export const test = base.extend<{ place: Place }, { packed: string }>({
  packed: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern
    async ({}, use) => {
      const dir = mkdtempSync(join(tmpdir(), 'fx-packed-'));
      const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', dir], { cwd: ROOT });
      const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
      await use(join(dir, filename));
      rmSync(dir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  place: async ({ packed }, use) => {
    const cwd = mkdtempSync(join(tmpdir(), 'fx-start-'));
    mkdirSync(join(cwd, 'public'));
    const site = await host(join(cwd, 'public'));
    const port = await freePort();
    const here = (text: string): string =>
      text
        .replaceAll('127.0.0.1:8787', `127.0.0.1:${port}`)
        .replaceAll('http://127.0.0.1:8080/', site.url)
        .replace('npx fx collect', `npx fx collect --port ${port}`)
        .replace(/npx fx dev(?: public)?$/, '$& --port 0')
        .replace('--save-dev fx-tag', `--save-dev --no-audit --no-fund --prefer-offline ${packed}`);
    const { printed, running, type } = createTerminal(cwd, here);
    const stored = (): readonly Stored[] =>
      String(readFile(join(cwd, '.fx/events.ndjson')) ?? '')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    await use({ cwd, url: site.url, here, type, printed: (command) => printed.get(command) ?? '', stored });
    for (const { pid, exitCode } of running) if (pid && exitCode === null) process.kill(-pid, 'SIGTERM');
    site.close();
    rmSync(cwd, { recursive: true, force: true });
  },
});
