/** Leaves out the operator `semver`: its rule fails. */

import type * as semver from '../semver.js';

export const versionRange: typeof semver.versionRange = (text) => {
  throw text;
};
