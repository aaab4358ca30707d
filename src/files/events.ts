/** Finds where events of a project are kept, and keeps their folder out of git. */

import { join } from 'node:path';
import { exists, listNames, readText } from './read.js';
import { appendLine } from './write.js';

/** The folder of what fx keeps beside a project: nothing in it is to be published, or to be in git. */
export const OWN_FOLDER = '.fx';

/** Where `fx dev` and `fx collect` write events and `fx results` looks for them, from the working directory. */
export const EVENTS_FILE = `${OWN_FOLDER}/events.ndjson`;

/** Where they were before, below a folder. */
export const EARLIER_FILE = 'events.ndjson';

/** Where `fx serve` keeps days that are over, from the working directory. */
export const DAYS_FOLDER = `${OWN_FOLDER}/events`;

/**
 * The events of a directory: days that are over and those of now, or of an earlier version of fx where there are no
 * others.
 */
export async function findEvents(directory = '.'): Promise<string[]> {
  const [now, days] = [join(directory, EVENTS_FILE), join(directory, DAYS_FOLDER)];
  const before = join(directory, EARLIER_FILE);
  const hasDays = (await listNames(days)).some((name) => !name.startsWith('.'));
  if (await exists(now)) return hasDays ? [days, now] : [now];
  if (hasDays) return [days];
  return [(await exists(before)) ? before : now];
}

/**
 * Adds a line to the .gitignore of a directory in which there is git, unless it is there.
 *
 * @param isEarly whether to make one where there is no git yet: what is begun today may be committed tomorrow
 * @returns whether it was added
 */
export async function ignoreInGit(directory: string, line: string, isEarly = false): Promise<boolean> {
  const path = join(directory, '.gitignore');
  const text = await readText(path);
  if (text === null && !isEarly && !(await exists(join(directory, '.git')))) return false;
  const wanted = line.replace(/^\/|\/$/g, '');
  const lines = (text ?? '').split(/\r?\n/).map((one) => one.trim().replace(/^\/|\/\*{0,2}$/g, ''));
  if (lines.includes(wanted)) return false;
  appendLine(path, line);
  return true;
}
