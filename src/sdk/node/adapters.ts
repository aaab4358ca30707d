/** Adapts frameworks, each by one line: a visit on every request, and its cookies on every answer. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FxServer, FxVisit, VisitOptions } from '../server/index.js';

/** What the host knows of one request, where that takes a look at it. */
export type VisitOptionsOf<R> = VisitOptions | ((request: R) => VisitOptions);

/** A request with its visit. */
export interface WithVisit {
  /** Made when it is first asked for: a request for a picture stores nothing. */
  readonly fx: FxVisit;
}

/**
 * The visit of a request of `node:http`, whose cookies go out with the answer's head.
 *
 * @example
 * createServer((request, response) => {
 *   const visit = forNode(fx, request, response);
 *   response.end(visit.variant('hero') === 'treatment' ? 'New' : 'Old');
 * });
 */
export function forNode(
  fx: FxServer,
  request: IncomingMessage,
  response: ServerResponse,
  options?: VisitOptions,
): FxVisit {
  const visit = fx.visit(request, options);
  const { writeHead } = response;
  // Decisions come until the head is written: only then it is known which cookies there are.
  response.writeHead = function (this: ServerResponse, ...head: unknown[]) {
    response.writeHead = writeHead;
    for (const [name, value] of headersIn(head)) response.setHeader(name, value);
    const { setCookies, isPrivate } = visit;
    if (setCookies.length)
      response.setHeader('set-cookie', [...listOf(response.getHeader('set-cookie')), ...setCookies]);
    if (isPrivate && !response.hasHeader('cache-control')) response.setHeader('cache-control', PRIVATE);
    const [status, reason] = head as [number, unknown];
    if (typeof reason === 'string') this.statusMessage = reason;
    return writeHead.call(this, status);
  } as typeof writeHead;
  return visit;
}

/** What was decided for one visitor is nobody else's. */
const PRIVATE = 'private, no-cache';

/**
 * Middleware of Express: `request.fx` is the visit.
 *
 * @example
 * app.use(forExpress(fx));
 * app.get('/', (request, response) => response.send(request.fx.variant('hero')));
 */
export function forExpress<R extends IncomingMessage>(
  fx: FxServer,
  options?: VisitOptionsOf<R>,
): (request: R, response: ServerResponse, next: () => void) => void {
  return (request, response, next) => {
    lend(request, () => forNode(fx, request, response, optionsFor(options, request)));
    next();
  };
}

/** What this asks of an instance of Fastify. */
interface FastifyLike {
  decorateRequest(name: string, value: null): unknown;
  addHook(name: 'onRequest', hook: (request: never, reply: never, done: () => void) => void): unknown;
  addHook(name: 'onSend', hook: (request: never, reply: never, payload: unknown, done: () => void) => void): unknown;
}

interface FastifyRequestLike {
  readonly raw: IncomingMessage;
}

interface FastifyReplyLike {
  header(name: string, value: string | readonly string[]): unknown;
  hasHeader(name: string): boolean;
}

/**
 * A plugin of Fastify: `request.fx` is the visit.
 *
 * @example
 * app.register(forFastify(fx));
 * app.get('/', async (request) => request.fx.variant('hero'));
 */
export function forFastify<R = unknown>(
  fx: FxServer,
  options?: VisitOptionsOf<R>,
): (app: FastifyLike, _: unknown, done: () => void) => void {
  const visits = new WeakMap<object, FxVisit>();
  const plugin = (app: FastifyLike, _: unknown, done: () => void): void => {
    app.decorateRequest('fx', null);
    app.addHook('onRequest', (request: FastifyRequestLike & R, _reply: never, next: () => void) => {
      lend(request, () => {
        const visit = fx.visit(request.raw, optionsFor(options, request));
        visits.set(request, visit);
        return visit;
      });
      next();
    });
    app.addHook('onSend', (request: FastifyRequestLike, reply: FastifyReplyLike, _: unknown, next: () => void) => {
      const visit = visits.get(request);
      // Fastify adds to cookies that are there.
      if (visit?.setCookies.length) reply.header('set-cookie', visit.setCookies);
      if (visit?.isPrivate && !reply.hasHeader('cache-control')) reply.header('cache-control', PRIVATE);
      next();
    });
    done();
  };
  // Hooks of a plugin hold for its own routes alone, unless it says so: https://fastify.dev/docs/latest/Reference/Plugins/
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

/** What this asks of a context of Hono. */
interface HonoContextLike {
  readonly req: { readonly raw: Request };
  set(name: string, value: unknown): void;
  header(name: string, value: string, options?: { readonly append?: boolean }): void;
  readonly res: Response;
}

/**
 * Middleware of Hono: `c.get('fx')()` is the visit.
 *
 * @example
 * app.use(forHono(fx));
 * app.get('/', (c) => c.text(c.get('fx')().variant('hero') ?? 'control'));
 */
export function forHono(
  fx: FxServer,
  options?: VisitOptionsOf<Request>,
): (c: HonoContextLike, next: () => Promise<void>) => Promise<void> {
  return async (c, next) => {
    let visit: FxVisit | undefined;
    c.set('fx', () => {
      visit ??= fx.visit(c.req.raw, optionsFor(options, c.req.raw));
      return visit;
    });
    await next();
    for (const cookie of visit?.setCookies ?? []) c.header('set-cookie', cookie, { append: true });
    if (visit?.isPrivate && !c.res.headers.has('cache-control')) c.header('cache-control', PRIVATE);
  };
}

function optionsFor<R>(options: VisitOptionsOf<R> | undefined, request: R): VisitOptions | undefined {
  return typeof options === 'function' ? options(request) : options;
}

/** Gives a request its visit, made when it is first asked for. */
function lend(request: object, make: () => FxVisit): void {
  let visit: FxVisit | undefined;
  Object.defineProperty(request, 'fx', {
    configurable: true,
    get() {
      visit ??= make();
      return visit;
    },
  });
}

/** The headers among the arguments of `writeHead`: an object, or a list of names and values in turn. */
function headersIn(head: readonly unknown[]): [string, string | string[]][] {
  const given = head.find((part) => typeof part === 'object' && part !== null);
  if (!given) return [];
  if (!Array.isArray(given)) return Object.entries(given as Record<string, string | string[]>);
  const flat = given.flat() as string[];
  return flat.flatMap((name, index) => (index % 2 ? [] : [[name, flat[index + 1] ?? ''] as [string, string]]));
}

function listOf(value: number | string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'object' ? value : [`${value}`];
}
