/**
 * Takes pictures of variants: a browser without a window opens the preview links, and keeps what it sees beside the
 * experiments.
 */

export { isPublicAddress } from './addresses.js';
export type { PictureState } from './camera.js';
export { pageOn } from './pages.js';
export { SHOT_SIZES, type ShotSize, shotName, shotPath } from './places.js';
export { isOfPage, reasonOf } from './reasons.js';
export { type Shot, type ShotStep, type Sitting, shoot } from './shoot.js';
