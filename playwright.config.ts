/** Runs the tests in a real Chromium: the tag with its manifest in the page, and the same specs again on the container. */

import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import type { Options } from './e2e/harness/index.js';
import { launchedFrom } from './e2e/harness/launch.js';
import { ensureHeadless } from './scripts/browser.mjs';

// found once, not again by every worker
process.env.FX_HEADLESS ??= ensureHeadless();

/** What an owner may install either way. */
const EITHER = [
  ...['paint', 'ops', 'exposure', 'delivery', 'isolation', 'preview', 'triggers', 'api'],
  ...['clobbered', 'queue', 'story'],
  ...(process.env.FX_LONG ? ['badge', 'components', 'consent', 'life', 'redirect', 'router', 'strict'] : []),
];

export default defineConfig<Options>({
  testDir: 'e2e',
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  // A test waits for half of its time: for a page, a timer, an event that must not come.
  workers: availableParallelism() + 1,
  retries: 0,
  // patience, for a machine that does forty other things: tests wait for facts, and only those that fail take so long
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? '.cache/test/browser.json' }]],
  use: {
    video: 'off',
    launchOptions: launchedFrom(process.env.FX_HEADLESS),
  },
  projects: [
    { name: 'tag', use: { mode: 'inline' } },
    { name: 'container', use: { mode: 'container' }, testMatch: EITHER.map((feature) => `${feature}/*.spec.ts`) },
  ],
});
