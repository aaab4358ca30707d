/** Checks `fx collect` and `fx serve` behind a real nginx with the lines of the documentation, from a real browser. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { addressOfAsker, createCollector, listenOn } from '../../dist/esm/collector/index.js';
import { client, expect, manifestOf, test } from '../harness/index.js';
import { openStudio } from '../harness/studio.js';
import { CTA } from '../studio/change.js';
import { findNginx, freePort, linesOf, makeHome, startNginx, withPlaces } from './nginx.js';

const nginx = findNginx();
test.skip(nginx === null, 'there is no nginx on this machine: apt-get install nginx-light puts one there');

test('events that a page sends while it is open, and as it is left, come through nginx to fx collect', async ({
  page,
  publish,
  site,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'fx-events-'));
  const file = join(folder, 'events.ndjson');
  const collector = await createCollector({ file });
  const heard: { how: string | undefined; direct: string; believed: string; twice: string }[] = [];
  const listening = await listenOn(
    (request, response) => {
      const [direct, believed, twice] = [0, 1, 2].map((proxies) => addressOfAsker(request, proxies)) as [
        string,
        string,
        string,
      ];
      heard.push({ how: request.headers['sec-fetch-mode'] as string | undefined, direct, believed, twice });
      collector.handle(request, response);
    },
    0,
    '127.0.0.1',
  );
  const [port, { folder: home }] = [await freePort(), makeHome()];
  const lines = withPlaces(linesOf('collecting.md', 'location = /events'), {
    'http://127.0.0.1:8787/': `http://127.0.0.1:${listening?.port}/`,
  });
  const front = `http://127.0.0.1:${port}`;
  const servers = `server { listen 127.0.0.1:${port}; location / { proxy_pass ${site.origin}; } ${lines} }`;
  const proxy = await startNginx(`${nginx}`, home, servers, front);
  try {
    const url = publish({
      feature: 'proxied',
      html: '<!doctype html><title>fx: proxied</title>\n<script type="application/json" id="fx-manifest">null</script><script src="../../dist/fx.js"></script>\n<h1>Shop</h1>',
      manifest: manifestOf({
        id: 'price',
        name: 'Price',
        variants: [
          { key: 'control', name: 'A', weight: 0 },
          { key: 'low', name: 'B', weight: 10000 },
        ],
      }),
      attributes: { 'data-collect': '/events' },
    });
    await page.goto(front + new URL(url).pathname);
    // Delivery is at least once: what was not confirmed when the page was left comes again, under its own id.
    const stored = (): string[] => {
      const events = readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      return [...new Map(events.map(({ id, type }) => [`${id}`, `${type}`])).values()];
    };
    await expect.poll(stored).toEqual(['exposure']);
    const fx = await client(page);
    await Promise.all([
      page.waitForURL('about:blank'),
      fx.evaluate((it) => {
        it.track('signup');
        location.href = 'about:blank';
      }),
    ]);
    await expect.poll(stored).toEqual(['exposure', 'conversion']);
    // By fetch while it was open, by sendBeacon as it was left.
    expect([...new Set(heard.map(({ how }) => how))].sort()).toEqual(['cors', 'no-cors']);
    expect(heard.map(({ direct, believed }) => [direct, believed])).toEqual(
      heard.map(() => ['127.0.0.1', '127.0.0.1']),
    );
    await checkLimits(`${front}/events`, heard);
  } finally {
    proxy.close();
    await listening?.close();
    await collector.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Addresses, body limits, and what is said to whoever sends something else. */
async function checkLimits(
  url: string,
  heard: readonly { direct: string; believed: string; twice: string }[],
): Promise<void> {
  const empty = JSON.stringify({ v: 1, sentAt: Date.now(), dropped: 0, events: [] });
  const post = (body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url, { method: 'POST', body, headers });
  // A visitor may write any address before it: with one proxy it is not believed, with two it is the visitor's.
  expect((await post(empty, { 'x-forwarded-for': '203.0.113.7' })).status).toBe(204);
  expect(heard.at(-1)).toMatchObject({ believed: '127.0.0.1', twice: '203.0.113.7' });
  expect((await post('x'.repeat(65_537))).status).toBe(413);
  expect((await post('x'.repeat(65_536))).status).toBe(400);
  const form = await post(new URLSearchParams({ v: '1' }));
  expect([form.status, await form.json()]).toEqual([
    415,
    { error: expect.stringContaining('Content-Type: application/json') },
  ]);
}

test('Studio behind an nginx that ends TLS: signing in, changing, listening, and bodies as large as it takes', async ({
  browser,
}) => {
  const [port, { folder, pem, key }] = [await freePort(), makeHome()];
  const front = `https://localhost:${port}`;
  const studio = await openStudio({ 'cta.yaml': CTA }, {}, `serve:\n  url: ${front}\n  proxies: 1\n`);
  const servers = withPlaces(linesOf('serve.md', 'studio.example.com'), {
    'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
    'server_name studio.example.com': 'server_name localhost',
    '/etc/ssl/studio.example.com.pem': pem,
    '/etc/ssl/studio.example.com.key': key,
    'http://127.0.0.1:8780': studio.localUrl,
  });
  const probe = await freePort();
  const proxy = await startNginx(
    `${nginx}`,
    folder,
    `${servers}\nserver { listen 127.0.0.1:${probe}; return 204; }`,
    `http://127.0.0.1:${probe}`,
  );
  try {
    const { page } = await studio.enter(browser, { ignoreHTTPSErrors: true });
    expect(new URL(page.url()).origin).toBe(front);
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: '__Host-fx', secure: true, httpOnly: true, sameSite: 'Lax' });
    // What happens is told at once, and not when a buffer is full.
    const told = listenFor(page);
    await page.waitForFunction(() => 'isListening' in window);
    expect(await statusOf(page, '/api/experiment.start', { experimentId: 'cta' })).toBe(200);
    expect(await told).toContain('cta');
    const large = { experimentId: 'cta', yaml: 'x'.repeat(2_900_000) };
    expect(await statusOf(page, '/api/experiment.validate', large)).not.toBe(413);
    expect(await statusOf(page, '/api/experiment.validate', { ...large, more: 'x'.repeat(300_000) })).toBe(413);
    // Another site's page is refused, through the proxy as well.
    const foreign = await page.request.post(`${front}/api/off`, {
      headers: { origin: 'https://evil.example' },
      data: {},
    });
    expect(foreign.status()).toBe(403);
  } finally {
    proxy.close();
    await studio.close();
  }
});

const statusOf = (page: Page, path: string, body: object): Promise<number> =>
  page.evaluate(
    async ([to, text]) =>
      (await fetch(to, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })).status,
    [path, JSON.stringify(body)] as const,
  );

const listenFor = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const source = new EventSource('/studio/events');
        source.addEventListener('open', () => Object.assign(window, { isListening: true }));
        source.addEventListener('message', ({ data }) => resolve(`${data}`));
      }),
  );
