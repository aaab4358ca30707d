/** Exports `fx-tag/engine`: decisions without a page, for React Native, workers, Electron and command lines. */

export type { Context, Experiment, FxEvent, JsonManifest, Manifest } from '../../core/index.js';
export type { VerifySignature } from '../signature/index.js';
export { createEngine } from './engine.js';
export { InvalidManifestError, UnknownExperimentError, UnsignedManifestError } from './errors.js';
export {
  combineTelemetry,
  createHttpFetcher,
  createHttpTelemetry,
  type HttpFetcherOptions,
  type HttpTelemetry,
  type HttpTelemetryOptions,
} from './http.js';
export {
  createCookieStorage,
  createItemStorage,
  createMemoryStorage,
  createMmkvStorage,
  createSecureStorage,
  type Mmkv,
  type SecureStore,
} from './storage.js';
export type {
  ChangeSource,
  Engine,
  EngineEvent,
  EngineOptions,
  EngineStorage,
  Fetcher,
  Happening,
  Moment,
  Rollback,
  SignedManifest,
  Telemetry,
} from './types.js';
