/** Starts an nginx with the lines that the documentation shows, with addresses of this machine in them. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from '../../scripts/browser.mjs';

/** The path of nginx; null where there is none. Debian has it where only root looks for programs. */
export const findNginx = (): string | null => onPath('nginx') ?? ['/usr/sbin/nginx'].find(existsSync) ?? null;

/** The lines of a page of docs: the first of its blocks for nginx that has some words. */
export function linesOf(page: string, words: string): string {
  const text = readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8');
  const blocks = [...text.matchAll(/```nginx\n(.*?)```/gs)].map(([, lines = '']) => lines);
  const found = blocks.find((lines) => lines.includes(words));
  if (found === undefined) throw new Error(`docs/${page} has no lines for nginx with ${words}`);
  return found;
}

/** Puts what is here in the place of what the documentation names; each has to be there. */
export function withPlaces(lines: string, places: Readonly<Record<string, string>>): string {
  return Object.entries(places).reduce((text, [there, here]) => {
    if (!text.includes(there)) throw new Error(`the lines for nginx do not name ${there}`);
    return text.replaceAll(there, here);
  }, lines);
}

/** An nginx that runs. */
export interface Nginx {
  close(): void;
}

/** A folder with a key and its certificate, for `localhost`. */
export function makeHome(): { readonly folder: string; readonly pem: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'fx-nginx-'));
  const [pem, key] = [join(folder, 'localhost.pem'), join(folder, 'localhost.key')];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...made, '-subj', '/CN=localhost', '-out', pem, '-keyout', key], { stdio: 'ignore' });
  return { folder, pem, key };
}

/** @param probe an address that answers once it runs */
export async function startNginx(path: string, folder: string, servers: string, probe: string): Promise<Nginx> {
  const config = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const head = `daemon off; ${process.getuid?.() === 0 ? 'user root;' : ''} pid ${folder}/pid; error_log stderr error;
events { worker_connections 256; }`;
  const paths = temporary.map((one) => `${one}_temp_path ${folder}/${one};`).join(' ');
  writeFileSync(config, `${head}\nhttp {\n  access_log off;\n  ${paths}\n${servers}\n}\n`);
  const child: ChildProcess = spawn(path, ['-c', config, '-p', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (piece) => {
    said += piece;
  });
  while (!(await fetch(probe).catch(() => null))) {
    if (child.exitCode !== null) throw new Error(`nginx has ended: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    close() {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
