/** Pauses experiments of what is published, and changes nothing else of it: what waits in files goes on waiting. */

import { join } from 'node:path';
import { container, revisionOf, serialize } from '../authoring/index.js';
import { type Manifest, parseManifest } from '../core/index.js';
import { type Attempt, caught } from './attempt.js';
import { readDist } from './package.js';
import { type PublishOptions, publish, withFinished } from './publish.js';
import { releaseOf, switchRelease } from './release.js';
import { HISTORY_LIMIT, type Role } from './state.js';
import { manifestIn, readRelease, readTarget, stateOf, type Target } from './targets.js';

/**
 * Publishes the same experiments again with some of them paused: their visitors see the page as it is, at the latest
 * with the next load, and keep their assignment.
 *
 * @returns the ids that were running; where there are none, nothing is written
 */
export const pausePublished = (
  directory: string,
  ids: readonly string[],
  options: PublishOptions,
): Promise<Attempt<readonly string[]>> =>
  caught(async () => withFinished(await readTarget(directory), options, (target) => pause(target, ids, options)));

async function pause(target: Target, ids: readonly string[], options: PublishOptions): Promise<readonly string[]> {
  const state = stateOf(target);
  const files = await readRelease(target.directory, state.current, true);
  const manifest = manifestIn(files.get('manifest.json'), join(target.directory, 'manifest.json'));
  const running = manifest.experiments.filter(({ id, status }) => ids.includes(id) && status === undefined);
  if (!running.length) return [];
  const preview = manifestOf(files, 'preview.json');
  const paused = withPaused(manifest, ids);
  rewrite(files, 'container.js', 'manifest.json', paused);
  if (preview) rewrite(files, 'preview.js', 'preview.json', withPaused(preview, ids));
  // Where nobody is here who has the key, servers that ask for a signature keep what they have.
  for (const role of [...files.keys()]) if (role.endsWith('.sig')) files.delete(role);
  const current = releaseOf(paused.revision, files, state.current.metrics);
  const history = [state.current, ...state.history].slice(0, HISTORY_LIMIT);
  const publication = { files: switchRelease(files, state.enabled), token: target.token };
  await publish(target, { ...publication, state: { ...state, current, history } }, options);
  return running.map(({ id }) => id);
}

/**
 * With the whole tag: what its configuration leaves out of a container is not known here, and comes with the next
 * publication.
 */
function rewrite(files: Map<Role, Buffer>, script: Role, data: Role, manifest: Manifest): void {
  const whole = readDist('fx.container.js').toString('utf8');
  files.set(script, Buffer.from(container(whole, manifest).text));
  files.set(data, Buffer.from(serialize(manifest)));
}

function manifestOf(files: ReadonlyMap<Role, Buffer>, role: Role): Manifest | null {
  const bytes = files.get(role);
  return (bytes && parseManifest(bytes.toString('utf8'))) ?? null;
}

/** Drafts stay drafts: nobody sees them. */
function withPaused(manifest: Manifest, ids: readonly string[]): Manifest {
  const experiments = manifest.experiments.map((one) =>
    ids.includes(one.id) && one.status === undefined ? withStatus(one) : one,
  );
  return { ...manifest, experiments, revision: revisionOf(experiments, manifest.holdouts ?? []) };
}

/** With its keys in the order in which they are published. */
function withStatus(experiment: Manifest['experiments'][number]): Manifest['experiments'][number] {
  const { id, name, phase, status: _, ...rest } = experiment;
  return { id, name, ...(phase !== undefined && { phase }), status: 'paused', ...rest };
}
