/** Finds the files of events behind what a command line names: files, folders, standard input. */

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, isAddress, Refusal, shown } from './refusal.js';

/**
 * Of a folder, what may hold lines of events: names of logs, and names without an ending, as objects of a store have.
 */
const EVENTS = /^[^.]+$|\.(ndjson|jsonl|log|gz|parquet)([.-][\w.-]*)?$/i;

const isLeftAside = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

/** Whether a file of a folder is read, by its path from there on, with slashes. */
export function isEventPath(path: string): boolean {
  const names = path.split('/');
  return EVENTS.test(names.at(-1) ?? '') && !names.some(isLeftAside);
}

/**
 * Every file that is named, and of each folder those in it and below it, by name; what begins with a dot is left aside.
 *
 * @throws Refusal where a folder holds none, and for an address: what lies in an object store is copied here first
 */
export async function gatherFiles(names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    if (isAddress(name)) throw new Refusal(`${shown(name)} is no file here: ${adviceOn(name)}`, 'address');
    if (name === '-' || !(await isFolder(name))) found.push(name);
    else {
      const inside = await walk(name);
      if (!inside.length) throw new Refusal(`${shown(name)} holds no file of events: name another folder.`, 'no-file');
      found.push(...inside);
    }
  }
  return [...new Set(found)];
}

const adviceOn = (address: string): string =>
  `copy it first${/^s3:/i.test(address) ? `, as with aws s3 sync ${shown(address)} events/,` : ''} or mount it, and name that folder.`;

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (one) => one.isDirectory(),
    () => false, // whoever opens it says why it cannot be read
  );

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new Refusal(`${shown(folder)} cannot be read (${codeOf(error)}): check its permissions.`, 'unreadable');
  });
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (isLeftAside(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await walk(path)));
    else if (EVENTS.test(entry.name)) found.push(path);
  }
  return found;
}
