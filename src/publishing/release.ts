/** Makes the files of a publication out of compiled experiments. */

import { createHash } from 'node:crypto';
import {
  buildMetric,
  type Compiled,
  type Composition,
  compose,
  compositionOf,
  container,
  type Declaration,
  hashedName,
  type Published,
  serialize,
} from '../authoring/index.js';
import type { Manifest } from '../core/index.js';
import { listDist, readDist, readParts } from './package.js';
import type { Release, Role } from './state.js';

/** What is to be published. */
export interface Rendered {
  readonly release: Release;
  /** By role, with `enabled: true`. */
  readonly files: ReadonlyMap<Role, Buffer>;
  /** The tag that the container was composed of, and what is in it. */
  readonly template: string;
  readonly composition: Composition;
  /** What each experiment is of the container. */
  readonly weights: readonly { readonly id: string; readonly text: string }[];
}

/** A compilation without errors. */
export interface Valid extends Compiled {
  readonly manifest: Manifest;
  readonly preview: Manifest;
}

/** What the configuration says about what is published. */
export interface Configured {
  readonly token: string | null;
  readonly tag: Declaration | null;
}

/** The files of one compilation: the same on every machine for the same experiments and the same fx. */
export function render(compiled: Valid, { tag, token }: Configured): Rendered {
  // Drafts are in no container: who previews them gets the whole tag.
  const composition = compositionOf([compiled.manifest], tag?.words ?? null);
  const template = compose(readParts(), composition);
  const { text, weights } = container(template, compiled.manifest);
  const files = new Map<Role, Buffer>([
    ['container.js', Buffer.from(text)],
    ['manifest.json', Buffer.from(serialize(compiled.manifest))],
  ]);
  if (token !== null) {
    const whole = readDist('fx.container.js').toString('utf8');
    files.set('preview.js', Buffer.from(container(whole, compiled.preview).text));
    files.set('preview.json', Buffer.from(serialize(compiled.preview)));
  }
  const isMojito = compiled.preview.experiments.some(({ mojitoId }) => mojitoId);
  // The stand-in for Mojito is of use beside imported experiments alone.
  for (const name of listDist({ isEdited: tag?.attributes.studio !== undefined }))
    if (isMojito || name !== 'fx.mojito.js') files.set(name, readDist(name));
  return {
    release: releaseOf(compiled.manifest.revision, files, metricsOf(compiled)),
    files,
    weights,
    template,
    composition,
  };
}

/** The record of a publication. */
export function releaseOf(revision: string, files: ReadonlyMap<Role, Buffer>, metrics: Release['metrics']): Release {
  const hashes = Object.fromEntries([...files].map(([role, bytes]) => [role, hashOf(bytes)] as const));
  const names = Object.keys(hashes).sort();
  const text = JSON.stringify([revision, names.map((name) => [name, hashes[name]]), metrics]);
  return { release: hashOf(Buffer.from(text)), revision, files: hashes, metrics };
}

/** 16 hex digits of SHA-256 over the bytes. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** `sha384-…`, as the integrity attribute wants it. */
export const integrityOf = (bytes: Uint8Array): string =>
  `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** A role's fixed name in a target. */
export const fixedName = (role: Role, token: string | null): string =>
  role.startsWith('preview.') ? `preview.${token}.${role.slice('preview.'.length)}` : role;

/** The name of a role's lasting copy. */
export const lastingName = (role: Role, token: string | null, hash: string): string =>
  hashedName(fixedName(role, token), hash);

const RANKS = ['fx', 'preview', 'container', 'manifest'];

/**
 * The order in which roles, or their fixed names, are written: the container before the manifest, as whoever watches
 * the manifest's revision then finds that container.
 */
export const byPublishing = (a: Role, b: Role): number => rankOf(a) - rankOf(b) || (a < b ? -1 : 1);
const rankOf = (name: string): number => RANKS.indexOf(name.slice(0, name.indexOf('.')));

/** Whether a role holds a manifest, and so `enabled`. */
export const isSwitched = (role: Role): boolean => /^(manifest|container|preview)\./.test(role);

const ENABLED = /("version":1,"revision":"[0-9a-f]*","enabled":)(true|false)/;

/** The same file switched on or off; null where it holds no manifest of fx. */
export function switchFile(bytes: Buffer, enabled: boolean): Buffer | null {
  const text = bytes.toString('utf8');
  return ENABLED.test(text) ? Buffer.from(text.replace(ENABLED, `$1${enabled}`)) : null;
}

/** The same; a file without a manifest stays as it is. */
export const switched = (bytes: Buffer, enabled: boolean): Buffer => switchFile(bytes, enabled) ?? bytes;

/** All files of a publication switched on or off. */
export const switchRelease = (files: ReadonlyMap<Role, Buffer>, enabled: boolean): Map<Role, Buffer> =>
  new Map([...files].map(([role, bytes]) => [role, isSwitched(role) ? switched(bytes, enabled) : bytes]));

/** Metrics of running and paused experiments: those of drafts are nobody's business yet. */
function metricsOf({ manifest, sources }: Valid): Release['metrics'] {
  return Object.fromEntries(
    manifest.experiments.map(({ id }) => [id, (sources.get(id)?.raw.metrics ?? []).map(buildMetric)] as const),
  );
}

/** Experiments by id with what is counted; of a release that kept no metrics, without. */
export function publishedOf(manifest: Manifest, metrics: Release['metrics'] | null): Map<string, Published> {
  return new Map(
    manifest.experiments.map(
      (experiment) => [experiment.id, { experiment, metrics: metrics?.[experiment.id] }] as const,
    ),
  );
}
