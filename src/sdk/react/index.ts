/** Exports `fx-tag/react`: experiments in components, over the tag of the page, a server's decisions, or an engine. */

export { FxBoundary, type FxBoundaryProps } from './boundary.js';
export { type Decisions, FxContext } from './context.js';
export { type Track, type UseOptions, useExperiment, usePayload, useTrack, useVariant } from './hooks.js';
export { FxProvider, type FxProviderProps } from './provider.js';
export type { FxSource } from './source.js';
export { type VariantProps, VariantSwitch as Variant } from './switch.js';
