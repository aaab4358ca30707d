/**
 * Checks that what a folder compiles to is kept while its files and its configuration say the same, for pages and for
 * plans.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorkspace } from '../../src/serve/workspace.js';
import { DRAFT, makeFolder } from './studio.js';

test('a plan is made of what the pages show, which is compiled once for the same files and configuration', async () => {
  const root = makeFolder();
  const config = (more: string): void =>
    writeFileSync(
      join(root, 'fx.config.yaml'),
      `previewToken: '0123456789abcdef'\ntargets:\n  live: public/fx\n${more}`,
    );
  const workspace = openWorkspace(join(root, 'experiments'));
  const open = async () => {
    const opened = await workspace.project();
    if (!opened.ok) throw new Error(opened.obstacle.code);
    return opened.value;
  };
  const first = await open();
  expect((await workspace.read()).compiled).toBe(first.compiled);
  expect(await open()).toBe(first);
  config('tag: [collect]\n');
  const second = await open();
  expect([...(second.tag?.words ?? [])]).toContain('collect');
  config('tag: [collect, consent]\n');
  expect([...((await open()).tag?.words ?? [])]).toContain('consent');
  writeFileSync(join(root, 'experiments/cta.yaml'), DRAFT.replace('green }', 'red }'));
  expect((await open()).compiled).not.toBe(second.compiled);
});
