/** Adds signatures to what is published, and keeps a signed target from losing its own by mistake. */

import { join } from 'node:path';
import { readBytes, readText } from '../files/index.js';
import { Blocked } from './attempt.js';
import { fixedName, switched } from './release.js';
import { checkSignature, type Signer } from './signing.js';
import type { Role } from './state.js';
import type { Target } from './targets.js';

const SIGNED: readonly Role[] = ['manifest.json', 'preview.json'];

/**
 * The same files with a signature beside each manifest: of both states of the switch, as a stop must not need the key.
 */
export async function signFiles(
  files: ReadonlyMap<Role, Buffer>,
  signer: Signer,
  target: Target,
): Promise<Map<Role, Buffer>> {
  // A clock that is late would make this older than what servers and browsers have seen, whoever signed that.
  const time = Math.max(Date.now(), (await lastTime(target)) + 1);
  const signed = new Map(files);
  for (const [role, bytes] of files) {
    if (!SIGNED.includes(role)) continue;
    const states = [switched(bytes, true), switched(bytes, false)];
    signed.set(`${role}.sig`, Buffer.from(signer.sign(states, time)));
  }
  return signed;
}

/** When what is published now says that it was signed; 0 where it says nothing. */
async function lastTime({ directory, token }: Target): Promise<number> {
  const text = await readText(join(directory, `${fixedName('manifest.json', token)}.sig`));
  const [, time = ''] = text?.split('\n') ?? [];
  // One digit less than a signature may hold, so that the next one fits.
  return /^\d{1,14}$/.test(time) ? Number(time) : 0;
}

/** Whether what is published now was signed with this very key. */
export const isSignedBy = async (target: Target, signer: Signer): Promise<boolean> =>
  (await timeOf(target, signer)) !== null;

async function timeOf({ directory, token }: Target, { key }: Signer): Promise<number | null> {
  const path = join(directory, fixedName('manifest.json', token));
  const [manifest, signature] = [await readBytes(path), await readText(`${path}.sig`)];
  const verdict = manifest && signature !== null ? checkSignature(manifest, signature, [key]) : null;
  return verdict?.code === 'signed' ? verdict.time : null;
}

/** @throws Blocked where a signed target would be published to without the key, and nobody said that this is meant */
export function requireSignature(
  { place, state }: Target,
  { signer, mayUnsign }: { readonly signer?: Signer | undefined; readonly mayUnsign?: boolean },
): void {
  const isSigned = state?.current.files['manifest.json.sig'] !== undefined;
  if (isSigned && !signer && !mayUnsign) throw new Blocked({ code: 'signed', directory: place });
}
