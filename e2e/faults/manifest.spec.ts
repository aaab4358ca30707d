/**
 * Tests whatever a server or a network may make of a manifest: the page is as without the tag, or the experiment runs;
 * nothing is thrown.
 */

import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type Answer, client, expect, manifestOf, type Site, test, withOps } from '../harness/index.js';

const feature = 'faults';
const URL = '/fx/manifest.json';
const JSON_TYPE = { 'content-type': 'application/json' };
const good = manifestOf(withOps('good', { op: 'replaceText', selector: 'h1', value: 'VARIANT' }));
const asText = JSON.stringify(good);

/** Where the stored copy is kept. */
const KEY = '_fx_m';

const send =
  (body: Buffer | string, headers: Readonly<Record<string, string>> = JSON_TYPE): Answer =>
  (_, response) =>
    void response.writeHead(200, headers).end(body);

/** A byte now and then, and never the last one. */
const trickle = (_: unknown, response: ServerResponse): void => {
  response.writeHead(200, JSON_TYPE);
  let at = 0;
  const timer = setInterval(() => response.write(asText[at++ % 20]), 10);
  response.on('close', () => clearInterval(timer));
};

interface Fault {
  readonly answer: Answer;
  readonly attributes?: Readonly<Record<string, string>>;
}

const broken: Readonly<Record<string, Fault>> = {
  'has no content': { answer: { status: 204, body: '' } },
  'has not changed since a copy that nobody has': { answer: { status: 304, body: '' } },
  'leads to a page to sign in': { answer: { status: 302, headers: { location: '/sign-in' }, body: '' } },
  'says that it is compressed and is not': { answer: send(asText, { ...JSON_TYPE, 'content-encoding': 'gzip' }) },
  'is compressed and cut off': {
    answer: send(gzipSync(asText).subarray(0, 40), { ...JSON_TYPE, 'content-encoding': 'gzip' }),
  },
  'trickles for ever': { answer: trickle, attributes: { 'data-timeout': '300' } },
  'is UTF-16': { answer: send(Buffer.from(`\uFEFF${asText}`, 'utf16le')) },
  'is 20 MB of something else': { answer: send('x'.repeat(20_000_000)) },
  'has a number that JSON has not': { answer: send(asText.replace('10000', 'NaN')) },
  'is of a version before all': { answer: send(JSON.stringify({ ...good, version: 0 })) },
  'is on a host that is none': { answer: {}, attributes: { 'data-manifest': 'http://nothing.invalid/fx.json' } },
  'is on a port that nobody opened': { answer: {}, attributes: { 'data-manifest': 'http://127.0.0.1:9/fx.json' } },
};

for (const [what, { answer, attributes = {} }] of Object.entries(broken)) {
  test(`a manifest that ${what} leaves the page as without the tag, with one warning`, async ({
    page,
    problems,
    site,
    visit,
  }) => {
    site.answer('/sign-in', { body: '<!doctype html><h1>Sign in</h1>' });
    site.answer(URL, answer);
    await visit({ feature, mode: 'fetched', attributes });
    const fx = await client(page);
    expect(await fx.evaluate(async (it) => (await it.ready).variant('good'))).toBeUndefined();
    await expect(page.locator('h1')).toHaveText('CONTROL');
    expect(problems.warnings.filter((text) => text.startsWith('fx: '))).toHaveLength(1);
    expect(await page.evaluate((key) => localStorage.getItem(key), KEY)).toBeNull();
  });
}

test('a manifest of another origin that allows nobody to read it leaves the page as without the tag', async ({
  page,
  problems,
  site,
  visit,
}) => {
  site.answer(URL, send(asText));
  const url = site.origin.replace('127.0.0.1', 'localhost') + URL;
  await visit({ feature, mode: 'fetched', attributes: { 'data-manifest': url } });
  await (await client(page)).evaluate((it) => it.ready.then(() => undefined));
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(problems.warnings).toHaveLength(1);
});

const runs: Readonly<Record<string, Answer>> = {
  'is compressed': send(gzipSync(asText), { ...JSON_TYPE, 'content-encoding': 'gzip' }),
  'has 20 MB of space in it, more than can be stored': send(`{${' '.repeat(20_000_000)}${asText.slice(1)}`),
  'is latin-1 where it says something else': send(Buffer.from(asText.replace('Treatment', 'Tr\u00e9atment'), 'latin1')),
  'leads to where it is': { status: 302, headers: { location: '/fx/there.json' }, body: '' },
  'comes as plain text that nobody may sniff': send(asText, {
    'content-type': 'text/plain',
    'x-content-type-options': 'nosniff',
  }),
};

for (const [what, answer] of Object.entries(runs)) {
  test(`a manifest that ${what} runs`, async ({ page, problems, site, visit }) => {
    site.answer('/fx/there.json', send(asText));
    site.answer(URL, answer);
    await visit({ feature, mode: 'fetched' });
    await expect(page.locator('h1')).toHaveText('VARIANT');
    expect(problems.warnings).toEqual([]);
  });
}

const spoil: Readonly<Record<string, (stored: string) => string>> = {
  'is something else': () => 'x',
  'is cut off': (stored) => stored.slice(0, -20),
  'has no time': (stored) => stored.replace(/^\d+/, 'NaN'),
  'has a time in years to come': (stored) => stored.replace(/^\d+/, '9999999999999'),
  'is of another address': (stored) => stored.replace('manifest.json', 'other.json'),
  'is of another version': (stored) => stored.replace('"version":1', '"version":7'),
};

for (const [what, change] of Object.entries(spoil)) {
  test(`a stored manifest that ${what} is fetched anew`, async ({ page, problems, site, visit }) => {
    site.answer(URL, send(asText));
    await visit({ feature, mode: 'fetched' });
    await expect(page.locator('h1')).toHaveText('VARIANT');
    const stored = await page.evaluate((key) => localStorage.getItem(key) ?? '', KEY);
    expect(change(stored)).not.toBe(stored);
    await page.evaluate(([key, text]) => localStorage.setItem(key, text), [KEY, change(stored)] as const);
    site.answer(URL, send(asText.replace('VARIANT', 'NEWER')));
    await page.reload();
    await expect(page.locator('h1')).toHaveText('NEWER');
    expect(problems.warnings).toEqual([]);
  });
}

/** Opens a page whose manifest is in it and is asked for again at every view. */
const atEveryView = { feature, attributes: { 'data-manifest': URL, 'data-max-age': '0' }, manifest: good } as const;
const asked = (site: Site): number => site.requests.filter((request) => request.includes(URL)).length;

test('a page that goes offline keeps its experiments, and is stopped when it is online again', async ({
  context,
  page,
  site,
  visit,
}) => {
  site.answer(URL, send(asText));
  await visit(atEveryView);
  await expect.poll(() => asked(site)).toBe(1);
  await context.setOffline(true);
  const failed = page.waitForEvent('requestfailed');
  await page.evaluate(() => history.pushState(null, '', '?offline'));
  await failed;
  await expect(page.locator('h1')).toHaveText('VARIANT');
  await context.setOffline(false);
  site.answer(URL, send(JSON.stringify({ ...good, enabled: false })));
  await page.evaluate(() => history.pushState(null, '', '?online'));
  await expect(page.locator('h1')).toHaveText('CONTROL');
});

test('a manifest that is switched off and nothing else stops what a stored copy started', async ({
  page,
  site,
  visit,
}) => {
  site.answer(URL, send(asText));
  await visit({ feature, mode: 'fetched' });
  await expect(page.locator('h1')).toHaveText('VARIANT');
  // fx off rewrites nothing but this
  site.answer(URL, send(JSON.stringify({ ...good, enabled: false })));
  await page.reload();
  await expect(page.locator('h1')).toHaveText('CONTROL');
  expect(await (await client(page)).evaluate((fx) => fx.variant('good'))).toBeUndefined();
});
