/**
 * Plays an object store that checks signatures and conditions as S3 does, written from its documentation and not from
 * a client.
 */

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, vi } from 'vitest';
import { folder } from '../cli/fx.js';

/** The store. */
export interface S3Server {
  readonly url: string;
  readonly objects: Map<string, { readonly bytes: Buffer; readonly headers: IncomingMessage['headers'] }>;
  /** `PUT fx/manifest.json`, in their order, as they were carried out. */
  readonly writes: string[];
  /** Whether it tells no ETag, in a list or of an object; `objects`: in lists alone it does. */
  isSilent: boolean | 'objects';
  /** Whether it takes writes whatever condition they name, as stores that do not know them. */
  isUnconditional: boolean;
  /** How a quote is written in its lists: stores differ. */
  quote: '&quot;' | '&#34;' | '&#x22;';
  /** Objects of a page of its lists. A few, so that a client that reads one page only is found. */
  page: number;
  /** Whether its lists may be had with keys written as in an address. */
  isEncoding: boolean;
  /** `HEAD fx/manifest.json`, `LIST fx/` and so on, in their order, as they were asked. */
  readonly asked: string[];
  /** Asked before each request is carried out. */
  gate: (request: {
    readonly method: string;
    readonly key: string;
    readonly headers: IncomingMessage['headers'];
  }) => Promise<Verdict> | Verdict;
  close(): Promise<void>;
}

/**
 * `cut` ends the connection instead, a number or more is answered; `lost`: it is carried out and answered 500; `after`:
 * its answer ends after so many bytes.
 */
type Verdict =
  | 'cut'
  | 'lost'
  | number
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly after: number }
  | null;

const KEY_ID = 'AKIDEXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const PAGE = 7;

/** Starts one that this process' environment names from now on, until `vi.unstubAllEnvs()`. */
export async function nameS3(): Promise<S3Server> {
  const store = await startS3();
  vi.stubEnv('AWS_ACCESS_KEY_ID', KEY_ID);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ENDPOINT_URL_S3', store.url);
  return store;
}

/** Names one for each test of a file, and a temporary folder in which nothing else lies. */
export function eachWithS3(take: (store: S3Server, temporary: string) => void): void {
  let store: S3Server;
  beforeEach(async () => {
    store = await nameS3();
    const temporary = folder({});
    vi.stubEnv('TMPDIR', temporary);
    take(store, temporary);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await store.close();
  });
}

/** Listens on a free port, with one bucket `site`. */
async function startS3(): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map();
  const writes: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '/', 'http://localhost');
    const fail = (status: number, code: string): void =>
      void response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);
    const fault = faultOfSignature(method, request.url ?? '', headers, body);
    if (fault) return fail(403, fault);
    const [, bucket, key = ''] = /^\/([^/]+)\/?(.*)$/s.exec(decodeURIComponent(url.pathname)) ?? [];
    if (bucket !== 'site') return fail(404, 'NoSuchBucket');
    store.asked.push(url.searchParams.has('list-type') ? `LIST ${url.searchParams.get('prefix')}` : `${method} ${key}`);
    const verdict = await store.gate({ method, key, headers });
    if (verdict === 'cut') return void response.socket?.destroy();
    if (typeof verdict === 'number') return fail(verdict, 'SlowDown');
    if (verdict !== null && typeof verdict === 'object' && 'status' in verdict)
      return void response.writeHead(verdict.status, verdict.headers).end(verdict.body);
    const found = objects.get(key);
    const tag = found && etagOf(found.bytes);
    if (method === 'GET' && key === '') return void response.writeHead(200).end(listing(url.searchParams, store));
    if (method === 'GET' || method === 'HEAD') {
      if (!found) return fail(404, 'NoSuchKey');
      const after = verdict !== null && typeof verdict === 'object' ? verdict.after : undefined;
      return give(request, response, store, key, after);
    }
    if (method === 'PUT' && !store.isUnconditional) {
      if (headers['if-none-match'] === '*' && found) return fail(412, 'PreconditionFailed');
      if (headers['if-match'] !== undefined && !found) return fail(404, 'NoSuchKey');
      if (headers['if-match'] !== undefined && headers['if-match'] !== tag) return fail(412, 'PreconditionFailed');
    }
    if (method === 'PUT') objects.set(key, { bytes: body, headers });
    else objects.delete(key);
    writes.push(`${method} ${key}`);
    if (verdict === 'lost') return fail(500, 'InternalError');
    const isTold = method === 'PUT' && !store.isSilent;
    response.writeHead(method === 'PUT' ? 200 : 204, isTold ? { etag: etagOf(body) } : {}).end();
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const store: S3Server = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ objects, writes, isSilent: false, isUnconditional: false, quote: '&quot;', gate: () => null },
    ...{ page: PAGE, isEncoding: true, asked: [] },
    close: () => {
      server.closeAllConnections();
      return new Promise((settle) => void server.close(() => settle()));
    },
  };
  return store;
}

const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

const tagIn = ({ objects, quote }: S3Server, key: string): string =>
  etagOf(objects.get(key)?.bytes ?? Buffer.from('')).replaceAll('"', quote);

/** All of an object or the rest of it; `after`: no more than so many bytes, and the connection ends. */
function give(request: IncomingMessage, response: ServerResponse, store: S3Server, key: string, after?: number): void {
  const { bytes = Buffer.from(''), headers = {} } = store.objects.get(key) ?? {};
  const { 'if-match': wanted, range } = request.headers;
  const tag = etagOf(bytes);
  const answer = { ...(store.isSilent ? {} : { etag: tag }), ...pick(headers, 'content-encoding') };
  if (wanted !== undefined && wanted !== tag) return void response.writeHead(412).end();
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  if (from && from >= bytes.length) return void response.writeHead(416).end();
  const part = bytes.subarray(from);
  const own = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
  response.writeHead(from ? 206 : 200, { ...answer, 'content-length': part.length, ...(from && own) });
  if (request.method === 'HEAD' || after === undefined) return void response.end(request.method === 'HEAD' ? '' : part);
  response.write(part.subarray(0, after), () => response.socket?.destroy());
}

const pick = (headers: IncomingMessage['headers'], name: string): Record<string, string> =>
  headers[name] === undefined ? {} : { [name]: String(headers[name]) };

function listing(query: URLSearchParams, store: S3Server): string {
  const { objects, isSilent } = store;
  const prefix = query.get('prefix') ?? '';
  const isFlat = query.get('delimiter') === '/';
  const own = [...objects.keys()]
    .filter((key) => key.startsWith(prefix) && !(isFlat && key.slice(prefix.length).includes('/')))
    .sort();
  const from = Number(query.get('continuation-token') ?? 0);
  const page = Math.min(store.page, Number(query.get('max-keys') ?? store.page));
  const isEncoded = store.isEncoding && query.get('encoding-type') === 'url';
  const written = (key: string): string =>
    isEncoded ? encoded(key).replaceAll('%2F', '/').replaceAll('%20', '+') : key.replaceAll('&', '&amp;');
  const some = own
    .slice(from, from + page)
    .map(
      (key) =>
        `<Contents><Key>${written(key)}</Key>${isSilent === true ? '' : `<ETag>${tagIn(store, key)}</ETag>`}<Size>${objects.get(key)?.bytes.length}</Size></Contents>`,
    );
  const next = from + page < own.length ? `<NextContinuationToken>${from + page}</NextContinuationToken>` : '';
  const encoding = isEncoded ? '<EncodingType>url</EncodingType>' : '';
  return `<ListBucketResult>${encoding}${some.join('')}${next}</ListBucketResult>`;
}

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signature version 4, made anew from what arrived. */
function faultOfSignature(
  method: string,
  target: string,
  headers: IncomingMessage['headers'],
  body: Buffer,
): string | null {
  const [, id, scope = '', names = '', given] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  if (id !== KEY_ID) return 'InvalidAccessKeyId';
  const date = String(headers['x-amz-date'] ?? '');
  const hash = String(headers['x-amz-content-sha256'] ?? '');
  if (hash !== 'UNSIGNED-PAYLOAD' && hash !== sha(body)) return 'XAmzContentSHA256Mismatch';
  const [path = '', search = ''] = target.split('?');
  const query = [...new URLSearchParams(search)]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const signed = names
    .split(';')
    .map(
      (name) =>
        `${name}:${String(headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}\n`,
    )
    .join('');
  if (!names.split(';').includes('host')) return 'AccessDenied';
  // Of an address it is as every client would have to write it.
  const wanted = path
    .split('/')
    .map((part) => encoded(decodeURIComponent(part)))
    .join('/');
  const canonical = [method, wanted, query, signed, names, hash].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope, sha(canonical)].join('\n');
  const key = scope.split('/').reduce<Buffer | string>((at, part) => hmac(at, part), `AWS4${SECRET}`);
  return createHmac('sha256', key).update(text).digest('hex') === given ? null : 'SignatureDoesNotMatch';
}
