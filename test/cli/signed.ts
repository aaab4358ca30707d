/** Makes a project whose publications are signed, for tests of signing. */

import { expect } from 'vitest';
import { type Project, project, TOKEN } from './target.js';

export const PREVIEW = `preview.${TOKEN}.json`;
export const MANIFEST = 'public/fx/manifest.json';

export const keyOf = async (made: Project, file = 'fx.key'): Promise<string> => {
  const { code, out, err } = await made.fx('keygen', file);
  expect(err).toContain('private key');
  expect(code).toBe(0);
  return out.trim();
};
/** A project that was published and signed. */
export const signedProject = async (): Promise<Project & { readonly key: string }> => {
  const made = project();
  const key = await keyOf(made);
  await made.publish('--sign', 'fx.key');
  return { ...made, key };
};
export const verify = (made: Project, key: string, manifest = MANIFEST) => made.fx('verify', manifest, '--key', key);
