/** Reads fx.config.yaml: the preview token, the targets by name, the sites that variants may lead to. */

import { dirname, join, resolve } from 'node:path';
import { Refusal, readText, shown } from '../files/index.js';

/** The name of the configuration beside the experiments. */
export const CONFIG_FILE = 'fx.config.yaml';

/** What a configuration says. */
export interface Config {
  /** Where it was found; null where there is none. */
  readonly path: string | null;
  /** 16 hexadecimal digits; null where there is no configuration. */
  readonly token: string | null;
  /** Directories by name, relative to the working directory, in the order of the file. */
  readonly targets: Readonly<Record<string, string>>;
  /** Other sites that variants may redirect to, such as `https://shop.example`. */
  readonly redirectOrigins: readonly string[];
}

/** The file that holds the configuration: beside the directory of experiments, or in it. */
export async function findConfig(directory: string): Promise<string | null> {
  for (const folder of [dirname(resolve(directory)), resolve(directory)]) {
    const path = join(folder, CONFIG_FILE);
    if ((await readText(path)) !== null) return path;
  }
  return null;
}

/**
 * Reads the configuration of a directory of experiments.
 *
 * @throws Refusal where it is not one
 */
export async function readConfig(directory: string): Promise<Config> {
  const path = await findConfig(directory);
  const text = path && (await readText(path));
  if (!path || text === null) return { path: null, token: null, targets: {}, redirectOrigins: [] };
  const { isToken, parseConfig } = await import('../authoring/checks.js');
  const { previewToken: token, targets = {}, redirectOrigins = [] } = parseConfig(text);
  if (!isToken(token)) {
    throw new Refusal(
      `${shown(path)} must have a previewToken of 16 hexadecimal digits: run fx init in another directory to see one.`,
      'config',
    );
  }
  return { path, token, targets: readTargets(targets, path), redirectOrigins: readOrigins(redirectOrigins, path) };
}

function readOrigins(origins: unknown, path: string): readonly string[] {
  const isOrigin = (one: unknown): one is string => typeof one === 'string' && /^https?:\/\/[^/?#\s]+$/.test(one);
  if (Array.isArray(origins) && origins.every(isOrigin)) return origins;
  throw new Refusal(
    `${shown(path)}: redirectOrigins must be a list of sites without a path, such as https://shop.example.`,
    'config',
  );
}

function readTargets(targets: unknown, path: string): Config['targets'] {
  const entries = isObject(targets) ? Object.entries(targets) : null;
  if (!entries?.every(([name, to]) => /^[a-z][a-z0-9-]*$/.test(name) && typeof to === 'string' && to)) {
    throw new Refusal(`${shown(path)}: targets must be names with directories, such as live: public/fx.`, 'config');
  }
  return Object.fromEntries(entries.map(([name, to]) => [name, shown(resolve(dirname(path), String(to)))]));
}

/** A target that a command is to work on. */
export interface Destination {
  /** The directory, relative to the working directory. */
  readonly directory: string;
  /** Whether the configuration names it. */
  readonly isNamed: boolean;
}

/**
 * The target that is meant: a name of the configuration, a directory, or the only one that the configuration names.
 *
 * @param to what was given, if anything
 * @param command what was typed, for the sentence
 * @throws Refusal where none was given and the configuration does not name exactly one
 */
export function chooseTarget(to: string | undefined, { targets, path }: Config, command: string): Destination {
  const names = Object.keys(targets);
  const name = to ?? (names.length === 1 ? names[0] : undefined);
  if (name !== undefined && Object.hasOwn(targets, name)) return { directory: targets[name] ?? name, isNamed: true };
  if (to !== undefined) return { directory: to, isNamed: Object.values(targets).includes(shown(resolve(to))) };
  const how = names.length
    ? `run ${command} --to ${names[0]}; ${path === null ? '' : shown(path)} names ${names.join(', ')}`
    : `run ${command} --to <directory>, or name it in ${CONFIG_FILE}, as in targets: {live: public/fx}`;
  throw new Refusal(`A target is needed: ${how}.`, 'usage');
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
