/** Leaves out manifests that are fetched: the container has its own at hand. */

import type { Manifest } from '../../core/index.js';
import { createFx } from '../client.js';
import { addCompanion } from '../companion.js';
import type * as experiments from '../experiments.js';
import { attempt, warn } from '../guard.js';
import { start } from '../life.js';
import type * as real from '../load.js';
import { createSite } from '../site.js';

/** It came with the tag. */
export const isDoubtful: typeof experiments.isDoubtful = () => false;

export const load: typeof real.load = (
  options,
  { _functions: functions, _manifest: manifest, _onClient: onClient, _tagUrl: tagUrl },
) => {
  const site = createSite(
    options,
    functions,
    true,
    () => undefined,
    () => undefined,
  );
  const client = createFx(site);
  client.push(...(onClient?.(client) ?? []));
  attempt(
    () => start(site, manifest as Manifest, true, client),
    (error) => warn(`${error}`),
  );
  const { collect = '', debug, name = 'fx' } = options;
  if (debug) addCompanion('fx.story.js', { _url: tagUrl, _nonce: options.nonce }, { name, collect });
  return client;
};
