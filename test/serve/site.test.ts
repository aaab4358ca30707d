/** Tests the address of the site: without one Studio says where it is set, and an admin sets it there. */

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parseConfig } from '../../src/authoring/checks.js';
import { holdSite, withSite } from '../../src/serve/site.js';
import { codesIn } from './qr.js';
import { DRAFT, makeFolder, type Studio, startStudio } from './studio.js';

let studio: Studio | undefined;
afterEach(async () => studio?.close());

test('an address that is set in Studio gives every variant its preview, and stays in fx.config.yaml', async () => {
  studio = await startStudio();
  const someone = await studio.enter();
  const before = await (await someone.get('/experiments/cta')).text();
  expect(before).toContain('an admin sets it <a href="/settings#lines">in Settings</a>');
  expect(before).not.toContain('>Preview</a>');
  expect(await (await someone.get('/settings')).text()).toContain('Address of your site');
  const answer = await someone.submit('/settings/site', { site: ' shop.example/store ' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/settings?done=saved']);
  expect(await (await someone.get('/experiments/cta')).text()).toContain(
    'href="https://shop.example/store?fx=cta:control',
  );
  expect(readFileSync(join(studio.root, 'fx.config.yaml'), 'utf8')).toContain(
    'targets:\n  live: public/fx\nsite: https://shop.example/store\n',
  );
});

test('the code for a phone beside a preview says the address of that preview', async () => {
  studio = await startStudio();
  const someone = await studio.enter();
  await someone.submit('/settings/site', { site: 'https://shop.example/store' });
  const page = await (await someone.get('/experiments/cta')).text();
  const links = [...page.matchAll(/href="([^"]*)"[^>]*>Preview</g)].map(([, href = '']) =>
    href.replaceAll('&#38;', '&'),
  );
  expect(links).toHaveLength(2);
  expect(codesIn(page)).toEqual(links);
});

test('what is no address is refused with one that would do, and nothing is written', async () => {
  studio = await startStudio();
  const someone = await studio.enter();
  const config = join(studio.root, 'fx.config.yaml');
  const before = readFileSync(config, 'utf8');
  for (const site of [
    '',
    'shop',
    'javascript:alert(1)',
    'ftp://shop.example',
    'two words.example',
    'https://a@shop.example',
  ]) {
    const answer = await someone.submit('/settings/site', { site });
    expect(answer.status, site).toBe(400);
    expect(await answer.text(), site).toContain('write one such as https://www.example.com');
  }
  expect(readFileSync(config, 'utf8')).toBe(before);
});

test('machines of the house may be named where Studio is on this machine, and nowhere else', async () => {
  const directory = join(makeFolder({ 'experiments/cta.yaml': DRAFT }), 'experiments');
  const parts = { directory, address: null, others: [] };
  for (const site of ['http://localhost:8080/', 'http://127.0.0.1:8080/', 'http://169.254.169.254/', 'http://[::1]/']) {
    expect(await holdSite({ ...parts, isLocal: true }).set(site), site).toEqual({ ok: true, value: site });
    expect((await holdSite({ ...parts, isLocal: false }).set(site)).ok, site).toBe(false);
  }
});

test('a name that leads to a machine of the house, or to none, is refused where Studio is not on this machine', async () => {
  const directory = join(makeFolder({ 'experiments/cta.yaml': DRAFT }), 'experiments');
  const found: Record<string, string[]> = {
    'shop.example': ['93.184.215.14'],
    'metadata.example': ['169.254.169.254'],
    'both.example': ['93.184.215.14', '10.0.0.8'],
    'none.example': [],
  };
  const addressesOf = (host: string) => Promise.resolve(found[host] ?? []);
  const parts = { directory, address: null, others: [], addressesOf };
  const holder = holdSite({ ...parts, isLocal: false });
  for (const host of ['metadata.example', 'both.example', 'none.example'])
    expect((await holder.set(host)).ok, host).toBe(false);
  expect([holder.address, [...holder.origins]]).toEqual([null, []]);
  expect((await holder.set('shop.example')).ok).toBe(true);
  expect((await holdSite({ ...parts, isLocal: true }).set('metadata.example')).ok).toBe(true);
});

test('the origin of an address that was replaced may do nothing any more', async () => {
  const directory = join(makeFolder({ 'experiments/cta.yaml': DRAFT }), 'experiments');
  const holder = holdSite({ directory, address: 'https://old.example/', others: ['https://b.example'], isLocal: true });
  await holder.set('https://new.example/');
  expect([...holder.origins]).toEqual(['https://new.example', 'https://b.example']);
});

test('a folder without a configuration gets one that holds', async () => {
  const root = makeFolder();
  rmSync(join(root, 'fx.config.yaml'));
  studio = await startStudio(root);
  const someone = await studio.enter();
  expect((await someone.submit('/settings/site', { site: 'shop.example' })).status).toBe(303);
  expect((await someone.get('/experiments/cta')).status).toBe(200);
  expect(readFileSync(join(root, 'fx.config.yaml'), 'utf8')).toMatch(
    /^previewToken: '[0-9a-f]{16}'\nsite: https:\/\/shop\.example\/\n$/,
  );
});

test('a configuration that cannot be edited line by line stays as it is', async () => {
  const text = "previewToken: '0123456789abcdef'\nsite: &site https://old.example\nnote: *site\n";
  const root = makeFolder({ 'experiments/cta.yaml': DRAFT, 'fx.config.yaml': text });
  studio = await startStudio(root);
  const someone = await studio.enter();
  const answer = await someone.submit('/settings/site', { site: 'shop.example' });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('write site: https://shop.example/ into it');
  expect(readFileSync(join(root, 'fx.config.yaml'), 'utf8')).toBe(text);
});

test.each([
  ['a comment above the field', '# site: https://a.example\na: 1\nsite: https://old.example # staging\n'],
  ['ends of lines of Windows', 'a: 1\r\nb: 2\r\n'],
  ['a comment that names no address', '# site: where previews open\na: 1\n'],
  ['quotes and a comment', 'site: "https://old.example" # ours\na: [1, 2] # x\n'],
  ['a field in quotes', "'site': https://old.example\n"],
  ['a value on the next line', 'site:\n  https://old.example\n'],
  ['one map in braces', '{a: 1}\n'],
  ['an end of the document', 'a: 1\n...\n'],
  ['digits that are no number', 'previewToken: 0123456789012345\n'],
])('the other fields and comments stay: %s', (_, config) => {
  const text = withSite(config, 'https://shop.example/') ?? '';
  expect(parseConfig(text)).toEqual({ ...parseConfig(config), site: 'https://shop.example/' });
  expect(text.match(/#.*/g)).toEqual(config.match(/#.*/g));
  expect(text.split('\n').length - text.split('\r\n').length).toBe(
    config.includes('\r\n') ? 0 : text.split('\n').length - 1,
  );
});

test.each([
  ['an anchor', 'site: &site https://old.example\nb: *site\n'],
  ['the starter’s line in a text', 'a: |\n  b\n# site: https://www.example.com\n  c\n'],
  ['comments alone', '# a: 1\n'],
  ['no YAML', 'a: [1\n'],
])('a person is asked where the edit would say something else: %s', (_, config) => {
  expect(withSite(config, 'https://shop.example/')).toBeNull();
});

test('the line that the starter has as a comment becomes the address', () => {
  const at = 'https://shop.example/';
  expect(withSite('a: 1\n# site: https://www.example.com\nb: 2\n', at)).toBe(`a: 1\nsite: ${at}\nb: 2\n`);
  expect(withSite('site: "https://old.example"\n', at)).toBe(`site: "${at}"\n`);
  expect(withSite('a: 1', at)).toBe(`a: 1\nsite: ${at}`);
});

test('an id that is none is answered with what one is and one that would do, and nothing typed is lost', async () => {
  studio = await startStudio();
  const someone = await studio.enter();
  const form = { name: 'Prices', key: 'Pricing Headline!', variant: 'Shorter', where: '/pricing' };
  const answer = await someone.submit('/experiments', form);
  const page = await answer.text();
  expect(answer.status).toBe(422);
  expect(page).toContain('Pricing Headline! is no id');
  expect(page).toContain('pricing-headline would do');
  for (const typed of Object.values(form)) expect(page).toContain(`value="${typed}"`);
  expect(page).toContain('aria-invalid="true"');
});

test('no two fields of the form for a new one have the same name', async () => {
  studio = await startStudio();
  const page = await (await (await studio.enter()).get('/new')).text();
  const labels = [...page.matchAll(/<label[^>]*>([^<]*)/g)].map(([, label = '']) => label.trim());
  expect(labels.length).toBeGreaterThan(8);
  expect([...new Set(labels)]).toEqual(labels);
});
