/** Exports `fx-tag/node`: what Node adds to `fx-tag/server`. */

export * from '../server/index.js';
export { forExpress, forFastify, forHono, forNode, type VisitOptionsOf, type WithVisit } from './adapters.js';
export { forNextRequest, NodeClient, type NodeExposure, type RequestContext } from './client.js';
export { flushOnExit } from './farewell.js';
export { type Following, type FollowOptions, pollManifest, watchManifest } from './manifests.js';
export { createNodeServer, type NodeOptions } from './node.js';
export { createSpool, type SpoolOptions } from './spool.js';
