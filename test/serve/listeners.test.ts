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
