/** Routes the API's addresses: `/api/<operation>`, and the OpenAPI document that describes them. */

import { Hono } from 'hono';
import { readVersion } from '../../publishing/index.js';
import { mayAs } from '../access/roles.js';
import { editorOperations } from '../editing/operations.js';
import { type Done, refused } from '../fault.js';
import type { House } from '../house.js';
import { type AppEnv, answerFault } from '../http.js';
import { eventStream } from '../stream.js';
import { openApi } from './openapi.js';
import type { Operation } from './operation.js';
import { operationsOf } from './operations.js';

/** Routes below `/api`. */
export function apiRoutes(house: House): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const operations = operationsOf();
  app.get('/openapi.json', (c) =>
    c.json(openApi([...operations, ...editorOperations()], house.origins.address, readVersion())),
  );
  app.get('/events', (c) => {
    const caller = c.get('caller');
    const { signal } = c.req.raw;
    return caller
      ? eventStream(house.live, { again: caller.again, signal, hangUp: c.env.hangUp })
      : respondWith(refused('UNAUTHENTICATED'));
  });
  for (const operation of operations) {
    const method = operation.kind === 'query' ? 'get' : 'post';
    app[method](`/${operation.name}`, async (c) => {
      const caller = c.get('caller');
      if (!caller) return respondWith(refused('UNAUTHENTICATED'));
      if (!mayAs(caller.role, operation.role)) return respondWith(refusalFor(operation));
      const input = operation.kind === 'query' ? ok(c.req.query()) : await bodyOf(c.req.raw);
      if (!input.ok) return respondWith(input);
      const ifRevision = revisionIn(c.req.header('if-match'));
      return respondWith(await operation.run(house, input.value, { ...caller, ifRevision }));
    });
  }
  app.all('/*', (c) => elsewhere([...operations, ...editorOperations()], c.req.path.slice('/api/'.length)));
  return app;
}

/** A program hears in JSON that it asked in vain: pages answer people. */
function elsewhere(operations: readonly Operation[], name: string): Response {
  const known = operations.find((operation) => operation.name === name);
  const allowed = known
    ? known.kind === 'query'
      ? 'GET, HEAD'
      : 'POST'
    : /^(events|openapi\.json)$/.test(name)
      ? 'GET, HEAD'
      : null;
  const answer = respondWith(refused(allowed === null ? 'NOT_FOUND' : 'METHOD_NOT_ALLOWED'));
  if (allowed !== null) answer.headers.set('Allow', allowed);
  return answer;
}

const ok = (value: unknown): Done<unknown> => ({ ok: true, value });

const refusalFor = ({ name, role }: Operation): Done<never> =>
  refused('FORBIDDEN', { message: `${name} is for the role ${role}: ask an admin for it` });

/** The JSON of a request. */
export async function bodyOf(request: Request): Promise<Done<unknown>> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type))
    return refused('INVALID_INPUT', { message: 'Send JSON, with content-type: application/json' });
  try {
    const body: unknown = await request.json();
    if (isDeep(body))
      return refused('INVALID_INPUT', { message: `The body nests more than ${MOST_LEVELS} levels deep` });
    // A file would hold another character in its place, and nobody would hear of it.
    if (hasHalfCharacter(body))
      return refused('INVALID_INPUT', {
        message: 'The body has half of a character (a lone surrogate, \\ud800 to \\udfff)',
      });
    return ok(body);
  } catch {
    // What the parser says quotes the body.
    return refused('INVALID_INPUT', { message: 'The body is not JSON' });
  }
}

/** As deep as a file of experiments may nest; what walks through a value would else run out of stack. */
const MOST_LEVELS = 100;

/** Level by level, as nothing here may run out of stack. */
function isDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}

const HALF = /\p{Surrogate}/u;

/** In names and in values. Deeper than a stack it does not nest. */
function hasHalfCharacter(value: unknown): boolean {
  if (typeof value === 'string') return HALF.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, one]) => HALF.test(name) || hasHalfCharacter(one));
}

/** The revisions that `If-Match` names: `"abc"`, `W/"abc"` or `abc`, with commas between them; undefined for any. */
export function revisionIn(header: string | undefined): string | undefined {
  const value = header?.trim();
  if (value === undefined || value === '*') return undefined;
  return value
    .split(',')
    .map((one) => one.trim().replace(/^W\//, '').replaceAll('"', ''))
    .join(', ');
}

/** What came of an operation, as JSON. */
export function respondWith(done: Done<object>): Response {
  if (!done.ok) return answerFault(done.fault);
  const { revision } = done.value as { readonly revision?: unknown };
  const headers = typeof revision === 'string' ? { ETag: `"${revision}"` } : {};
  return Response.json(done.value, { headers });
}
