/**
 * Gathers files of events from this machine and from object stores, whose objects are copied here for as long as it
 * takes.
 */

import { mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gatherFiles, Refusal, shown, sizeText } from '../files/index.js';
import { isStoreAddress } from './address.js';
import { createStore, type StoreEnvironment } from './asking.js';
import { type FoundObject, findObjects, inWordsOf } from './finding.js';
import { openCopies } from './folder.js';
import { copyObject } from './object.js';
import { PATIENT, type StorePatience } from './patience.js';

/** A file of events. */
export interface GatheredFile {
  /** Where it lies now; `-` is standard input. */
  readonly path: string;
  /** What sentences call it: a path, or the address of an object. */
  readonly name: string;
}

/** Files, as long as somebody reads them. */
export interface Gathered {
  readonly files: readonly GatheredFile[];
  /** Deletes the copies. */
  letGo(): void;
}

/** How they are gathered. */
export interface GatherOptions {
  readonly env: StoreEnvironment;
  /** Hears how many bytes are copied, of how many. */
  readonly onBytes?: (done: number, all: number) => void;
  readonly patience?: StorePatience;
}

/**
 * Files are left where they are. Objects are copied to a temporary folder that only this user can read; it goes with
 * `letGo`, or with the process.
 *
 * @param names files, folders, `-`, and addresses such as `s3://bucket/events/`
 * @throws Refusal where there is nothing, something cannot be read, or there is no room
 */
export async function gatherEvents(
  names: readonly string[],
  { env, onBytes = () => undefined, patience = PATIENT }: GatherOptions,
): Promise<Gathered> {
  const files = new Map<string, GatheredFile>();
  const objects = new Map<string, FoundObject>();
  for (const name of names)
    if (isStoreAddress(name)) for (const one of await findObjects(name, env, patience)) objects.set(one.name, one);
    else
      for (const path of await gatherFiles([name])) files.set(path, { path, name: path === '-' ? path : shown(path) });
  if (!objects.size) return { files: [...files.values()], letGo: () => undefined };
  const wanted = [...objects.values()];
  await requireRoom(wanted);
  const folder = openCopies();
  try {
    const copies = await copyAll(wanted, folder.path, { env, onBytes, patience });
    return { files: [...files.values(), ...copies], letGo: folder.letGo };
  } catch (error) {
    folder.letGo();
    throw error;
  }
}

const bytesOf = (objects: readonly FoundObject[]): number =>
  objects.reduce((sum, { listed }) => sum + (listed.bytes || 0), 0);

async function requireRoom(objects: readonly FoundObject[]): Promise<void> {
  const { bavail, bsize } = await statfs(tmpdir());
  const [needed, free] = [bytesOf(objects), bavail * bsize];
  if (needed <= free) return;
  const what = objects.length === 1 ? objects[0]?.name : `${objects.length.toLocaleString('en')} objects`;
  throw new Refusal(
    `${sizeText(needed)} of ${what} do not fit into ${tmpdir()}, where they are copied and ${sizeText(free)} are free: free some space, or set TMPDIR to a folder of another disk.`,
    'no-space',
  );
}

const AT_ONCE = 4;

async function copyAll(
  objects: readonly FoundObject[],
  folder: string,
  { env, onBytes, patience }: Required<GatherOptions>,
): Promise<GatheredFile[]> {
  const [store, ending, all] = [createStore(env), new AbortController(), bytesOf(objects)];
  const copies: GatheredFile[] = [];
  const waiting = objects.entries();
  const failures: unknown[] = [];
  let done = 0;
  const copyOne = async (at: number, { listed, url, name }: FoundObject): Promise<void> => {
    const path = join(folder, localName(listed.key, at));
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    let own = 0;
    const told = (bytes: number): void => {
      done += bytes - own;
      own = bytes;
      onBytes(done, Math.max(done, all));
    };
    const copy = { store, url, listed, path, patience, signal: ending.signal, onBytes: told };
    await inWordsOf(name, 'read', () => copyObject(copy));
    copies[at] = { path, name };
  };
  const work = async (): Promise<void> => {
    for (const [at, one] of waiting) {
      if (ending.signal.aborted) return;
      await copyOne(at, one).catch((error: unknown) => {
        failures.push(error);
        ending.abort();
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.length) throw failures[0];
  return copies;
}

/**
 * A number: keys may differ in case alone, lead out of the folder, or be longer than a name. Of a key are kept its
 * endings, by which readers tell Parquet, and the folder of `fx events compact`, which counts by it.
 */
function localName(key: string, at: number): string {
  const [, bucket = ''] = /(?:^|\/)(bucket-\d{1,4}-of-\d{1,4})\/[^/]+$/.exec(key) ?? [];
  const endings = key.slice(key.search(/(?:\.[a-z0-9]{1,12}){0,2}$/i));
  return join(bucket, `${at}${endings}`);
}
