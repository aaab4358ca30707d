/** Defines the errors that an engine throws in the mode `closed`, and tells in the mode `open`. */

import type { SignatureRefusal } from '../signature/index.js';

/** There is no experiment of that id. */
export class UnknownExperimentError extends Error {
  override readonly name = 'UnknownExperimentError';
  constructor(readonly experimentId: string) {
    super(`There is no experiment ${JSON.stringify(experimentId)}`);
  }
}

/** What was given for a manifest is none. */
export class InvalidManifestError extends Error {
  override readonly name = 'InvalidManifestError';
  constructor() {
    super('This is no manifest of a version that is known here');
  }
}

/** A manifest that an engine with a key does not use. */
export class UnsignedManifestError extends Error {
  override readonly name = 'UnsignedManifestError';
  constructor(readonly code: SignatureRefusal) {
    super(
      code === 'older'
        ? 'This manifest was signed before one that was used already'
        : 'This manifest is not signed with a key that is known here',
    );
  }
}
