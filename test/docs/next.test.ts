/**
 * Checks that the snippets of docs/next.md run as they stand there, in a site like the one that they are about;
 * `npm run test:next` builds real ones.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseAssignments } from '../../src/core/index.js';
import { CHROME, experiment, manifestOf } from '../sdk/server/visits.js';
import { snippetsOf } from './snippets.js';

const ROOT = join(import.meta.dirname, '../..');
const snippets = snippetsOf('docs/next.md', ['js', 'jsx']).map(({ code }) => code);

/** Where each stands in a site, in their order. */
const PLACES = [
  'proxy.js',
  'fx.mjs',
  'app/(site)/page.jsx',
  'app/(site)/layout.jsx',
  'app/variants/[code]/layout.jsx',
  'pages/bags.jsx',
  'app/signup/route.js',
];

/** What Next gives: `headers` of the request that is rendered, and what is done once it is answered. */
const NEXT = {
  'next/headers.js': 'export const headers = async () => globalThis.__next.headers;',
  'next/server': 'export const after = (run) => globalThis.__next.after.push(run);',
  'next/server.js': `const answer = (to) => (...given) => Object.assign(new Response(), { to, given });
export const NextResponse = { next: answer('next'), rewrite: answer('rewrite') };
export const connection = async () => undefined;`,
};

interface Next {
  headers: Headers;
  after: (() => Promise<unknown>)[];
}
const next: Next = { headers: new Headers(), after: [] };
Object.assign(globalThis, { __next: next });

let folder = '';
beforeAll(() => {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  folder = mkdtempSync(join(ROOT, '.cache/docs-next-'));
  const treatment = { ...arm('treatment'), weight: 10000, payload: { text: 'New bags' } };
  const hero = experiment('hero', { variants: [{ ...arm('control'), weight: 0 }, treatment] });
  const files: Record<string, string> = {
    'public/fx/manifest.json': JSON.stringify(manifestOf(hero, experiment('price'))),
    ...Object.fromEntries(Object.entries(NEXT).map(([name, text]) => [`stub/${name.replace('/', '-')}.mjs`, text])),
  };
  PLACES.forEach((place, at) => {
    files[place] = snippets[at] ?? '';
  });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  next.headers = new Headers({ 'user-agent': CHROME, host: 'shop.example', 'x-forwarded-proto': 'https' });
  next.after = [];
});

const arm = (key: string) => ({ key, name: key });

/** What a file of the site exports. */
async function load(place: string): Promise<Record<string, never>> {
  const outfile = join(folder, `${PLACES.indexOf(place)}.mjs`);
  await build({
    entryPoints: [join(folder, place)],
    bundle: true,
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    // React is one for all.
    external: ['react', 'react/*', 'react-dom', 'react-dom/*'],
    alias: {
      ...Object.fromEntries(
        Object.keys(NEXT).map((name) => [name, join(folder, `stub/${name.replace('/', '-')}.mjs`)]),
      ),
      ...Object.fromEntries(
        ['next', 'server', 'react'].map((name) => [`fx-tag/${name}`, join(ROOT, `src/sdk/${name}/index.ts`)]),
      ),
    },
    outfile,
    logLevel: 'silent',
  });
  return import(/* @vite-ignore */ pathToFileURL(outfile).href);
}

type Page = (props: { children?: ReactNode; params?: Promise<{ code: string }> }) => Promise<ReactNode>;

async function render(place: string, props: Parameters<Page>[0] = {}): Promise<string> {
  const { default: page } = (await load(place)) as unknown as { default: Page };
  return renderToStaticMarkup(await page(props));
}

test('each snippet has a place in the site, and the first has five lines', () => {
  expect(snippets).toHaveLength(PLACES.length);
  expect(snippets[0]?.split('\n').filter(Boolean)).toHaveLength(4);
});

test('the proxy decides before a page is rendered, or shows the prerendered page of the variant', async () => {
  const { proxy, config } = (await load('proxy.js')) as unknown as {
    proxy: (request: Request) => Promise<Response & { to: string; given: [URL, { request: { headers: Headers } }] }>;
    config: { matcher: [{ source: string }] };
  };
  const home = await proxy(new Request('https://shop.example/', { headers: next.headers }));
  expect(home.to).toBe('next');
  expect(home.headers.get('cache-control')).toBe('private, no-cache');
  expect(home.headers.getSetCookie().map((line) => line.split('=')[0])).toEqual(['_fx', '_fx_s']);
  const pricing = await proxy(new Request('https://shop.example/pricing?a=1', { headers: next.headers }));
  expect([pricing.to, `${pricing.given[0]}`]).toEqual([
    'rewrite',
    'https://shop.example/variants/treatment/pricing?a=1',
  ]);
  const cookie = pricing.given[1].request.headers.get('cookie') ?? '';
  const [, id = ''] = /_fx=(\w+)/.exec(cookie) ?? [];
  expect(parseAssignments(/_fx_s=([^;]*)/.exec(cookie)?.[1] ?? '', id)).toHaveLength(1);
  const isMatched = (path: string): boolean => new RegExp(`^${config.matcher[0].source}$`).test(path);
  expect(['/', '/pricing', '/fx/container.js', '/_next/static/a.js'].map(isMatched)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a page shows what was decided, and the layout says so to the tag', async () => {
  expect(await render('app/(site)/page.jsx')).toBe('<h1>New bags</h1>');
  const html = await render('app/(site)/layout.jsx', { children: createElement('p') });
  expect(html).toContain('data-rendered="hero:treatment"');
  expect(html).toContain(
    '<head><script src="/fx/container.js" data-collect="https://shop.example/events" data-cookies="server">',
  );
  expect(html).toContain('<body><p></p></body>');
});

test('a page that is built while nobody asks shows nobody a variant', async () => {
  // What Next gives to `force-static` pages, and to those of a static export.
  next.headers = new Headers();
  expect(await render('app/(site)/page.jsx')).toBe('<h1>Bags</h1>');
  expect(await render('app/(site)/layout.jsx')).toContain('data-rendered="hero:"');
});

test('a page is prerendered for each variant, and for those who are out', async () => {
  const place = 'app/variants/[code]/layout.jsx';
  const { generateStaticParams } = (await load(place)) as unknown as { generateStaticParams: () => object[] };
  expect(generateStaticParams()).toEqual([{ code: 'OUT' }, { code: 'control' }, { code: 'treatment' }]);
  expect(await render(place, { params: Promise.resolve({ code: 'treatment' }) })).toContain(
    '<html data-rendered="price:treatment">',
  );
});

test('the Pages Router hands its decisions to React', async () => {
  const { getServerSideProps, default: page } = (await load('pages/bags.jsx')) as unknown as {
    getServerSideProps: (context: object) => { props: { decisions: object } };
    default: (props: object) => ReactNode;
  };
  const { props } = getServerSideProps({ req: { url: '/', headers: Object.fromEntries(next.headers) } });
  expect(props.decisions).toMatchObject({ hero: { variant: 'treatment' }, price: { variant: 'treatment' } });
  expect(renderToStaticMarkup(page(props))).toBe('<h1>Bags</h1>');
});

test('a route at the edge sends what it counts after it has answered', async () => {
  const sent: string[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (_url, init) => {
    sent.push(`${init?.body}`);
    return new Response(null, { status: 204 });
  };
  try {
    const { POST, runtime } = (await load('app/signup/route.js')) as unknown as {
      POST: () => Promise<Response>;
      runtime: string;
    };
    expect(await (await POST()).json()).toEqual({ ok: true });
    expect([runtime, sent.length, next.after.length]).toEqual(['edge', 0, 1]);
    for (const run of next.after) await run();
  } finally {
    globalThis.fetch = original;
  }
  expect(sent.join()).toContain('"name":"signup"');
});
