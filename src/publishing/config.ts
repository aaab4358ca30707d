/** Reads fx.config.yaml: the preview token, the targets by name, the sites that variants may lead to. */

import { dirname, join, resolve, sep } from 'node:path';
import { type Declaration, type Problem, readDeclared } from '../authoring/index.js';
import { isAddress, Refusal, readText, shown, withoutSecrets } from '../files/index.js';
import { type AddressFault, type Attempt, Blocked, blocked, caught, done } from './attempt.js';
import { faultOfAddress } from './remotes/address.js';

/** The name of the configuration beside the experiments. */
export const CONFIG_FILE = 'fx.config.yaml';

/** What a configuration says. */
export interface Config {
  /** Where it was found; null where there is none. */
  readonly path: string | null;
  /** 16 hexadecimal digits; null where there is no configuration. */
  readonly token: string | null;
  /** Directories by name, as whole paths, in the order of the file. */
  readonly targets: Readonly<Record<string, string>>;
  /** Other sites that variants may redirect to, such as `https://shop.example`. */
  readonly redirectOrigins: readonly string[];
  /** What pages use of the tag; null where nothing is declared: then they may use all of it. */
  readonly tag: Declaration | null;
  /** Facts that exposures carry, 5 at most: what `data-segments` names. */
  readonly segments: readonly string[];
  /** Fields that nothing reads, by a name that is nearly right: they keep nobody from anything. */
  readonly warnings: readonly Problem[];
}

/** The file that holds the configuration: beside the directory of experiments, or in it. */
export async function findConfig(directory: string): Promise<string | null> {
  for (const folder of [dirname(resolve(directory)), resolve(directory)]) {
    const path = join(folder, CONFIG_FILE);
    if ((await readText(path)) !== null) return path;
  }
  return null;
}

/** Reads the configuration of a directory of experiments. */
export const loadConfig = (directory: string): Promise<Attempt<Config>> => caught(() => readConfig(directory));

/** The same inside of this room. */
export async function readConfig(directory: string): Promise<Config> {
  const path = await findConfig(directory);
  const text = path && (await readText(path));
  if (!path || text === null)
    return { path: null, token: null, targets: {}, redirectOrigins: [], tag: null, segments: [], warnings: [] };
  const { checkConfig, isToken, parseConfig } = await import('../authoring/checks.js');
  const problems = checkConfig({ path: shown(path), text });
  refuseUnread(problems.filter(({ severity }) => severity === 'error'));
  const { previewToken: token, targets = {}, redirectOrigins = [], tag, segments = [] } = parseConfig(text);
  if (!isToken(token)) throw new Blocked({ code: 'config', path, field: 'previewToken' });
  const named = readSegments(segments, path);
  return {
    path,
    token,
    targets: readTargets(targets, path),
    redirectOrigins: readOrigins(redirectOrigins, path),
    tag: withSegments(readTag(tag, path), named),
    segments: named,
    warnings: problems,
  };
}

/** A file of which nothing can be read. */
function refuseUnread(problems: readonly Problem[]): void {
  if (!problems.length) return;
  const lines = problems.map(({ file, line, path, message }) =>
    path === '' ? `${file}: line ${line} ${message}` : `${file}:${line}: ${path} ${message}`,
  );
  throw new Refusal(lines.join('\n'), 'config', { problems });
}

/** Names of facts as rules read them; the tag takes 5. */
function readSegments(segments: unknown, path: string): readonly string[] {
  const isFact = (one: unknown): one is string => typeof one === 'string' && /^[\w$-]+(?:\.[\w$-]+)*$/.test(one);
  if (Array.isArray(segments) && segments.length <= 5 && segments.every(isFact)) return segments;
  throw new Blocked({ code: 'config', path, field: 'segments' });
}

/** A container that is composed needs to know of them. */
const withSegments = (tag: Declaration | null, segments: readonly string[]): Declaration | null =>
  tag && segments.length
    ? {
        words: new Set([...tag.words, 'segments']),
        attributes: { ...tag.attributes, segments: segments.join(',') },
      }
    : tag;

function readTag(tag: unknown, path: string): Declaration | null {
  const read = readDeclared(tag);
  if (!read || 'words' in read) return read;
  throw new Blocked({ code: 'tag', path, word: read.wrong, nearest: read.nearest });
}

function readOrigins(origins: unknown, path: string): readonly string[] {
  const isOrigin = (one: unknown): one is string => typeof one === 'string' && /^https?:\/\/[^/?#\s]+$/.test(one);
  if (Array.isArray(origins) && origins.every(isOrigin)) return origins;
  throw new Blocked({ code: 'config', path, field: 'redirectOrigins' });
}

function readTargets(targets: unknown, path: string): Config['targets'] {
  const entries = isObject(targets) ? Object.entries(targets) : null;
  const isPlace = (to: unknown): to is string => typeof to === 'string' && to !== '';
  if (!entries?.every(([name, to]) => /^[a-z][a-z0-9-]*$/.test(name) && isPlace(to))) {
    throw new Blocked({ code: 'config', path, field: 'targets' });
  }
  return Object.fromEntries(entries.map(([name, to]) => [name, placeFrom(String(to), { path, name })]));
}

function placeFrom(to: string, named: { readonly path: string; readonly name: string }): string {
  const fault = isAddress(to) ? faultOfAddress(to) : faultOfFolder(to);
  if (fault) throw new Blocked({ code: 'address', address: to, fault, named });
  return isAddress(to) ? to : resolve(dirname(named.path), to);
}

/** Why nobody can mean a folder: it is an address without its slashes, or one of Windows elsewhere. */
function faultOfFolder(to: string): AddressFault | null {
  if (/^[a-z][a-z0-9+]+:/i.test(to)) return 'kind';
  return sep === '/' && to.includes('\\') ? 'backslash' : null;
}

/** A target that a command is to work on. */
export interface Destination {
  /** The directory: a whole path where the configuration names it, else as it was given. */
  readonly directory: string;
  /** Whether the configuration names it. */
  readonly isNamed: boolean;
}

/**
 * The target that is meant: a name of the configuration, a directory, or the only one that the configuration names.
 *
 * @param to what was given, if anything
 */
export function chooseTarget(to: string | undefined, { targets, path, warnings }: Config): Attempt<Destination> {
  const names = Object.keys(targets);
  // As a plan shows it, too: there its secrets are left out.
  const alike = Object.entries(targets).filter(([, place]) => withoutSecrets(place) === to);
  // Accounts of one host are shown alike, and may be different places.
  if (alike.some(([, place]) => place !== alike[0]?.[1]))
    return blocked({ code: 'usage', names: alike.map(([name]) => name), config: path });
  const [asShown] = alike[0] ?? [];
  const name = asShown ?? to ?? (names.length === 1 ? names[0] : undefined);
  const directory = name !== undefined && Object.hasOwn(targets, name) ? targets[name] : undefined;
  if (directory !== undefined) return done({ directory, isNamed: true });
  const fault = to === undefined || isAddress(to) ? null : faultOfFolder(to);
  if (to !== undefined && fault) return blocked({ code: 'address', address: to, fault });
  if (to !== undefined)
    return done({ directory: to, isNamed: Object.values(targets).includes(isAddress(to) ? to : resolve(to)) });
  return blocked({ code: 'usage', names, config: path, warnings });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
