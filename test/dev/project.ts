/** Makes a small project on disk and a development server on it. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Dev, type DevOptions, startDev } from '../../src/dev/start.js';
import { folder } from '../collector/events.js';

/** An experiment file. */
export const experiment = (id: string, more = ''): string => `id: ${id}
name: ${id}
${more}variants:
  - key: control
    name: Control
  - key: treatment
    name: Treatment
`;

/** Text by path. */
export type Files = Readonly<Record<string, string>>;

/** A site of every kind of file, some of them not for visitors. */
export const SITE: Files = {
  'index.html': '<!doctype html><html><head><title>Home</title></head><body></body></html>',
  'about.html': '<head></head>',
  'blog/index.html': '<head></head>',
  'style.css': 'b{}',
  'app.mjs': '1',
  'picture.svg': '<svg/>',
  'thing.bin': 'x',
  '.env': 'SECRET=1',
  '.git/config': 'secret',
  'experiments/one.yaml': experiment('one'),
  'fx.config.yaml': 'previewToken: 1234567890123456',
};

/** Writes files into a folder that is gone after the test. */
export function write(files: Files, into: string = folder()): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), text);
  }
  return into;
}

const DIST: Files = {
  'dist/fx.js': '"tag"',
  'dist/fx.js.map': '{}',
  'dist/fx.container.js': '(function(m,f){})(FX_MANIFEST,FX_FUNCTIONS);',
  'dist/esm/dev/page/reload/main.js': 'export {};',
};

/** Serves a site of these files, with a build beside it, until the test ends. */
export async function serve(
  files: Files,
  options: Partial<DevOptions> = {},
): Promise<Dev & { readonly dir: string; readonly events: string }> {
  const top = write(DIST);
  const dir = write(files, join(top, 'site'));
  const dev = await startDev({
    dir,
    distDir: join(top, 'dist'),
    eventsFile: join(top, '.fx/events.ndjson'),
    port: 0,
    ...options,
  });
  onTestFinished(() => dev.close());
  return { ...dev, dir, events: join(top, '.fx/events.ndjson') };
}

/** An answer, as plain as it came. */
export interface Plain {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Asks for a path exactly as it is written, which `fetch` would tidy up. */
export function ask(url: string, path: string, headers: Record<string, string> = {}): Promise<Plain> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const asked = request({ hostname, port, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.on('error', reject);
    asked.end();
  });
}
