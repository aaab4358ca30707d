/** Exports `fx-tag/next`: decisions on the server for Next 15 and 16. */

export { type DividedManifest, readVariantCode, renderedIn, variantCodes } from './code.js';
export { fxProxy, type NextRequestLike, type ProxyOptions } from './proxy.js';
export { FxScript, type FxScriptProps } from './script.js';
export { visitOf } from './visitof.js';
