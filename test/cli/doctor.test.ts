/**
 * Tests `fx doctor` on pages that are right and on pages that are wrong on purpose: the tag, the collector and the
 * experiments.
 */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setup } from '../../src/cli/commands/doctor.js';
import type { Check } from '../../src/doctor/finding.js';
import { examine, FETCHED, manifest, origin, page, pages, posted, TAG } from './examined.js';
import { experiment, folder, run } from './fx.js';

test('a page as it should be has nothing to correct, and lists what would run on it', async () => {
  const { code, fails, oks, say } = await examine(page(TAG));
  expect([code, fails]).toEqual([0, []]);
  expect(oks).toEqual(expect.arrayContaining(['tag', 'way', 'copies', 'head', 'synchronous', 'order', 'html', 'js']));
  expect(say('experiment')).toEqual([
    'cart does not run on this page: its address is /page, and it runs where the address has /cart.',
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
  expect(none.say('score')).toEqual([]);
  const two = await examine(page(TAG, '<h1>a</h1><h1>b</h1>'));
  expect(two.say('selector')).toEqual([
    'h1 of ops, treatment, finds 2 elements and changes the first: add all: true, or say which one.',
  ]);
  expect((await examine(page(TAG))).say('selector')).toEqual(['Every selector finds its element in the HTML.']);
});

const ONLY = ' Whether it means one element, only the page tells.';

test('every selector of a page’s experiments has a score, and one that will not last has advice', async () => {
  expect((await examine(page(TAG))).say('score')).toEqual([
    `Selectors that will last when the page changes, with their score of 100: h1 (90).${ONLY}`,
  ]);
});

test('the last line asks to read what may be meant so', async () => {
  const last = async (yaml: string): Promise<string> =>
    (await run(setup, [join(folder({ 'a.yaml': yaml }), 'a.yaml')])).err;
  expect(await last(experiment('plain'))).toBe('Nothing to correct.\n');
  expect(await last(LISTED('.hero h1'))).toBe('Nothing to correct if the line with ! is as you want it.\n');
  expect(await last(LISTED('.css-1ab2c3d'))).toBe('Nothing to correct if the 2 lines with ! are as you want them.\n');
});

const LISTED = (...selectors: readonly string[]): string => `id: listed
name: Listed
status: draft
trigger: { kind: any, of: [{ kind: waitForSelector, selector: 'main > div > div > p' }, { kind: auto }] }
variants:
  - key: control
    name: Control
  - key: treatment
    name: Treatment
    domOps:
${selectors.map((one) => `      - { op: remove, selector: '${one}' }`).join('\n')}
`;

test('a file of experiments gets the score of each of its selectors, those of triggers and drafts too', async () => {
  const dir = folder({
    'a.yaml': LISTED(
      '.hero h1',
      '[data-fx="buy"]',
      'li:nth-child(2)',
      '.css-1ab2c3d',
      'h1, b:last-child',
      '#badge >>> b:last-child',
    ),
  });
  const { code, out } = await run(setup, [join(dir, 'a.yaml'), '--json']);
  const { findings } = JSON.parse(out) as { readonly findings: readonly Check[] };
  expect(code).toBe(0);
  expect(findings.map(({ level, message }) => `${level} ${message.replace(/(?<=100): it will.*/, '')}`)).toEqual([
    `ok Selectors that will last when the page changes, with their score of 100: .hero h1 (100), [data-fx="buy"] (100).${ONLY}`,
    'warn main > div > div > p of listed has 74 of 100',
    'warn li:nth-child(2) of listed has 65 of 100',
    'warn .css-1ab2c3d of listed has 40 of 100',
    'warn h1, b:last-child of listed has 65 of 100',
    'warn #badge >>> b:last-child of listed has 65 of 100',
  ]);
  expect(findings[1]?.message).toContain('put data-fx="name" on the element and write [data-fx="name"].');
});

test('a file of an experiment that is over gets its scores, too', async () => {
  const dir = folder({ 'a.yaml': LISTED('.css-1ab2c3d').replace('draft', 'archived') });
  const { out } = await run(setup, [join(dir, 'a.yaml')]);
  expect(out).toContain('! main > div > div > p of listed has 74 of 100');
  expect(out).toContain('! .css-1ab2c3d of listed has 40 of 100');
});

test.each([
  ['--url', 'https://shop.example/'],
  ['--root', 'public'],
  ['--manifest', 'manifest.json'],
])('%s is of a page, and refused beside a file of experiments', async (option, value) => {
  const dir = folder({ 'a.yaml': LISTED('.hero h1') });
  const { code, err } = await run(setup, [join(dir, 'a.yaml'), option, value]);
  expect([code, err]).toEqual([
    1,
    expect.stringContaining(`${option} is of a page: a file of experiments is looked at without one, so leave it out.`),
  ]);
});

test('a file of experiments with errors is shown with them, and one without selectors has nothing to say', async () => {
  const dir = folder({ 'broken.yaml': LISTED('a['), 'plain.yaml': experiment('plain') });
  const broken = await run(setup, [join(dir, 'broken.yaml')]);
  expect([broken.code, broken.err]).toEqual([1, expect.stringContaining('selector')]);
  const plain = await run(setup, [join(dir, 'plain.yaml')]);
  expect([plain.code, plain.err]).toEqual([0, expect.stringContaining('Nothing to correct.')]);
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
  expect(out).toContain('✓ cart runs here at once, for 50% of visitors.');
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
