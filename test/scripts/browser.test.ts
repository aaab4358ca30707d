/** Checks which Chromium tests are driven in. */

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { ensureHeadless, shellOf } from '../../scripts/browser.mjs';
import { folder as folderOf } from '../cli/fx.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A program that says which Chromium it is. */
function program(folder: string, name: string, version: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho 'Chromium ${version} built on Debian'\n`);
  chmodSync(path, 0o755);
  return path;
}

test.each([
  ['156.0.8078.108', true],
  ['150.0.7871.100', false],
])('the one without windows of version %s is taken for a whole one of 156.0.8078.108: %s', (version, isTaken) => {
  const folder = folderOf({});
  const whole = program(folder, 'chromium', '156.0.8078.108');
  const shell = program(join(folder, 'bin'), 'chromium-headless-shell', version);
  vi.stubEnv('PATH', [join(folder, 'bin'), process.env.PATH].join(delimiter));
  expect(shellOf(whole)).toBe(isTaken ? shell : null);
});

test('a Chromium that is named is taken, whatever lies beside it', () => {
  const whole = program(folderOf({}), 'chromium', '156.0.8078.108');
  vi.stubEnv('FX_HEADLESS', undefined);
  vi.stubEnv('FX_CHROMIUM', whole);
  expect(ensureHeadless()).toBe(whole);
});
