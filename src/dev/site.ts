/** Serves a folder of pages with the tag and the manifest on the same origin, and fx's own pages below `/fx/`. */

import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { container, serialize } from '../authoring/index.js';
import { createHostCheck, hostName, inUrl } from '../collector/index.js';
import type { Manifest } from '../core/index.js';
import { styles } from '../pages/index.js';
import type { Compilation } from './compiler.js';
import { answerDraft, type DraftTools } from './draft.js';
import { findFile } from './files.js';
import { type Preparation, preparePage } from './inject.js';
import { listPages } from './pages.js';
import { type Answer, respond, respondText } from './respond.js';
import type { Message, Stream } from './stream.js';
import { eventsPage, missingPage, overviewPage, POLICY, type PublishedTarget } from './views.js';

/** What a site is made of. */
export interface SiteOptions {
  /** The folder of pages, as `realpath` gives it. */
  readonly dir: string;
  /** fx's own build, `dist` of the package. */
  readonly distDir: string;
  /** The host that the server listens on; its name may stand in a Host header besides the loopback ones. */
  readonly host: string;
  /** The port of the collector, which is on the same host. */
  readonly collectPort: () => number;
  readonly eventsFile: string;
  /** Hears why a request was answered with 500. */
  readonly log: (line: string) => void;
  /** 16 hex digits, or null where drafts have no address. */
  readonly token: () => string | null;
  readonly compiled: () => Compilation;
  /** What the editor's drafts are looked at with. */
  readonly draft: DraftTools;
  /** What the targets of the configuration hold now. */
  readonly targets: () => Promise<readonly PublishedTarget[]>;
  /** The Studio from which pages are edited; undefined where pages name their own, or none. */
  readonly studio: () => string | undefined;
  /** Names the state of the files that pages are made of. */
  readonly build: () => string;
  /** Counts how often the experiments' errors became others. */
  readonly edition: () => number;
  /** For files of the folder that are not for visitors. */
  readonly isHidden: (file: string) => boolean;
  /** Streams by the name that follows `/fx/stream/`, with what each connection is sent first. */
  readonly streams: Readonly<
    Record<string, { readonly stream: Stream; readonly first: (collectUrl: string) => Message }>
  >;
}

/** A site's request handler. Never throws. */
export type DevSite = (request: IncomingMessage, response: ServerResponse) => void;

const HTML = 'text/html; charset=utf-8';
const JS = 'text/javascript; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Makes the handler of a site. */
export function createDevSite(options: SiteOptions): DevSite {
  const { dir, host: bound, collectPort, isHidden, streams } = options;
  const isOwnHost = createHostCheck(bound);

  const own = async (path: string, name: string, collectUrl: string): Promise<Answer | null> => {
    if (path === 'page/style.css') return { type: 'text/css; charset=utf-8', body: styles };
    if (path === 'events') return ownPage(eventsPage());
    if (path === '') return ownPage(await overview(options, name, collectUrl));
    return generated(path, options);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const host = request.headers.host ?? '';
    if (!isOwnHost(host)) {
      respondText(
        request,
        response,
        403,
        `This server does not answer to that name. Open http://${inUrl(bound)} instead.`,
      );
      return;
    }
    const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
    if (request.method === 'POST' && path === '/fx/check') return answerDraft(request, response, options.draft);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      respondText(request, response, 405, 'Pages are read with GET. Events are posted to the collector.');
      return;
    }
    const collectUrl = `http://${inUrl(hostName(host) ?? bound)}:${collectPort()}/events`;
    if (path === '/fx') {
      response.writeHead(302, { Location: '/fx/' }).end();
    } else if (path.startsWith('/fx/')) {
      const name = path.startsWith('/fx/stream/') ? path.slice('/fx/stream/'.length) : '';
      const stream = Object.hasOwn(streams, name) ? streams[name] : undefined;
      if (stream) return stream.stream.connect(request, response, stream.first(collectUrl));
      const found = await own(path.slice('/fx/'.length), host, collectUrl);
      respond(request, response, found ?? missing(path));
    } else {
      await servePage(request, response, path, { collectUrl, host });
    }
  };

  const servePage = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    here: Pick<Preparation, 'collectUrl' | 'host'>,
  ): Promise<void> => {
    const found = await findFile(dir, path, isHidden);
    if (found.kind === 'malformed') return respondText(request, response, 400, 'The path is not a valid one.');
    if (found.kind === 'missing') return respond(request, response, missing(path));
    if (found.kind === 'redirect') {
      response.writeHead(302, { Location: found.to }).end();
      return;
    }
    const bytes = await readFile(found.file);
    const isPage = found.type === HTML;
    const edit = new URLSearchParams(request.url?.split('?')[1]).get('fx-edit');
    const preparation = { ...here, build: options.build(), edit, studio: options.studio() };
    const body = isPage ? preparePage(bytes.toString('utf8'), preparation) : bytes;
    respond(request, response, { type: found.type, body });
  };

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A file that went away between being found and being read, or that may not be read; or a fault of fx.
      options.log(`500 for ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
      if (!response.headersSent) respondText(request, response, 500, 'The file could not be read.');
      else response.destroy();
    });
  };
}

const ownPage = (body: string): Answer => ({
  type: HTML,
  body,
  headers: { 'Content-Security-Policy': POLICY, 'Referrer-Policy': 'no-referrer' },
});

const missing = (path: string): Answer => ({ ...ownPage(missingPage(path)), status: 404 });

/** What is missing from the build, in sentences; none where all is there. */
export async function buildNotices(distDir: string): Promise<string[]> {
  const absent = [];
  for (const file of ['fx.js', 'fx.container.js']) if (!(await readOrNull(distDir, file))) absent.push(`dist/${file}`);
  if (absent.length === 0) return [];
  return [
    `${absent.join(' and ')} ${absent.length === 1 ? 'is' : 'are'} missing, so no experiment runs: npm run build`,
  ];
}

async function overview(options: SiteOptions, name: string, collectUrl: string): Promise<string> {
  return overviewPage({
    compiled: options.compiled(),
    pages: await listPages(options.dir, options.isHidden),
    origin: `http://${name}`,
    token: options.token(),
    collectUrl,
    eventsFile: options.eventsFile,
    build: options.build(),
    edition: options.edition(),
    notices: await buildNotices(options.distDir),
    targets: await options.targets(),
  });
}

/** What fx publishes, under the names that it has in a target, and the scripts of the pages above. */
async function generated(path: string, { distDir, compiled, token }: SiteOptions): Promise<Answer | null> {
  const { manifest, preview } = compiled();
  const drafts = token() === null ? null : `preview.${token()}`;
  if (path === 'manifest.json') return { type: JSON_TYPE, body: serialize(manifest) };
  if (path === 'container.js') return containerOf(distDir, manifest);
  // On a page that is edited `fx` is there for whoever calls it, and does nothing.
  if (path === 'edit.js') return containerOf(distDir, { ...manifest, experiments: [], holdouts: [] });
  if (drafts && path === `${drafts}.json`) return { type: JSON_TYPE, body: serialize(preview) };
  if (drafts && path === `${drafts}.js`) return containerOf(distDir, preview);
  const script = /^(?:fx(?:\.[a-z]+)?|dev|dev\/page\/[a-z]+|pages\/inline)\.js(\.map)?$/.exec(path);
  if (!script) return null;
  const body = await readOrNull(distDir, builtPath(path));
  return body && { type: script[1] ? JSON_TYPE : JS, body };
}

/** Where a script lies in the build: modules lie to each other as in `dist/esm`, so that their imports lead there. */
function builtPath(path: string): string {
  if (path.startsWith('fx.')) return path;
  return join('esm', path.replace(/^dev\./, 'dev/page/reload/main.'));
}

async function containerOf(distDir: string, manifest: Manifest): Promise<Answer> {
  const template = await readOrNull(distDir, 'fx.container.js');
  if (!template) return { status: 503, type: JS, body: '// dist/fx.container.js is missing: npm run build\n' };
  return { type: JS, body: container(template.toString('utf8'), manifest).text };
}

const readOrNull = (folder: string, file: string): Promise<Buffer | null> =>
  readFile(join(folder, file)).catch(() => null);
