/** Tests `fx dev`: serves until it is told to stop. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { experiment, folder } from './fx.js';
import { runIn } from './target.js';

const MAIN = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));

/** Starts `fx dev`, waits until it is up, and hands over what it said and a way to end it. */
async function start(root: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, 'dev', '--json', '--port', '0', ...args], { cwd: root });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let err = '';
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const out = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString();
      if (text.endsWith('}\n')) resolve(text);
    });
    child.on('close', () => reject(new Error('it ended')));
  });
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended;
  };
  return {
    said: JSON.parse(out) as { schema: string; url: string; collectUrl: string; eventsFile: string },
    stop,
    err: () => err,
  };
}

test('serves pages, the container and the manifest, and ends with 0 at SIGTERM', async () => {
  const root = folder({ 'public/index.html': '<h1>Shop</h1>', 'experiments/cta.yaml': experiment('cta') });
  const { said, stop } = await start(root, 'public');
  try {
    expect(said).toMatchObject({ schema: 'fx.dev/1', eventsFile: join('.fx', 'events.ndjson') });
    expect(await (await fetch(`${said.url}/`)).text()).toContain('<h1>Shop</h1>');
    const manifest = (await (await fetch(`${said.url}/fx/manifest.json`)).json()) as { experiments: { id: string }[] };
    expect(manifest.experiments.map(({ id }) => id)).toEqual(['cta']);
    expect((await fetch(`${said.url}/fx/container.js`)).status).toBe(200);
  } finally {
    expect(await stop()).toBe(0);
  }
});

test('keeps the events that it writes out of git, and leaves a .gitignore alone that does already', async () => {
  const root = folder({ '.git/HEAD': '', '.gitignore': 'dist\n', 'public/index.html': '<h1>Shop</h1>' });
  for (let times = 0; times < 2; times++) {
    const { stop } = await start(root, 'public');
    expect(await stop()).toBe(0);
    expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('dist\n.fx/\n');
  }
});

test('goes on with experiments that are broken, and says so', async () => {
  const root = folder({ 'public/index.html': '<h1>Shop</h1>', 'experiments/bad.yaml': 'id: bad\n' });
  const { said, stop } = await start(root, 'public');
  try {
    expect((await fetch(`${said.url}/`)).status).toBe(200);
  } finally {
    expect(await stop()).toBe(0);
  }
});

test('says once what is wrong with the configuration, and goes on without it', async () => {
  const config = "previewToken: '0123456789abcdef'\ntarget: {live: public/fx}\n";
  const root = folder({ 'fx.config.yaml': config, 'public/index.html': '', 'experiments/cta.yaml': experiment('cta') });
  const { said, stop, err } = await start(root, 'public');
  expect((await fetch(`${said.url}/fx/`)).status).toBe(200);
  expect(await stop()).toBe(0);
  expect(
    err().match(/⚠ .*fx\.config\.yaml: target is not a known field; did you mean targets\?\n +line 2\n/g),
  ).toHaveLength(1);
});

test.each([
  [['dev', 'nowhere'], 'There is no folder nowhere'],
  [['dev', '--port', 'many'], '--port must be a number from 0 to 65535, not many'],
])('fx %j is refused in one sentence', async (args, sentence) => {
  const { code, err } = await runIn(folder({}), args);
  expect(code).toBe(1);
  expect(err).toMatch(/^✗ [^\n]*\.\n$/);
  expect(err).toContain(sentence);
});

test.each([
  [{ 'public/index.html': 'public', 'README.md': '' }, 'public'],
  [{ 'index.html': 'here', 'public/logo.svg': '' }, 'here'],
  [{ 'site/index.html': 'site' }, 'site'],
])('without a folder it serves the pages that are there: %j', async (files, text) => {
  const { said, stop } = await start(folder({ ...files, 'experiments/cta.yaml': experiment('cta') }));
  try {
    expect(await (await fetch(`${said.url}/`)).text()).toContain(text);
  } finally {
    expect(await stop()).toBe(0);
  }
});
