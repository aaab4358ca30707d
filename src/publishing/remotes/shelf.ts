/** Keeps what was read of a target elsewhere, so that the next look asks for what changed alone. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { exists, makeDirectory, OWN_FOLDER, readBytes, readText, remove, writeAtomic } from '../../files/index.js';
import { caught } from '../attempt.js';
import { hashOf } from '../release.js';
import { isOwnName, type Shelf } from './remote.js';

interface Kept {
  readonly mark: string | null;
  /** Version and hash of the bytes, by name. */
  readonly files: Readonly<Record<string, readonly [string, string]>>;
}

const NOTHING: Kept = { mark: null, files: {} };

/** Where fx keeps things of an address, in its own folder of the working directory. */
export const shelfFolder = (address: string): string =>
  join(process.cwd(), OWN_FOLDER, 'targets', createHash('sha256').update(address).digest('hex').slice(0, 16));

/** Only where fx has a folder of its own already: a plan in somebody's pipeline leaves nothing behind. */
export async function openShelf(address: string): Promise<Shelf> {
  const folder = join(shelfFolder(address), 'seen');
  const isKept = await exists(join(process.cwd(), OWN_FOLDER));
  const index = join(folder, 'index.json');
  const kept = isKept ? readKept(await readText(index)) : NOTHING;
  return {
    mark: kept.mark,
    names: () => Object.keys(kept.files),
    async take(name) {
      const entry = kept.files[name];
      if (!entry) return null;
      const [version, hash] = entry;
      const bytes = await readBytes(join(folder, name));
      // Another process may have kept something newer, and a disk may be damaged.
      return bytes && hashOf(bytes) === hash ? { bytes, version } : null;
    },
    async keep({ files, mark = null }) {
      if (!isKept) return;
      const isSame = kept.mark === mark && Object.keys(kept.files).length === files.size;
      const changed = [...files].filter(([name, { version }]) => kept.files[name]?.[0] !== version);
      if (isSame && !changed.length) return;
      // On a disk that refuses, the next look asks for everything again: that is slower, and as right.
      await caught(() => {
        makeDirectory(folder);
        for (const [name, { bytes }] of changed) writeAtomic(join(folder, name), bytes);
        const entries = [...files].map(([name, { bytes, version }]) => [name, [version, hashOf(bytes)]] as const);
        writeAtomic(index, JSON.stringify({ mark, files: Object.fromEntries(entries) } satisfies Kept));
        for (const name of Object.keys(kept.files)) if (!files.has(name)) remove(join(folder, name));
      });
    },
  };
}

/** What somebody else wrote there, or half of it, is as nothing. */
function readKept(text: string | null): Kept {
  if (text === null) return NOTHING;
  try {
    const { mark, files } = JSON.parse(text) as Partial<Kept>;
    const entries = Object.entries(files ?? {});
    const isSound = entries.every(([name, kept]) => isOwnName(name) && Array.isArray(kept) && kept.length === 2);
    return isSound ? { mark: typeof mark === 'string' ? mark : null, files: Object.fromEntries(entries) } : NOTHING;
  } catch {
    return NOTHING; // the next look writes it anew
  }
}
