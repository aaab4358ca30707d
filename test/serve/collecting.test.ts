/** Tests that the collector of a server is the one that the configuration describes: its origins and its proxies. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { batch, exposure, lines, post } from '../collector/events.js';
import { makeFolder, type Studio, startStudio } from './studio.js';

async function start(serve: string, now?: () => number): Promise<Studio> {
  const root = makeFolder();
  writeFileSync(
    join(root, 'fx.config.yaml'),
    `previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\n${serve}`,
  );
  const studio = await startStudio(root, now && { now });
  onTestFinished(() => studio.close());
  return studio;
}
const OWN = 'https://www.example.com';
const ORIGINS = `serve:\n  origins: ['${OWN}']\n`;
const send = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  post(url, batch([exposure()]), headers);

test('pages of other origins than those of the configuration may not post, nor load an image that does', async () => {
  const { collectUrl, eventsFile } = await start(ORIGINS);
  const image = `${collectUrl}?batch=${encodeURIComponent(batch([exposure()]))}`;
  const asked = [
    await send(collectUrl, { origin: 'https://other.example' }),
    await fetch(image, { headers: { referer: 'https://other.example/' } }),
    await send(collectUrl, { origin: OWN }),
    await fetch(image, { headers: { referer: `${OWN}/cart` } }),
  ];
  expect(asked.map(({ status }) => status)).toEqual([403, 403, 204, 204]);
  expect(asked[2]?.headers.get('access-control-allow-origin')).toBe(OWN);
  expect(lines(eventsFile)).toHaveLength(2);
});

test('a flood from one address behind the proxies of the configuration is 429, and others go on', async () => {
  const { collectUrl } = await start('serve:\n  proxies: 1\n', () => 1_795_000_000_000);
  const from = (address: string): Promise<Response> =>
    post(collectUrl, batch([]), { 'x-forwarded-for': `9.9.9.9, ${address}` });
  for (let at = 0; at < 1000; at += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => from('203.0.113.7')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
  }
  expect([(await from('203.0.113.7')).status, (await from('203.0.113.8')).status]).toEqual([429, 204]);
});
