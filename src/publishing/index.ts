/** Targets and what is published in them: plan, apply, rollback, off and on. Knows no terminal. */

export { CONFIG_FILE, type Config, chooseTarget, type Destination, findConfig, readConfig } from './config.js';
export type { PhaseDesign } from './designs.js';
export { listDist, readDist, readVersion } from './package.js';
export { type Planned, planFor, planJson, riskCount } from './planning.js';
export {
  count,
  DEFAULT_DIRECTORY,
  describe,
  openProject,
  type Project,
  requireValid,
} from './project.js';
export { finish, type Publication, publish } from './publish.js';
export {
  fixedName,
  integrityOf,
  lastingName,
  publishedOf,
  type Rendered,
  render,
  switchRelease,
  type Valid,
} from './release.js';
export { HISTORY_LIMIT, nowUsed, type Release, STATE_FILE, type State } from './state.js';
export { openTarget, readPublished, readRelease, requireState, type Target } from './targets.js';
export { toggle } from './toggle.js';
export type { Voice } from './voice.js';
