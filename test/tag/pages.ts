/** Holds what the tests of a page's life share: a site with a session on it, and experiments that everyone is in. */

import type { Experiment, FxEvent, Manifest, Variant } from '../../src/core/index.js';
import type { Client } from '../../src/tag/api.js';
import { createSession } from '../../src/tag/begin.js';
import { createFx } from '../../src/tag/client.js';
import { start } from '../../src/tag/life.js';
import type { Options } from '../../src/tag/options.js';
import { createSite } from '../../src/tag/site.js';
import type { Session, Site } from '../../src/tag/state.js';

/** An experiment that gives everyone `treatment`. */
export const experiment = (id: string, rest: Partial<Experiment> = {}, recipe: Partial<Variant> = {}): Experiment => ({
  id,
  name: `Experiment ${id}`,
  variants: [
    { key: 'control', name: 'Control', weight: 0 },
    { key: 'treatment', name: 'Treatment', weight: 10000, ...recipe },
  ],
  ...rest,
});

export const manifestOf = (...experiments: readonly Experiment[]): Manifest => ({
  version: 1,
  revision: 'r1',
  enabled: true,
  experiments,
});

/** A site on which nothing has begun. */
export const siteOf = (options: Options = {}): Site =>
  createSite(
    options,
    undefined,
    true,
    () => undefined,
    () => undefined,
  );

/** A session in which nothing has been decided. */
export const sessionOf = (options: Options = {}, ...experiments: readonly Experiment[]): Session => {
  const site = siteOf(options);
  site._manifest = manifestOf(...experiments);
  site._session = createSession(site, experiments);
  return site._session;
};

/** Every event that a site makes from now on. */
export const eventsOf = (site: Site): FxEvent[] => {
  const events: FxEvent[] = [];
  for (const type of ['exposure', 'conversion', 'failure'] as const)
    site._emitter._on(type, (event) => events.push(event));
  return events;
};

export interface Living {
  readonly site: Site;
  readonly client: Client;
  /** Every event that was made, sent or not. */
  readonly events: FxEvent[];
}

/** A page that has decided: what `load` makes of a manifest at hand. */
export const startPage = (options: Options, ...experiments: readonly Experiment[]): Living =>
  startManifest(options, manifestOf(...experiments));

/** The same for a whole manifest. */
export const startManifest = (options: Options, manifest: Manifest): Living => {
  const site = siteOf(options);
  const client = createFx(site);
  const events = eventsOf(site);
  start(site, manifest, true, client);
  return { site, client, events };
};
