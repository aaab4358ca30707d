/** The page of results holds the pictures of variants in itself. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exposure, type Row } from '../docs/known.js';
import { experiment, folder, fx } from './fx.js';
import { lines } from './readout.js';

const ROWS: Row[] = ['a', 'b', 'c', 'd'].map((subject, at) => exposure(subject, at % 2 ? 'treatment' : 'control'));
const CTA = experiment('cta').replace('key: control', 'image: shown/control.png\n    key: control');

async function imagesOf(files: Readonly<Record<string, string>>, text = CTA): Promise<string[]> {
  const root = folder({ 'experiments/cta.yaml': text });
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), bytes);
  }
  writeFileSync(join(root, 'events.ndjson'), lines(ROWS));
  const { code, err } = await fx(['results', 'experiments', '--events', 'events.ndjson', '--html', 'out.html'], root);
  expect([code, err]).toEqual([0, expect.stringContaining('out.html')]);
  const page = readFileSync(join(root, 'out.html'), 'utf8');
  return [...page.matchAll(/<img src="([^"]*)"/g)].map(([, src = '']) => src);
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

test('a picture that is not there, too large, or no picture is left out', async () => {
  expect(await imagesOf({})).toEqual([]);
  expect(await imagesOf({ 'experiments/shown/control.png': 'x'.repeat(2 ** 21 + 1) })).toEqual([]);
  const secret = CTA.replace('shown/control.png', 'cta.yaml');
  expect(await imagesOf({}, secret)).toEqual([]);
});
