/** Tests pages of which there can be no picture: each says why, and what to do. */

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { reasonOf, type Shot, shoot } from '../../dist/esm/shot/index.js';
import { ensureBrowser } from '../../scripts/browser.mjs';

const EXPERIMENT = {
  id: 'cta',
  name: 'Call',
  variants: [
    { key: 'control', name: 'As it is', weight: 5000 },
    { key: 'new', name: 'New', weight: 5000 },
  ],
};
/** Says that it shows what it was asked for, and looks as ever. */
const TAG =
  "<script>fx = { ready: 0, variant: () => new URLSearchParams(location.search).get('fx')?.split(/[:,]/)[1] }</script>";

const page = (answer: ServerResponse, body: string, status = 200, headers = {}): unknown =>
  answer.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);

const STUCK_WORDS = 'its own code does not come to an end: see whether it opens in a browser';

/** What each does, and what is said of it. */
const PAGES: Readonly<Record<string, readonly [answer: (answer: ServerResponse) => unknown, words: string]>> = {
  '/plain': [(answer) => page(answer, '<h1>Plain</h1>'), 'fx is not on that page: run fx doctor on it'],
  '/moved': [
    (answer) => page(answer, '', 302, { location: '/plain' }),
    'it redirects to http://SITE/plain, which is not told what to show: take the pictures there',
  ],
  '/gone': [
    (answer) => page(answer, '<h1>Gone</h1>', 404),
    'it answers 404, and fx does not show the variant there: give the address of a page that is there',
  ],
  '/round': [
    (answer) => page(answer, '', 302, { location: '/round' }),
    'it redirects without end: see whether it opens in a browser that has no cookies',
  ],
  '/file': [
    (answer) => page(answer, 'x', 200, { 'content-disposition': 'attachment' }),
    'it is a download, or nothing at all: give the address of a page',
  ],
  '/bare': [
    (answer) => answer.writeHead(503).end(),
    'it answers with an error and nothing to show: see whether it opens in a browser',
  ],
  '/hung-up': [(answer) => answer.destroy(), 'it hung up without an answer: see whether it opens in a browser'],
  '/fine': [(answer) => page(answer, `${TAG}<h1>Hi</h1>`), 'shown'],
  '/asks': [(answer) => page(answer, `<script>alert('Cookies?'); confirm('Sure?')</script>${TAG}<h1>Hi</h1>`), 'shown'],
};

/** Pages that are waited for in vain. */
const LATE: typeof PAGES = {
  '/silent': [() => undefined, 'it did not answer within 20 s: see whether it opens in a browser'],
  '/endless': [
    (answer) => answer.writeHead(200, { 'content-type': 'text/html' }).write('<h1>Begun</h1>'),
    'it was still loading after 20 s, and fx had not run on it: see whether it opens in a browser',
  ],
};

/** Pages whose script never ends: one as it loads, one once it was looked at. */
const STUCK: typeof PAGES = {
  '/stuck': [(answer) => page(answer, `${TAG}<h1>Hi</h1><script>for (;;);</script>`), STUCK_WORDS],
  '/stuck-later': [
    (answer) =>
      page(
        answer,
        `${TAG}<h1>Hi</h1><script>const { variant } = fx; fx.variant = () => { setTimeout(() => { for (;;); }, 50); return variant(); }</script>`,
      ),
    STUCK_WORDS,
  ],
};

/** Longer than any of the others takes, on a machine that does forty other things. */
const PATIENCE_MS = 60_000;
/** A page that never ends is waited for as long, at the cost of a processor. */
const STUCK_PATIENCE_MS = 15_000;

const asked: string[] = [];
const server = createServer(({ url = '' }, answer) => {
  asked.push(url);
  ({ ...PAGES, ...LATE, ...STUCK })[url.split('?')[0] ?? '']?.[0](answer);
});
let site = '';
test.beforeAll(async () => {
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  site = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** All that is told of these pages. */
async function taken(variants: number, pages: readonly string[], patienceMs = PATIENCE_MS): Promise<readonly Shot[]> {
  const experiment = { ...EXPERIMENT, variants: EXPERIMENT.variants.slice(0, variants) };
  const shots: Shot[] = [];
  await shoot({
    sittings: pages.map((address) => ({ experiment, page: new URL(address) })),
    token: null,
    beside: [],
    patienceMs,
    onShot: (shot) => void shots.push(shot),
    chromium: ensureBrowser(),
  });
  return shots;
}

const addresses = (pages: typeof PAGES): string[] => Object.keys(pages).map((path) => `http://${site}${path}`);
const saidOf = ({ state, why }: Shot): string => (state === 'shown' ? 'shown' : reasonOf(state, why));

test('each page that gives no picture says why, and the next is taken all the same', async () => {
  const late = await taken(1, addresses(LATE), 2_000);
  const shots = [...late, ...(await taken(1, addresses(PAGES)))];
  for (const [path, [, words]] of Object.entries({ ...LATE, ...PAGES })) {
    const said = new Set(shots.filter((shot) => new URL(shot.page).pathname === path).map(saidOf));
    expect([...said], path).toEqual([words.replace('SITE', site)]);
  }
  // What is waited for in vain is asked once.
  expect(asked.filter((url) => url.startsWith('/silent'))).toHaveLength(1);
});

test('a page whose script never ends is given up with one sentence, and the next is taken all the same', async () => {
  const shots = await taken(1, [...addresses(STUCK), `http://${site}/fine`], STUCK_PATIENCE_MS);
  expect([...new Set(shots.map((shot) => `${new URL(shot.page).pathname}: ${saidOf(shot)}`))]).toEqual([
    `/stuck: ${STUCK_WORDS}`,
    `/stuck-later: ${STUCK_WORDS}`,
    '/fine: shown',
  ]);
  // It is not waited for a second time.
  expect(asked.filter((url) => url.startsWith('/stuck?'))).toHaveLength(1);
});

test('a site that is down, a name that nobody has and another scheme are told apart', async () => {
  const down = createServer();
  await new Promise<void>((settle) => down.listen(0, '127.0.0.1', settle));
  const { port } = down.address() as AddressInfo;
  await new Promise((settle) => down.close(settle));
  const shots = await taken(1, [`http://127.0.0.1:${port}/`, 'http://nobody.invalid/', `https://${site}/plain`]);
  expect([...new Set(shots.map(saidOf))]).toEqual([
    'nothing answers there: start the site, or correct the address',
    'no machine has this name: correct the address',
    'it speaks no https: give the address with http',
  ]);
});

test('a variant that looks like another is told', async () => {
  const shots = await taken(2, [`http://${site}/asks`]);
  expect(shots.map(({ like, size, variant }) => [variant, size, like])).toEqual([
    ['control', 'desktop', null],
    ['control', 'phone', null],
    ['new', 'desktop', 'control'],
    ['new', 'phone', 'control'],
  ]);
});
