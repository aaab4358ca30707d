/** Publishes to targets: plan, apply, rollback, off and on. Knows no terminal, and has no words. */

export { type ApplyOptions, carryOut } from './apply.js';
export type { Attempt, Obstacle } from './attempt.js';
export { CONFIG_FILE, type Config, chooseTarget, type Destination, findConfig, loadConfig } from './config.js';
export type { PhaseDesign } from './designs.js';
export { type ExaminedTarget, examineTarget } from './examine.js';
export { listDist, readDist, readVersion } from './package.js';
export { type Planned, planFor, planJson, riskOf } from './planning.js';
export { count, DEFAULT_DIRECTORY, openProject, type Project, validOf } from './project.js';
export type { PublishOptions } from './publish.js';
export { fixedName, integrityOf, lastingName, type Rendered, render, type Valid } from './release.js';
export { rememberComparing } from './remembering.js';
export { findWayBack, goBack, type WayBack } from './rollback.js';
export { isSignedBy } from './signed.js';
export { checkSignature, isPublicKey, makeKey, readSigner, type SignatureVerdict, type Signer } from './signing.js';
export { type Release, STATE_FILE, type State } from './state.js';
export { pausePublished } from './stop.js';
export { openTarget, type Target } from './targets.js';
export { toggle, WAIT_MS } from './toggle.js';
export type { Notice, Step, Voice } from './voice.js';
