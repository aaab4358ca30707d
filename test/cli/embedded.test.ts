/** Checks that the page of results holds the pictures of variants in itself. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exposure, type Row } from '../docs/known.js';
import { experiment, folder, fx } from './fx.js';
import { lines } from './readout.js';

const ROWS: Row[] = ['a', 'b', 'c', 'd'].map((subject, at) => exposure(subject, at % 2 ? 'treatment' : 'control'));
const CTA = experiment('cta').replace('key: control', 'image: shown/control.png\n    key: control');

interface Pictured {
  readonly images: readonly string[];
  readonly err: string;
}

const imagesOf = async (files: Readonly<Record<string, string>>, text = CTA): Promise<readonly string[]> =>
  (await pictured(files, text)).images;

async function pictured(files: Readonly<Record<string, string>>, text = CTA): Promise<Pictured> {
  const root = folder({ 'experiments/cta.yaml': text });
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), bytes);
  }
  writeFileSync(join(root, 'events.ndjson'), lines(ROWS));
  const { code, err } = await fx(['results', 'experiments', '--events', 'events.ndjson', '--html', 'out.html'], root);
  expect([code, err]).toEqual([0, expect.stringContaining('out.html')]);
  const page = readFileSync(join(root, 'out.html'), 'utf8');
  return { images: [...page.matchAll(/<img src="([^"]*)"/g)].map(([, src = '']) => src), err };
}
const inline = (type: string, bytes: string): string =>
  `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;

test('the picture that a variant names comes first, else that of fx shot', async () => {
  const files = {
    'experiments/shown/control.png': 'named',
    'experiments/pictures/cta.control.desktop.webp': 'taken',
    'experiments/pictures/cta.treatment.desktop.webp': 'taken, too',
  };
  expect(await imagesOf(files)).toEqual([inline('png', 'named'), inline('webp', 'taken, too')]);
});

test('drawings are pictures, and an address on the web stays one', async () => {
  const drawn = CTA.replace('control.png', 'control.svg');
  expect(await imagesOf({ 'experiments/shown/control.svg': '<svg/>' }, drawn)).toEqual([inline('svg+xml', '<svg/>')]);
  const address = 'https://cdn.example/control.png?w=300';
  const taken = { 'experiments/pictures/cta.control.desktop.webp': 'taken' };
  expect(await imagesOf(taken, CTA.replace('shown/control.png', address))).toEqual([address]);
});

test('a picture that is too large is left out, and that is said', async () => {
  const { images, err } = await pictured({ 'experiments/shown/control.png': 'x'.repeat(2 ** 21 + 1) });
  expect(images).toEqual([]);
  expect(err).toContain('experiments/shown/control.png is larger than 2 MB: it is not in the page.');
});

test('a picture that is not there, or no picture, is left out', async () => {
  expect(await imagesOf({})).toEqual([]);
  const secret = CTA.replace('shown/control.png', 'cta.yaml');
  expect(await imagesOf({}, secret)).toEqual([]);
});
