/** Exports `fx-tag/openfeature`: providers for OpenFeature's web and server SDKs. */

export type { Resolution } from './evaluate.js';
export { createServerProvider, type DecidingServer, type ServerProviderOptions } from './server.js';
export { createWebProvider, type WebProviderOptions, type WebSource } from './web.js';
