/** What an engine throws in the mode `closed`. */

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
