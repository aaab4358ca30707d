/** Plans and opens for the tests of publishing, which ask the room itself. */

import {
  makeKey,
  openTarget,
  type Planned,
  planFor,
  readSigner,
  type Signer,
  type Target,
  type Voice,
} from '../../src/publishing/index.js';
import type { Project } from '../cli/target.js';

/** Nobody hears anything. */
export const quiet: Voice = { say: () => undefined, busy: (_, work) => work() };
export const options = { say: quiet.say };

/** Somebody with a private key, by default a new one. */
export const signerOf = (text = makeKey()): Signer => {
  const signer = readSigner(text);
  if (!signer) throw new Error('no key');
  return signer;
};

/** What publishing the project would change in its target. */
export async function planned({ root, target }: Project): Promise<Planned> {
  const attempt = await planFor(quiet, `${root}/experiments`, { directory: target, isNamed: false });
  if (!attempt.ok) throw new Error(attempt.obstacle.code);
  return attempt.value;
}

/** The project's target as it is now. */
export async function opened({ target }: Project): Promise<Target> {
  const attempt = await openTarget(target);
  if (!attempt.ok) throw new Error(attempt.obstacle.code);
  return attempt.value;
}
