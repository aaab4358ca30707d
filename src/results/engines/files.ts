/** Counts the events of files in memory. */

import type { Counts } from '../counts.js';
import { createCurrencies } from '../currencies.js';
import { type EventFile, type Reading, readEvents } from '../events.js';
import type { ResultQuestion } from '../question.js';
import { createHearing, type Heard } from '../silent.js';
import { createMemoryEngine } from './memory.js';
import type { Samples } from './samples.js';

/** What the files say, and what became of their lines. */
export interface FileCounts {
  readonly counts: Counts;
  /** Events that came again with the same id; null where the engine does not say. */
  readonly repeated: number | null;
  readonly reading: Reading;
  /** How many conversions of each name there are; absent where the engine does not say. */
  readonly heard?: Heard;
}

/**
 * @param inMemory bytes of rows that are kept before the disk is used
 * @param samples gets every subject that is counted
 */
export async function countFiles(
  question: ResultQuestion,
  files: Iterable<EventFile>,
  inMemory?: number,
  samples?: Samples,
): Promise<FileCounts> {
  const engine = createMemoryEngine(question, inMemory, samples);
  try {
    const { add, heard } = createHearing();
    const currencies = createCurrencies(question);
    const reading = await readEvents(files, (read) => {
      engine.add(read);
      currencies.add(read);
      if (read.event.type === 'conversion') add(read.event.name);
    });
    const oddities = [...reading.oddities, ...currencies.oddities()];
    return { ...engine.counts(), reading: { ...reading, oddities }, heard };
  } finally {
    engine.close();
  }
}
