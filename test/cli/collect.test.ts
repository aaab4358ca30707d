/** Tests `fx collect`: the collector as a command of its own. */

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { batch, exposure } from '../collector/events.js';
import { folder } from './fx.js';
import { runIn } from './target.js';

const MAIN = fileURLToPath(new URL('../../dist/esm/cli/main.js', import.meta.url));

/** Starts it, waits until it listens, and hands over what it said and a way to end it. */
async function start(root: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, 'collect', '--json', '--port', '0', ...args], { cwd: root });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  let err = '';
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const out = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString();
      if (text.endsWith('}\n')) resolve(text);
    });
    child.on('close', () => reject(new Error(err)));
  });
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended;
  };
  const said = JSON.parse(out) as { url: string; file: string };
  return { said, stop, ended, pid: child.pid, heard: () => err };
}

test('writes what is posted, says that the first events are there, and ends with 0 at SIGTERM', async () => {
  const root = folder({});
  const { said, stop, heard } = await start(root, '--origin', 'https://www.example.com');
  const post = (origin: string) => fetch(said.url, { method: 'POST', body: batch([exposure()]), headers: { origin } });
  expect((await post('https://www.example.com')).status).toBe(204);
  expect((await post('https://evil.example')).status).toBe(403);
  expect((await fetch(said.url, { method: 'POST', body: batch([]) })).status).toBe(204);
  expect(await stop()).toBe(0);
  expect(said.file).toBe('.fx/events.ndjson');
  expect(readFileSync(join(root, '.fx/events.ndjson'), 'utf8').trim().split('\n')).toHaveLength(1);
  expect(heard()).toContain('The first events are here: an exposure of hero-headline, treatment.');
});

test.each([
  [['collect', '--origin', 'www.example.com'], '--origin must be an origin such as https://www.example.com'],
  [['collect', '--origin', 'https://www.example.com/path'], 'without a path'],
  [['collect', '--port', 'x'], '--port must be a number'],
  [['collect', '--port', '0', '--host', '192.0.2.1'], 'Cannot listen on 192.0.2.1'],
])('fx %j is refused in one sentence', async (args, sentence) => {
  const { code, err } = await runIn(folder({}), args);
  expect(code).toBe(1);
  expect(err).toMatch(/^✗ [^\n]*\.\n$/);
  expect(err).toContain(sentence);
});

test('a second one for the same file says that one runs, and both write whole lines', async () => {
  const root = folder({});
  const first = await start(root);
  const second = await start(root);
  const third = await start(root, '--dir', 'elsewhere');
  const bodies = Array.from({ length: 40 }, (_, at) =>
    batch(Array.from({ length: 20 }, (__, one) => ({ ...exposure(), id: `e${at}-${one}` }))),
  );
  const answers = await Promise.all(
    bodies.map((body, at) => fetch((at % 2 ? first : second).said.url, { method: 'POST', body })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
  expect(await Promise.all([first.stop(), second.stop(), third.stop()])).toEqual([0, 0, 0]);
  expect(second.heard()).toContain(
    `! Another fx collect (process ${first.pid} on ${hostname()}) writes to .fx/events.ndjson, too. Both may, as each adds whole lines: end one of them if that is not meant.\n`,
  );
  expect(first.heard() + third.heard()).not.toContain('Another');
  const lines = readFileSync(join(root, '.fx/events.ndjson'), 'utf8').trimEnd().split('\n');
  expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id)).size).toBe(800);
  const again = await start(root);
  await again.stop();
  expect(again.heard()).not.toContain('Another');
  expect(readdirSync(join(root, '.fx'))).toEqual(['events.ndjson']);
});

test('one that was killed is not taken for one that runs', async () => {
  const root = folder({});
  const first = await start(root);
  process.kill(first.pid ?? 0, 'SIGKILL');
  await first.ended;
  const second = await start(root);
  await second.stop();
  expect(second.heard()).not.toContain('Another');
});

test('a third one hears of the second, though the first ended', async () => {
  const root = folder({});
  const first = await start(root);
  const second = await start(root);
  await first.stop();
  const third = await start(root);
  await Promise.all([second.stop(), third.stop()]);
  expect(third.heard()).toContain(`process ${second.pid} on`);
});
