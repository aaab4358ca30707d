/** Tests docs/start.md, step by step: from an empty folder and a packed fx to the result of twenty visitors. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createPort } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const VISITORS = 20;
const run = promisify(execFile);

/** A step of the page: a file to write, or commands to type. */
type Step = { readonly path: string; readonly text: string } | { readonly commands: readonly string[] };

/** The blocks of the page in their order. */
function readSteps(): Step[] {
  const page = readFileSync(join(ROOT, 'docs/start.md'), 'utf8');
  return [...page.matchAll(/(?:<!-- file: (\S+) -->\n)?```(\w+)\n([\s\S]*?)```/g)].map(([, path, , text = '']) =>
    path === undefined ? { commands: text.trim().split('\n') } : { path, text },
  );
}

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

test('the first hour of docs/start.md leads to a result', async ({ browser }) => {
  test.setTimeout(600_000);
  const root = mkdtempSync(join(tmpdir(), 'fx-start-'));
  const packed = await run('npm', ['pack', '--json', '--pack-destination', root], { cwd: ROOT });
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  const site = await host(join(root, 'site/public'));
  const port = await freePort();
  const here = (text: string): string =>
    text
      .replaceAll('127.0.0.1:8787', `127.0.0.1:${port}`)
      .replaceAll('http://127.0.0.1:8080/', site.url)
      .replace('npx fx collect', `npx fx collect --port ${port}`)
      .replace('npx fx dev public', 'npx fx dev public --port 0')
      .replace('--save-dev fx-tag', `--save-dev --no-audit --no-fund --prefer-offline ${join(root, filename)}`);
  const cwd = join(root, 'site');
  mkdirSync(cwd);
  const printed = new Map<string, string>();
  const running: ChildProcess[] = [];

  /** Types a command; one that goes on is left running once it has said that it is up. */
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

  /** Comes as somebody new, looks at the page, and signs up or not. */
  const visit = async (index: number): Promise<string> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(site.url);
    const headline = (await page.locator('h1').textContent()) ?? '';
    if (index % 3 === 0) await page.getByRole('button').click();
    const isSent = (): boolean => lines(cwd).filter(({ type }) => type === 'exposure').length > index;
    await expect.poll(isSent, { timeout: 60_000 }).toBe(true);
    await context.close();
    return headline;
  };

  try {
    for (const step of readSteps()) {
      if ('path' in step) {
        mkdirSync(dirname(join(cwd, step.path)), { recursive: true });
        writeFileSync(join(cwd, step.path), here(step.text));
        continue;
      }
      for (const command of step.commands) {
        if (command === 'npx fx results') {
          const headlines = new Set<string>();
          for (let index = 0; index < VISITORS; index++) headlines.add(await visit(index));
          expect([...headlines].sort()).toEqual(['Good paper', 'The notebook you will still open in ten years']);
          const signups = Math.ceil(VISITORS / 3);
          const isCounted = (): boolean => lines(cwd).filter(({ name }) => name === 'signup').length >= signups;
          await expect.poll(isCounted, { timeout: 60_000 }).toBe(true);
        }
        await type(command);
        if (command === 'npx fx dev public') await preview(printed.get(command) ?? '');
      }
    }
    expect(printed.get('npx fx collect')).toContain('The first events are here');
    expect(printed.get('npx fx doctor http://127.0.0.1:8080/')).toContain('Nothing to correct.');
    expect(printed.get('npx fx results')).toMatch(/^headline {2}running .*\n {2}20 subjects/m);
    expect(printed.get('npx fx results')).toMatch(/ control +(\d+) .*\n +treatment +(\d+) /);
    const variants = lines(cwd).filter(({ type }) => type === 'exposure');
    expect(new Set(variants.map(({ subject }) => subject)).size).toBe(VISITORS);
    // What is printed can be typed as it stands.
    for (const text of printed.values()) expect(text).not.toMatch(/(^|\s)(?<!npx )fx (apply|plan|create|init)\b/m);
  } finally {
    for (const { pid, exitCode } of running) if (pid && exitCode === null) process.kill(-pid, 'SIGTERM');
    site.close();
    rmSync(root, { recursive: true, force: true });
  }

  /** Opens the link of the treatment, as it is printed. */
  async function preview(text: string): Promise<void> {
    const [link = ''] = /http\S+fx=headline:treatment\S*/.exec(text) ?? [];
    const page = await browser.newPage();
    await page.goto(link);
    await expect(page.locator('h1')).toHaveText('The notebook you will still open in ten years');
    await page.close();
  }
});

/** The events that were stored. */
function lines(cwd: string): { readonly type: string; readonly subject: string; readonly name?: string }[] {
  return String(readFile(join(cwd, '.fx/events.ndjson')) ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
