/** Reads a page and its answers, and says whether fx works there. */

export { checkServerCookie } from './cookies.js';
export { readElements } from './html.js';
export { parseManifest } from './manifest.js';
export { fetchBytes, type LoadedPage, openPage, type PageOptions } from './page.js';
export { checkPermissions, permissionsOf, policiesOf } from './permission.js';
export { type Check, checkAbsence, checkPlacement, findTag } from './placement.js';
export { checkExperiments } from './prospect.js';
