/** Finds out when experiments that came by hand or by git were made, and keeps it: each change makes another file. */

import { stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { makeDirectory, Refusal, readText, writeOver } from '../files/index.js';
import type { Repository } from './git.js';
import { git } from './gitcommand.js';

/** An experiment and its file. */
export interface Born {
  readonly id: string;
  readonly path: string;
}

/** When experiments were made. */
export interface Births {
  /** By id, ISO 8601; asked of git once for all that are not known yet. */
  of(all: readonly Born[]): Promise<ReadonlyMap<string, string>>;
}

/** What is kept of it. */
export interface BirthsParts {
  /** The folder of experiments. */
  readonly directory: string;
  /** Where it is kept. */
  readonly file: string;
  readonly repository: Repository | null;
}

/** Longer histories are not waited for: then it is the time of the file. */
const PATIENCE_MS = 3000;

/** The first commit of a file where git soon says so, else the time that the disk has. */
export function openBirths({ directory, file, repository }: BirthsParts): Births {
  return {
    async of(all) {
      const known = birthsIn(await readText(file));
      const missing = all.filter(({ id }) => !known.has(id));
      if (!missing.length) return known;
      const committed = repository?.trouble === null ? await firstCommits(directory, missing) : new Map();
      const found = new Map<string, string>();
      for (const { id, path } of missing) {
        const at = committed.get(placeIn(directory, path)) ?? (await bornAt(path));
        if (at !== null) found.set(id, at);
      }
      await keep(file, found);
      return new Map([...found, ...known]);
    },
  };
}

/** As git names it from the folder on. */
const placeIn = (directory: string, path: string): string =>
  relative(resolve(directory), resolve(path)).split(sep).join('/');

async function firstCommits(directory: string, missing: readonly Born[]): Promise<ReadonlyMap<string, string>> {
  const [one, ...others] = missing;
  const where = one && !others.length ? `:(literal)${placeIn(directory, one.path)}` : '.';
  const options = ['--diff-filter=A', '--no-renames', '--name-only', '--relative', '--format=%x01%at'];
  const told = await git(directory, ['-c', 'core.quotePath=false', 'log', ...options, '--', where], {
    timeoutMs: PATIENCE_MS,
  });
  const found = new Map<string, string>();
  let at = '';
  // The newest first: the last that names a file is its first commit.
  for (const line of told.ok ? told.out.split('\n') : [])
    if (line.startsWith('\x01')) at = new Date(Number(line.slice(1)) * 1000).toISOString();
    else if (line) found.set(line, at);
  return found;
}

/** Null for what is gone meanwhile. */
async function bornAt(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null); // whoever reads it says why it cannot be read
  return found && new Date(found.birthtimeMs > 0 ? found.birthtimeMs : found.mtimeMs).toISOString();
}

/** What another Studio kept meanwhile stays. */
async function keep(file: string, found: ReadonlyMap<string, string>): Promise<void> {
  try {
    makeDirectory(dirname(file));
    for (let isWritten = false; !isWritten; ) {
      const before = await readText(file);
      const all = Object.fromEntries([...found, ...birthsIn(before)]);
      isWritten = writeOver(file, before, `${JSON.stringify(all)}\n`);
    }
  } catch (error) {
    // On a disk that refuses it is found out again the next time.
    if (!(error instanceof Refusal)) throw error;
  }
}

function birthsIn(text: string | null): ReadonlyMap<string, string> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return new Map(entries.filter((one): one is [string, string] => !Number.isNaN(Date.parse(String(one[1])))));
  } catch {
    return new Map(); // torn or edited by hand: it is found out again
  }
}
