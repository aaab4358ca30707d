/**
 * Makes a target elsewhere look like a directory: a copy to work on, and what changed in it carried back in a safe
 * order.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cannotWrite, listNames, openTemporary, readBytes } from '../../files/index.js';
import { Blocked, type Obstacle } from '../attempt.js';
import { byPublishing } from '../release.js';
import { readState, STATE_FILE, type StateFile, writeState } from '../state.js';
import { faultOfAddress } from './address.js';
import { createExec } from './exec.js';
import { createGit } from './git.js';
import { type Door, isLasting, isOwnName, type Pulled, type Remote, type RemoteStep } from './remote.js';
import { createS3, placeOfS3 } from './s3.js';
import { openShelf } from './shelf.js';

/** A copy of a target elsewhere. */
export interface Mirror {
  /** What people know it by: the address, or the folder where the copy is one that is kept. */
  readonly name: string;
  /** Where the copy lies. */
  readonly directory: string;
  readonly isBehind: boolean;
  /** Carries back what changed in it. @throws Blocked where that cannot be, or somebody else published since */
  push(reason?: string): Promise<void>;
  /** Asks whether it would take a publication. @throws Blocked `remote` where it would not */
  knock(): Promise<Door>;
  /** Deletes the copy, unless it is kept between publications. */
  letGo(): void;
}

function remoteAt(address: string): Remote {
  const fault = faultOfAddress(address);
  if (fault) throw new Blocked({ code: 'address', address, fault });
  if (address.startsWith('s3:')) return createS3(placeOfS3(address, process.env));
  return address.startsWith('exec:') ? createExec(address) : createGit(address);
}

/** Reads it. It is asked each time what changed, as others publish there, too. */
export async function openMirror(address: string): Promise<Mirror> {
  const remote = remoteAt(address);
  const shelf = await openShelf(address);
  const pulled = await remote.pull(shelf);
  if (remote.kept === null) await shelf.keep(pulled);
  const { directory, letGo } =
    remote.kept === null ? copyOf(pulled) : { directory: remote.kept, letGo: () => undefined };
  return {
    ...{ name: remote.kept ?? address, directory, letGo },
    isBehind: pulled.isBehind,
    knock: () => remote.knock(pulled),
    push: async (reason) => remote.push(await stepsFrom(pulled, directory), pulled, directory, reason),
  };
}

const PREFIX = 'fx-target-';
/** Longer than anybody looks at a plan before it is carried out. */
const OLD_MS = 3_600_000;

/** A copy for this process alone, which goes with it at the latest. */
function copyOf({ files }: Pulled): Pick<Mirror, 'directory' | 'letGo'> {
  const { path, letGo } = openTemporary(PREFIX, OLD_MS);
  try {
    for (const [name, { bytes }] of files) writeFileSync(join(path, name), bytes);
  } catch (error) {
    letGo();
    throw cannotWrite(path, error);
  }
  return { directory: path, letGo };
}

/**
 * Does something with a copy; what keeps it from being done then names the target, and not the copy, which nobody
 * knows.
 */
export async function inNameOf<T>(mirror: Mirror | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!mirror || !(error instanceof Blocked)) throw error;
    const named = Object.entries(error.obstacle).map(([name, value]) => [
      name,
      typeof value === 'string' && value.startsWith(mirror.directory)
        ? `${mirror.name}${value.slice(mirror.directory.length).replaceAll('\\', '/')}`
        : value,
    ]);
    throw new Blocked(Object.fromEntries(named) as Obstacle);
  }
}

/**
 * Copies that last come first, then the record of what is to be, then the fixed names, the manifest last, then the
 * record that it is done: as in a directory, whoever comes after an interruption can finish it.
 */
async function stepsFrom({ files, isBehind }: Pulled, directory: string): Promise<RemoteStep[]> {
  const names = (await listNames(directory)).filter(isOwnName);
  const changed: { readonly name: string; readonly bytes: Buffer }[] = [];
  for (const name of names) {
    const bytes = await readBytes(join(directory, name));
    if (bytes && (isBehind || !files.get(name)?.bytes.equals(bytes))) changed.push({ name, bytes });
  }
  const gone = [...files.keys()].filter((name) => !names.includes(name)).map((name) => ({ name, bytes: null }));
  const record = changed.find(({ name }) => name === STATE_FILE);
  const lasting = changed.filter(({ name }) => isLasting(name));
  const fixed = changed
    .filter((step) => step !== record && !isLasting(step.name))
    .sort((a, b) => byPublishing(a.name, b.name));
  if (!record) return [...lasting, ...fixed, ...gone];
  const announced = {
    name: STATE_FILE,
    bytes: Buffer.from(announce(files.get(STATE_FILE)?.bytes, record.bytes, directory)),
  };
  return [...lasting, announced, ...fixed, ...gone, record];
}

/** What is there, with what is to be. */
function announce(before: Buffer | undefined, after: Buffer, directory: string): string {
  const path = join(directory, STATE_FILE);
  const { next, ...now } = readState(after.toString('utf8'), path);
  const target = next ?? now;
  const recorded: StateFile = before ? readState(before.toString('utf8'), path) : target;
  return writeState({ ...recorded, next: target });
}
