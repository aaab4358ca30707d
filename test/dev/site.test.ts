/** Checks what the development server hands out, and what it does not. */

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lines } from '../collector/events.js';
import { ask, experiment, SITE, serve, write } from './project.js';

test.each([
  ['/', 200, 'text/html; charset=utf-8'],
  ['/about', 200, 'text/html; charset=utf-8'],
  ['/blog/', 200, 'text/html; charset=utf-8'],
  ['/style.css?v=1', 200, 'text/css; charset=utf-8'],
  ['/app.mjs', 200, 'text/javascript; charset=utf-8'],
  ['/picture.svg', 200, 'image/svg+xml'],
  ['/thing.bin', 200, 'application/octet-stream'],
  ['/fx/fx.js', 200, 'text/javascript; charset=utf-8'],
  ['/fx/fx.js.map', 200, 'application/json; charset=utf-8'],
  ['/fx/container.js', 200, 'text/javascript; charset=utf-8'],
  ['/fx/manifest.json', 200, 'application/json; charset=utf-8'],
  ['/fx/preview.1234567890123456.json', 200, 'application/json; charset=utf-8'],
  ['/fx/preview.1234567890123456.js', 200, 'text/javascript; charset=utf-8'],
  ['/fx/preview.0000000000000000.json', 404, 'text/html; charset=utf-8'],
  ['/fx/fx.badge.js', 404, 'text/html; charset=utf-8'],
  ['/fx/', 200, 'text/html; charset=utf-8'],
  ['/fx/events', 200, 'text/html; charset=utf-8'],
  ['/nothing.html', 404, 'text/html; charset=utf-8'],
])('%s is %i of type %s, and no type is to be guessed', async (path, status, type) => {
  const { url } = await serve(SITE);
  const answer = await ask(url, path);
  expect([answer.status, answer.headers['content-type']]).toEqual([status, type]);
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
});

test('every module that the page of received events loads is served', async () => {
  const { url } = await serve(SITE, { distDir: fileURLToPath(new URL('../../dist', import.meta.url)) });
  const [, entry = ''] = /<script type="module" src="([^"]+)"/.exec((await ask(url, '/fx/events')).text) ?? [];
  const loaded = new Set([entry]);
  for (const path of loaded) {
    const { status, text } = await ask(url, path);
    expect([path, status]).toEqual([path, 200]);
    for (const [, from = ''] of text.matchAll(/(?:from|import) '(\.[^']+)'/g))
      loaded.add(new URL(from, url + path).pathname);
  }
  expect([...loaded]).toContain('/fx/pages/inline.js');
});

test('no path leads out of the folder, whatever it is encoded as', async () => {
  const { url, dir } = await serve(SITE);
  write({ 'secret.txt': 'secret' }, join(dir, '..'));
  const paths = [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/blog/../../secret.txt',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '/%252e%252e/secret.txt',
    '//secret.txt/../../secret.txt',
    '/fx/../../secret.txt',
    '/fx/dev/page/../../../fx.js',
    '/fx/dev/page/..%2f..%2ffx.js',
    '/secret.txt%00.html',
    '/C:/secret.txt',
    '/%ff',
  ];
  for (const path of paths) {
    const answer = await ask(url, path);
    expect([path, answer.status === 404 || answer.status === 400]).toEqual([path, true]);
    expect(answer.text).not.toContain('secret\n');
  }
});

test('a symbolic link out of the folder is not followed, one inside is', async () => {
  const { url, dir } = await serve(SITE);
  write({ 'secret.txt': 'secret', 'outside/page.html': 'secret' }, join(dir, '..'));
  symlinkSync(join(dir, '..', 'secret.txt'), join(dir, 'link.txt'));
  symlinkSync(join(dir, '..', 'outside'), join(dir, 'linked'));
  symlinkSync(join(dir, 'style.css'), join(dir, 'other.css'));
  expect((await ask(url, '/link.txt')).status).toBe(404);
  expect((await ask(url, '/linked/page.html')).status).toBe(404);
  expect((await ask(url, '/other.css')).text).toBe('b{}');
});

test.each(['/.env', '/.git/config', '/experiments/one.yaml', '/fx.config.yaml', '/events.ndjson', '/events.ndjson.1'])(
  '%s belongs to the project and not to its visitors',
  async (path) => {
    const { url, dir } = await serve(SITE);
    write({ 'events.ndjson.1': '{}' }, dir);
    expect((await ask(url, path)).status).toBe(404);
  },
);

test('a folder without its slash is redirected to itself and never to another host', async () => {
  const { url } = await serve({ ...SITE, 'evil.example/index.html': '' });
  expect((await ask(url, '/blog')).headers.location).toBe('/blog/');
  expect((await ask(url, '//evil.example')).headers.location).toBe('/evil.example/');
});

test('only its own names are answered to', async () => {
  const { url } = await serve(SITE);
  const { port } = new URL(url);
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, 'LOCALHOST']) {
    expect([host, (await ask(url, '/', { host })).status]).toEqual([host, 200]);
  }
  for (const host of ['evil.example', `evil.example:${port}`, 'localhost.evil.example', '192.168.0.9', 'a b']) {
    expect([host, (await ask(url, '/fx/stream/events', { host })).status]).toEqual([host, 403]);
  }
});

test('on every address, any address is answered to and still no foreign name', async () => {
  const { url } = await serve(SITE, { host: '0.0.0.0' });
  const local = url.replace('0.0.0.0', '127.0.0.1');
  expect((await ask(local, '/', { host: '192.168.0.9:80' })).status).toBe(200);
  expect((await ask(local, '/', { host: 'evil.example' })).status).toBe(403);
});

test('an answer is kept by browsers and asked about each time', async () => {
  const { url } = await serve(SITE);
  const { etag, 'cache-control': control } = (await ask(url, '/style.css')).headers;
  expect(control).toBe('no-cache');
  expect((await ask(url, '/style.css', { 'if-none-match': `"other", W/${etag}` })).status).toBe(304);
  expect((await ask(url, '/style.css', { 'if-none-match': '"other"' })).status).toBe(200);
});

test('anything but reading is refused', async () => {
  const { url } = await serve(SITE);
  expect((await fetch(`${url}/`, { method: 'POST', body: 'x' })).status).toBe(405);
  const head = await fetch(`${url}/style.css`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '3']);
});

test('a page without a tag gets the container first in its head', async () => {
  const { url, collectUrl } = await serve(SITE);
  const { text } = await ask(url, '/');
  expect(text).toContain(`<head><script src="/fx/container.js" data-collect="${collectUrl}"></script>`);
});

test('a page with a tag of its own keeps it in place, pointed at this server', async () => {
  const tag =
    '<script nonce=n integrity="sha384-x" crossorigin src="https://cdn.example/fx/container.0a1b2c3d4e.js" data-collect="https://live.example/e" data-gpc="respect"></script>';
  const { url, collectUrl } = await serve({ 'index.html': `<head><meta charset=utf-8>${tag}</head>` });
  expect((await ask(url, '/')).text).toContain(
    `<head><meta charset=utf-8><script nonce=n src="/fx/container.js" data-collect="${collectUrl}" data-gpc="respect"></script>`,
  );
});

test('a tag without a collector gets one, and other scripts are left alone', async () => {
  const page =
    '<head><script src="/fx/fx.js" data-manifest="https://x/m.json"></script><script src="/js/fx.js"></script>';
  const { url, collectUrl } = await serve({ 'index.html': page });
  const { text } = await ask(url, '/');
  expect(text).toContain(
    `<script src="/fx/fx.js" data-manifest="/fx/manifest.json" data-collect="${collectUrl}"></script><script src="/js/fx.js">`,
  );
});

test('the collector that a page is given takes its events, from the page’s own host name', async () => {
  const { url, events } = await serve(SITE);
  const { port } = new URL(url);
  const { text } = await ask(url, '/', { host: `localhost:${port}` });
  const collectUrl = /data-collect="([^"]+)"/.exec(text)?.[1] ?? '';
  expect(collectUrl).toMatch(/^http:\/\/localhost:/);
  const body = JSON.stringify({ v: 1, sentAt: Date.now(), dropped: 0, events: [] });
  expect((await fetch(collectUrl.replace('localhost', '127.0.0.1'), { method: 'POST', body })).status).toBe(204);
  expect(lines(events)).toEqual([]);
});

test('the pages of fx allow nothing inline and nothing from elsewhere', async () => {
  const { url } = await serve(SITE);
  for (const path of ['/fx/', '/fx/events', '/nothing']) {
    const { headers, text } = await ask(url, path);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(text).not.toMatch(/<style|style="|<script>| on[a-z]+="/);
  }
});

test('the overview links each variant on the pages where it can activate, drafts with the token', async () => {
  const { url } = await serve({
    ...SITE,
    'experiments/two.yaml': experiment('two', 'status: draft\ntrigger: { kind: urlMatch, pattern: /about }\n'),
  });
  const { text } = await ask(url, '/fx/');
  const links = [...text.matchAll(/href="([^"]*fx=[^"]*)"/g)].map((match) => match[1]?.replaceAll('&#38;', '&'));
  expect(links).toContain('/?fx=one:treatment');
  expect(links).toContain('/blog/?fx=one:control');
  expect(links.filter((link) => link?.includes('two:treatment'))).toEqual([
    '/about.html?fx=two:treatment&fxp=1234567890123456',
  ]);
});

test('text from files is text in the overview', async () => {
  const { url } = await serve({
    ...SITE,
    'experiments/x.yaml': experiment('x').replace('name: x', 'name: <img src=x>'),
  });
  const { text } = await ask(url, '/fx/');
  expect(text).toContain('&#60;img src=x&#62;');
  expect(text).not.toContain('<img');
});

test('what was not built is said in one sentence, and pages are served without it', async () => {
  const top = write({ 'site/index.html': '<head></head>' });
  const { url, notices } = await serve({}, { dir: join(top, 'site'), distDir: join(top, 'dist') });
  expect(notices).toEqual(['dist/fx.js and dist/fx.container.js are missing, so no experiment runs: npm run build']);
  expect((await ask(url, '/')).status).toBe(200);
  expect((await ask(url, '/fx/container.js')).status).toBe(503);
});

test('a folder that is not there is one sentence', async () => {
  await expect(serve({}, { dir: '/nowhere/at/all' })).rejects.toThrow(
    'There is no folder /nowhere/at/all: name one that holds HTML pages.',
  );
});

test('the overview says what each target holds, and since when, and whether an experiment is there as it is here', async () => {
  const manifest = { id: 'cta', name: 'cta', control: 'control', variants: [] };
  const { url } = await serve(
    { 'index.html': '<p>', 'experiments/cta.yaml': experiment('cta'), 'experiments/next.yaml': experiment('next') },
    {
      targets: async () => [
        {
          name: 'live',
          directory: 'public/fx',
          revision: '0a1b2c3d',
          isOn: false,
          since: new Date('2026-11-28T09:30:00Z'),
          experiments: new Map([['cta', manifest]]),
        },
        { name: 'trial', directory: 'x', revision: null, isOn: true, since: null, experiments: new Map() },
      ],
    },
  );
  const { text } = await ask(url, '/fx/');
  expect(text).toContain('revision 0a1b2c3d, 1 experiment, since 2026-11-28 09:30 UTC');
  expect(text).toContain('switched off');
  expect(text).toContain('nothing yet');
  expect(text).toContain('published in live, but it differs from the file, not published in trial');
  expect(text).toContain('not published in live, not published in trial');
});
