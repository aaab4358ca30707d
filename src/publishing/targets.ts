/** Reads what is published in a target, a directory, and what it remembers of it. */

import { join } from 'node:path';
import type { Published } from '../authoring/index.js';
import { type Holdout, type Manifest, parseManifest } from '../core/index.js';
import { isAddress, listNames, readBytes, readText } from '../files/index.js';
import { type Attempt, Blocked, caught } from './attempt.js';
import { type Damage, type FindRole, inspectCopies, recover, whole } from './copies.js';
import { fixedName, hashOf, publishedOf, releaseOf, switchRelease } from './release.js';
import { inNameOf, type Mirror, openMirror } from './remotes/mirror.js';
import { type Release, type Role, readState, STATE_FILE, type State, type StateFile, writeState } from './state.js';

/** A target as it is now. */
export interface Target {
  readonly directory: string;
  /** As it was named: the directory, or an address elsewhere of which the directory is a copy. */
  readonly place: string;
  readonly mirror: Mirror | null;
  /** Null where nothing was published yet. What was begun and not finished counts as published. */
  readonly state: State | null;
  /** The state before what was begun and not finished, else the same: fixed names hold nothing older. */
  readonly recorded: State | null;
  /** Whether a publication was interrupted between its first and its last file. */
  readonly isUnfinished: boolean;
  /** Whether there are files without state.json, as `fx build` makes them: then metrics and history are not known. */
  readonly isAdopted: boolean;
  /** The preview token in its file names. */
  readonly token: string | null;
  /** A hash of the state: it changes with every publication. Null where nothing was published yet. */
  readonly base: string | null;
  /** Running, paused and draft experiments by id. */
  readonly published: ReadonlyMap<string, Published>;
  /** Of the live manifest. */
  readonly holdouts: readonly Holdout[];
  /** Fixed names whose content is not what fx published. */
  readonly drift: readonly string[];
  /** Lasting copies whose content is not what their name says, with the right bytes where they are known. */
  readonly damaged: Damage['damaged'];
  /** Earlier revisions of which a file is lost. */
  readonly lost: Damage['lost'];
  /** Deletes the copy of a target elsewhere: whoever opened it says when it is needed no more. */
  letGo(): void;
}

const PREVIEW = /^preview\.([0-9a-f]{16})\.(?:[0-9a-f]{16}\.)?(?:js|json)$/;

/** Reads a target. A directory that is not there, or is empty, is one in which nothing was published. */
export const openTarget = (place: string): Promise<Attempt<Target>> => caught(() => readTarget(place));

/** The same inside of this room. */
export async function readTarget(place: string): Promise<Target> {
  if (!isAddress(place)) return readDirectory(place);
  const mirror = await openMirror(place);
  try {
    const target = await inNameOf(mirror, () => readDirectory(mirror.directory));
    const isUnfinished = target.isUnfinished || (mirror.isBehind && target.state !== null);
    return { ...target, place, mirror, isUnfinished, letGo: () => mirror.letGo() };
  } catch (error) {
    mirror.letGo();
    throw error;
  }
}

/** Works on a target that goes on being needed: it is let go only where the work cannot be done. */
export async function holding<T>(target: Target, work: (target: Target) => Promise<T>): Promise<T> {
  try {
    return await inNameOf(target.mirror, () => work(target));
  } catch (error) {
    target.letGo();
    throw error;
  }
}

/** Works on a target, and lets it go. What keeps the work from being done names the target. */
export async function withTarget<T>(target: Target, work: (target: Target) => Promise<T>): Promise<T> {
  try {
    return await inNameOf(target.mirror, () => work(target));
  } finally {
    target.letGo();
  }
}

async function readDirectory(directory: string): Promise<Target> {
  const names = await listNames(directory);
  const text = await readText(join(directory, STATE_FILE));
  const file = text === null ? null : readState(text, join(directory, STATE_FILE));
  const recorded = file ? withoutNext(file) : await adopt(directory, names);
  const next = file?.next;
  const state = next ?? recorded;
  const token = state ? tokenOf(names, state.current) : null;
  const isAdopted = file === null && state !== null;
  return {
    directory,
    place: directory,
    mirror: null,
    state,
    recorded,
    isUnfinished: next !== undefined,
    isAdopted,
    token,
    base: state && hashOf(Buffer.from(writeState(state))),
    published: state ? await readPublished(directory, state.current, isAdopted) : new Map(),
    holdouts: state ? await readHoldouts(directory, state.current) : [],
    drift: state && !next ? await findDrift(directory, state.current, token) : [],
    letGo: () => undefined,
    ...(state && !next && !isAdopted ? await inspectCopies(directory, state, token, findIn(directory)) : whole()),
  };
}

const findIn =
  (directory: string): FindRole =>
  (release, role) =>
    findRole(directory, release, role);

const withoutNext = ({ next: _, ...state }: StateFile): State => state;

/** The state of a target in which something was published. */
export function stateOf({ state, place }: Target): State {
  if (state) return state;
  throw new Blocked({ code: 'no-target', directory: place });
}

/** The bytes of a release's file, from its lasting copy or, where that holds them, the fixed name. */
export async function readRole(directory: string, release: Release, role: Role): Promise<Buffer> {
  const bytes = await findRole(directory, release, role);
  if (bytes) return bytes;
  throw new Blocked({ code: 'damaged', directory, role, revision: release.revision });
}

async function findRole(directory: string, release: Release, role: Role): Promise<Buffer | null> {
  const hash = release.files[role] ?? '';
  const names = await listNames(directory);
  const [stem = '', ending = ''] = [role.slice(0, role.lastIndexOf('.')), role.slice(role.lastIndexOf('.'))];
  const fixed = stem.replaceAll('.', '\\.').replace(/^preview/, 'preview\\.[0-9a-f]{16}');
  const pattern = new RegExp(`^${fixed}(\\.${hash})?\\${ending}$`);
  for (const name of names.filter((one) => pattern.test(one)).reverse()) {
    const bytes = await readBytes(join(directory, name));
    const right = bytes && recover(bytes, hash);
    if (right) return right;
  }
  return null;
}

/** All files of a release, switched on or off. */
export async function readRelease(directory: string, release: Release, enabled: boolean): Promise<Map<Role, Buffer>> {
  const files = new Map<Role, Buffer>();
  for (const role of Object.keys(release.files).sort()) files.set(role, await readRole(directory, release, role));
  return switchRelease(files, enabled);
}

/**
 * Reads the token from lasting copies first: while it changes, they are renamed before the fixed names are switched.
 */
function tokenOf(names: readonly string[], { files }: Release): string | null {
  const hashes = [files['preview.json'], files['preview.js']];
  const lasting = names.find((name) => PREVIEW.test(name) && hashes.some((hash) => hash && name.includes(`.${hash}.`)));
  const fixed = names.find((name) => /^preview\.[0-9a-f]{16}\.json$/.test(name));
  return PREVIEW.exec(lasting ?? fixed ?? '')?.[1] ?? null;
}

/** The state of a target that has none: what lies under the fixed names. */
async function adopt(directory: string, names: readonly string[]): Promise<State | null> {
  const files = new Map<Role, Buffer>();
  for (const name of names) {
    const role = name.replace(/^preview\.[0-9a-f]{16}\.(js|json)$/, 'preview.$1');
    const bytes = FIXED.test(role) ? await readBytes(join(directory, name)) : null;
    if (bytes) files.set(role, bytes);
  }
  const manifest = files.get('manifest.json');
  if (!manifest) return null;
  const { revision, enabled } = manifestIn(manifest, join(directory, 'manifest.json'));
  const on = switchRelease(files, true);
  const actual = Object.fromEntries([...files].map(([role, bytes]) => [role, hashOf(bytes)]));
  const current = { ...releaseOf(revision, on, {}), files: actual };
  return { schema: 'fx.state/1', enabled, current, history: [], used: [] };
}

const FIXED = /^(manifest\.json|container\.js|preview\.json|preview\.js|fx(\.[a-z]+)?\.js)$/;

async function readHoldouts(directory: string, release: Release): Promise<readonly Holdout[]> {
  const bytes = await readRole(directory, release, 'manifest.json');
  return manifestIn(bytes, join(directory, 'manifest.json')).holdouts ?? [];
}

/** Experiments of a release by id, drafts included. */
export async function readPublished(
  directory: string,
  release: Release,
  isAdopted: boolean,
): Promise<Map<string, Published>> {
  const read = async (role: Role): Promise<Manifest> =>
    manifestIn(await readRole(directory, release, role), join(directory, role));
  const live = publishedOf(await read('manifest.json'), isAdopted ? null : release.metrics);
  if (!release.files['preview.json']) return live;
  const preview = publishedOf(await read('preview.json'), null);
  const drafts = [...preview].filter(([id]) => !live.has(id));
  return new Map([...live, ...drafts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @throws Blocked where that is no manifest, or nothing at all */
export function manifestIn(bytes: Buffer | undefined, path: string): Manifest {
  const manifest = parseManifest(String(bytes));
  if (manifest) return manifest;
  throw new Blocked({ code: 'damaged', path });
}

async function findDrift(directory: string, { files }: Release, token: string | null): Promise<string[]> {
  const found: string[] = [];
  for (const [role, hash] of Object.entries(files)) {
    const name = fixedName(role, token);
    const bytes = await readBytes(join(directory, name));
    if (!bytes || hashOf(bytes) !== hash) found.push(name);
  }
  return found.sort();
}
