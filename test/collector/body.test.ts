/** Tests how the body of a request is read: as UTF-8, up to a limit, and whole or not at all. */

import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readBody, readQuery } from '../../src/collector/body.js';
import { batch, exposure, lines, post, start } from './events.js';

const MEGABYTE = 1024 * 1024;
/** A request whose body comes in such pieces. */
const sending = (...pieces: (string | Buffer)[]): IncomingMessage => {
  const request = new PassThrough();
  for (const piece of pieces) request.write(piece);
  return request.end() as unknown as IncomingMessage;
};
const refused = (reason: string) => ({ ok: false, reason });

test('pieces are one text, also where a character is cut in two', async () => {
  const [first, second] = [Buffer.from('ä').subarray(0, 1), Buffer.from('ä').subarray(1)];
  expect(await readBody(sending('{"a":"', first, second, '"}'), 100)).toEqual({ ok: true, text: '{"a":"ä"}' });
  expect(await readBody(sending('{}'), 100)).toEqual({ ok: true, text: '{}' });
  expect(await readBody(sending(), 100)).toEqual({ ok: true, text: '' });
});

test('as many bytes as the limit are taken, and one more is too big', async () => {
  expect(await readBody(sending('ab', 'cd'), 4)).toEqual({ ok: true, text: 'abcd' });
  expect(await readBody(sending('ab', 'cde'), 4)).toEqual(refused('too-big'));
  expect(await readBody(sending('ää'), 3)).toEqual(refused('too-big'));
});

test('a body that does not end is refused before its end, once it has brought a megabyte too much', async () => {
  const request = new PassThrough({ highWaterMark: 3 * MEGABYTE });
  const answer = readBody(request as unknown as IncomingMessage, 4);
  request.write(Buffer.alloc(MEGABYTE + 4));
  await new Promise(setImmediate);
  expect(request.isPaused()).toBe(false);
  request.write('x');
  expect(await answer).toEqual(refused('too-big'));
  expect(request.isPaused()).toBe(true);
});

test('bytes that are no UTF-8 are refused, not mended', async () => {
  expect(await readBody(sending(Buffer.of(0x22, 0xff, 0x22)), 100)).toEqual(refused('not-utf8'));
});

test('one byte order mark at the beginning is no part of the text', async () => {
  expect(await readBody(sending('\ufeff{}'), 100)).toEqual({ ok: true, text: '{}' });
  expect(await readBody(sending('{"a":"\ufeff"}'), 100)).toEqual({ ok: true, text: '{"a":"\ufeff"}' });
});

test('a body with a byte order mark is what stands behind it', async () => {
  const { file, url } = await start();
  expect((await post(url, `\ufeff${batch([exposure()])}`)).status).toBe(204);
  expect(lines(file)).toHaveLength(1);
});

test.each([undefined, new Error('reset')])('a request that breaks off with %s brings no body', async (error) => {
  const request = new PassThrough();
  request.on('error', () => undefined);
  const answer = readBody(request as unknown as IncomingMessage, 100);
  request.write('{"v":1');
  request.destroy(error);
  expect(await answer).toEqual(refused('aborted'));
});

test.each([
  ['/events', null],
  ['/events?page=1', null],
  ['/events?mybatch=a', null],
  ['/events?batch=', { ok: true, text: '' }],
  ['/events?page=1&batch=a%20b+c%2Bd&more=e', { ok: true, text: 'a b c+d' }],
  ['/events?batch=a#b', { ok: true, text: 'a' }],
  ['/events?batch=%ff', refused('not-encoded')],
])('the query of %j brings %j', (address, body) => {
  expect(readQuery(address)).toEqual(body);
});
