/** Tells addresses of targets elsewhere from directories, and finds what is wrong with one. */

import type { AddressFault } from '../attempt.js';

/** Whether a target is somewhere else than in a directory: also where fx knows no way to get there. */
export const isAddress = (place: string): boolean => /^(exec:|[a-z][a-z0-9+.-]+:\/\/)/i.test(place);

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
