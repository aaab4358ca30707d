/** Tests events that come in the address of a GET, and of which pages it takes them. */

import { readFileSync, statSync } from 'node:fs';
import { get } from 'node:http';
import { expect, test } from 'vitest';
import { batch, exposure, lines, start } from './events.js';

const addressOf = (url: string, text: string): string => `${url}?page=1&batch=${encodeURIComponent(text)}`;
/** `fetch` writes the headers that browsers alone may write itself. */
const askAs = (url: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((settle, fail) => {
    get(url, { headers }, (answer) => settle(answer.resume().statusCode)).on('error', fail);
  });

test('a batch in the address of a GET is on disk when the answer comes, and no cache keeps that', async () => {
  const { file, url } = await start();
  const answer = await fetch(addressOf(url, batch([exposure({ id: 'one', path: '/a b+c/ä' })])));
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([204, 'no-store']);
  expect(lines(file)).toEqual([expect.objectContaining({ id: 'one', path: '/a b+c/ä', sentAt: 1_760_000_000_500 })]);
  // As a form writes it.
  const form = new URLSearchParams({ batch: batch([exposure({ id: 'two', path: '/a b+c/ä' })]) });
  expect((await fetch(`${url}?${form}`)).status).toBe(204);
  expect(lines(file).at(-1)).toMatchObject({ id: 'two', path: '/a b+c/ä' });
});

test('the image of docs/collecting.md brings its event', async () => {
  const [, query] =
    /<img src="https:\/\/collect\.example\.com\/(\?batch=[^"]+)"/.exec(readFileSync('docs/collecting.md', 'utf8')) ??
    [];
  const { file, url } = await start();
  expect((await fetch(`${url}${query}`)).status).toBe(204);
  expect(lines(file)).toEqual([
    expect.objectContaining({ type: 'conversion', subject: 'customer-17', name: 'opened' }),
  ]);
});

const BAD_PERCENT =
  'What stands in ?batch= is no percent-encoded UTF-8: a sign % is written %25, as encodeURIComponent does.';

test.each([
  ['', 'A GET brings its batch in the address, as ?batch=, percent-encoded.'],
  ['?batch=', 'The body is not JSON.'],
  ['?batch=%ff', BAD_PERCENT],
  ['?batch={"v":1,"x":"50%"}', BAD_PERCENT],
  [
    `?batch=${encodeURIComponent(batch([exposure({ id: '' })]))}`,
    'events[0].id must be a string of 1 to 64 characters.',
  ],
])('a GET of %j is refused with 400 and stores nothing', async (query, error) => {
  const { file, url } = await start();
  const answer = await fetch(`${url}${query}`);
  expect([answer.status, await answer.json(), statSync(file).size]).toEqual([400, { error }, 0]);
});

test('a GET that the disk refuses is 503, and one of a flood 429', async () => {
  const { url } = await start({ file: '/dev/full' });
  expect((await fetch(addressOf(url, batch([exposure()])))).status).toBe(503);
  const flooded = await start({ isTooMuch: () => true });
  expect((await fetch(addressOf(flooded.url, batch([exposure()])))).status).toBe(429);
  expect(statSync(flooded.file).size).toBe(0);
});

test('without a list of origins an image that says nothing of its page is taken, as that of an e-mail', async () => {
  const { file, url } = await start();
  const asked = [{}, { 'sec-fetch-site': 'cross-site' }, { referer: 'https://mail.example/' }];
  const sent = asked.map((headers, at) =>
    askAs(addressOf(url, batch([exposure({ id: `${at}` })])), headers as Record<string, string>),
  );
  expect(await Promise.all(sent)).toEqual([204, 204, 204]);
  expect(lines(file)).toHaveLength(3);
});

test.each([
  [{ referer: 'https://shop.example/cart?a=1' }, 204],
  [{ 'sec-fetch-site': 'same-origin' }, 204],
  [{ 'sec-fetch-site': 'none' }, 204],
  [{}, 403],
  [{ referer: '' }, 403],
  [{ referer: 'https://other.example/' }, 403],
  [{ referer: 'https://other.example/', 'sec-fetch-site': 'same-origin' }, 403],
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ 'sec-fetch-site': 'same-site', referer: 'no address' }, 403],
  [{ origin: 'https://other.example', referer: 'https://shop.example/' }, 403],
])('with a list of origins an image with the headers %o is answered %i', async (headers, status) => {
  const { file, url } = await start({ isOwnOrigin: (origin) => origin === 'https://shop.example' });
  const batched = addressOf(url, batch([exposure({ id: 'one' })]));
  expect(await askAs(batched, headers as Record<string, string>)).toBe(status);
  expect(lines(file)).toHaveLength(status === 204 ? 1 : 0);
});

test('a GET that is refused as it names no page is told so', async () => {
  const { url } = await start({ isOwnOrigin: () => false });
  expect(await (await fetch(addressOf(url, batch([exposure()])))).json()).toEqual({
    error: 'Pages of some origins alone may post here, and this request does not say of which its page is.',
  });
});
