/** Tests how events of crawlers are marked. */

import { expect, test } from 'vitest';
import { batch, exposure, lines, post, start } from './events.js';

test.each([
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'bot'],
  ['Baiduspider', 'bot'],
  ['Mozilla/5.0 (Linux; Android 13; CUBOT X70) Chrome/120', 'sticky'],
  ['Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140', 'sticky'],
])('exposures that %s sends are stored with the reason %s, by POST and by GET', async (agent, reason) => {
  const { file, url } = await start();
  const sent = (id: string): string =>
    batch([
      exposure({ id, reason: 'sticky' }),
      { ...exposure({ id: `${id}c`, type: 'conversion' }), name: 'a', value: 1 },
    ]);
  expect((await post(url, sent('p'), { 'User-Agent': agent })).status).toBe(204);
  expect(
    (await fetch(`${url}?batch=${encodeURIComponent(sent('g'))}`, { headers: { 'User-Agent': agent } })).status,
  ).toBe(204);
  const stored = lines(file);
  expect(stored.map(({ id }) => id)).toEqual(['p', 'pc', 'g', 'gc']);
  expect(stored.filter(({ type }) => type === 'exposure').map((line) => line.reason)).toEqual([reason, reason]);
});
