/** Exports `fx-tag`: the tag as a module, for a bundle that brings its own start. */

import { asManifest, type JsonManifest, type Manifest } from '../core/index.js';
import type { Client } from './api.js';
import { load } from './load.js';
import type { Options } from './options.js';

export type { Context, Experiment, FxEvent, Gate, JsonManifest, JsonObject, Manifest, Variant } from '../core/index.js';
export type { Assignment, Client, Command, Explanation, FxEvents, VariantChange } from './api.js';
export type { Options } from './options.js';
export type { RecipeScope, When, WhenOptions } from './scope.js';
export type { ExperimentId, FxExperiments } from './typed.js';

/**
 * A client for a manifest at hand: experiments are decided before it returns.
 *
 * @param options `manifestUrl` is asked only for what was stopped since
 * @returns the client; where the manifest is none that this version knows, one without experiments
 */
export const createClient = (manifest: Manifest | JsonManifest, options: Options = {}): Client =>
  load(options, { _manifest: asManifest(manifest) });

/**
 * Fetches the manifest, unless a stored copy is young enough, and decides.
 *
 * @returns the client, when experiments were decided; where there is no manifest to be had, one without experiments.
 * Never rejects.
 */
export const init = (options: Options): Promise<Client> => load(options, {}).ready;
