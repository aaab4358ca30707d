/** `fx doctor` on pages that are right and on pages that are wrong on purpose. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../src/authoring/compile.js';
import { container, serialize } from '../../src/authoring/index.js';
import { setup } from '../../src/cli/commands/doctor.js';
import type { Check } from '../../src/doctor/finding.js';
import { experiment, folder, fx, run } from './fx.js';

const OPS = `id: ops
name: Ops
variants:
  - key: control
    name: Control
  - key: treatment
    name: Treatment
    domOps: [{ op: replaceHTML, selector: h1, value: <b>x</b> }]
`;
const CODE = experiment('code').replace('name: Treatment', 'name: Treatment\n    js: document.title = "<x>\'\\\\"');
const CART = experiment('cart', 'trigger: { kind: urlMatch, pattern: /cart }\nsampleRate: 0.5\n');
const PAUSED = experiment('idle', 'status: paused\n');

/** What a page answers: its headers and its HTML. */
type Answer = readonly [html: string, headers?: Readonly<Record<string, string | readonly string[]>>];
const pages = new Map<string, Answer>();
/** The addresses that something was posted to. */
const posted: string[] = [];
const server = createServer((request, response) => {
  if (request.method === 'POST') {
    posted.push(request.url ?? '');
    return void response.writeHead(request.url === '/collect' ? 204 : 404).end();
  }
  const answer = pages.get(request.url ?? '');
  response.writeHead(answer ? 200 : 404, { 'Content-Type': 'text/html', ...(answer?.[1] as Record<string, string>) });
  response.end(answer?.[0]);
});
let origin = '';
let manifest = '';

beforeAll(async () => {
  const files = [OPS, CODE, CART, PAUSED].map((text, at) => ({ path: `${at}.yaml`, text }));
  const compiled = (await compile(files)).manifest;
  if (!compiled) throw new Error('the experiments of this test are broken');
  manifest = serialize(compiled);
  const template = readFileSync('dist/fx.container.js', 'utf8');
  pages.set('/fx/container.js', [container(template, compiled).text]);
  pages.set('/fx/container.0123456789abcdef.js', [container(template, compiled).text]);
  pages.set('/fx/fx.js', [readFileSync('dist/fx.js', 'utf8')]);
  pages.set('/fx/manifest.json', [manifest]);
  pages.set('/spa/container.js', ['<!doctype html><p>not found']);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const TAG = '<script src="/fx/container.js" data-collect="/collect"></script>';
const FETCHED = '<script src="/fx/fx.js" data-manifest="/fx/manifest.json" data-collect="/collect"></script>';
const page = (head: string, body = '<h1>Shop</h1>'): string =>
  `<!doctype html><html><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;

async function examine(html: string, headers: Answer[1] = {}, ...args: string[]) {
  pages.set('/page', [html, headers]);
  const { code, out } = await run(setup, [`${origin}/page`, '--json', ...args]);
  const { findings, healthy } = JSON.parse(out) as { readonly findings: readonly Check[]; readonly healthy: boolean };
  expect(healthy).toBe(code === 0);
  const of = (level: Check['level']): string[] => findings.filter((one) => one.level === level).map((one) => one.code);
  const say = (name: string): string[] => findings.filter((one) => one.code === name).map((one) => one.message);
  return { code, say, fails: of('fail'), warns: of('warn'), oks: of('ok') };
}

test('a page as it should be has nothing to correct, and lists what would run on it', async () => {
  const { code, fails, oks, say } = await examine(page(TAG));
  expect([code, fails]).toEqual([0, []]);
  expect(oks).toEqual(expect.arrayContaining(['tag', 'way', 'copies', 'head', 'synchronous', 'order', 'html', 'js']));
  expect(say('experiment')).toEqual([
    'cart does not run on this page: its address does not match.',
    'code runs here at once, for all visitors.',
    'idle does not run: it is paused.',
    'ops runs here at once, for all visitors.',
  ]);
});

test('the collector is asked with a probe, and what pages would meet there is said', async () => {
  posted.length = 0;
  const at = (collect: string): string => page(`<script src="/fx/container.js" data-collect="${collect}"></script>`);
  expect((await examine(at('/collect'))).say('collector')).toEqual([`The collector ${origin}/collect answers.`]);
  const gone = await examine(at('/gone'));
  expect(gone.say('collector')[0]).toContain('answers 404: the tag gives events up there, so correct data-collect.');
  expect([gone.code, gone.fails]).toEqual([1, ['collector']]);
  expect(posted).toEqual(['/collect', '/gone']);
  const refused = await examine(at('http://127.0.0.1:9/'));
  expect(refused.say('collector')[0]).toMatch(/does not answer \(.+\): start it, or correct data-collect\./);
  // The same server under another name is another origin, and its answer names none that may read it.
  const foreign = await examine(at(`${origin.replace('127.0.0.1', 'localhost')}/collect`));
  expect(foreign.say('collector')[0]).toContain('let it answer with Access-Control-Allow-Origin');
});

test('selectors that find nothing, or several elements, are worth a look', async () => {
  const none = await examine(page(TAG, '<p>Hi</p>'));
  expect(none.say('selector')).toEqual([
    'h1 of ops, treatment, finds nothing in the HTML: nothing changes unless a script adds it in time.',
  ]);
  const two = await examine(page(TAG, '<h1>a</h1><h1>b</h1>'));
  expect(two.say('selector')).toEqual([
    'h1 of ops, treatment, finds 2 elements and changes the first: add all: true, or say which one.',
  ]);
  expect((await examine(page(TAG))).say('selector')).toEqual(['Every selector finds its element in the HTML.']);
});

test('a page that calls fx without the queue is told what happens where the tag does not load', async () => {
  const calls = '<h1>Shop</h1><script>button.onclick = () => fx.track("signup")</script>';
  expect((await examine(page(TAG, calls))).warns).toContain('queue');
  const queue = '<script>window.fx = window.fx || []</script>';
  expect((await examine(page(queue + TAG, calls))).warns).not.toContain('queue');
  expect((await examine(page(TAG, calls.replace('fx.track', 'window.fx?.track')))).warns).not.toContain('queue');
});

test('an experiment for another address runs there', async () => {
  pages.set('/cart?x=1', [page(TAG)]);
  const { out } = await run(setup, [`${origin}/cart?x=1`]);
  expect(out).toContain('✓ cart runs here at once, for 50.0% of visitors.');
});

test.each([
  ['no tag', page('<script src="/app.js"></script>'), 'tag'],
  ['a tag in a comment', page(`<!-- ${TAG} -->`), 'tag'],
  ['a tag in a template', page(`<template>${TAG}</template>`), 'tag'],
  ['an async tag', page(TAG.replace('script ', 'script async ')), 'synchronous'],
  ['a deferred tag', page(TAG.replace('script ', 'script defer="" ')), 'synchronous'],
  ['a tag that is a module', page(TAG.replace('script ', 'script type="module" ')), 'synchronous'],
  ['a tag in the body', page('', TAG), 'head'],
  ['a tag behind an element that ends the head', page(`<div></div>${TAG}`), 'head'],
  ['two copies', page(TAG + TAG), 'copies'],
  ['a container and a tag', page(TAG + FETCHED), 'copies'],
  ['integrity on a fixed name', page(TAG.replace('script ', 'script integrity="sha384-x" ')), 'integrity'],
  ['a tag that is not there', page(TAG.replace('/fx/', '/nowhere/')), 'unreachable'],
  ['a server that answers everything with a page', page(TAG.replace('/fx/', '/spa/')), 'unreachable'],
  ['a manifest that is not there', page(FETCHED.replace('/fx/manifest', '/nowhere/manifest')), 'way'],
  ['a tag without a manifest', page('<script src="/fx/fx.js"></script>'), 'way'],
  [
    'integrity that does not fit',
    page(TAG.replace('container.js"', 'container.0123456789abcdef.js" integrity="sha384-x"')),
    'integrity',
  ],
])('%s is an error', async (_, html, code) => {
  const found = await examine(html);
  expect(found.code).toBe(1);
  expect(found.fails).toContain(code);
});

test('each way in is told from the others', async () => {
  const inline = (text: string): string => `<script type="application/json" id="fx-manifest">${text}</script>`;
  const bare = '<script src="/fx/fx.js"></script>';
  expect((await examine(page(TAG))).say('way')[0]).toContain('It is a container');
  expect((await examine(page(FETCHED))).say('way')[0]).toContain('It fetches /fx/manifest.json');
  const found = await examine(page(inline(manifest) + bare));
  expect(found.say('way')[0]).toBe('Its manifest is in the page.');
  expect(found.oks).toContain('order');
  expect((await examine(page(bare + inline(manifest)))).fails).toContain('way');
  expect((await examine(page(`${inline('{')}${bare}`))).fails).toContain('way');
  const module = await examine(page('<script type="module">import { init } from "fx-tag"</script>'));
  expect(module.warns).toContain('module');
});

test('a script before the tag is worth a look, the queue and data are not', async () => {
  expect((await examine(page(`<script src="/app.js"></script>${TAG}`))).warns).toContain('order');
  const queue = '<script>window.fx = window.fx || []</script><script type="application/ld+json">{}</script>';
  expect((await examine(page(queue + TAG))).oks).toContain('order');
});

const strict = (policy: string) => ({ 'Content-Security-Policy': policy });

test('under a strict policy that lists no Trusted Types a container may do everything', async () => {
  const { fails, oks, say } = await examine(
    page(TAG),
    strict("default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"),
  );
  expect(oks).toEqual(expect.arrayContaining(['js', 'css', 'collect']));
  expect(fails).toEqual([]);
  expect(say('html')[0]).toContain('Recipes may use HTML.');
});

test('Trusted Types that leave fx out forbid HTML', async () => {
  const { fails, say } = await examine(
    page(TAG),
    strict("require-trusted-types-for 'script'; trusted-types dompurify"),
  );
  expect(fails).toEqual(['html', 'experiment']);
  expect(say('experiment')).toContain('ops runs for nobody on this page: it uses HTML, which the policy blocks.');
  expect((await examine(page(TAG), strict("require-trusted-types-for 'script'; trusted-types fx"))).fails).toEqual([]);
});

test.each([
  ['a policy without eval', "script-src 'self'", ['js', 'experiment']],
  ['one with eval', "script-src 'self' 'unsafe-eval'", []],
  ['one that names hosts', 'script-src https://cdn.example', ['script-src', 'js', 'experiment']],
  [
    'one that lets the tag connect nowhere',
    "script-src 'self' 'unsafe-eval'; connect-src https://other.example",
    ['collect', 'manifest'],
  ],
  ['two, of which one forbids', "script-src 'self' 'unsafe-eval', script-src 'self'", ['js', 'experiment']],
])('a fetched manifest under %s', async (_, policy, fails) => {
  expect((await examine(page(FETCHED), strict(policy))).fails).toEqual(fails);
});

test('a nonce lets js run without eval', async () => {
  const tag = FETCHED.replace('script ', 'script nonce="abc" ');
  expect((await examine(page(tag), strict("script-src 'nonce-abc' 'strict-dynamic'"))).fails).toEqual([]);
  expect((await examine(page(tag), strict("script-src 'nonce-other'"))).fails).toContain('script-src');
});

test('a policy in a meta element counts, a report-only one is named', async () => {
  const meta = `<meta http-equiv="Content-Security-Policy" content="script-src &#39;self&#39;">`;
  expect((await examine(page(meta + FETCHED))).fails).toEqual(['js', 'experiment']);
  const reported = await examine(page(FETCHED), { 'Content-Security-Policy-Report-Only': "script-src 'none'" });
  expect([reported.fails, reported.warns.includes('report-only')]).toEqual([[], true]);
});

test.each<[string, string | readonly string[], string]>([
  ['as it should be', `_fx=${'a'.repeat(32)}.abc.; Max-Age=34560000; Secure; SameSite=Lax`, 'oks'],
  ['for the session', `_fx=${'a'.repeat(32)}.abc.`, 'warns'],
  ['that the tag cannot read', `_fx=${'a'.repeat(32)}.abc.; Max-Age=1; HttpOnly`, 'fails'],
  ['of another form', '_fx=hello; Max-Age=1', 'fails'],
  ['twice', ['_fx=0; Max-Age=1', '_fx=0; Path=/a; Max-Age=1'], 'fails'],
])('a server that sets the cookie %s', async (_, cookie, level) => {
  const found = await examine(page(TAG), { 'Set-Cookie': cookie });
  expect(found[level as 'oks' | 'warns' | 'fails']).toContain('server-cookie');
});

test('cookies of others are no business of fx, and a domain that is not the page is refused', async () => {
  const { say } = await examine(page(TAG), { 'Set-Cookie': '_fxx=1; HttpOnly' });
  expect(say('server-cookie')).toEqual([]);
  const found = await examine(page(TAG.replace('data-collect', 'data-cookie-domain="shop.example" data-collect')));
  expect(found.fails).toEqual(['cookies']);
});

test.each(['data-consent="maybe"', 'data-gpc=""', 'data-preview="on"', 'data-collect="http://"'])(
  'a tag that starts nothing with %s fails, and one that is right does not',
  async (attribute) => {
    const wrong = page(TAG.replace(/ data-collect="[^"]*"/, '').replace('<script', `<script ${attribute}`));
    expect((await examine(wrong)).fails).toContain('guarded');
    expect((await examine(page(TAG))).fails).not.toContain('guarded');
  },
);

test('attributes that fx does not know, and a tag manager without a tag, are worth a look', async () => {
  expect((await examine(page(TAG.replace('data-collect', 'data-colect')))).warns).toContain('attributes');
  const manager = page('<script src="https://www.googletagmanager.com/gtm.js?id=X"></script>');
  expect((await examine(manager)).warns).toContain('manager');
});

test('--manifest says what would run where the page does not lead to it', async () => {
  const dir = folder({ 'index.html': page(TAG), 'manifest.json': manifest });
  const { code, out } = await run(setup, [join(dir, 'index.html'), '--manifest', join(dir, 'manifest.json')]);
  expect(code).toBe(0);
  expect(out).toContain('! The tag is named /fx/container.js. A file does not show whether it is served');
  expect(out).toContain('✓ ops runs here at once, for all visitors.');
  const byUrl = await run(setup, [join(dir, 'index.html'), '--manifest', `${origin}/fx/manifest.json`]);
  expect(byUrl.out).toContain('✓ ops runs here at once');
});

test('a file finds its container beside it, and below --root', async () => {
  const [text = ''] = pages.get('/fx/container.js') ?? [];
  const dir = folder({ 'shop/a/index.html': page(TAG), 'shop/fx/container.js': text });
  const { out } = await run(setup, [join(dir, 'shop/a/index.html'), '--root', join(dir, 'shop')]);
  expect(out).toContain('✓ The tag is there: /fx/container.js.');
  expect(out).toContain('✓ code runs here at once');
});

test.each([
  [['nowhere.html'], 'There is no file nowhere.html'],
  [['demo/index.html', '--manifest', 'package.json'], 'There is no manifest in package.json'],
  [['demo/index.html', '--url', 'shop'], '--url must be an address'],
  [['http://127.0.0.1:1/'], 'does not answer'],
])('%j is refused in one sentence', async (args, sentence) => {
  const { code, out, err } = await run(setup, args);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(sentence);
});

test('a page that is not there is refused', async () => {
  expect((await run(setup, [`${origin}/missing`])).err).toContain('answers 404');
});

test('it runs from the bin on the demo, and shows an example', async () => {
  const { code, out, err } = await fx(['doctor', 'demo/index.html']);
  expect(code).toBe(0);
  expect(out).toContain('✓ It is in the head.\n✓ It is synchronous');
  expect(err).toBe('Nothing to correct.\n');
  expect((await fx(['doctor', '--help'])).out).toContain('fx doctor https://www.example.com/');
});

test('a folder is its home page, and an address may have been meant without its beginning', async () => {
  const root = folder({ 'public/index.html': '<h1>x</h1>', 'empty/a.txt': '' });
  expect((await run(setup, [join(root, 'public')])).out).toContain('The tag is not there.');
  const said = async (name: string): Promise<string> => (await run(setup, [name])).err;
  expect(await said(join(root, 'empty'))).toContain('is a folder: name a file in it.');
  expect(await said('www.example.com')).toContain('for the address write https://www.example.com.');
  expect(await said('localhost:8080/cart')).toContain('for the address write http://localhost:8080/cart.');
  expect(await said('cart.html')).toContain('an address that begins with http.');
});
