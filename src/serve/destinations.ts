/** Finds the targets of a folder by their names. */

import { chooseTarget, type Destination, loadConfig } from '../publishing/index.js';
import { type Done, refused } from './fault.js';
import { answerOf } from './obstacles.js';

/** Of those that the configuration names: whoever comes over the network may name no other. */
export async function findTarget(directory: string, to: string | undefined): Promise<Done<Destination>> {
  const config = await loadConfig(directory);
  if (!config.ok) return answerOf(config);
  const names = Object.keys(config.value.targets);
  if (to !== undefined && !names.includes(to))
    return refused('NO_TARGET', { message: `No target is called ${to}: there is ${names.join(', ') || 'none'}` });
  return answerOf(chooseTarget(to, config.value));
}

/** Where each lies, in the order of the configuration; none where that cannot be read. */
export async function namedTargets(directory: string): Promise<ReadonlyMap<string, string>> {
  const config = await loadConfig(directory);
  return new Map(config.ok ? Object.entries(config.value.targets) : []);
}

/** Where each lies, the main one first. @param main its name; null: the first of the configuration */
export async function targetPlaces(directory: string, main: string | null): Promise<ReadonlyMap<string, string>> {
  const all = await namedTargets(directory);
  const place = main === null ? undefined : all.get(main);
  return main === null || place === undefined ? all : new Map([[main, place], ...all]);
}
