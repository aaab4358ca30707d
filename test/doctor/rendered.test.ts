/** Tests a page that a server has decided for somebody is nobody else's: who may get it all the same is told. */

import { expect, test } from 'vitest';
import { type Check, diagnose, type LoadedPage } from '../../src/doctor/index.js';

const manifest = JSON.stringify({
  version: 1,
  revision: 'r',
  enabled: true,
  experiments: [
    {
      id: 'hero',
      name: 'Hero',
      variants: [
        { key: 'control', name: 'Control', weight: 5000 },
        { key: 'treatment', name: 'Treatment', weight: 5000 },
      ],
    },
  ],
});

async function staleOf(rendered: string, more: Partial<LoadedPage> = {}): Promise<Check[]> {
  const page: LoadedPage = {
    url: new URL('https://shop.example/'),
    html: `<html ${rendered}><head><script src="/fx/container.js"></script></head></html>`,
    isFile: false,
    cookies: [],
    policies: [],
    reported: [],
    caching: { control: 'private, no-cache', age: null },
    load: () => Promise.resolve(null),
    ...more,
  };
  return (await diagnose(page, { manifest, now: 0 })).filter(({ code }) => code === 'stale');
}

test('a page that says nothing of a server is not asked', async () => {
  expect(await staleOf('', { caching: { control: 'public', age: '9' } })).toEqual([]);
});

test.each(['hero:treatment', 'hero:control', 'hero:', ' hero:treatment ,'])(
  '%j for one visitor alone is right',
  async (text) => {
    expect(await staleOf(`data-rendered="${text}"`)).toMatchObject([{ level: 'ok' }]);
  },
);

test.each([
  ['hero:blue', 'hero:blue'],
  ['price:low,hero:control', 'price:low'],
  ['price', 'price'],
  ['__proto__:x', '__proto__:x'],
])('%j names what the manifest does not have', async (text, named) => {
  const [check, ...others] = await staleOf(`data-rendered="${text}"`);
  expect(check).toMatchObject({ level: 'fail' });
  expect(check?.message).toContain(`data-rendered says ${named}, `);
  expect(others).toEqual([]);
});

test.each([null, 'public, max-age=60', 's-maxage=31536000', 'max-age=0'])(
  'Cache-Control %j lets others have it',
  async (control) => {
    expect(await staleOf('data-rendered="hero:treatment"', { caching: { control, age: null } })).toMatchObject([
      { level: 'warn', message: expect.stringContaining('private, no-cache') },
    ]);
  },
);

test('a page that has lain in a cache is somebody else’s', async () => {
  const caching = { control: 'private', age: '12' };
  expect(await staleOf('data-rendered="hero:treatment"', { caching })).toMatchObject([
    { level: 'fail', message: expect.stringContaining('12 seconds old') },
  ]);
});

test('of a file nobody knows how it is cached', async () => {
  expect(
    await staleOf('data-rendered="hero:treatment"', { isFile: true, caching: { control: null, age: null } }),
  ).toMatchObject([{ level: 'ok' }]);
});
