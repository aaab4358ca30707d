/** Gathers the events that a command line names, also those of an object store, for as long as a command reads them. */

import { EVENTS_FILE, exists, findEvents, Refusal, readChunks, sizeText } from '../files/index.js';
import type { EventFile } from '../results/index.js';
import { type GatheredFile, gatherEvents, isStoreAddress } from '../stores/index.js';
import type { Terminal } from './terminal.js';

/** How often somebody sees how far copying is. */
const DRAWN_MS = 100;

/**
 * Does something with files of events; copies of what lies elsewhere are gone afterwards.
 *
 * @param named files, folders and addresses; nothing where the usual events are meant
 * @throws Refusal where there are none, or they cannot be read
 */
export async function withEvents<T>(
  terminal: Terminal,
  named: readonly string[],
  work: (files: readonly GatheredFile[]) => Promise<T>,
): Promise<T> {
  const places = named.length ? named : await usualEvents();
  const far = places.filter(isStoreAddress);
  const what = far.length > 1 ? `${far.length} addresses` : far[0];
  const gather = (relabel: (label: string) => void) => {
    let drawnAt = Number.NEGATIVE_INFINITY;
    // Bytes come in thousands of pieces.
    const onBytes = (done: number, all: number): void => {
      if (performance.now() - drawnAt < DRAWN_MS) return;
      drawnAt = performance.now();
      relabel(`Copying ${what}: ${sizeText(done)} of ${sizeText(all)}`);
    };
    return gatherEvents(places, { env: process.env, onBytes });
  };
  const { files, letGo } = far.length ? await terminal.busy(`Listing ${what}`, gather) : await gather(() => undefined);
  try {
    return await work(files);
  } finally {
    letGo();
  }
}

/** The events of this project, where nothing was named. */
async function usualEvents(): Promise<readonly string[]> {
  const files = await findEvents();
  const [first = EVENTS_FILE] = files;
  if (await exists(first)) return files;
  throw new Refusal(
    `There is no file ${first}: fx collect and fx dev write it as events come in. Name files that are elsewhere with --events.`,
    'no-file',
  );
}

/** What is read, in a line. */
export const readingOf = (files: readonly GatheredFile[]): string =>
  `Reading ${files.length > 3 ? `${files.length} files` : files.map(({ name }) => name).join(', ')}`;

/** Whether lines are to be found in it, or columns. */
export const isParquet = ({ path }: GatheredFile): boolean => /\.parquet$/i.test(path);

/** Files of lines as the readers of events take them. */
export const eventFiles = (files: readonly GatheredFile[]): EventFile[] =>
  files.map(({ path, name }) => ({ name, chunks: (onOddity) => readChunks(path, onOddity, name) }));
