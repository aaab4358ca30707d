/**
 * Tests `fx shot` with a real browser: local pages, drafts, a published site, the same bytes twice, and what it must
 * not reach.
 */

import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { ensureBrowser } from '../../scripts/browser.mjs';
import { startSite } from '../harness/serve.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = "previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\n";
const CTA = `id: cta
name: Call
status: draft
variants:
  - key: control
    name: As it is
  - key: new
    name: New
    domOps:
      - { op: replaceText, selector: h1, value: Another headline }
`;

let root: string;
test.beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fx-shot-'));
});
test.afterEach(() => rm(root, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function fx(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/esm/cli/main.js'), ...args], {
    cwd: root,
    env: { ...process.env, FX_CHROMIUM: ensureBrowser() },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

async function project(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries({ 'fx.config.yaml': CONFIG, 'experiments/cta.yaml': CTA, ...files })) {
    await cp(join(ROOT, 'package.json'), join(root, path));
    await writeFile(join(root, path), text);
  }
}

const picture = (name: string): Promise<Buffer> => readFile(join(root, 'experiments/pictures', name));
const PAGE = '<!doctype html><html lang="en"><head><title>Shop</title></head><body><h1>Shop</h1></body></html>';

test('each variant of a draft is taken at two sizes, and again with the same bytes', async () => {
  await project({ 'public/index.html': PAGE });
  const first = await fx('shot', '--pages', 'public');
  expect(first, first.err).toMatchObject({ code: 0, out: '4 pictures of 1 experiment.\n' });
  const names = (await readdir(join(root, 'experiments/pictures'))).sort();
  expect(names).toEqual(
    ['control', 'new'].flatMap((key) => ['desktop', 'phone'].map((size) => `cta.${key}.${size}.webp`)),
  );
  const before = await Promise.all(names.map(picture));
  expect(new Set(before.map((bytes) => bytes.toString('base64'))).size).toBe(4);
  expect(before.map((bytes) => bytes.subarray(8, 12).toString())).toEqual(Array(4).fill('WEBP'));
  expect((await fx('shot', '--pages', 'public')).code).toBe(0);
  for (const [at, bytes] of (await Promise.all(names.map(picture))).entries())
    expect(bytes.equals(before[at] ?? bytes)).toBe(true);
});

test('a published site is taken at the page that the trigger names', async () => {
  const site = await startSite();
  const trigger = 'trigger: { kind: urlMatch, pattern: /cart }\n';
  await project({
    'fx.config.yaml': `${CONFIG}site: ${site.origin}\n`,
    'experiments/cta.yaml': `${CTA.replace('status: draft\n', '')}${trigger}`,
  });
  expect((await fx('apply', '--yes')).code).toBe(0);
  const manifest = await readFile(join(root, 'public/fx/manifest.json'), 'utf8');
  site.answer('/cart', {
    body: PAGE.replace(
      '<title>',
      '<script src="/dist/fx.js" data-manifest="/manifest.json" data-timeout="60000"></script><title>',
    ),
  });
  site.answer('/manifest.json', { headers: { 'content-type': 'application/json' }, body: manifest });
  const { code, out, err } = await fx('shot');
  expect(err).toContain('✓ experiments/pictures/cta.new.phone.webp');
  expect({ code, out }).toEqual({ code: 0, out: '4 pictures of 1 experiment.\n' });
  expect(site.requests.filter((line) => line.startsWith('GET /cart'))).toEqual(
    ['control', 'control', 'new', 'new'].map((key) => `GET /cart?fx=cta:${key}`),
  );
  await site.close();
});

test('a page reaches no other service of this machine, by whatever name', async () => {
  const asked: string[] = [];
  const inner = createServer((request, answer) => {
    asked.push(request.url ?? '');
    answer.setHeader('access-control-allow-origin', '*').end('secret');
  });
  await new Promise<void>((settle) => inner.listen(0, '127.0.0.1', settle));
  const { port } = inner.address() as AddressInfo;
  const tries = ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433']
    .map((host) => `<img src="http://${host}:${port}/img">`)
    .join('');
  const script = `<iframe src="http://127.0.0.1:${port}/frame"></iframe><script>fetch('http://127.0.0.1:${port}/fetch'); new WebSocket('ws://127.0.0.1:${port}/socket'); new EventSource('http://localhost:${port}/stream')</script>`;
  await project({ 'public/index.html': PAGE.replace('</body>', `${tries}${script}</body>`) });
  const { err } = await fx('shot', '--pages', 'public');
  expect(err).toContain(
    `! 127.0.0.1:${port} is in a private network and was not reached: --allow 127.0.0.1:${port} lets it in.`,
  );
  expect(asked).toEqual([]);
  inner.closeAllConnections();
  inner.close();
});

test('what cannot be taken is said in a sentence, and keeps the picture of before', async () => {
  test.setTimeout(600_000);
  const site = await startSite();
  await project({});
  site.answer('/', { body: PAGE });
  const without = await fx('shot', '--page', `${site.origin}/`);
  expect(without.code).toBe(1);
  expect(without.err).toContain('fx is not on that page: run fx doctor on it.');
  await site.close();
  expect((await fx('shot', '--page', 'http://127.0.0.1:9/')).err).toContain(
    '(net::ERR_UNSAFE_PORT): see whether it opens in a browser.',
  );
  expect((await fx('shot')).err).toContain('Say where the pages are: --pages public for a folder');
  expect((await fx('shot', '--page', 'file:///etc/passwd')).err).toContain('--page must be an address such as');
  expect((await fx('shot', '--experiment', 'cat', '--page', 'http://127.0.0.1:9/')).err).toContain('did you mean cta?');
  await expect(readdir(join(root, 'experiments/pictures'))).rejects.toThrow('ENOENT');
});
