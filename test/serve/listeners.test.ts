/** Tries on the server listeners who are strangers, and bodies that are small as long as nobody unpacks them. */

import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, type Studio, startStudio } from './studio.js';

let studio: Studio;
let owner: Asker;
beforeEach(async () => {
  studio = await startStudio();
  owner = await studio.enter();
});
afterEach(() => studio.close());

/** What comes of a stream, piece by piece. */
function readerOf(body: ReadableStream<Uint8Array> | null) {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  const until = async (wanted: string | null): Promise<string> => {
    while (wanted === null || !text.includes(wanted)) {
      const piece = await reader?.read();
      if (!piece || piece.done) break;
      text += decoder.decode(piece.value, { stream: true });
    }
    return text;
  };
  return { until, end: () => until(null) };
}

describe('what is told as it happens', () => {
  test.each(['/studio/events', '/api/events'])('%s is read by no other site, and by no stranger', async (path) => {
    const ending = new AbortController();
    const answer = await fetch(`${studio.url}${path}`, {
      headers: { ...owner.headers, origin: 'https://evil.example' },
      signal: ending.signal,
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    ending.abort();
    const stranger = await fetch(`${studio.url}${path}`, { redirect: 'manual' });
    expect([303, 401]).toContain(stranger.status);
  });

  test('is told to no token that was ended, and to no session of somebody who was removed', async () => {
    const page = await (await owner.submit('/settings/tokens', { name: 'watcher', role: 'viewer' })).text();
    const authorization = `Bearer ${/fx_[\w-]{43}/.exec(page)?.[0]}`;
    const password = 'correct horse battery';
    await owner.submit('/settings/people', { name: 'A', email: 'a@example.com', role: 'admin', password });
    const admin = await studio.enter();
    await admin.submit('/settings/people', { name: 'V', email: 'v@example.com', role: 'viewer', password });
    const signed = await studio.stranger.submit('/sign-in', { email: 'v@example.com', password });
    const cookie = signed.headers.get('set-cookie')?.split(';')[0] ?? '';
    const streams = await Promise.all([
      fetch(`${studio.url}/api/events`, { headers: { authorization } }),
      fetch(`${studio.url}/studio/events`, { headers: { cookie } }),
      fetch(`${studio.url}/studio/events`, { headers: admin.headers }),
    ]);
    const told = streams.map(({ body }) => readerOf(body));
    await admin.post('/api/experiment.update', { experimentId: 'cta', fields: [{ path: ['name'], value: 'One' }] });
    for (const { until } of told) await until('"change"');
    const id = /name="id" value="(\w+)"/.exec(page)?.[1] ?? '';
    await admin.submit('/settings/tokens/remove', { id });
    await admin.submit('/settings/people/remove', { email: 'v@example.com' });
    await admin.post('/api/experiment.start', { experimentId: 'cta' });
    await told[2]?.until('experiment.start');
    for (const { end } of told.slice(0, 2)) expect(await end()).not.toContain('experiment.start');
  });

  test('ends for HEAD with its head', async () => {
    const answer = await fetch(`${studio.url}/studio/events`, { method: 'HEAD', headers: owner.headers });
    expect(await answer.text()).toBe('');
  });
});

describe('a packed body', () => {
  test.each(['gzip', 'br', 'deflate', 'gzip, gzip', 'identity, gzip'])('as %s is not unpacked', async (encoding) => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const collected = await fetch(studio.collectUrl, {
      method: 'POST',
      headers: { 'content-encoding': encoding, 'content-type': 'application/json' },
      body: bomb,
    });
    expect(collected.status).toBe(415);
    const api = await fetch(`${studio.url}/api/experiment.validate`, {
      method: 'POST',
      headers: {
        ...owner.headers,
        origin: studio.url,
        'content-encoding': encoding,
        'content-type': 'application/json',
      },
      body: bomb,
    });
    expect(api.status).toBe(400);
    expect((await owner.get('/')).status).toBe(200);
  });
});
