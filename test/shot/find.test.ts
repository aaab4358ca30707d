/** Checks where a browser is looked for, and the sentence where there is none. */

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findChromium } from '../../src/shot/find.js';

async function withProgram(name: string, script: string, then: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fx-find-'));
  try {
    await writeFile(join(folder, name), script);
    await chmod(join(folder, name), 0o755);
    await then(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a browser on the PATH is found, where it starts', () =>
  withProgram('google-chrome', '#!/bin/sh\necho Google Chrome 140.0\n', async (folder) => {
    expect(await findChromium({ env: { PATH: folder }, platform: 'darwin' })).toBe(join(folder, 'google-chrome'));
  }));

test('a script that only asks for another package is none', () =>
  withProgram('chromium-browser', '#!/bin/sh\necho Please install the snap\nexit 1\n', async (folder) => {
    await expect(findChromium({ env: { PATH: folder }, platform: 'darwin' })).rejects.toThrow(
      'Pictures need Chromium or Chrome, and there is none here: install it',
    );
  }));

test('what FX_CHROMIUM names is taken, and nothing else in its place', () =>
  withProgram('mine', '#!/bin/sh\necho Chromium 140.0\n', async (folder) => {
    const env = { FX_CHROMIUM: join(folder, 'mine'), PATH: '/usr/bin' };
    expect(await findChromium({ env, platform: 'linux' })).toBe(env.FX_CHROMIUM);
    await expect(findChromium({ env: { ...env, FX_CHROMIUM: '/no/such' }, platform: 'linux' })).rejects.toThrow(
      'FX_CHROMIUM is /no/such, which is no Chromium that starts: correct it or unset it.',
    );
  }));
