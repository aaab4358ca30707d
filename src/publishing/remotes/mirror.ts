/** Makes a target elsewhere look like a directory: a copy to work on, and what changed in it carried back in a safe order. */

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listNames, makeDirectory, readBytes, readText, writeAtomic } from '../../files/index.js';
import { readState, STATE_FILE, type StateFile, writeState } from '../state.js';
import { createExec } from './exec.js';
import { createGit } from './git.js';
import { isLasting, isOwnName, type Pulled, type Remote, type RemoteStep } from './remote.js';
import { createS3, placeOfS3 } from './s3.js';

/** A copy of a target elsewhere. */
export interface Mirror {
  readonly address: string;
  /** Where it lies. */
  readonly directory: string;
  readonly isBehind: boolean;
  /** Carries back what changed in it. @throws Blocked where that cannot be, or somebody else published since */
  push(): Promise<void>;
}

/** Whether a target is somewhere else than in a directory. */
export const isAddress = (place: string): boolean => /^(s3:\/\/|git\+(file|ssh|https?):\/\/|exec:)/.test(place);

/** Why an address cannot be one; null where it can. */
export function faultOfAddress(place: string): string | null {
  if (place.startsWith('exec:')) return place.slice(5).trim() ? null : 'exec: needs a command after it';
  if (!URL.canParse(place)) return 'is not an address';
  const { hostname, hash, pathname } = new URL(place);
  if (place.startsWith('s3:')) return hostname ? null : 's3:// needs a bucket, as in s3://bucket/fx';
  const isBranch = /^#[\w][\w./-]*(?::[\w./-]+)?$/.test(decodeURIComponent(hash)) && !hash.includes('..');
  return isBranch && pathname.length > 1 ? null : 'needs a branch after #, as in git+ssh://git@host/site.git#pages:fx';
}

function remoteAt(address: string): Remote {
  if (address.startsWith('s3:')) return createS3(placeOfS3(address, process.env));
  return address.startsWith('exec:') ? createExec(address) : createGit(address);
}

/** Reads it. Each time anew, as others publish there, too. */
export async function openMirror(address: string): Promise<Mirror> {
  const remote = remoteAt(address);
  const pulled = await remote.pull();
  const directory = remote.kept ?? temporary();
  if (remote.kept === null) for (const [name, { bytes }] of pulled.files) writeAtomic(join(directory, name), bytes);
  return {
    address,
    directory,
    isBehind: pulled.isBehind,
    push: async () => remote.push(await stepsFrom(pulled, directory), pulled, directory),
  };
}

const TEMPORARY = 'fx-target-';
/** Longer than anybody looks at a plan before it is carried out. */
const OLD_MS = 3_600_000;

/** Copies of before are swept away here: their processes may have been killed. */
function temporary(): string {
  for (const name of readdirSync(tmpdir())) {
    const found = name.startsWith(TEMPORARY) && statSync(join(tmpdir(), name), { throwIfNoEntry: false });
    if (found && Date.now() - found.mtimeMs > OLD_MS) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
  const directory = mkdtempSync(join(tmpdir(), TEMPORARY));
  makeDirectory(directory);
  return directory;
}

/**
 * Copies that last come first, then the record of what is to be, then the fixed names, the manifest last, then the record that
 * it is done: as in a directory, whoever comes after an interruption can finish it.
 */
async function stepsFrom({ files, isBehind }: Pulled, directory: string): Promise<RemoteStep[]> {
  const names = (await listNames(directory)).filter(isOwnName);
  const changed: RemoteStep[] = [];
  for (const name of names) {
    const bytes = await readBytes(join(directory, name));
    if (bytes && (isBehind || !files.get(name)?.bytes.equals(bytes))) changed.push({ name, bytes });
  }
  const gone = [...files.keys()].filter((name) => !names.includes(name)).map((name) => ({ name, bytes: null }));
  const record = changed.find(({ name }) => name === STATE_FILE);
  const lasting = changed.filter(({ name }) => isLasting(name));
  const fixed = changed.filter((step) => step !== record && !isLasting(step.name)).sort(byRank);
  if (!record) return [...lasting, ...fixed, ...gone];
  const announced = { name: STATE_FILE, bytes: Buffer.from(await announce(files.get(STATE_FILE)?.bytes, directory)) };
  return [...lasting, announced, ...fixed, ...gone, record];
}

/** What is there, with what is to be. */
async function announce(before: Buffer | undefined, directory: string): Promise<string> {
  const path = join(directory, STATE_FILE);
  const { next, ...now } = readState((await readText(path)) ?? '', path);
  const target = next ?? now;
  const recorded: StateFile = before ? readState(before.toString('utf8'), path) : target;
  return writeState({ ...recorded, next: target });
}

const RANKS = ['fx', 'preview', 'container', 'manifest'];
const byRank = (a: RemoteStep, b: RemoteStep): number =>
  RANKS.indexOf(a.name.split('.')[0] ?? '') - RANKS.indexOf(b.name.split('.')[0] ?? '') || (a.name < b.name ? -1 : 1);
