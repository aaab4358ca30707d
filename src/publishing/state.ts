/** Reads, checks and writes state.json: what a target remembers besides its published files. */

import { type Metric, type Published, toJson, type Used } from '../authoring/index.js';
import { Blocked } from './attempt.js';
import { isDesign, type PhaseDesign } from './designs.js';

/** The name under which it lies in a target. */
export const STATE_FILE = 'state.json';

/** A published file by what it is; the preview's real names carry the token of fx.config.yaml. */
export type Role = string;

/** One publication. */
export interface Release {
  /** 16 hex digits over all of it. */
  readonly release: string;
  /** The manifest's revision. */
  readonly revision: string;
  /** The hash in the name of each file's lasting copy, by role. */
  readonly files: Readonly<Record<Role, string>>;
  /** What is counted, by experiment: the manifest leaves it out, and plan has to compare it. */
  readonly metrics: Readonly<Record<string, readonly Metric[]>>;
}

/** What state.json holds. It never holds the preview token or anything of a draft: it may lie on a public server. */
export interface State {
  readonly schema: 'fx.state/1';
  /** False after `fx off`, until `fx on`. */
  readonly enabled: boolean;
  readonly current: Release;
  /** Those before it, the newest first. */
  readonly history: readonly Release[];
  /** Ids and salts that had visitors and are no longer published. */
  readonly used: readonly Used[];
  /**
   * How every phase was split that was ever published, the oldest first. Absent where an earlier version of fx wrote
   * it.
   */
  readonly designs?: readonly PhaseDesign[];
}

/** As it is written: `next` while fixed names are being switched, so that whoever comes after can finish it. */
export interface StateFile extends State {
  readonly next?: State;
}

/** How many publications can be rolled back to. */
export const HISTORY_LIMIT = 20;

/** The bytes of state.json. */
export const writeState = (state: StateFile): string => `${toJson(state)}\n`;

/** Reads the text of a state.json, which lies at a path. */
export function readState(text: string, path: string): StateFile {
  const value = parse(text);
  if (isState(value) && (value.next === undefined || isState(value.next))) return value;
  throw new Blocked({ code: 'state', path });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // said by the caller, with the name of the file
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isState = (value: unknown): value is StateFile =>
  isObject(value) &&
  value.schema === 'fx.state/1' &&
  typeof value.enabled === 'boolean' &&
  isRelease(value.current) &&
  Array.isArray(value.history) &&
  value.history.every(isRelease) &&
  Array.isArray(value.used) &&
  value.used.every(isObject) &&
  (value.designs === undefined || (Array.isArray(value.designs) && value.designs.every(isDesign)));

const isRelease = (value: unknown): value is Release =>
  isObject(value) &&
  typeof value.release === 'string' &&
  typeof value.revision === 'string' &&
  isObject(value.metrics) &&
  isObject(value.files) &&
  // They become parts of file names.
  Object.entries(value.files).every(([role, hash]) => /^[\w.]+$/.test(role) && /^[0-9a-f]{16}$/.test(String(hash)));

/**
 * What was used, once something else is published: everything that had visitors and is gone or split by another salt.
 */
export function nowUsed(
  used: readonly Used[],
  before: ReadonlyMap<string, Published>,
  after: ReadonlyMap<string, Published>,
  isRollback: boolean,
): Used[] {
  const gone: Used[] = [];
  for (const { experiment } of before.values()) {
    const { id, salt = id, phase = '', status } = experiment;
    const now = after.get(id)?.experiment;
    const stays = now && now.status !== 'draft' && (now.salt ?? id) === salt;
    if (status !== 'draft' && !stays) gone.push({ id, salt, phase, ...(isRollback && { rolledBack: true }) });
  }
  const isCurrent = (one: Used): boolean => {
    const now = after.get(one.id)?.experiment;
    return !!now && now.status !== 'draft' && (now.salt ?? one.id) === one.salt;
  };
  const same = (a: Used, b: Used): boolean => a.id === b.id && a.salt === b.salt;
  const kept = used.filter((one) => !isCurrent(one) && !gone.some((other) => same(one, other)));
  return [...kept, ...gone].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.salt < b.salt ? -1 : 1));
}
