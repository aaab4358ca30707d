/**
 * Guards the only way out of the browser that takes pictures: to the public network and the named sites, so that no
 * page shows others what this machine can reach.
 */

import { lookup } from 'node:dns/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { codeOf } from '../files/index.js';
import { isPublicAddress } from './addresses.js';

/** What it is made of. */
export interface WayOutOptions {
  /** Sites that may be anywhere, as `host:port`: what the person who runs this named. */
  readonly sites: ReadonlySet<string>;
  /** The addresses of a name. Default: what the system says. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
}

/** An open one. */
export interface WayOut {
  /** `127.0.0.1:1234` */
  readonly address: string;
  /** What was kept from being reached, as `host:port`, in the order of the first time. */
  readonly refused: ReadonlySet<string>;
  /** What the system said last of those that could not be reached, as `ECONNREFUSED`, by `host:port`. */
  readonly failed: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

interface Place {
  readonly address: string;
  readonly port: number;
}

/** Where a site listens, as `sites` has it. */
export const siteOf = ({ hostname, port, protocol }: URL): string =>
  `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;

/** Listens on this machine until it is closed. */
export async function openWayOut({ sites, resolve = addressesOf }: WayOutOptions): Promise<WayOut> {
  const refused = new Set<string>();
  const failed = new Map<string, string>();
  const open = new Set<Duplex>();
  const keep = <Kind extends Duplex>(socket: Kind): Kind => {
    if (open.has(socket)) return socket;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    return socket;
  };
  // Resolved once, and connected to what was judged: a second answer of a name server could be another one.
  const judge = async (host: string, port: number): Promise<Place | null> => {
    const name = host.replace(/^\[|\]$/g, '');
    const site = `${host}:${port}`;
    const found = isIP(name) ? [name] : await resolve(name).catch(() => []);
    if (!found.length) failed.set(site, 'ENOTFOUND');
    const address = sites.has(site) ? found[0] : found.every(isPublicAddress) ? found[0] : undefined;
    if (address === undefined && found.length) refused.add(site);
    return address === undefined ? null : { address, port };
  };
  let isOver = false;
  const fail = (site: string, error: Error): void => {
    // What ends with it has not failed.
    if (!isOver) failed.set(site, codeOf(error));
  };
  const way: Way = { judge, keep, fail };
  const server = createServer((asked, answer) => {
    void passOn(asked, answer, way);
  });
  server.on('connection', (socket) => keep(socket).on('error', () => undefined));
  server.on('connect', (asked: IncomingMessage, socket: Socket, head: Buffer) => {
    void tunnel(asked.url ?? '', socket, head, way);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    refused,
    failed,
    close: () =>
      new Promise((settle) => {
        isOver = true;
        server.close(() => settle());
        for (const socket of open) socket.destroy();
      }),
  };
}

interface Way {
  judge(host: string, port: number): Promise<Place | null>;
  /** Until it is closed. */
  keep<Kind extends Duplex>(socket: Kind): Kind;
  fail(site: string, error: Error): void;
}

const addressesOf = async (host: string): Promise<readonly string[]> =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** A request of plain http: the browser names the whole address. */
async function passOn(asked: IncomingMessage, answer: ServerResponse, { fail, judge, keep }: Way): Promise<void> {
  const url = URL.canParse(asked.url ?? '') ? new URL(asked.url ?? '') : null;
  const place = url?.protocol === 'http:' ? await judge(url.hostname, Number(url.port || 80)) : null;
  if (!url || !place) {
    answer.writeHead(403).end();
    return;
  }
  const { 'proxy-connection': _, ...headers } = asked.headers;
  const onward = request(
    { host: place.address, port: place.port, method: asked.method, path: `${url.pathname}${url.search}`, headers },
    (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    },
  );
  // One that never answers would keep this process for ever.
  onward.on('socket', keep);
  answer.on('close', () => onward.destroy());
  onward.on('error', (error) => {
    // Not of what nobody waits for any more.
    if (!answer.destroyed) fail(siteOf(url), error);
    if (!answer.headersSent) answer.writeHead(502);
    answer.end();
  });
  asked.pipe(onward);
}

/** Everything else goes through as it is. */
async function tunnel(target: string, socket: Socket, head: Buffer, { fail, judge, keep }: Way): Promise<void> {
  const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(target) ?? [];
  const place = await judge(host, Number(port));
  if (!place) {
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    return;
  }
  const onward = keep(connect(place.port, place.address));
  let isThrough = false;
  onward.on('error', (error) => {
    // Of what went through afterwards the browser knows more.
    if (!isThrough) fail(target, error);
    socket.destroy();
  });
  socket.on('error', () => onward.destroy());
  onward.once('connect', () => {
    isThrough = true;
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    onward.write(head);
    onward.pipe(socket).pipe(onward);
  });
}
