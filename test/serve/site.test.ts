/** Tests the address of the site: without one Studio says where it is set, and an admin sets it there. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { holdSite, withSite } from '../../src/serve/site.js';
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

test('the line that the starter has as a comment becomes the address', () => {
  const at = 'https://shop.example/';
  expect(withSite('a: 1\n# site: https://www.example.com\nb: 2\n', at)).toBe(`a: 1\nsite: ${at}\nb: 2\n`);
  expect(withSite('site: "https://old.example"\n', at)).toBe(`site: ${at}\n`);
  expect(withSite('a: 1', at)).toBe(`a: 1\nsite: ${at}\n`);
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
