/** Serves a site with its container, and a Studio at another origin from which the editor is opened on its pages. */

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { type Serving, startServe } from '../../dist/esm/serve/index.js';
import { UNHURRIED } from '../harness/studio.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** The experiment that is edited. */
export const EXPERIMENT = `# What the headline says.
id: hero
name: Headline of the shop
status: draft
variants:
  - key: control
    name: As it is
  - key: bold
    name: Bold
    domOps:
      # Legal has approved this one.
      - op: replaceText
        selector: .hero .lead
        value: Written by hand.
  - key: calm
    name: Calm
`;

/** Both, running. */
export interface EditedSite {
  readonly url: string;
  readonly studio: Serving;
  /** Events that pages have posted. */
  readonly posts: string[];
  file(): Promise<string>;
  write(text: string): Promise<void>;
  /** Headers of the site's pages, as a policy. */
  readonly headers: Record<string, string>;
  publish(): Promise<void>;
  /** The address that opens the editor. */
  open(path?: string): Promise<string>;
  end(): Promise<void>;
}

/** Answers with the pages of a site; those of the demo shop where a test has none of its own. */
export type SitePages = (request: IncomingMessage, response: ServerResponse, studio: string) => Promise<void>;

/**
 * Starts both on free ports.
 *
 * @param before stands before the tag on pages of the demo shop
 */
export async function startSite(pages?: SitePages, before = ''): Promise<EditedSite> {
  const root = await mkdtemp(join(tmpdir(), 'fx-edited-'));
  const posts: string[] = [];
  const headers: Record<string, string> = {};
  let studioUrl = '';
  await cp(join(ROOT, 'demo'), join(root, 'site'), { recursive: true });
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/'));
    if (request.method === 'POST') {
      posts.push(path);
      response.writeHead(204).end();
      return;
    }
    const name = path.endsWith('/') ? `${path}index.html` : path;
    const file = path.startsWith('/fx/') ? join(root, 'live', path.slice(4)) : join(root, 'site', name);
    const text = pages && !path.startsWith('/fx/') ? null : await readFile(file).catch(() => null);
    if (pages && text === null) return pages(request, response, studioUrl);
    const isPage = extname(name) === '.html';
    const tag = `<script src="/fx/container.js" data-collect="/events" data-studio="${studioUrl}"></script>`;
    const body = isPage ? String(text).replace(/<script src="\/fx\/[^>]*><\/script>/, before + tag) : text;
    response.writeHead(text ? 200 : 404, {
      'content-type': TYPES[extname(name)] ?? 'text/plain',
      ...(isPage && headers),
    });
    response.end(body ?? '');
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  await mkdir(join(root, 'experiments'));
  const file = join(root, 'experiments/hero.yaml');
  await writeFile(file, EXPERIMENT);
  const configure = (studio: string): Promise<void> =>
    writeFile(
      join(root, 'fx.config.yaml'),
      `previewToken: '0123456789abcdef'\nsite: ${url}\ntargets:\n  live: live\ntag:\n  collect: /events\n  studio: ${studio}\n`,
    );
  await configure('http://127.0.0.1:1');
  const studio = await startServe({
    directory: join(root, 'experiments'),
    own: join(root, '.fx'),
    port: 0,
    host: '127.0.0.1',
    say: () => undefined,
    ...UNHURRIED,
  });
  studioUrl = studio.url;
  await configure(studioUrl);
  const cookie = await enter(studio);
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${studio.url}${path}`, {
      method: 'POST',
      headers: { cookie, origin: studio.url, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const site: EditedSite = {
    url,
    studio,
    posts,
    headers,
    file: () => readFile(file, 'utf8'),
    write: (text) => writeFile(file, text),
    async publish() {
      const response = await post('/api/publish', { allowBreaking: true, reason: 'Every task begins anew.' });
      if (!response.ok) throw new Error(await response.text());
    },
    async open(page = '/') {
      const answer = (await (await post('/api/editor.open', { experimentId: 'hero', page })).json()) as { url: string };
      return answer.url;
    },
    async end() {
      await studio.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(root, { recursive: true, force: true });
    },
  };
  await site.publish();
  return site;
}

/** The cookie of the owner. */
async function enter({ newLink }: Serving): Promise<string> {
  const response = await fetch(newLink(), { redirect: 'manual' });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/** Signs a browser in as the owner of Studio. */
export const signIn = (page: Page, { studio }: EditedSite): Promise<unknown> => page.goto(studio.newLink());
