/** Finds what is wrong with the address of a target elsewhere. */

import type { AddressFault } from '../attempt.js';

const KNOWN = /^(s3|git\+(file|ssh|https?)):\/\//;

/** Why an address cannot be one; null where it can. */
export function faultOfAddress(place: string): AddressFault | null {
  if (place.startsWith('exec:')) return place.slice(5).trim() ? null : 'command';
  if (!KNOWN.test(place)) return 'kind';
  if (/\s/.test(place) || !URL.canParse(place)) return 'malformed';
  const { hostname, hash, pathname } = new URL(place);
  const [folder, branch] = [decoded(pathname), decoded(hash)];
  if (folder === null || branch === null) return 'malformed';
  if (place.startsWith('s3:')) return hostname ? null : 'bucket';
  const isBranch = /^#\w[\w./-]*(?::[\w./-]+)?$/.test(branch) && !branch.includes('..');
  return isBranch && pathname.length > 1 ? null : 'branch';
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // said by the caller, with the whole address
  }
}
