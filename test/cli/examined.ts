/** Holds what the tests of `fx doctor` have in common: a server with a tag and its pages, and what is found on one. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from 'vitest';
import { compile } from '../../src/authoring/compile.js';
import { container, serialize } from '../../src/authoring/index.js';
import { setup } from '../../src/cli/commands/doctor.js';
import type { Check } from '../../src/doctor/finding.js';
import { experiment, run } from './fx.js';

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
export const pages = new Map<string, Answer>();
/** The addresses that something was posted to. */
export const posted: string[] = [];
const server = createServer((request, response) => {
  if (request.method === 'POST') {
    posted.push(request.url ?? '');
    return void response.writeHead(request.url === '/collect' ? 204 : 404).end();
  }
  const answer = pages.get(request.url ?? '');
  response.writeHead(answer ? 200 : 404, { 'Content-Type': 'text/html', ...(answer?.[1] as Record<string, string>) });
  response.end(answer?.[0]);
});
export let origin = '';
export let manifest = '';

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

export const TAG = '<script src="/fx/container.js" data-collect="/collect"></script>';
export const FETCHED = '<script src="/fx/fx.js" data-manifest="/fx/manifest.json" data-collect="/collect"></script>';
export const page = (head: string, body = '<h1>Shop</h1>'): string =>
  `<!doctype html><html><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;

/** What `fx doctor` finds on a page with this HTML. */
export async function examine(html: string, headers: Answer[1] = {}, ...args: string[]) {
  pages.set('/page', [html, headers]);
  const { code, out } = await run(setup, [`${origin}/page`, '--json', ...args]);
  const { findings, healthy } = JSON.parse(out) as { readonly findings: readonly Check[]; readonly healthy: boolean };
  expect(healthy).toBe(code === 0);
  const of = (level: Check['level']): string[] => findings.filter((one) => one.level === level).map((one) => one.code);
  const say = (name: string): string[] => findings.filter((one) => one.code === name).map((one) => one.message);
  return { code, say, fails: of('fail'), warns: of('warn'), oks: of('ok') };
}
