/** Exports `fx-tag/server`: decides for requests, in Node, at the edge and in workers. */

export type {
  Context,
  Experiment,
  Gate,
  JsonManifest,
  JsonObject,
  KnownDecision,
  Manifest,
  ServedDecision,
  ServedDecisions,
} from '../../core/index.js';
export type { VerifySignature } from '../signature/index.js';
export type {
  AnyRequest,
  FxServer,
  FxVisit,
  Outbox,
  ServerExplanation,
  ServerOptions,
  ServerProblem,
  SubjectQuestion,
  VisitOptions,
} from './api.js';
export { createMemoryOutbox } from './outbox.js';
export { createServer } from './server.js';
