/** Writes a publication to a target: whole or not at all, whenever the process is killed. */

import { renameSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Lock,
  listNames,
  makeDirectory,
  remove,
  removeUnfinished,
  syncDirectory,
  writeAtomic,
} from '../files/index.js';
import { Blocked } from './attempt.js';
import { nowDesigned } from './designs.js';
import { withLock } from './lock.js';
import { byPublishing, fixedName, hashOf, lastingName } from './release.js';
import { signFiles } from './signed.js';
import type { Signer } from './signing.js';
import { type Release, type Role, STATE_FILE, type State, writeState } from './state.js';
import { manifestIn, readRelease, readTarget, type Target, withTarget } from './targets.js';
import type { Notice } from './voice.js';

/**
 * What a target is to hold. Where one was interrupted it is finished first: fixed names are of two revisions at most.
 */
export interface Publication {
  /** As it is to be remembered; the hashes of `current` are set here. */
  readonly state: State;
  /** By role, as they are to be published. */
  readonly files: ReadonlyMap<Role, Buffer>;
  readonly token: string | null;
}

/** How a target is written. */
export interface PublishOptions {
  /** How long to wait for another process, milliseconds. Default 0. */
  readonly waitMs?: number;
  /** Hears of locks that were taken over, and of publications that were finished. */
  readonly say: (notice: Notice) => void;
  /** Signs the manifests anew. Default: what is published keeps the signatures that it has. */
  readonly signer?: Signer | undefined;
  /** Why, where somebody said so: a target that keeps commits says it in this one. */
  readonly reason?: string | undefined;
}

/**
 * Publishes, if the target is still the one that was looked at.
 *
 * Lasting copies come first, then a record in state.json of what is to be, then the fixed names, one rename each, then
 * the record that it is done. Killed before the first record the target is what it was; after it, whoever comes next
 * finishes. In between each fixed file is whole, and a page loads only one of them.
 *
 * @throws Blocked where another process publishes or the target moved since, Refusal where it cannot be written
 */
export async function publish(target: Target, publication: Publication, options: PublishOptions): Promise<void> {
  const { directory, place, base } = target;
  makeDirectory(directory);
  const lockOptions = { waitMs: options.waitMs ?? 0, say: options.say };
  await withLock(directory, lockOptions, async (lock) => {
    const now = await readTarget(directory);
    if (now.base !== base) throw new Blocked({ code: 'moved', directory: place });
    const copies =
      now.isAdopted && now.state ? await readRelease(directory, now.state.current, now.state.enabled) : null;
    const files = options.signer ? await signFiles(publication.files, options.signer, now) : publication.files;
    write(now, { ...publication, files }, await listNames(directory), copies ?? new Map(), lock);
    await target.mirror?.push(options.reason);
  });
}

/** Finishes a publication that was interrupted; does nothing where there is none. */
async function finish(target: Target, options: PublishOptions): Promise<Target> {
  if (!target.isUnfinished || !target.state) return target;
  const { directory, place, token, state } = target;
  const files = await readRelease(directory, state.current, state.enabled);
  // It is signed already, if it was to be.
  await publish(target, { state, files, token }, { ...options, signer: undefined });
  options.say({ code: 'finished', directory: place });
  return readTarget(place);
}

/** Finishes what was interrupted, works on the target as it is then, and lets it go. */
export const withFinished = <T>(
  opened: Target,
  options: PublishOptions,
  work: (target: Target) => Promise<T>,
): Promise<T> =>
  withTarget(opened, async (found) => {
    const target = await finish(found, options);
    return target === found ? work(target) : withTarget(target, work);
  });

/** Nothing here waits: no signal but SIGKILL can come in between. */
function write(
  now: Target,
  { state, files, token }: Publication,
  names: readonly string[],
  copies: ReadonlyMap<Role, Buffer>,
  lock: Lock,
): void {
  const { directory } = now;
  const hashes = Object.fromEntries([...files].map(([role, bytes]) => [role, hashOf(bytes)]));
  const manifest = manifestIn(files.get('manifest.json'), join(directory, 'manifest.json'));
  const designs = nowDesigned(now.state?.designs ?? [], manifest);
  const next: State = { ...state, current: { ...state.current, files: hashes }, ...(designs.length && { designs }) };
  removeUnfinished(directory);
  if (token !== null) renameTokens(directory, names, token);
  for (const [role, bytes] of [...copies, ...files]) {
    const name = lastingName(role, token, hashOf(bytes));
    if (!names.includes(name) || now.damaged.has(name)) writeAtomic(join(directory, name), bytes);
  }
  for (const [name, bytes] of now.damaged) if (bytes) writeAtomic(join(directory, name), bytes);
  syncDirectory(directory);
  lock.check();
  const record = join(directory, STATE_FILE);
  writeAtomic(record, writeState({ ...(now.recorded ?? next), next }));
  syncDirectory(directory);
  for (const [role, bytes] of [...files].sort(([a], [b]) => byPublishing(a, b))) {
    const name = fixedName(role, token);
    const isThere = names.includes(name) && !now.isUnfinished && !now.drift.includes(name);
    if (isThere && now.state?.current.files[role] === hashes[role]) continue;
    writeAtomic(join(directory, name), bytes);
  }
  for (const name of leftovers(names, now.state?.current, next.current, token)) remove(join(directory, name));
  syncDirectory(directory);
  writeAtomic(record, writeState(next));
  syncDirectory(directory);
}

/** Lasting copies of previews move to the new token, so that the old one opens nothing and a rollback finds them. */
function renameTokens(directory: string, names: readonly string[], token: string): void {
  for (const name of names) {
    const [, old, rest] =
      /^preview\.([0-9a-f]{16})\.([0-9a-f]{16}\.js(?:on)?|json\.[0-9a-f]{16}\.sig)$/.exec(name) ?? [];
    if (old !== undefined && old !== token)
      renameSync(join(directory, name), join(directory, `preview.${token}.${rest}`));
  }
}

/** Fixed names that nothing belongs to any more: of bundles that are gone, and of another preview token. */
function leftovers(
  names: readonly string[],
  before: Release | undefined,
  after: Release,
  token: string | null,
): string[] {
  const roles = Object.keys(before?.files ?? {}).filter((role) => !(role in after.files));
  const gone = roles.filter((role) => !role.startsWith('preview.'));
  const hasPreview = 'preview.json' in after.files;
  const previews = names.filter((name) => {
    const [, other, signature] = /^preview\.([0-9a-f]{16})\.js(?:on)?(\.sig)?$/.exec(name) ?? [];
    const isOfNobody = !hasPreview || (signature !== undefined && !('preview.json.sig' in after.files));
    return other !== undefined && (isOfNobody || other !== token);
  });
  return [...gone, ...previews];
}
