/** Asks for the drafts that the link of a preview names, and goes on without them where they are not to be had. */

import type { Manifest } from '../core/index.js';
import type { CompiledCode } from './capability.js';
import { warn } from './guard.js';
import { fetchManifest } from './manifest.js';

/** Told a manifest with its functions, or undefined where there is none; maybe more than once, of which the first counts. */
export type TakeDraft = (manifest: Manifest | undefined, functions?: readonly CompiledCode[]) => void;

/** Where drafts are, and how to ask for them. */
export interface Draft {
  readonly _url: URL;
  _ask(take: TakeDraft): void;
}

/** The manifest of drafts at an address; what only this tab sees is not stored. */
export const fetchDraft = (url: URL): Draft => ({
  _url: url,
  _ask: (take) => void fetchManifest(url.href, () => undefined).then(take),
});

/**
 * @param take told the manifest of the drafts, with its functions
 * @param giveUp told that there is none, or not in time
 */
export const seekDraft = (
  { _ask: ask, _url: url }: Draft,
  timeoutMs: number,
  take: (manifest: Manifest, functions: readonly CompiledCode[]) => void,
  giveUp: () => void,
): void => {
  let isAnswered = false;
  const answer = (why: string, manifest?: Manifest, functions: readonly CompiledCode[] = []): void => {
    if (isAnswered) return;
    isAnswered = true;
    if (manifest) take(manifest, functions);
    else {
      warn(`no drafts in this preview: ${url.href} ${why}`);
      giveUp();
    }
  };
  setTimeout(answer, timeoutMs, 'is too slow');
  ask((...what) => answer('is not there', ...what));
};
