/** Tests the warning about experiments that React renders and the tag counts by itself. */

import { afterEach, expect, test, vi } from 'vitest';
import { warnOfExposure } from '../../../src/sdk/react/development.js';
import type { FxSource } from '../../../src/sdk/react/source.js';
import { made } from '../engine/made.js';

const experiments = [made('loud'), made('quiet', { manualExposure: true })];
/** A tag, which begins experiments by itself: an engine has no `activate`. */
const tag = { experiments, activate: () => true } as unknown as FxSource;

const warned = (source: FxSource, ...ids: readonly string[]): string[] => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const said = new Set<string>();
  for (const id of ids) warnOfExposure(source, id, said);
  return warn.mock.calls.map(([text]) => `${text}`);
};

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test('in development it is said once of an experiment that is not manualExposure, and of no other', () => {
  expect(warned(tag, 'loud', 'loud', 'quiet', 'unknown')).toEqual([
    expect.stringMatching(/^fx: loud is rendered by React: give it manualExposure: true/),
  ]);
});

test('over an engine, which counts nobody by itself, there is nothing to warn of', () => {
  expect(warned({ experiments } as unknown as FxSource, 'loud')).toEqual([]);
});

test('in production nothing is said', () => {
  vi.stubEnv('NODE_ENV', 'production');
  expect(warned(tag, 'loud')).toEqual([]);
});
