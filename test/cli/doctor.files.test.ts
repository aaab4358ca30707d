/**
 * Tests `fx doctor` on files, folders and addresses: where the page and its manifest come from, and what is refused.
 */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setup } from '../../src/cli/commands/doctor.js';
import { manifest, origin, page, pages, TAG } from './examined.js';
import { folder, fx, run } from './fx.js';

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
  [['nowhere.yaml'], 'There is no file nowhere.yaml'],
  [['demo/index.html', '--manifest', 'package.json'], 'There is no manifest in package.json'],
  [['demo/index.html', '--url', 'shop'], '--url must be an address'],
  [['http://127.0.0.1:1/'], 'does not answer'],
])('%j is refused in one sentence', async (args, sentence) => {
  const { code, out, err } = await run(setup, args);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(sentence);
});

test('an address with https in place of http is refused with the one to write', async () => {
  const { err } = await run(setup, [origin.replace('http:', 'https:')]);
  expect(err).toContain(`does not speak https: write ${origin}`);
});

test('a page that is not there is refused', async () => {
  expect((await run(setup, [`${origin}/missing`])).err).toContain('answers 404');
});

test('the built command runs on the demo, and its help shows an example', async () => {
  const { code, out, err } = await fx(['doctor', 'demo/index.html']);
  expect(code).toBe(0);
  expect(out).toContain('✓ It is in the head.\n✓ It is synchronous');
  expect(err).toBe('Nothing to correct if the line with ! is as you want it.\n');
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
