/** Tests that files which did not change are not checked again, and that this is seen by nothing but the clock. */

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { seeded } from '../../scripts/seeded.mjs';
import { type Compiled, compile } from '../../src/authoring/compile.js';
import { createMemory, type Memory, type SourceFile } from '../../src/authoring/index.js';
import { NOW, VARIANTS, withFields } from './compiling.js';

const STEPS = 400;

const DEMO = new URL('../../demo/experiments/', import.meta.url);
const TEXTS = [
  ...readdirSync(DEMO).map((name) => readFileSync(new URL(name, DEMO), 'utf8')),
  withFields('endAt: 2026-06-01T00:00:00Z\nsalt: shared'),
  withFields('startAt: 1999-01-01T00:00:00Z\nlayer: {name: l, from: 0, to: 0.6}'),
  withFields('layer: {name: l, from: 0.5, to: 1}\nsalt: shared'),
  `id: h\nname: H\nholdout: 0.1\nexperiments: [a, b]\n---\nid: b\nname: B\n${VARIANTS}`,
  `id: r\nname: R\n${VARIANTS}    redirect: https://shop.example/a\n`,
  'id: [',
  '',
];
const PIECES = [
  'running',
  'archived',
  "'",
  ': ',
  '\n',
  'name: N\n',
  '---\n',
  'flase',
  '&a ',
  '\u00a0',
  '0.7',
  'id: a\n',
];

/** All that a compilation says, without what belongs to one alone. */
const said = ({ mends, sources, holdouts, ...rest }: Compiled): unknown => ({
  ...rest,
  sources: [...sources],
  holdouts: [...holdouts],
  mends: [...mends].map(([problem, edits]) => [problem, edits]),
});

test('a memory changes nothing of what is said, whatever is edited, at any time', async () => {
  const random = seeded(20260202);
  const below = (count: number): number => Math.floor(random() * count);
  const memory = createMemory();
  let files: SourceFile[] = TEXTS.map((text, at) => ({ path: `${at}.yaml`, text }));
  for (let step = 0; step < STEPS; step++) {
    const at = below(files.length);
    const { path = '0.yaml', text = '' } = files[at] ?? {};
    const before = String(text);
    const [from, piece] = [below(before.length + 1), PIECES[below(PIECES.length)] ?? ''];
    const edits = [
      before.slice(0, from) + piece + before.slice(from + below(12)),
      TEXTS[below(TEXTS.length)] ?? '',
      before,
    ];
    files = files.with(at, { path, text: edits[below(10) < 7 ? 0 : below(3)] ?? '' });
    const options = {
      now: NOW + below(3) * 365 * 86_400_000,
      redirectOrigins: below(8) ? [] : ['https://shop.example'],
    };
    const [with_, without] = [await compile(files, { ...options, memory }), await compile(files, options)];
    expect(said(with_), `step ${step}`).toEqual(said(without));
  }
}, 120_000);

const spied = (): { memory: Memory; checked: () => string[] } => {
  const memory = createMemory();
  let checked: string[] = [];
  const keep: Memory['keep'] = (file, found) => {
    checked.push(file.path);
    memory.keep(file, found);
  };
  return {
    memory: { ...memory, keep },
    checked: () => {
      const all = checked;
      checked = [];
      return all;
    },
  };
};

const folder = (text: string): SourceFile[] => [
  { path: 'a.yaml', text },
  { path: 'b.yaml', text: `id: b\nname: B\n${VARIANTS}` },
];

test('only files that changed are checked again', async () => {
  const { memory, checked } = spied();
  const look = async (text: string, redirectOrigins: string[] = []): Promise<string[]> => {
    await compile(folder(text), { memory, redirectOrigins });
    return checked();
  };
  expect(await look(withFields(''))).toEqual(['a.yaml', 'b.yaml']);
  expect(await look(withFields(''))).toEqual([]);
  expect(await look(withFields('salt: other'))).toEqual(['a.yaml']);
  // What an edit would give is looked at before it is written, or thrown away.
  expect(await look(withFields(''))).toEqual([]);
  expect(await look(withFields(''), ['https://shop.example'])).toEqual(['a.yaml', 'b.yaml']);
});

test('no more is held than the last two compilations looked at', async () => {
  const { memory, checked } = spied();
  for (const salt of ['one', 'two', 'three']) await compile(folder(withFields(`salt: ${salt}`)), { memory });
  checked();
  await compile(folder(withFields('salt: one')), { memory });
  expect(checked()).toEqual(['a.yaml']);
});

test('bytes and text are not taken for each other, as bytes alone can be no UTF-8', async () => {
  const { memory, checked } = spied();
  const text = withFields('');
  await compile([{ path: 'a.yaml', text }], { memory });
  await compile([{ path: 'a.yaml', text: new TextEncoder().encode(text) }], { memory });
  expect(checked()).toEqual(['a.yaml', 'a.yaml']);
  await compile([{ path: 'a.yaml', text: new TextEncoder().encode(text) }], { memory });
  expect(checked()).toEqual([]);
});
