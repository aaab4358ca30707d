/**
 * Sends requests that no browser sends, by raw sockets: each is refused as such, and none is a fault of fx in its log.
 */

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, DRAFT, makeFolder, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
let head: string;
beforeEach(async () => {
  studio = await startStudio(
    makeFolder({ 'experiments/cta.yaml': DRAFT, 'experiments/constructor.yaml': NAMED_BADLY }),
  );
  owner = await studio.enter();
  head = `Host: ${new URL(studio.url).host}\r\nCookie: ${owner.headers.cookie}\r\nOrigin: ${studio.url}\r\n`;
});
afterEach(() => studio.close());

const NAMED_BADLY = DRAFT.replace('id: cta', 'id: constructor').replace('- key: green', '- key: constructor');
const cta = (): string => readFileSync(join(studio.root, 'experiments/cta.yaml'), 'utf8');

/** The answer to these bytes. @param isCut whether the connection is cut after them */
function raw(text: string, isCut = false): Promise<string> {
  const { hostname, port } = new URL(studio.url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () =>
      socket.write(text, 'latin1', () => {
        if (isCut) setImmediate(() => socket.destroy());
      }),
    );
    socket
      .on('data', (chunk) => (answer += chunk.toString()))
      .on('error', () => undefined) // a connection that the server has cut was answered before
      .on('close', () => resolve(answer));
  });
}

const statusOf = (answer: string): string => answer.split(' ', 2)[1] ?? answer;
const post = (path: string, type: string, body: string, more = ''): string =>
  `POST ${path} HTTP/1.1\r\n${head}${more}Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body, 'latin1')}\r\nConnection: close\r\n\r\n${body}`;

test.each<[string, () => string, string]>([
  ['two lengths', () => `POST /api/plan HTTP/1.1\r\n${head}Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}xx`, '400'],
  [
    'a length and chunks',
    () =>
      `POST /api/plan HTTP/1.1\r\n${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
    '400',
  ],
  [
    'an encoding that is none',
    () => `POST /api/plan HTTP/1.1\r\n${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    '400',
  ],
  [
    'a blank before the colon',
    () => `POST /api/plan HTTP/1.1\r\n${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n`,
    '400',
  ],
  [
    'a chunk of less than nothing',
    () => `POST /collect HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n`,
    '400',
  ],
  ['a line of HTTP/0.9', () => 'GET /\r\n\r\n', '400'],
  ['two hosts', () => `GET / HTTP/1.1\r\nHost: evil.example\r\n${head}Connection: close\r\n\r\n`, '403'],
  [
    'a whole address of somebody else',
    () => `GET http://evil.example/ HTTP/1.1\r\n${head}Connection: close\r\n\r\n`,
    '403',
  ],
  ['a whole address of its own', () => `GET ${studio.url}/ HTTP/1.1\r\n${head}Connection: close\r\n\r\n`, '200'],
  ['an address of another protocol', () => `GET ftp://x/ HTTP/1.1\r\n${head}Connection: close\r\n\r\n`, '400'],
  ['TRACE', () => `TRACE / HTTP/1.1\r\n${head}Connection: close\r\n\r\n`, '404'],
  ['thousands of headers', () => `GET / HTTP/1.1\r\n${head}${'X-A: a\r\n'.repeat(6000)}\r\n`, '431'],
  [
    'two origins',
    () => `POST /off HTTP/1.1\r\n${head}Origin: https://evil.example\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    '403',
  ],
  [
    'a method in a header',
    () =>
      `POST /settings HTTP/1.1\r\n${head}X-HTTP-Method-Override: GET\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    '404',
  ],
])('%s is answered as HTTP has it', async (_, request, status) => {
  expect(statusOf(await raw(request()))).toBe(status);
  expect(studio.said).toEqual([]);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '%00', 'x'.repeat(5000)])(
  'a notice of the name %s is none',
  async (name) => {
    const response = await owner.get(`/?done=${name}`);
    expect(response.status).toBe(200);
    expect(await response.text()).not.toMatch(/native code|\[object/);
    expect(studio.said).toEqual([]);
  },
);

test('an experiment and a variant may have names that every object has', async () => {
  const body = { experimentId: 'constructor', percentages: { control: 40, constructor: 60 } };
  expect((await owner.post('/api/experiment.update', body)).status).toBe(200);
  for (const path of [
    '/experiments',
    '/experiments/constructor',
    '/experiments/constructor/edit',
    '/experiments/constructor/why',
    '/results/constructor',
    '/publish',
  ])
    expect((await owner.get(path)).status, path).toBe(200);
  expect((await owner.post('/api/experiment.start', { experimentId: 'constructor' })).status).toBe(200);
  expect((await owner.post('/api/publish', {})).status).toBe(200);
  expect((await owner.get('/api/results?experimentId=constructor')).status).toBe(200);
  expect(studio.said).toEqual([]);
});

describe('a form that is none', () => {
  test.each([
    ['cut off between its parts', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form'],
    ['without a boundary', 'multipart/form-data', 'abc'],
    ['of bytes', 'application/x-www-form-urlencoded', '%ff%00=%zz&&&=&\xff'],
    ['as JSON', 'application/json', '{"email":"a@b.c"}'],
  ])('%s signs nobody in and is no fault', async (_, type, body) => {
    expect(statusOf(await raw(post('/sign-in', type, body)))).toBe('401');
    expect(studio.said).toEqual([]);
  });
});

test.each([
  ['lists', `{"experimentId":"cta","fields":[{"path":["metadata"],"value":${'['.repeat(5000)}${']'.repeat(5000)}}]}`],
  [
    'maps',
    `{"experimentId":"cta","fields":[{"path":["metadata"],"value":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}]}`,
  ],
])('JSON of %s in each other without end is refused', async (_, body) => {
  const answer = await raw(post('/api/experiment.update', 'application/json', body));
  expect([statusOf(answer), answer]).toEqual(['400', expect.stringContaining('"code":"INVALID_INPUT"')]);
  expect(studio.said).toEqual([]);
  expect(cta()).toBe(DRAFT);
});

test('a body that is cut off is no fault', async () => {
  for (const path of ['/api/experiment.validate', '/sign-in', '/experiments/cta/start'])
    await raw(
      `POST ${path} HTTP/1.1\r\n${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{}`,
      true,
    );
  expect((await owner.get('/')).status).toBe(200);
  expect(studio.said).toEqual([]);
});

test.each([
  ['""', 412],
  ['W/""', 412],
  ['"*"', 412],
  ['undefined', 412],
  [',', 412],
  ['"abc", "def"', 412],
  ['*', 200],
])('If-Match: %s never overwrites what was not seen', async (header, status) => {
  const body = { experimentId: 'cta', fields: [{ path: ['name'], value: 'Another' }] };
  expect((await owner.post('/api/experiment.update', body, { 'if-match': header })).status).toBe(status);
  expect(cta() === DRAFT).toBe(status === 412);
});

test('of several revisions in If-Match one that is right is enough', async () => {
  const { revision } = (await (await owner.get('/api/experiment.get?experimentId=cta')).json()) as { revision: string };
  const body = { experimentId: 'cta', fields: [{ path: ['name'], value: 'Another' }] };
  const header = { 'if-match': `"0000000000000000", W/"${revision}"` };
  expect((await owner.post('/api/experiment.update', body, header)).status).toBe(200);
});

test('whoever posts made-up counts of lost events cannot fill the log', async () => {
  const body = JSON.stringify({ v: 1, sentAt: Date.now(), dropped: 9, events: [] });
  for (let turn = 0; turn < 50; turn++)
    expect((await fetch(studio.collectUrl, { method: 'POST', body })).status).toBe(204);
  expect(studio.said).toEqual([expect.stringMatching(/gave up 9 events/)]);
});
