/** Checks that the snippets of docs/server.md run as they stand there. */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FxServer } from '../../src/sdk/server/index.js';
import { CHROME, experiment, manifestOf, requestOf } from '../sdk/server/visits.js';

const text = readFileSync('docs/server.md', 'utf8');
const snippets = [...text.matchAll(/```js\n(.*?)```/gs)].map(([, code = '']) => code);
const root = join(import.meta.dirname, '../..');
let folder = '';
beforeAll(() => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache/docs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a snippet with what its page takes for granted; what it has declared. */
async function run(
  code: string,
  given: Record<string, unknown>,
  names: readonly string[],
): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export const run = async (given) => { const { ${Object.keys(given)} } = given; ${code.replace(/^import .*$/gm, '')}\nreturn { ${names} }; };\n${(code.match(/^import .*$/gm) ?? []).join('\n')}`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    packages: 'external',
    alias: { 'fx-tag/server': './src/sdk/server/index.ts', 'fx-tag/node': './src/sdk/node/index.ts' },
  });
  // Beside the packages that a snippet may import.
  const file = join(folder, `${randomUUID()}.mjs`);
  writeFileSync(file, outputFiles[0]?.text ?? '');
  const { run: play } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
    run: (given: unknown) => Promise<Record<string, unknown>>;
  };
  return play(given);
}

const manifest = manifestOf(experiment('hero'), experiment('price'));

describe('docs/server.md', () => {
  test('begins with five lines that work', async () => {
    expect(snippets[0]?.trim().split('\n').filter(Boolean).length).toBeLessThanOrEqual(5);
    expect(await run(snippets[0] ?? '', { manifest, request: requestOf() }, ['headline'])).toEqual({ headline: 'New' });
  });

  test('answers one request', async () => {
    const { fx } = await run(snippets[0] ?? '', { manifest, request: requestOf() }, ['fx']);
    const { headers, price } = await run(snippets[1] ?? '', { fx, user: undefined, request: requestOf() }, [
      'headers',
      'price',
    ]);
    expect(price).toBe(9);
    expect((headers as Headers).getSetCookie()).toHaveLength(2);
    expect((headers as Headers).get('cache-control')).toBe('private, no-cache');
  });

  test('says on the page what is in it, as the tag reads it', async () => {
    const [, shown = ''] = /```html\n<html data-rendered="([^"]+)">/.exec(text) ?? [];
    const { fx } = await run(snippets[0] ?? '', { manifest, request: requestOf() }, ['fx']);
    const visit = (fx as FxServer).visit(requestOf({}, `/?fx=${shown}`));
    expect([visit.variant('hero'), visit.variant('price'), visit.rendered]).toEqual(['treatment', 'control', shown]);
  });

  test('follows a file on Node', async () => {
    const names = ['fx', 'following'];
    const code = (snippets[2] ?? '')
      .replace('.fx-spool', join(folder, 'spool'))
      .replace('public/fx/manifest.json', join(folder, 'manifest.json'));
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { following } = await run(code.replace("'https://shop.example/events'", 'undefined'), {}, names);
    (following as { stop(): void }).stop();
  });

  test('adds a line to Express', async () => {
    const { app } = await run(snippets[3] ?? '', { manifest }, ['app']);
    const server = (app as { listen(port: number, host: string): Server }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'user-agent': CHROME } });
    expect(await answer.text()).toBe('treatment');
    server.closeAllConnections();
    server.close();
  });

  test('keeps a worker alive', async () => {
    const { fx } = await run(snippets[0] ?? '', { manifest, request: requestOf() }, ['fx']);
    const kept: unknown[] = [];
    const context = { waitUntil: (sent: unknown) => kept.push(sent) };
    vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }));
    await run(snippets[4] ?? '', { fx, request: requestOf(), context }, ['visit']);
    await Promise.all(kept);
    expect(kept).toHaveLength(1);
    vi.unstubAllGlobals();
  });
});
