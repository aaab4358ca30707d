/** `fx-tag/core`: deciding, pure, for a browser, a server or an edge worker. */

export { decide, prepare } from './decide.js';
export type {
  Batch,
  Conversion,
  EventBase,
  Exposure,
  Failure,
  FailureCode,
  FxEvent,
} from './event.js';
export { explain, type Gate } from './explain.js';
export { hash, unit } from './hash.js';
export { matches, namespaces } from './rule.js';
export type {
  Audience,
  Code,
  Context,
  Decision,
  Experiment,
  Holdout,
  Json,
  JsonObject,
  Keep,
  Layer,
  Manifest,
  Op,
  OpTarget,
  Position,
  Question,
  Reason,
  Replaced,
  Rule,
  Status,
  Trigger,
  Variant,
} from './types.js';
