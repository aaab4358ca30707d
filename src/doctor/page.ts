/** Gets a page and what lies beside it, from the network or from a folder. */

import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codeOf, exists, Refusal, readBytes } from '../files/index.js';

/** A page, and a way to get what it names. */
export interface LoadedPage {
  readonly url: URL;
  readonly html: string;
  /** Whether it was read from a disk: what a server would say or serve besides is not known then. */
  readonly isFile: boolean;
  /** Set-Cookie headers. */
  readonly cookies: readonly string[];
  /** Content-Security-Policy headers. */
  readonly policies: readonly string[];
  /** Content-Security-Policy-Report-Only headers. */
  readonly reported: readonly string[];
  /** What caches are told, and how long the page has lain in one. */
  readonly caching: { readonly control: string | null; readonly age: string | null };
  /** The bytes under an address; null where there are none. */
  load(url: URL): Promise<Buffer | null>;
}

/** Milliseconds that a server may take. */
const TIMEOUT_MS = 10_000;

/** What stands for the address of a page that is a file. */
export const NOWHERE = 'http://localhost/';

/** Where a file pretends to be. */
export interface PageOptions {
  /** The address that a file will have. */
  readonly url?: string | undefined;
  /**
   * The folder that `/` means for a file. Default: where the file is, or the folder that was named for its index.html.
   */
  readonly root?: string | undefined;
}

/**
 * Fetches `http(s)://…`, reads anything else as a file, and of a folder its index.html.
 *
 * @throws Refusal where there is no page
 */
export function openPage(from: string, options: PageOptions): Promise<LoadedPage> {
  return /^https?:\/\//i.test(from) ? fetchPage(from) : readPage(from, options);
}

async function fetchPage(from: string): Promise<LoadedPage> {
  const response = await get(new URL(from)).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    if (error instanceof Error && /^ERR_SSL_(WRONG_VERSION|PACKET_LENGTH)/.test(codeOf(error.cause)))
      throw new Refusal(`${from} does not speak https: write ${from.replace(/^https/i, 'http')}.`, 'unreachable');
    throw new Refusal(`${from} does not answer (${cause}): is the address right, and the server up?`, 'unreachable');
  });
  if (!response.ok) throw new Refusal(`${from} answers ${response.status}: name a page that is there.`, 'unreachable');
  const header = (name: string): string[] => [response.headers.get(name)].filter((value) => value !== null);
  return {
    url: new URL(response.url),
    html: await response.text(),
    isFile: false,
    cookies: response.headers.getSetCookie(),
    policies: header('content-security-policy'),
    reported: header('content-security-policy-report-only'),
    caching: { control: response.headers.get('cache-control'), age: response.headers.get('age') },
    load: fetchBytes,
  };
}

/** The bytes under an address; null where there are none. */
export async function fetchBytes(url: URL): Promise<Buffer | null> {
  const answer = await get(url).catch(() => null); // not there is not there, whatever the reason
  return answer?.ok ? Buffer.from(await answer.arrayBuffer()) : null;
}

const get = (url: URL): Promise<Response> =>
  fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), headers: { accept: '*/*', 'user-agent': 'fx doctor' } });

async function readPage(from: string, { url = NOWHERE, root: given }: PageOptions): Promise<LoadedPage> {
  const home = join(from, 'index.html');
  const file = (await exists(home)) ? home : from;
  const root = given ?? dirname(file);
  const bytes = await readBytes(file);
  if (!bytes) throw new Refusal(`There is no file ${from}: name a page, or ${addressOf(from)}.`, 'no-page');
  const base = URL.canParse(url) ? new URL(url) : null;
  if (!base) throw new Refusal(`--url must be an address such as https://www.example.com/, not ${url}.`, 'usage');
  return {
    url: base,
    html: bytes.toString('utf8'),
    isFile: true,
    cookies: [],
    policies: [],
    reported: [],
    caching: { control: null, age: null },
    load: (wanted) => (wanted.origin === base.origin ? readBeside(wanted, base, file, root) : Promise.resolve(null)),
  };
}

/** The address that somebody may have meant who left its beginning out. */
function addressOf(name: string): string {
  const [, host] = /^((?:localhost|[\w-]+(?:\.[\w-]+)+)(?::\d+)?)(?:[/?#]|$)/.exec(name) ?? [];
  if (host === undefined || /\.html?$/i.test(host)) return 'an address that begins with http';
  const isNear = /^(localhost|127\.|192\.168\.|10\.)|:\d+$/.test(host);
  return `for the address write ${isNear ? 'http' : 'https'}://${name}`;
}

/** Addresses relative to the page are looked for beside it, others from the root. */
async function readBeside({ pathname }: URL, base: URL, file: string, root: string): Promise<Buffer | null> {
  const folder = base.pathname.replace(/[^/]*$/, '');
  const relative = pathname.startsWith(folder) ? pathname.slice(folder.length) : null;
  const candidates = [join(root, pathname), ...(relative === null ? [] : [join(dirname(file), relative)])];
  for (const path of candidates) {
    const bytes =
      isInside(path, root) || isInside(path, dirname(file)) ? await readBytes(path).catch(() => null) : null;
    if (bytes) return bytes;
  }
  return null;
}

const isInside = (path: string, folder: string): boolean =>
  pathToFileURL(resolve(path)).href.startsWith(`${pathToFileURL(resolve(folder)).href.replace(/\/$/, '')}/`);
