/** Declares the types of a site's own experiments, where the file of `fx types` is in its project. */

import type { JsonObject } from '../core/index.js';

/**
 * The experiments of a site, for types only: `fx types` writes a file that adds them.
 *
 * @example
 * declare module 'fx-tag' {
 *   interface FxExperiments {
 *     'homepage-cta': { variants: 'control' | 'treatment'; payload: undefined; metadata: undefined };
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be added to
export interface FxExperiments {}

interface AnyExperiment {
  readonly variants: string;
  readonly payload: JsonObject | undefined;
  readonly metadata: JsonObject | undefined;
}

/** An experiment's id: any text, or one of the site's own where the file of `fx types` is in the project. */
export type ExperimentId = keyof FxExperiments extends never ? string : keyof FxExperiments & string;

/** What the site's own types say about an experiment; of one that they do not know, nothing. */
export type ExperimentOf<Id extends string> = Id extends keyof FxExperiments
  ? FxExperiments[Id] extends AnyExperiment
    ? FxExperiments[Id]
    : AnyExperiment
  : AnyExperiment;

/** The keys of an experiment's variants. */
export type VariantOf<Id extends string> = ExperimentOf<Id>['variants'];

/** The payloads of an experiment's variants. */
export type PayloadOf<Id extends string> = ExperimentOf<Id>['payload'];
