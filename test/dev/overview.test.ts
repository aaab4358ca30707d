/** Checks what the overview says where something is missing, and what somebody can do there. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, experiment, type Files, serve } from './project.js';

/** What a page says, without its tags. */
async function saidAt(url: string, path: string): Promise<string> {
  const { text } = await ask(url, path);
  return text
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .replaceAll('&#38;', '&');
}

const said = async (files: Files): Promise<string> => saidAt((await serve(files)).url, '/fx/');

const PAGE = { 'index.html': '<script src="/fx/container.js"></script>' };
const CTA = { 'experiments/cta.yaml': experiment('cta') };

test('an overview without experiments says how to make the first one, and offers it beside each page', async () => {
  const { url } = await serve({ ...PAGE, 'about.html': '' });
  expect(await saidAt(url, '/fx/')).toContain(
    'No experiment yet. Choose Edit on the page beside a page to make one by clicks, or save a YAML file in the folder of experiments.',
  );
  const { text } = await ask(url, '/fx/');
  expect([...text.matchAll(/href="([^"]*)">Edit/g)].map(([, href]) => href)).toEqual([
    '/?fx-edit',
    '/about.html?fx-edit',
  ]);
});

test('an overview with an experiment does not say that there is none, and says how its previews end', async () => {
  const words = await said({ ...PAGE, ...CTA });
  expect(words).not.toContain('No experiment yet');
  expect(words).toContain('A preview sends no events and stores nothing. It lasts for its tab and ends with ?fx=off.');
});

test('a folder without pages is said, and of an experiment that it can be seen on none', async () => {
  const words = await said(CTA);
  expect(words).toContain('There is no HTML file in this folder.');
  expect(words).toContain('on no page of this folder');
});

test('only of a page without a tag is it said that it gets one', async () => {
  const { url } = await serve({ ...PAGE, 'bare.html': '<head></head>' });
  const words = await saidAt(url, '/fx/');
  expect(words.match(/has no tag; one is added here/g)).toHaveLength(1);
  expect(words).toMatch(/\/bare\.html Edit \/bare\.html on the page has no tag/);
});

test('a file with an error is listed as an error, and the manifest is said to be the last good one', async () => {
  const { url, dir } = await serve({ ...PAGE, ...CTA });
  expect(await saidAt(url, '/fx/')).not.toContain('the last good one');
  writeFileSync(join(dir, 'experiments/cta.yaml'), experiment('cta', 'sampleRate: 2\n'));
  await expect
    .poll(() => saidAt(url, '/fx/'))
    .toMatch(/The experiments have errors; the last good ones are served.*revision [0-9a-f]+, the last good one/);
});

test('an address where nothing is says so, and leads to the overview', async () => {
  const { url } = await serve(PAGE);
  expect(await saidAt(url, '/nothing')).toContain(
    'There is nothing at /nothing. The overview lists the pages that are served.',
  );
});
