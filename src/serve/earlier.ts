/** Remembers files as they were before they had an error: what is published of them goes on, and is watched. */

import type { Source } from '../authoring/index.js';

/** A file as it was when it was read without an error. */
export interface EarlierFile {
  /** As problems name it. */
  readonly path: string;
  readonly text: string;
  /** By id: its experiments. */
  readonly sources: ReadonlyMap<string, Source>;
}

/** A folder as it is now. */
interface ReadNow {
  readonly texts: ReadonlyMap<string, { readonly text: string }>;
  /** By id: those that can be read. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly broken: readonly { readonly path: string }[];
}

/** Takes the folder as it is now, and gives what is remembered of the files that have an error in it. */
export function createRecall(): (now: ReadNow) => readonly EarlierFile[] {
  const sound = new Map<string, EarlierFile>();
  return ({ texts, sources, broken }) => {
    const inError = new Set(broken.map(({ path }) => path));
    const own = sourcesByPath(sources);
    for (const [path, { text }] of texts)
      if (!inError.has(path)) sound.set(path, { path, text, sources: own.get(path) ?? new Map() });
    // Of what is gone nobody is expected to correct anything.
    for (const path of sound.keys()) if (!texts.has(path) && !inError.has(path)) sound.delete(path);
    return [...inError].flatMap((path) => {
      const file = sound.get(path);
      // One that moved is read where it is now.
      const left = [...(file?.sources ?? [])].filter(([id]) => (sources.get(id)?.path ?? path) === path);
      return file && left.length ? [{ ...file, sources: new Map(left) }] : [];
    });
  };
}

function sourcesByPath(sources: ReadonlyMap<string, Source>): ReadonlyMap<string, ReadonlyMap<string, Source>> {
  const found = new Map<string, Map<string, Source>>();
  for (const [id, source] of sources)
    found.set(source.path, (found.get(source.path) ?? new Map<string, Source>()).set(id, source));
  return found;
}
