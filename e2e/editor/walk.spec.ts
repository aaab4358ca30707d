/**
 * Tests the first three minutes of somebody in the editor, as `scripts/walk.mjs` walks them for the pictures of
 * docs/editor.md.
 */

import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from '../../src/authoring/index.js';
import { expect, test } from '../harness/index.js';

const SCRIPT = fileURLToPath(new URL('../../scripts/walk.mjs', import.meta.url));

test('who has never seen fx changes headline and button on phones only, and previews it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fx-walked-'));
  const walk = spawn(process.execPath, [SCRIPT, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  walk.stderr.on('data', (part) => {
    said += part;
  });
  const code = await new Promise((resolve) => walk.on('close', resolve));
  expect([code, said]).toEqual([0, '']);
  const steps = ['overview', 'open', 'pick', 'text', 'phones', 'narrow', 'draft', 'preview'];
  const pictures = (await readdir(folder)).filter((name) => name.endsWith('.png'));
  expect(pictures.sort()).toEqual(steps.map((step) => `editor-${step}.png`).sort());
  const text = await readFile(join(folder, 'headline.yaml'), 'utf8');
  const { problems, preview } = await compile([{ path: 'headline.yaml', text }]);
  expect(problems).toEqual([]);
  const [made] = preview?.experiments ?? [];
  expect(made?.audience?.rule).toEqual({ '==': [{ var: 'device.type' }, 'mobile'] });
  expect(made?.variants[1]?.domOps?.map((op) => ('value' in op ? op.value : op.op))).toEqual([
    'Paper that wants to be written on.',
    'See what we make',
  ]);
  await rm(folder, { recursive: true });
});
