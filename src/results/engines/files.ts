/** Counts the events of files in memory. */

import type { Counts } from '../counts.js';
import { createCurrencies } from '../currencies.js';
import { type EventFile, type Reading, readEvents } from '../events.js';
import type { ResultQuestion } from '../question.js';
import { createHearing, type Heard } from '../silent.js';
import { crowdOddities } from './crowd.js';
import { createMemoryEngine } from './memory.js';
import type { Limits } from './passes.js';
import type { Samples } from './samples.js';

/** What the files say, and what became of their lines. */
export interface FileCounts {
  readonly counts: Counts;
  /** Events that came again with the same id; null where the engine does not say. */
  readonly repeated: number | null;
  readonly reading: Reading;
  /** How many conversions of each name there are; absent where the engine does not say. */
  readonly heard?: Heard;
  /** How many exposures of each experiment there are, asked for or not; absent where the engine does not say. */
  readonly exposed?: Heard;
}

/** @param samples gets every subject that is counted */
export async function countFiles(
  question: ResultQuestion,
  files: Iterable<EventFile>,
  limits?: Limits,
  samples?: Samples,
): Promise<FileCounts> {
  const engine = createMemoryEngine(question, limits, samples);
  try {
    const { add, heard } = createHearing();
    const { add: see, heard: exposed } = createHearing();
    const currencies = createCurrencies(question);
    const reading = await readEvents(files, (read) => {
      engine.add(read);
      currencies.add(read);
      if (read.event.type === 'conversion') add(read.event.name);
      else if (read.event.type === 'exposure') see(read.event.experiment);
    });
    const { counts, repeated, crowded } = engine.counts();
    const oddities = [...reading.oddities, ...currencies.oddities(), ...crowdOddities(crowded)];
    return { counts, repeated, reading: { ...reading, oddities }, heard, exposed };
  } finally {
    engine.close();
  }
}
