/** Holds the lasting copies of a target against their names, and finds the bytes of those that changed. */

import { join } from 'node:path';
import { readBytes } from '../files/index.js';
import { hashOf, lastingName } from './release.js';
import type { Release, Role, State } from './state.js';

/** What is wrong with the lasting copies that state.json names. */
export interface Damage {
  /** Names whose bytes are gone or are others, with the right ones; null where only a new publication has them. */
  readonly damaged: ReadonlyMap<string, Buffer | null>;
  /** Earlier revisions of which a file is lost for good: nothing can go back to them. */
  readonly lost: readonly string[];
}

/** No damage. */
export const whole = (): Damage => ({ damaged: new Map(), lost: [] });

/** Finds the bytes of a release's file wherever they are still; null where they are lost. */
export type FindRole = (release: Release, role: Role) => Promise<Buffer | null>;

/**
 * Reads every copy that the state names. That a name is there says nothing of its bytes: a checkout that turns line
 * feeds into CRLF, an editor or a bad disk changes them, and pages with integrity then refuse the file.
 */
export async function inspectCopies(
  directory: string,
  { current, history }: State,
  token: string | null,
  find: FindRole,
): Promise<Damage> {
  const damaged = new Map<string, Buffer | null>();
  const seen = new Set<string>();
  const lost = new Set<string>();
  for (const release of [current, ...history]) {
    for (const [role, hash] of Object.entries(release.files)) {
      const name = lastingName(role, token, hash);
      if (seen.has(name) || (token === null && role.startsWith('preview.'))) continue;
      const bytes = await readBytes(join(directory, name));
      if (bytes && hashOf(bytes) === hash) {
        seen.add(name);
        continue;
      }
      const right = damaged.get(name) ?? (await find(release, role));
      if (right || release === current) damaged.set(name, right);
      else lost.add(release.revision);
    }
  }
  return { damaged, lost: [...lost] };
}

/**
 * The bytes as they were published, where ends of lines are all that was changed since.
 *
 * @returns null where these are other bytes
 */
export function recover(bytes: Buffer, hash: string): Buffer | null {
  const text = bytes.toString('latin1');
  const unix = text.replaceAll('\r\n', '\n');
  const trimmed = [text, unix].map((one) => one.replace(/[\r\n]+$/, ''));
  const candidates = [text, unix, ...trimmed, ...trimmed.map((one) => `${one}\n`)];
  const found = candidates.find((one) => hashOf(Buffer.from(one, 'latin1')) === hash);
  return found === undefined ? null : Buffer.from(found, 'latin1');
}
