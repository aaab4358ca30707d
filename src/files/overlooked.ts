/** Finds files that hold experiments by the look of them, and are not read, as their names end otherwise. */

import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { codeOf, shown } from './refusal.js';

/** A file that is not read. */
export interface Overlooked {
  /** As it is shown. */
  readonly path: string;
  /** The name by which it would be read. */
  readonly meant: string;
}

/**
 * Those of a directory and below it, by path; of a file, itself. What begins with a dot and `node_modules` are left
 * aside, and so is a copy of a file that is read. None where there is nothing of that name.
 */
export async function findOverlooked(directory: string): Promise<Overlooked[]> {
  try {
    return await walk(directory);
  } catch (error) {
    const itself = codeOf(error) === 'ENOTDIR' ? await overlookedFile(directory) : null;
    return itself ? [itself] : [];
  }
}

/** One file, whatever lies beside it; null for what is none, or is read. */
export async function overlookedFile(path: string): Promise<Overlooked | null> {
  const found = await stat(path).catch(() => null); // whoever opens it says that it is not there
  const meant = found?.isFile() ? nameMeant(path, basename(path)) : null;
  return meant === null ? null : { path: shown(path), meant };
}

async function walk(directory: string): Promise<Overlooked[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  const found: Overlooked[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (entry.isDirectory()) found.push(...(await walk(path)));
    const meant = entry.isFile() ? nameMeant(path, entry.name) : null;
    if (meant !== null && !names.has(meant.toLowerCase())) found.push({ path: shown(path), meant });
  }
  return found;
}

/** Names of files that are read. */
export const YAML = /\.ya?ml$/i;
/** As Windows writes it, which hides the last ending. Copies that people set aside are no mistake. */
const BEHIND = /^([^.].*\.ya?ml)\.(?:txt|text)$/i;
const MISSPELT = /^([^.].*)\.y{1,2}[aml]{1,4}[_. ]*$/i;

function nameMeant(path: string, name: string): string | null {
  if (YAML.test(name)) return null;
  const [, whole] = BEHIND.exec(name) ?? /^([^.].*\.ya?ml)[_. ]+$/i.exec(name) ?? [];
  if (whole !== undefined) return /^fx\.config\./i.test(whole) ? null : whole;
  const [, before] = MISSPELT.exec(name) ?? [];
  if (before !== undefined) return `${before}.yaml`;
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  return /^(\.txt|\.text|\.json|)$/i.test(ending) && holdsExperiment(path) ? `${stem}.yaml` : null;
}

/** What every experiment has stands within this many bytes, as a rule. */
const READ_BYTES = 2 ** 16;

/** Keys of YAML at the left, the variants with a list behind or below them. */
const ID = /^id[ \t]*:/m;
const VARIANTS = /^variants[ \t]*:[ \t]*(?:\[|(?:#.*)?(?:\r?\n[ \t]*(?:#.*)?)*\r?\n[ \t]*-[ \t\r\n])/m;

/** What every experiment has, as YAML and as JSON write it: at the left, or in braces of its own. */
function holdsExperiment(path: string): boolean {
  const text = beginningOf(path);
  if (!/^\s*\{/.test(text)) return ID.test(text) && VARIANTS.test(text);
  const { id, variants } = parsed(text);
  return id !== undefined && Array.isArray(variants);
}

function parsed(text: string): { readonly id?: unknown; readonly variants?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // It is no JSON, and hence none of anything.
  }
}

function beginningOf(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(READ_BYTES);
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, READ_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return ''; // Nobody reads it: that it cannot be read is no news.
  }
}
