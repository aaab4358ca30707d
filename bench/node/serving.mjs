/** Starts servers that are measured, and asks them what they have used. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLI } from '../publish.mjs';

/** A file of this folder. */
export const beside = (name) => fileURLToPath(new URL(name, import.meta.url));

/** `fx serve` over a folder of experiments, with somebody who is signed in. */
export async function startFxServe(files) {
  const root = mkdtempSync(join(tmpdir(), 'fx-bench-'));
  mkdirSync(join(root, 'experiments'));
  writeFileSync(join(root, 'fx.config.yaml'), "previewToken: '0123456789abcdef'\ntargets: {live: public/fx}\n");
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'experiments', name), text);
  const { child, said } = await startSaying([CLI, 'serve', '--port', '0', '--json'], root);
  const signed = await fetch(said.link, { redirect: 'manual' });
  const cookie = signed.headers.get('set-cookie').split(';')[0];
  return {
    ...{ root, child, said, headers: { cookie } },
    stop: async () => {
      await end(child);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Starts a server that says in JSON where it listens, and tells when it is asked what it has used. */
export async function startSaying(command, cwd) {
  const child = spawn(process.execPath, ['--require', beside('asked.cjs'), ...command], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.trimEnd().endsWith('}')) break;
  }
  return { child, said: JSON.parse(text) };
}

/** What a child answers. */
export function ask(child, what) {
  return new Promise((resolve, reject) => {
    const onExit = (code) => reject(new Error(`A process of the bench ended with ${code}.`));
    child.once('exit', onExit);
    child.once('message', (answer) => {
      child.off('exit', onExit);
      resolve(answer);
    });
    child.send(what);
  });
}

/** Ends a child. */
export async function end(child) {
  child.kill('SIGTERM');
  await once(child, 'exit');
}
